from __future__ import annotations

import json
import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from nlp_reports.model import Cell, Document, Form, Source, Span
from nlp_reports.parsing.flattened import parse_flattened
from nlp_reports.parsing.sections import parse_sections
from nlp_reports.parsing.tables import parse_tables
from nlp_reports.parsing.template import load_template, parse_form
from nlp_reports.reading.document import read_document
from tests.parsing.flattened_tables import SPACINGS, Spacing, generate, judge, print_flat

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize(("faults", "least"), [(0, 0.97), (1, 0.90)])
def test_no_generated_cell_is_wrong(faults: int, least: float, spacing: Spacing) -> None:
    """Of 500 tables, even with a number printed wrong in each, no cell is recovered that prints another."""
    counts = sum((judge(flat) for flat in generate(7, 500, faults=faults, spacing=spacing)), Counter())
    assert counts["wrong"] == 0
    assert counts["recovered"] / counts.total() >= least


def flat(text: str, key: str, form: Form = "2021") -> tuple[dict[str, Cell], list[str]]:
    """The cells that a passage gives, by row and column, and what is said about them."""
    table = next(each for each in load_template(form).tables if each.key == key)
    document = Document("0", Source("a.txt", None, "text/plain", "0"), "", text, (), ())
    found, issues = parse_flattened(document, Span(0, len(text)), table)
    return {f"{c.row}.{c.column}": c for c in (found.cells if found else ())}, [each.code for each in issues]


HEADER = "自然人商业企业科研机构社会公益组织法律服务机构其他总计"
RULINGS = "结果维持结果纠正其他结果尚未审结总计"


def test_the_next_label_keeps_its_number() -> None:
    """The 2 of “2.没有现成信息” belongs to the label, though it sticks to the row before."""
    cells, _ = flat(
        f"{HEADER}1.本机关不掌握相关政府信息3100000312.没有现成信息需要另行制作0000000", "applications"
    )
    assert cells["unable.not_held.total"].raw == "310000031"
    text = f"{HEADER}1.本机关不掌握相关政府信息30000032.没有现成信息需要另行制作0000000"
    cells, _ = flat(text, "applications")
    assert [cells[f"unable.not_held.{c}"].value for c in ("natural_person", "total")] == [3, 3]


def told(rows: dict[str, tuple[int, ...]], form: Form = "2021") -> tuple[dict[str, Cell], list[str]]:
    """What is read of a requests table whose other rows are zeros."""
    table = next(each for each in load_template(form).tables if each.key == "applications")
    zeros = (0,) * len(table.columns)
    truth = {
        (row.key, column): float(value)
        for row in table.rows
        for column, value in zip(row.columns, rows.get(row.key, zeros), strict=True)
    }
    return flat(print_flat(truth, form, "applications", "none", Random(0)).text, "applications", form)


def test_one_row_is_told_by_another() -> None:
    """A row that adds up in two ways is told by the columns that it shares with the others."""
    printed = (27, 0, 0, 2, 0, 1, 30)
    some, rest = (9, 0, 0, 0, 0, 1, 10), (18, 0, 0, 2, 0, 0, 20)
    cells, codes = told({"new_received": printed, "granted": some, "partial": rest, "total": printed})
    assert cells["new_received.natural_person"].value == 27
    assert codes == ["table_recovered"]
    both = (11, 0, 0, 0, 0, 0, 11)
    cells, _ = told({"new_received": both, "granted": both, "total": both})
    assert cells["new_received.natural_person"].readings == (1, 11)
    assert {cells[f"granted.{column}"].raw for column in ("natural_person", "business")} == {"110000011"}
    assert cells["granted.total"].value == 11


def test_a_failing_sum_forces_no_reading() -> None:
    """Where a total is printed wrong, no cell is read as what it does not print, and a word says so."""
    right, wrong = (12, 0, 0, 0, 0, 0, 12), (12, 0, 0, 0, 0, 0, 13)
    cells, codes = told({"new_received": wrong, "granted": right, "total": right})
    assert [cells[f"{row}.natural_person"].value for row in ("granted", "total")] == [12, 12]
    assert cells["new_received.total"].value == 13
    assert codes == ["table_recovered", "recovery_fault"]


