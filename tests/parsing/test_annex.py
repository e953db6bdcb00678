"""Lists of indicators that lost their borders: numbers that stick to each other and to the labels."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from corpora.build_samples import load_sources
from nlp_reports.model import Cell, Form
from nlp_reports.parsing.report import parse_report
from nlp_reports.parsing.template import TableTemplate, filled, is_under, load_template
from nlp_reports.reading.document import read_data, read_document
from nlp_reports.wording import describe_issue
from tests.builders import Part, Sample, build_docx, build_html, build_pdf, build_txt

OPENING = (
    "云岭县人民政府2016年政府信息公开工作年度报告\n一、概述\n全年推进主动公开。\n"
    "二、依申请公开情况\n办理申请。\n"
)
HEAD = "附件：政府信息公开情况统计表\n"
ONE, TWO = "指标名称计量单位统计数", "指标名称计量单位2016年度历年累计"


def read(text: str) -> tuple[dict[str, Cell], list[str]]:
    """The statistics of a report with `text` at its end, by `row.column`, and the codes of its issues."""
    report = parse_report(read_data((OPENING + HEAD + text).encode(), name="report.txt"))
    cells = {f"{c.row}.{c.column}": c for t in report.tables if t.key == "statistics" for c in t.cells}
    for issue in report.issues:
        assert describe_issue(issue, lang="zh") and describe_issue(issue, lang="en")
    return cells, [each.code for each in report.issues]


def values(cells: dict[str, Cell], *keys: str) -> list[float | None]:
    return [cells[key].value for key in keys]


def test_one_number_behind_each_label() -> None:
    """With one column a run is one number; the point behind its last digit tells the next label's number."""
    text = f"{ONE}（一）收到申请数件1231.当面申请数件12.传真申请数件03.网络申请数件122"
    text += "4.信函申请数件0（二）申请办结数件123"
    cells, codes = read(text)
    keys = ("total", "in_person", "fax", "online", "mail")
    assert values(cells, *(f"received.{key}.value" for key in keys)) == [123, 1, 0, 122, 0]
    assert cells["completed.total.value"].status == "recovered"
    assert cells["received.total.value"].unit == "件"
    assert "received.total.cumulative" not in cells
    assert "table_recovered" in codes


def test_numbers_of_labels_may_have_two_digits() -> None:
    """After 9. comes 10., whose digits both belong to the label; 11. may also be a 1. that begins anew."""
    rows = "".join(f"{n}.另列指标{'甲乙丙丁戊己庚辛壬'[n - 1]}数件{n}" for n in range(1, 10))
    end = "主动公开规范性文件数条2"
    cells, _ = read(f"{ONE}主动公开政府信息数条70{rows}10.举报投诉数量件5{end}")
    assert values(cells, "disclosed.value", "complaints.value") == [70, 5]
    cells, _ = read(f"{ONE}{rows}10.举报投诉数量件511.主动公开规范性文件数条2")
    assert cells["complaints.value"].readings == (5, 51)


def test_two_numbers_are_told_by_sums_in_both_columns() -> None:
    """7 and 28 are what the parts add up to, so 728 is these; 1850420 is bound by no sum and stays open."""
    text = (
        f"{TWO}主动公开信息数条1850420受理依申请公开信息总数条728其中：1.当面申请数条0182.网上申请数条410"
        "3.信函申请数条30对申请的答复总数条324其中：1.同意公开答复数条2192.同意部分公开答复数条15"
    )
    cells, codes = read(text)
    assert values(cells, "received.total.value", "received.total.cumulative") == [7, 28]
    assert values(cells, "answered.total.value", "answered.total.cumulative") == [3, 24]
    assert values(cells, "answered.granted.value", "answered.granted.cumulative") == [2, 19]
    assert cells["received.total.value"].raw == "7"
    assert cells["disclosed.value"].status == "ambiguous"
    assert cells["disclosed.value"].readings == (1, 18, 1850, 18504, 185042)
    assert "table_part_recovered" in codes and "recovery_contradiction" not in codes


def test_a_failing_sum_forces_no_reading() -> None:
    """Where no way to part a total agrees with its parts, it stays open and a word says so."""
    text = f"{TWO}受理依申请公开信息总数条729其中：1.当面申请数条0182.网上申请数条4103.信函申请数条30"
    cells, codes = read(text)
    assert cells["received.total.value"].readings == (7, 72)
    assert cells["received.in_person.cumulative"].value == 18
    assert "recovery_contradiction" in codes


