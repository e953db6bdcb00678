"""In: the tables of an invented corpus. Out: the page's data, which holds what the rows hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from nlp_reports.writing import reader as reader_module
from nlp_reports.writing.facts import gather_facts
from nlp_reports.writing.reader import gather_reading

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")


def data_of(made: Any) -> dict[str, Any]:
    facts = gather_facts(made.tables, codebook=made.codebook, counts=made.counts)
    data = gather_reading(facts, made.tables, texts=made.texts, codebook=made.codebook)
    loaded: dict[str, Any] = json.loads(json.dumps(data))
    return loaded


@pytest.fixture(scope="module")
def data(made: Any) -> dict[str, Any]:
    return data_of(made)


def test_every_statement_is_cut_from_its_passage(made: Any, data: dict[str, Any]) -> None:
    """Offsets lead to the statement's words, and those of a code to words in it."""
    said = {}
    for place, read in data["read"].items():
        report_id = data["reports"][int(place)][0]
        for ordinal, _, at, start, end, marks, _ in read["s"]:
            text = read["p"][at][3]
            said[report_id, ordinal] = text[start:end]
            assert all(start <= mark[3] < mark[4] <= end for mark in marks)
    rows = made.tables["statements"]
    assert said == {(row.report_id, row.ordinal): row.text for row in rows.itertuples()}


def test_codes_counted_from_the_data_are_the_prevalence(made: Any, data: dict[str, Any]) -> None:
    """Who counts the reports that name a code gets the table's n and base."""
    named = [each[8:] for each in data["reports"] if len(each) > 8]
    table = made.tables["prevalence"]
    for row in table[table["by"] == ""].itertuples():
        code = [each[0] for each in data["codes"]].index(row.code)
        role = ["problem", "measure"].index(row.role)
        assert (sum(code in each[role] for each in named), len(named)) == (row.n, row.base)


def test_offsets_are_those_of_a_script(make: Callable[..., Any]) -> None:
    """Characters beyond the basic plane count twice in a script, and are counted so here."""
    data = data_of(make({"problems": [("timeliness", "𠮷𠮷栏目{更新不及时}，滞后")]}))
    ((_, _, at, start, end, ((_, _, _, first, last),), _),) = data["read"]["0"]["s"]
    units = data["read"]["0"]["p"][at][3].encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le").startswith("𠮷𠮷栏目")
    assert units[2 * first : 2 * last].decode("utf-16-le") == "更新不及时"


def test_what_does_not_fit_is_left_to_the_tables(
    make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound, texts are left out; the reports and what they name stay."""
    made = make(*[{"problems": [LATE]}] * 6)
    shown = len(data_of(made)["read"]["0"]["p"][0][3])
    monkeypatch.setattr(reader_module, "MOST_TEXT", 2 * shown + 1)
    data = data_of(made)
    assert len(data["read"]) == 2 and len(data["reports"]) == 6
    assert all(len(each) == 10 for each in data["reports"])


def test_cells_are_there_as_printed(made: Any, data: dict[str, Any]) -> None:
    """Every cell of the tables stands in the grids with its digits and status."""
    cells = [
        (data["reports"][int(place)][0], cell[0], cell[1])
        for place, read in data["read"].items()
        for _, _, rows in read["g"]
        for _, row in rows
        for cell in row
        if cell is not None
    ]
    table = made.tables["cells"]
    assert sorted(cells) == sorted(
        zip(table["report_id"], table["raw"].fillna(""), table["status"], strict=True)
    )
