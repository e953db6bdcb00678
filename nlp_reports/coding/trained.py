"""In: a model file, by default the shipped one. Out: Trained. And back, byte for byte the same each time.

A model file is a ZIP archive of numbers (`.npy`, read without pickle) and of JSON; nothing in it is
run. Sizes, shapes and names are checked before anything is used.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp_reports.coding.adjudicate import Weight, Weights
from nlp_reports.coding.classifier import CodeModel
from nlp_reports.coding.labelling import LABELS
from nlp_reports.coding.linear import Linear
from nlp_reports.errors import ResourceError
from nlp_reports.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp_reports.coding.linear import Numbers
    from nlp_reports.model import Codebook

FORMAT = 1
"""The layout of the file and of the features in it; other layouts are refused."""

_LARGEST = 200_000_000
_SHIPPED = "resources/model/shipped.zip"


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: roles and bounds of statements, their codes, and what each coder's vote is worth.

    `about` says what it was made from: the gold's SHA-256, the codebook's digest, counts.
    """

    roles: Linear
    codes: CodeModel
    weights: Weights
    about: dict[str, Any]


def digest_codebook(codebook: Codebook) -> str:
    """Return the SHA-256 of what coders go by: ids, names and definitions; cues may change."""
    import hashlib

    told = [(code.id, code.zh, code.definition, code.include, code.exclude) for code in codebook.codes]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def load_trained(path: Path | None = None) -> Trained:
    """Return the model in `path`, or the shipped one.

    Raises ResourceError for a file that is missing, damaged, too large, of another layout, or no model.
    """
    if path is None:
        return _shipped()
    try:
        return _read(path.read_bytes())
    except OSError as error:
        raise ResourceError("coding.model_missing", file=path, reason=error.strerror or error) from error
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ResourceError("coding.model_damaged", file=path, reason=error) from error


@cache
def _shipped() -> Trained:
    return _read(files("nlp_reports").joinpath(*_SHIPPED.split("/")).read_bytes())


def write_trained(trained: Trained, path: Path) -> Path:
    """Write the model to `path`, whole or not at all; equal models give equal bytes."""
    return write_whole(path, lambda draft: draft.write_bytes(_bytes(trained)))


def _bytes(trained: Trained) -> bytes:
    codes = trained.codes
    members = {
        "about.json": _json(trained.about),
        **_packed("roles", trained.roles),
        **_packed("codes", codes.linear),
        "votes.json": _json(
            {
                "codes": codes.codes,
                "platt": codes.platt,
                "thresholds": codes.thresholds,
                "weights": asdict(trained.weights),
            }
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _packed(name: str, linear: Linear) -> dict[str, bytes]:
    arrays = {"weights": linear.weights, "intercepts": linear.intercepts}
    if linear.idf is not None:
        arrays["idf"] = linear.idf
    packed = {f"{name}.{key}.npy": _array_bytes(array) for key, array in arrays.items()}
    return {f"{name}.json": json.dumps(list(linear.rows), ensure_ascii=False).encode(), **packed}


def _array_bytes(array: Numbers) -> bytes:
    import numpy as np

    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array.astype("<f2"), version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def _read(data: bytes) -> Trained:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(each.file_size for each in archive.infolist()) > _LARGEST:
            raise ValueError(f"> {_LARGEST} bytes")
        members = {each.filename: archive.read(each) for each in archive.infolist()}
    about, told = json.loads(members["about.json"]), json.loads(members["votes.json"])
    if about.get("format") != FORMAT:
        raise ValueError(f"format {about.get('format')}, not {FORMAT}")
    codes = tuple(map(str, told["codes"]))
    model = CodeModel(
        _unpacked("codes", members, classes=len(codes)),
        codes,
        tuple((float(slope), float(intercept)) for slope, intercept in told["platt"]),
        tuple(map(float, told["thresholds"])),
    )
    if not len(codes) == len(model.platt) == len(model.thresholds):
        raise ValueError("votes.json")
    weights = Weights(*(_weights(told["weights"][kind]) for kind in ("familiar", "strange")))
    return Trained(_unpacked("roles", members, classes=len(LABELS)), model, weights, about)


def _weights(told: Mapping[str, Mapping[str, float]]) -> dict[str, Weight]:
    return {str(code): Weight(**{k: float(v) for k, v in each.items()}) for code, each in told.items()}


def _unpacked(name: str, members: Mapping[str, bytes], *, classes: int) -> Linear:
    names = [str(each) for each in json.loads(members[f"{name}.json"])]
    idf = f"{name}.idf.npy"
    linear = Linear(
        {feature: row for row, feature in enumerate(names)},
        _array(members[f"{name}.weights.npy"], (len(names), classes)),
        _array(members[f"{name}.intercepts.npy"], (classes,)),
        _array(members[idf], (len(names),)) if idf in members else None,
    )
    if len(linear.rows) != len(names):
        raise ValueError(f"{name}.json")
    return linear


def _array(data: bytes, shape: tuple[int, ...]) -> Numbers:
    import numpy as np

    stream = io.BytesIO(data)
    np.lib.format.read_magic(stream)
    found, _, dtype = np.lib.format.read_array_header_1_0(stream)
    if found != shape or dtype != "<f2":
        raise ValueError(f"{found} {dtype}, not {shape}")
    array = np.frombuffer(data, dtype, offset=stream.tell()).reshape(shape).astype(np.float32)
    if not np.isfinite(array).all():
        raise ValueError("inf, nan")
    return array