def test_the_order_of_columns_is_that_of_the_head() -> None:
    """A column that the form does not have takes its number with it; the unit may come last."""
    cells, _ = read("指标名称计量单位历年累计本年累计 行政复议数 件 12 3 行政诉讼数 件 8 1 行政申诉数 件 0 0")
    assert values(cells, "review.total.value", "review.total.cumulative") == [3, 12]
    cells, _ = read("指标名称计量单位上年数本年累计 行政复议数 件 12 3 行政诉讼数 件 8 1 行政申诉数 件 0 0")
    assert values(cells, "review.total.value", "litigation.total.value") == [3, 1]
    assert set(cells) == {"review.total.value", "litigation.total.value", "complaints.value"}
    cells, _ = read("指标名称统计数计量单位行政复议数量12件行政诉讼数量8件举报投诉数量3件")
    assert values(cells, "review.total.value", "litigation.total.value", "complaints.value") == [12, 8, 3]


@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_numbers_of_lines_are_no_values(gap: str) -> None:
    """Where the head names a column of line numbers, each must be the next one and is no value."""
    head, labels = f"序号{ONE}", ("行政复议数量", "行政诉讼数量", "举报投诉数量")
    lines = [
        f"{n}{gap}{label}{gap}件{gap}{value}"
        for n, label, value in zip((1, 2, 3), labels, (12, 3, 33), strict=True)
    ]
    keys = ("review.total.value", "litigation.total.value", "complaints.value")
    assert values(read(head + gap + gap.join(lines))[0], *keys) == [12, 3, 33]
    unnumbered = [line[1:].strip() for line in lines]
    assert values(read(head + gap + gap.join(unnumbered))[0], *keys) == [None, None, None]


@pytest.mark.parametrize("gap", ["", " "])
def test_codes_of_lines_are_no_values(gap: str) -> None:
    """Where the head names a column of codes, they count the lines and stand before the values."""
    head, labels = "指标名称计量单位代码统计数甲乙丙1", ("行政复议数量", "行政诉讼数量", "举报投诉数量")
    lines = [
        f"{label}{gap}件{gap}{code}{gap}{value}"
        for label, code, value in zip(labels, ("01", "02", "03"), (12, 0, 3), strict=True)
    ]
    keys = ("review.total.value", "litigation.total.value", "complaints.value")
    assert values(read(head + gap + gap.join(lines))[0], *keys) == [12, 0, 3]
    uncoded = [line.replace(code, "", 1) for line, code in zip(lines, ("01", "02", "03"), strict=True)]
    assert values(read(head + gap + gap.join(uncoded))[0], *keys) == [None, None, None]


def test_rulings_belong_to_what_they_stand_below() -> None:
    """The same label stands below reviews and below litigation, and is the row of its own group."""
    text = f"{ONE}四、行政复议数量件5（一）维持具体行政行为数件3（二）被依法纠错数件1（三）其他情形数件1"
    text += "五、行政诉讼数量件9（一）维持具体行政行为或者驳回原告诉讼请求数件7"
    text += "（二）被依法纠错数件0（三）其他情形数件2"
    cells, _ = read(text)
    assert values(cells, "review.other.value", "litigation.other.value") == [1, 2]


def test_money_may_have_decimals() -> None:
    """Amounts are read with their point, and a remark about what counts is no part of the label."""
    text = f"{ONE}七、依申请公开信息收取的费用万元0.52八、专职人员数（不含网站人员）人3"
    text += "（四）政府信息公开专项经费（不含网站经费）万元12"
    cells, _ = read(text)
    assert values(cells, "fees.value", "staff.full_time.value", "funds.value") == [0.52, 3, 12]


def test_what_follows_the_list_is_not_read_into_it() -> None:
    """A date that sticks to the last number leaves it open; a blank between them tells them apart."""
    rows = f"{ONE}行政复议数量件0举报投诉数量件12"
    assert read(f"{rows}2017年1月5日")[0]["complaints.value"].status == "ambiguous"
    assert read(f"{rows}\n2017年1月5日")[0]["complaints.value"].value == 12
    assert read(f"{rows} 附件下载")[0]["complaints.value"].value == 12


def test_blank_cells_stay_blank() -> None:
    """A label without a number has a blank cell, not that of the next label."""
    cells, _ = read(f"{ONE}行政复议数量件行政诉讼数量件4举报投诉数量件")
    assert [cells[f"{row}.value"].status for row in ("review.total", "complaints")] == ["blank", "blank"]
    assert cells["litigation.total.value"].value == 4


