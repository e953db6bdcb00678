from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nlp_reports.parsing.sections import parse_sections
from nlp_reports.parsing.tables import parse_tables
from nlp_reports.parsing.template import parse_form
from nlp_reports.reading.document import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from nlp_reports.model import Cell, Document


def cells_of(document: Document) -> dict[str, Cell]:
    form, _ = parse_form(document)
    tables, _ = parse_tables(document, parse_sections(document, form=form)[0], form=form)
    return {f"{each.table}.{each.row}.{each.column}": each for table in tables for each in table.cells}


@pytest.mark.parametrize("year", [2021, 2023, 2025])
def test_real_tables_without_borders_are_recovered(real_reports: Path, year: int) -> None:
    """Every cell that the sums determine is true, the others are marked, none is missing or wrong."""
    expected = json.loads((real_reports / "expected" / f"pingtan_{year}.json").read_text("utf-8"))
    document = read_document(real_reports / f"pingtan_{year}_qu.txt")
    cells = cells_of(document)
    told = {key: cell.value for key, cell in cells.items() if cell.status == "recovered"}
    assert told == expected["cells"]
    assert [key for key, cell in cells.items() if cell.status == "ambiguous"] == expected["ambiguous"]
    for cell in cells.values():
        assert cell.span and document.text[cell.span.start : cell.span.end] == cell.raw
