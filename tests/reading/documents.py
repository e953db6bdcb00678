"""In: text or bytes. Out: documents read from them, and the invariants that hold for every one."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

from nlp_reports.model import Block, Document
from nlp_reports.reading.document import read_document


def read_bytes(folder: Path, data: bytes, name: str = "report.bin") -> Document:
    """Write `data` to a file of that name and read it."""
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def read_page(folder: Path, body: str) -> Document:
    """Read an HTML page with this body."""
    return read_bytes(folder, f"<html><body>{body}</body></html>".encode(), "report.html")


def paragraphs(document: Document) -> list[str]:
    """The texts of the paragraphs, tables left out."""
    return [text_of(document, block) for block in document.blocks if block.kind == "paragraph"]


def tables(document: Document) -> list[Block]:
    """The table blocks."""
    return [block for block in document.blocks if block.kind == "table"]


def text_of(document: Document, block: Block) -> str:
    """The text of a block."""
    return document.text[block.span.start : block.span.end]


def cells_of(document: Document, block: Block) -> dict[tuple[int, int], str]:
    """(row, column) → the text of the cell that begins there."""
    return {(c.row, c.column): document.text[c.span.start : c.span.end] for c in block.grid}


def spans_of(block: Block) -> dict[tuple[int, int], tuple[int, int]]:
    """(row, column) → rows and columns that the cell which begins there covers."""
    return {(c.row, c.column): (c.row_span, c.column_span) for c in block.grid}


def assert_sound(document: Document) -> None:
    """Spans lie inside the text, blocks are ordered and apart, cells lie inside their block, fields once."""
    size = len(document.text)
    assert "\r" not in document.text and "\x00" not in document.text
    assert all(0 <= block.span.start < block.span.end <= size for block in document.blocks)
    assert all(one.span.end < two.span.start for one, two in pairwise(document.blocks))
    for block in document.blocks:
        assert (block.kind == "table") == bool(block.grid)
        if block.kind == "paragraph":
            assert not set("\n\t") & set(text_of(document, block))
        covered = [
            (row, column)
            for c in block.grid
            for row in range(c.row, c.row + c.row_span)
            for column in range(c.column, c.column + c.column_span)
        ]
        assert len(covered) == len(set(covered)), "cells overlap"
        for cell in block.grid:
            assert block.span.start <= cell.span.start <= cell.span.end <= block.span.end
            assert not set("\n\t") & set(document.text[cell.span.start : cell.span.end])
    assert all(0 <= c.span.start <= c.span.end <= size for c in document.changes)
    assert all(one.span.end <= two.span.start for one, two in pairwise(document.changes))
    assert all(document.text[c.span.start : c.span.end] != c.printed for c in document.changes)
    between = "".join(document.text[a.span.end : b.span.start] for a, b in pairwise(document.blocks))
    assert set(between) <= {"\n"}, "text outside every block"


def save_docx(document: object) -> bytes:
    """The bytes of a python-docx document."""
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()