def test_a_number_beside_a_blank_cell_is_not_parted() -> None:
    """17 may be 1 and 7, or 17 beside a blank: it is read where a sum bears it out, 07 in any case."""
    text = f"{TWO}行政复议数量件17行政诉讼数量件07举报投诉数量件00"
    cells, _ = read(text)
    assert [cells[f"review.total.{c}"].status for c in ("value", "cumulative")] == ["ambiguous"] * 2
    assert values(cells, "litigation.total.value", "litigation.total.cumulative") == [0, 7]
    borne_out = "受理依申请公开信息总数条28其中：1.当面申请数条172.网上申请数条11"
    cells, _ = read(f"{text}{borne_out}")
    assert values(cells, "received.in_person.value", "received.in_person.cumulative") == [1, 7]


def test_words_for_nothing_are_dashes() -> None:
    """无 and - behind a label are cells that say there is no number."""
    cells, _ = read(f"{TWO}行政复议数量件无无行政诉讼数量件0无举报投诉数量件--")
    assert cells["review.total.cumulative"].status == "dash" == cells["litigation.total.cumulative"].status
    assert cells["litigation.total.value"].value == 0 and cells["review.total.value"].raw == "无"


def test_indicators_of_no_form_are_reported() -> None:
    """A number below a label that the form does not have is named, and taken for no other row's."""
    cells, codes = read(f"{ONE}行政复议数量件5网上填表及传真申请数件6举报投诉数量件7")
    assert values(cells, "review.total.value", "complaints.value") == [5, 7]
    assert len(cells) == 2 and codes.count("row_unexpected") == 1


def test_prose_is_no_list() -> None:
    """Without the words that head a list, labels and numbers in sentences are not taken for one."""
    cells, _ = read("全年当面申请数1件，网络申请数2件，行政复议数量0件，行政诉讼数量0件。各项指标数量平稳。")
    assert cells == {}


BUILDERS = {".html": build_html, ".docx": build_docx, ".pdf": build_pdf, ".txt": build_txt}


@pytest.mark.parametrize("suffix", BUILDERS)
def test_the_list_of_a_sample_report_is_read_in_every_format(suffix: str) -> None:
    """Each indicator of the sample corpus's annex has the number, and the unit, that its source prints."""
    (sample,) = (each.sample for each in load_sources() if each.sample.statistics)
    report = parse_report(read_data(BUILDERS[suffix](sample), name=f"report{suffix}"))
    (table,) = report.tables
    printed_lines = [line for line in sample.statistics if line[2].isdigit()]
    assert {(c.raw, c.unit) for c in table.cells} == {(line[2], line[1]) for line in printed_lines}
    assert [(c.row, c.value) for c in table.cells if c.row in SAMPLE] == list(SAMPLE.items())
    assert len(table.cells) == len(printed_lines) and {c.status for c in table.cells} == {"read"}


SAMPLE = {
    "disclosed": 3917,
    "disclosed_normative": 17,
    "channels.gazette": 47,
    "channels.weibo": 56,
    "channels.other": 100,
    "received.total": 26,
    "received.online": 13,
    "answered.not_ours": 6,
    "review.total": 1,
    "review.upheld": 1,
    "litigation.total": 0,
    "fees": 0,
}


@pytest.mark.parametrize("suffix", BUILDERS)
def test_a_long_list_is_read_over_page_breaks(suffix: str) -> None:
    """Every row of the form keeps its own number, also those that begin a page without one of their own."""
    table = next(each for each in load_template("2014").tables if each.key == "statistics")
    truth = draw(table, Random(5))
    lines = [("统计指标", "单位", "统计数")]
    for row in table.rows:
        number = "其中：" if row.key.startswith("denied") else f"{len(lines)}." if "." in row.key else ""
        lines.append((number + row.label, row.unit or "", str(truth[row.key, "value"])))
    parts = (Part("overview", "一、概述", ("全年推进公开。",)), Part("statistics", "附件：统计表", ()))
    sample = Sample(year=2016, form="2014", tables=(), parts=parts, statistics=tuple(lines))
    report = parse_report(read_data(BUILDERS[suffix](sample), name=f"report{suffix}"))
    found = {c.row: c.value for t in report.tables if t.key == "statistics" for c in t.cells}
    assert found == {row.key: truth[row.key, "value"] for row in table.rows}


def draw(table: TableTemplate, rng: Random) -> dict[tuple[str, str], int]:
    """True numbers of a list: a third of them zeros, its sums kept, cumulative ones above the year's."""
    top = rng.choice((30, 900))
    truth = {
        (row.key, c): rng.choice((0, rng.randint(0, 9), rng.randint(1, top)))
        for row in table.rows
        for c in ("value", "cumulative")
    }
    for balance in reversed(table.balances):  # the parts of a part come last
        for column in ("value", "cumulative"):
            parts = [key for key, c in truth if c == column and any(is_under(key, n) for n in balance.left)]
            truth[balance.right[0], column] = sum(truth[key, column] for key in parts)
    return truth


