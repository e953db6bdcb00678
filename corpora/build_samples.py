"""In: corpora/samples/source/*.yaml. Out: the sample reports they describe, and KEY.csv.

Run from the repository's root: `python -m corpora.build_samples`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.builders import BUILDERS, MARK, Layout, Part, Sample
from tests.sample_reports import HEADINGS, dispute_cells, draw_applications

SAMPLES = Path(__file__).parent / "samples"
KEY_FIELDS = ("file", "kind", "where", "printed", "should_be")
PARTS = {
    "regulations": ("issued", "repealed", "in_force"),
    "normative_documents": ("issued", "repealed", "in_force"),
    "permits": ("decisions",),
    "penalties": ("decisions",),
    "coercion": ("decisions",),
    "fees": ("amount",),
}
PARTS_2019 = {
    "regulations": ("made", "disclosed", "total_disclosed"),
    "normative_documents": ("made", "disclosed", "total_disclosed"),
    "permits": ("previous", "change"),
    "other_services": ("previous", "change"),
    "penalties": ("previous", "change"),
    "coercion": ("previous", "change"),
    "fees": ("previous", "change"),
    "procurement": ("projects", "amount"),
}


@dataclass(frozen=True)
class Source:
    """One described report: where it goes, what it says, what its writer planted and meant."""

    path: str
    sample: Sample
    level: str
    faults: tuple[Mapping[str, str], ...]
    admits: tuple[str, ...]
    promises: tuple[str, ...]
    true_cells: Mapping[str, float | str]


def load_sources(folder: Path = SAMPLES / "source") -> tuple[Source, ...]:
    """Return every report described in `folder`, in the order of the files."""
    entries = [
        entry for path in sorted(folder.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
    return tuple(_source(entry) for entry in entries)


def _source(entry: Mapping[str, Any]) -> Source:
    faults = tuple(entry.get("faults", ()))
    cells = _cells(entry)
    misprints = {fault["where"]: _number(fault["printed"]) for fault in faults if fault["where"] in cells}
    layout = Layout(**entry.get("layout", {}))
    sample = Sample(
        agency=entry["agency"],
        year=entry["year"],
        form=entry["form"],
        title=entry.get("title", ""),
        published=entry.get("published", ""),
        preamble=_paragraphs(entry.get("preamble", "")),
        parts=_parts(entry),
        cells={**cells, **entry.get("raw", {}), **misprints},
        tables=tuple(entry.get("tables", ("proactive", "applications", "review_litigation"))),
        empty_tables=tuple(entry.get("empty_tables", ())),
        statistics=tuple(tuple(str(cell) for cell in row) for row in entry.get("statistics", ())),
        closing=(*_paragraphs(entry.get("closing", "")), MARK),
        layout=layout,
    )
    codes = {role: tuple(entry.get(role, "").split()) for role in ("admits", "promises")}
    return Source(entry["file"], sample, entry["level"], faults, codes["admits"], codes["promises"], cells)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _number(text: str) -> float | str:
    return int(text) if text.isdecimal() else text


def _parts(entry: Mapping[str, Any]) -> tuple[Part, ...]:
    """The form's six parts, or (`order`) those named; `headings` and `texts` say how each is printed."""
    headings = {**HEADINGS, **entry.get("headings", {})}
    texts = entry["texts"]
    keys = entry.get("order", "").split() or [key for key in HEADINGS if key not in entry.get("omit", ())]
    return tuple(Part(key, headings[key], _paragraphs(texts.get(key, ""))) for key in keys)


def _cells(entry: Mapping[str, Any]) -> dict[str, float | str]:
    form, numbers = entry["form"], entry.get("numbers", {})
    if form not in ("2019", "2021"):
        return {}
    cells: dict[str, float | str] = {}
    for key, names in (PARTS_2019 if form == "2019" else PARTS).items():
        values = numbers.get(key, [0] * len(names))
        values = values if isinstance(values, list) else [values]
        cells |= {f"proactive.{key}.{name}": value for name, value in zip(names, values, strict=True)}
        if names == ("previous", "change") and key != "fees":
            cells[f"proactive.{key}.decisions"] = sum(values)
    received = {"new": 0, "results": {}, **numbers.get("applications", {})}
    cells |= draw_applications(form, seed=entry["year"] * 1000 + len(entry["file"]), **received)
    return cells | dispute_cells(numbers.get("disputes", {}))


def build(source: Source) -> bytes:
    """Return the bytes of one report, in the format its file name says."""
    return BUILDERS[Path(source.path).suffix](source.sample)


def key_rows(sources: tuple[Source, ...]) -> str:
    """Return KEY.csv: one row a planted fault or pattern, the broken file included."""
    target = io.StringIO()
    writer = csv.DictWriter(target, KEY_FIELDS, lineterminator="\n")
    writer.writeheader()
    for source in sources:
        for fault in source.faults:
            writer.writerow({"file": f"reports/{source.path}", **fault})
    writer.writerow(
        dict(zip(KEY_FIELDS, (f"reports/{BROKEN}", "unreadable", "file", "%PDF-1.4 …", "—"), strict=True))
    )
    return target.getvalue()


BROKEN = "临霁市/附件2：某单位年报（扫描损坏）.pdf"
BROKEN_BYTES = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty"
)


def write_samples(folder: Path = SAMPLES) -> None:
    """Write every report and KEY.csv under `folder`."""
    sources = load_sources()
    files = {source.path: build(source) for source in sources} | {BROKEN: BROKEN_BYTES}
    for path, content in files.items():
        target = folder / "reports" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "KEY.csv").write_text(key_rows(sources), encoding="utf-8")


if __name__ == "__main__":
    write_samples()
