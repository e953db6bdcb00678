"""In: files and folders as the user named them. Out: the reports in them, first counted, then handed out."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError
from nlp_reports.model import Issue, SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from nlp_reports.corpus.manifest import InputFile, Inputs
    from nlp_reports.reading.piece import Piece


@dataclass(frozen=True, slots=True)
class Task:
    """One report to analyse, with what the user's metadata says of it: column → value."""

    piece: Piece
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Intake:
    """What is to be read: `files`, which hold the reports called `names`.

    `containers` maps each archive and table among the files to its SHA-256; `others` counts, by suffix,
    what the folders hold beside reports; `closed` is what could not be looked into.
    """

    files: tuple[InputFile, ...]
    names: tuple[str, ...]
    containers: dict[str, str]
    others: dict[str, int]
    closed: tuple[SetAside, ...]


def find_reports(inputs: Sequence[Path], *, text_column: str | None = None) -> Intake:
    """Return which reports `inputs`, files and folders in any mix, hold; archives and tables are looked into.

    A table in a folder that holds no reports is one of the `others`; one that was named outright is kept,
    to be set aside with the reason. Raises InputError where a path does not exist or nothing is found.
    """
    from nlp_reports.corpus.manifest import find_inputs
    from nlp_reports.reading.document import SUFFIXES, readable_suffixes
    from nlp_reports.reading.listing import NO_TEXTS
    from nlp_reports.reading.unfold import unfold

    found = find_inputs(inputs, suffixes=SUFFIXES, readable=readable_suffixes())
    files: list[InputFile] = []
    names: list[str] = []
    containers: dict[str, str] = {}
    others = Counter(found.others)
    for file in found.files:
        pieces = [
            (piece.name, piece.path is None, piece.issue.code if piece.issue else "")
            for piece in unfold(file.path, name=file.name, text_column=text_column)
        ]
        if not file.named and [code for _, _, code in pieces] == [NO_TEXTS]:
            others[file.path.suffix.lower()] += 1
            continue
        files.append(file)
        names += [name for name, _, _ in pieces]
        if any(unfolded for _, unfolded, _ in pieces):
            containers[file.name] = digest(file.path) or ""
    if not files:
        suffixes = " ".join(sorted(readable_suffixes()))
        raise InputError("corpus.nothing_to_read", path=", ".join(map(str, inputs)), suffixes=suffixes)
    return Intake(tuple(files), tuple(names), containers, dict(sorted(others.items())), tuple(_closed(found)))


def hand_out(
    intake: Intake, *, metadata: Mapping[str, Mapping[str, str]], text_column: str | None = None
) -> Iterator[Task]:
    """Yield a task for each report of `intake`, in the order of its names; one report is held at a time."""
    from nlp_reports.reading.unfold import unfold

    for file in intake.files:
        for piece in unfold(file.path, name=file.name, text_column=text_column):
            yield Task(piece, metadata.get(piece.name, {}))


def open_named(name: str, *, text_column: str | None = None) -> Iterator[Piece]:
    """Yield the reports in the file `name`; `a.zip/x.html` and `t.csv#3` name one report in a container."""
    from pathlib import Path

    from nlp_reports.reading.unfold import unfold

    path, row = Path(name), Path(name.rpartition("#")[0] or name)
    container = next((each for each in (path, row, *path.parents) if each.is_file()), path)
    inner = str(path).removeprefix(str(container)).replace("\\", "/") if container != path else ""
    pieces = unfold(container, name=container.name, text_column=text_column)
    found = [each for each in pieces if not inner or each.name == container.name + inner]
    if not found:
        raise InputError("corpus.no_such_path", path=name)
    yield from found


def digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, or None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def digest_piece(piece: Piece) -> str | None:
    """Return the SHA-256 of what holds a report, or None where it cannot be read."""
    if piece.path is not None:
        return digest(piece.path)
    return hashlib.sha256(piece.data).hexdigest() if piece.data is not None else None


def _closed(found: Inputs) -> Iterator[SetAside]:
    for name in found.hollow:
        yield SetAside(name, None, Issue("engine", "no_reports_here"))
    for name in found.closed:
        yield SetAside(name, None, Issue("engine", "cannot_enter"))