def printed(table: TableTemplate, truth: dict[tuple[str, str], int]) -> str:
    """The list with two columns and no blanks, rows of a group numbered."""
    seen: Counter[str] = Counter()
    text = TWO
    for row in table.rows:
        group, _, name = row.key.partition(".")
        seen[group] += bool(name) and name != "total"
        number = f"{seen[group]}." if name and name != "total" else "（一）"
        text += f"{number}{row.label}{row.unit}{truth[row.key, 'value']}{truth[row.key, 'cumulative']}"
    return text


FORMS: tuple[tuple[Form, tuple[str, ...]], ...] = (
    ("2014", ()),
    ("free", ("received.mail_fax", "answered.other", "received.email", "fees_waived")),
)


@pytest.mark.parametrize("wrong_numbers", [0, 1, 2])
@pytest.mark.parametrize(("form", "without"), FORMS, ids=[form for form, _ in FORMS])
def test_no_number_is_wrong_and_unmarked(form: Form, without: tuple[str, ...], wrong_numbers: int) -> None:
    """Of lists that ran together, with and without misprints, every cell is as printed or left open."""
    whole = next(each for each in load_template(form).tables if each.key == "statistics")
    table = filled(whole, {row.key for row in whole.rows} - set(without))
    rng = Random(wrong_numbers)
    told: Counter[str] = Counter()
    for _ in range(15):
        truth = draw(table, rng)
        for key in rng.sample(sorted(truth), wrong_numbers):
            truth[key] = max(0, truth[key] + rng.choice((-10, -2, -1, 1, 2, 10)))
        cells, _ = read(printed(table, truth))
        for (row, column), number in truth.items():
            cell = cells[f"{row}.{column}"]
            told[cell.status] += 1
            assert cell.value == number or (
                cell.status == "ambiguous" and (not cell.readings or number in cell.readings)
            ), (row, column, number, cell)
    assert told["recovered"] > 0.5 * told.total() if not wrong_numbers else told["recovered"]


REAL = {
    "pingtan_2012_qu.txt": "disclosed 739 4359|channels.website 739 4359|received.total 0 0|review.total 0 0",
    "pingtan_2013_xian.txt": "disclosed - -|channels.website - -|channels.gazette 0 7|received.total 7 28|"
    "received.in_person 0 18|received.fax 0 0|received.email 3 6|received.online 4 4|received.mail 0 0|"
    "received.other 0 0|answered.total 3 24|answered.granted 2 19|answered.partial 1 3|answered.denied 0 2|"
    "review.total 0 0|litigation.total 0 0|complaints 0 0",
    "pingtan_2015_qu.txt": "disclosed - -|channels.website - -|channels.gazette 0 0|received.total 0 1|"
    "received.in_person 0 0|received.online 0 0|received.mail_fax 0 1|answered.total 0 1|"
    "answered.granted 0 1|answered.partial 0 0|answered.denied 0 0|answered.other 0 0|fees_waived 0 0|"
    "complaints 0 0|review.total 0 0|litigation.total 0 0",
    "pingtan_2017_qu.txt": "disclosed - -|channels.website - -|channels.gazette 0 0|received.total 0 0|"
    "received.in_person 0 0|received.online 0 0|received.mail_fax 0 0|answered.total 0 0|"
    "answered.granted 0 0|answered.partial 0 0|answered.denied 0 0|answered.other 0 0|complaints 0 0|"
    "review.total 0 0|litigation.total 0 0",
}
"""File → row, this year's number, all years'; - where nothing in the table tells them apart."""
READINGS = {
    "pingtan_2013_xian.txt": (1853, 5395),
    "pingtan_2015_qu.txt": (2949, 81916),
    "pingtan_2017_qu.txt": (2122, 10037),
}
"""File → possible numbers of `disclosed`."""


@pytest.mark.parametrize("name", REAL)
def test_what_is_known_of_real_lists(real_reports: Path, name: str) -> None:
    """The lists of real reports give the numbers that a person found, and leave open what nobody can tell."""
    report = parse_report(read_document(real_reports / name))
    cells = {(c.row, c.column): c for t in report.tables if t.key == "statistics" for c in t.cells}
    for line in REAL[name].split("|"):
        row, *numbers = line.split()
        for column, number in zip(("value", "cumulative"), numbers, strict=True):
            cell = cells[row, column]
            if number == "-":
                assert (cell.value, cell.status) == (None, "ambiguous")
            else:
                assert (cell.value, cell.status) == (float(number), "recovered")
    if name in READINGS:
        for column, possible in zip(("value", "cumulative"), READINGS[name], strict=True):
            assert possible in cells["disclosed", column].readings
        assert len(cells) == 2 * len(REAL[name].split("|"))
