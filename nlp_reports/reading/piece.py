"""In: a piece of the input: a file, a member of an archive, a row of a table. Out: the Document it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from nlp_reports.errors import UnreadableError
from nlp_reports.model import Document, Fields, Issue
from nlp_reports.reading.document import read_data, read_document


@dataclass(frozen=True, slots=True)
class Piece:
    """One report to read; it stands in a file of its own (`path`) or is at hand as `data`.

    Where it is neither, `issue` says why. `title`, `url` and `facts` (column → value) are what a table
    says of the report in its row, `notes` what is doubtful about the row itself.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    title: str = ""
    url: str | None = None
    facts: Fields = ()
    notes: tuple[Issue, ...] = ()
    issue: Issue | None = None


def read_piece(piece: Piece) -> Document:
    """Return the document that `piece` holds. Raises UnreadableError where there is none."""
    if piece.issue is not None:
        raise UnreadableError(f"reading.{piece.issue.code}", **dict(piece.issue.fields))
    if piece.path is not None:
        return read_document(piece.path, name=piece.name)
    document = read_data(piece.data or b"", name=piece.name, url=piece.url, title=piece.title)
    return replace(document, notes=document.notes + piece.notes)


def refused(error: UnreadableError, *, name: str) -> Piece:
    """Return a piece that only says why `name` cannot be read."""
    code = error.key.removeprefix("reading.")
    return Piece(name, issue=Issue("reading", code, tuple(error.fields.items())))
