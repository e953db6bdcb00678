"""In: sample reports, put into Traditional characters. Out: the same report, to the character."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.panel import load_panel
from nlp_reports.model import Analysis, Document
from nlp_reports.pipeline import analyze_document
from nlp_reports.reading.document import read_document
from tests.conftest import SAMPLES

PAGES = sorted((SAMPLES / "reports").rglob("*.html"))[:12]


@cache
def traditional() -> dict[int, str]:
    """Simplified character → the first Traditional one that is matched as it."""
    resource = files("nlp_reports").joinpath("resources", "traditional.txt")
    lines = resource.read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split() if len(pair) == 2]
    return {ord(simple): old for old, simple in reversed(pairs)}


def analyse(document: Document) -> Analysis:
    return analyze_document(document, panel=load_panel(load_codebook()))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_mirror_tells_what_the_original_tells(path: Path) -> None:
    """Identity, form, sections, cells, findings, statements and codes are the same, the text as printed."""
    original = read_document(path)
    text, title = (each.translate(traditional()) for each in (original.text, original.title))
    mirror = replace(original, text=text, title=title)
    assert sum(old != new for old, new in zip(original.text, text, strict=True)) > len(text) // 5
    one, other = analyse(original), analyse(mirror)
    assert other.report.document.text == text
    for name in ("identity", "form"):
        assert getattr(one.report, name) == getattr(other.report, name)
    assert [(each.key, each.span) for each in one.report.sections] == [
        (each.key, each.span) for each in other.report.sections
    ]
    values = [
        [
            (cell.row, cell.column, cell.value, cell.status)
            for table in each.report.tables
            for cell in table.cells
        ]
        for each in (one, other)
    ]
    assert values[0] == values[1]
    assert [(each.code, each.span) for each in one.report.issues] == [
        (each.code, each.span) for each in other.report.issues
    ]
    assert [(each.role, each.span) for each in one.statements] == [
        (each.role, each.span) for each in other.statements
    ]
    assert [(each.statement_id, each.code, each.assigned) for each in one.decisions] == [
        (each.statement_id, each.code, each.assigned) for each in other.decisions
    ]