def test_digits_that_no_sum_binds_are_left_open() -> None:
    """Three cells without a sum keep their digits as printed, every reading listed and none chosen."""
    cells, codes = flat("本年制发件数本年废止件数现行有效件数规章000行政规范性文件7716", "proactive")
    assert cells["regulations.issued"].value == 0
    assert {cells[f"normative_documents.{c}"].raw for c in ("issued", "repealed", "in_force")} == {"7716"}
    assert cells["normative_documents.in_force"].readings == (6, 16)
    assert codes == ["table_part_recovered"]


def test_a_blank_left_in_the_text_is_a_border() -> None:
    """What stands apart is apart: three words for three cells need no sum."""
    cells, _ = flat("本年制发件数本年废止件数现行有效件数规章0 0 0行政规范性文件7 7 16", "proactive")
    assert [cells[f"normative_documents.{c}"].value for c in ("issued", "repealed", "in_force")] == [7, 7, 16]


def test_rows_with_lost_cells_are_not_read() -> None:
    """Where cells were blank nothing tells which: too few digits stay open, and no digits are blanks."""
    cells, _ = flat(f"{HEADER}一、本年新收政府信息公开申请数量55（一）予以公开（七）总计55", "applications")
    assert {cell.status for key, cell in cells.items() if not key.startswith("granted")} == {"ambiguous"}
    assert {cell.status for key, cell in cells.items() if key.startswith("granted")} == {"blank"}


def test_dashes_amounts_and_full_width_digits_are_read() -> None:
    """A dash is a cell without a number; an amount keeps its decimals; full-width digits count as digits."""
    cells, _ = flat(
        "本年制发件数本年废止件数现行有效件数规章///行政规范性文件３０４行政许可1，208"
        "行政事业性收费（单位：万元）5949.088667三、收到",
        "proactive",
    )
    assert [cells[f"regulations.{c}"].status for c in ("issued", "repealed", "in_force")] == ["dash"] * 3
    assert [cells[f"normative_documents.{c}"].value for c in ("issued", "repealed", "in_force")] == [3, 0, 4]
    assert cells["permits.decisions"].value == 1208
    assert cells["fees.amount"].value == 5949.088667


def test_the_rulings_stand_in_one_run() -> None:
    """The three groups of five are parted together, each with its own total."""
    text = f"行政复议行政诉讼{RULINGS}未经复议直接起诉复议后起诉{RULINGS}{RULINGS}10203120001200000五、存在"
    cells, _ = flat(text, "review_litigation")
    assert [cells[f"litigation_direct.{c}"].value for c in ("upheld", "total")] == [12, 12]
    assert cells["review.total"].value == 3


def test_signs_part_the_change_from_last_year() -> None:
    """增 and 减 begin a cell, and two rows that keep the rule bear it out."""
    header = "上一年项目数量本年增/减处理决定数量"
    cells, _ = flat(f"{header}行政许可16减412其他对外管理服务事项000行政处罚102增9111", "proactive", "2019")
    assert [cells[f"permits.{c}"].value for c in ("previous", "change", "decisions")] == [16, -4, 12]
    assert cells["penalties.change"].value == 9


def test_prose_is_no_table() -> None:
    """Numbers in sentences about the same things, before and after the table, are not its cells."""
    table = "本年处理决定数量行政许可12行政处罚3行政强制0"
    cells, _ = flat(f"办理行政许可98件。{table}。全年行政处罚77件", "proactive")
    assert [cells[f"{row}.decisions"].value for row in ("permits", "penalties", "coercion")] == [12, 3, 0]


def test_the_worst_case_ends_soon() -> None:
    """Long runs of ones, which can be parted in more ways than could ever be tried, take no second."""
    rows = "".join(f"{row.label}{'1' * 40}" for row in load_template("2021").tables[1].rows)
    start = time.process_time()
    _, codes = flat(f"{HEADER}{rows}", "applications")
    assert time.process_time() - start < 1
    assert "recovery_unbounded" in codes


def test_blanks_for_zeros_leave_nothing_certain() -> None:
    """Words that stand apart are whole numbers where the table leaves its zeros blank, sums or no sums."""
    rows = "一、本年新收政府信息公开申请数量 821 35 2 1 859 二、上年结转政府信息公开申请数量 18 18"
    cells, _ = flat(f"{HEADER}{rows}（一）予以公开 258 12 1 1 （二）部分公开 1.属于国家秘密", "applications")
    assert {cell.status for cell in cells.values()} == {"ambiguous", "blank"}
