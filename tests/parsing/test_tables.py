from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from nlp_reports.model import Cell, Document, Issue
from nlp_reports.parsing.report import parse_report
from nlp_reports.parsing.sections import parse_sections
from nlp_reports.parsing.tables import parse_tables
from nlp_reports.parsing.template import parse_form
from nlp_reports.reading.document import read_data, read_document
from tests.builders import BUILDERS, Layout, Sample
from tests.sample_reports import dispute_cells, draw_applications


def place_of(issue: Issue) -> str:
    fields = dict(issue.fields)
    return fields.get("label", fields.get("row_zh", ""))


def read_cells(document: Document) -> tuple[dict[str, Cell], list[str]]:
    tables, issues = parse_tables(document, (), form=parse_form(document)[0])
    cells = {f"{each.table}.{each.row}.{each.column}": each for table in tables for each in table.cells}
    return cells, [f"{each.code}:{place_of(each)}" for each in issues]


def page(folder: Path, body: str) -> Document:
    path = folder / "page.html"
    path.write_text(f"<html><meta charset=utf-8><body>{body}</body></html>", encoding="utf-8")
    return read_document(path)


def table(*rows: list[str]) -> str:
    return (
        f"<table>{''.join('<tr>' + ''.join(f'<td>{c}</td>' for c in row) + '</tr>' for row in rows)}</table>"
    )


def sample(form: str, **layout: object) -> Sample:
    """A report with different numbers in all its tables, zeros among them."""
    other = "other.overdue_fee" if form == "2021" else "other"
    results = {"granted": 61, "partial": 14, "denied.third_party": 3, "not_processed.confirm": 1, other: 2}
    cells: dict[str, float | str] = dict(
        draw_applications(form, new=80, over=5, forward=4, results=results, seed=7)
    )
    cells |= dispute_cells({"review": (4, 1, 0, 2), "litigation_after_review": (1, 0, 3, 0)})
    if form == "2021":
        cells |= {"proactive.normative_documents.issued": 12, "proactive.normative_documents.in_force": 96}
        cells |= {
            "proactive.permits.decisions": 4512,
            "proactive.coercion.decisions": 7,
            "proactive.fees.amount": 38.5,
        }
    else:
        cells |= {"proactive.regulations.total_disclosed": 3, "proactive.permits.previous": 310}
        cells |= {"proactive.permits.change": -24, "proactive.permits.decisions": 286}
        cells |= {"proactive.procurement.projects": 6, "proactive.procurement.amount": 251000}
    return Sample(form=form, cells=cells, layout=Layout(**layout))  # type: ignore[arg-type]


def build(folder: Path, report: Sample, suffix: str) -> Document:
    path = folder / f"report{suffix}"
    path.write_bytes(BUILDERS[suffix](report))
    return read_document(path)


LAYOUTS = [
    {"merge": merge, "table_header": header, "zero": zero}
    for merge in ("spans", "repeat", "first")
    for header in (True, False)
    for zero in ("0", "", "—")
    if not (merge == "first" and not header and zero == "")
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("suffix", [".html", ".docx", ".txt"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_tables_are_read_cell_for_cell(
    tmp_path: Path, form: str, suffix: str, layout: dict[str, object]
) -> None:
    """However cells are merged, repeated or left blank, with a header or without, every cell is right."""
    report = sample(form, **layout)
    cells, issues = read_cells(build(tmp_path, report, suffix))
    assert not issues
    assert len(cells) == (200 if form == "2021" else 198)
    for key, cell in cells.items():
        expected = report.cells.get(key, 0)
        if expected == 0 and layout["zero"] != "0":
            assert (cell.value, cell.status) == (None, "dash" if layout["zero"] else "blank"), key
        else:
            assert (cell.value, cell.status) == (expected, "read"), key


@pytest.mark.parametrize("break_after", [4, 9, 15, 20])
@pytest.mark.parametrize("zero", ["0", ""])
def test_tables_over_a_page_break_are_read_cell_for_cell(tmp_path: Path, break_after: int, zero: str) -> None:
    """A table that goes on on the next page without its header is read as one."""
    report = sample("2021", break_after=break_after, zero=zero)
    cells, _ = read_cells(build(tmp_path, report, ".pdf"))
    assert len(cells) == 200
    wrong = [key for key, cell in cells.items() if (cell.value or 0) != report.cells.get(key, 0)]
    assert not wrong


def test_cells_point_at_what_is_printed(tmp_path: Path) -> None:
    """A cell's raw text is exactly what its span holds; cells come in the form's order."""
    document = build(tmp_path, sample("2021"), ".html")
    tables, _ = parse_tables(document, (), form="2021")
    assert [each.key for each in tables] == ["proactive", "applications", "review_litigation"]
    for each in tables:
        for cell in each.cells:
            assert cell.span is not None
            assert document.text[cell.span.start : cell.span.end] == cell.raw
            assert each.span.start <= cell.span.start <= cell.span.end <= each.span.end
    assert [cell.column for cell in tables[1].cells[:7]] == [
        "natural_person", "business", "research", "public_interest", "legal_service", "other", "total",
    ]  # fmt: skip


def test_columns_are_told_by_their_header(tmp_path: Path) -> None:
    """Columns in another order, and a column of the agency's own, do not shift the numbers."""
    cells, issues = read_cells(
        page(
            tmp_path,
            table(
                ["信息内容", "现行有效件数", "备注", "本年制发件数", "本年废止件数"],
                ["规章", "11", "99", "1", "0"],
                ["行政规范性文件", "66", "", "8", "26"],
            ),
        )
    )
    values = {key.removeprefix("proactive."): cell.value for key, cell in cells.items()}
    assert values["regulations.in_force"] == 11
    assert values["normative_documents.issued"] == 8
    assert values["normative_documents.repealed"] == 26
    assert issues == ["column_unexpected:备注"]


HEADER = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NEW = ["一、本年新收政府信息公开申请数量", "9", "1", "0", "0", "0", "0", "10"]
OVER = ["二、上年结转政府信息公开申请数量", "0", "0", "0", "0", "0", "0", "0"]


def test_rows_the_form_does_not_have_are_reported(tmp_path: Path) -> None:
    """An extra row with numbers, and numbers beside a group's own label, are findings, not cells."""
    body = table(
        HEADER, NEW, OVER, ["（八）转送办理", "3", "0", "0", "0", "0", "0", "3"],
        ["（三）不予公开", "2", "0", "0", "0", "0", "0", "2"],
    )  # fmt: skip
    cells, issues = read_cells(page(tmp_path, f"本年制发件数{body}"))
    assert set(issues) == {"row_unexpected:（八）转送办理", "row_unexpected:（三）不予公开"}
    assert {key.split(".")[1] for key in cells} == {"new_received", "carried_over"}


def test_a_row_printed_twice_is_taken_once(tmp_path: Path) -> None:
    """Of two like rows one is taken, a blank one gives way; where they differ, neither is believed."""
    blank = [OVER[0], *[""] * 7]
    cells, issues = read_cells(page(tmp_path, table(HEADER, NEW, blank, NEW, OVER)))
    assert not issues
    assert cells["applications.carried_over.total"].value == 0
    other = [NEW[0], "8", *NEW[2:]]
    cells, issues = read_cells(page(tmp_path, table(HEADER, NEW, OVER, other)))
    assert issues == [f"row_repeated:{NEW[0][2:]}"]
    cell = cells["applications.new_received.natural_person"]
    assert (cell.value, cell.status, cell.readings) == (None, "ambiguous", (8, 9))
    assert cells["applications.new_received.total"].value == 10


@pytest.mark.parametrize(
    ("header", "label", "amount", "value"),
    [
        ("本年收费金额（单位：万元）", "行政事业性收费", "38.5", 38.5),
        ("本年收费金额（单位：元）", "行政事业性收费", "251000", 25.1),
        ("本年收费金额", "行政事业性收费（元）", "251000", 25.1),
        ("本年收费金额", "行政事业性收费", "251000元", 25.1),
        ("本年收费金额（单位：元）", "行政事业性收费", "1.2万元", 1.2),
        ("本年收费金额（单位：万元）", "行政事业性收费", "1.2万", None),
    ],
)
def test_fees_are_given_in_the_forms_unit(
    tmp_path: Path, header: str, label: str, amount: str, value: float | None
) -> None:
    """The unit may stand in the header, the label or the cell: the value is in 万元, the text as printed."""
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", "7"], ["行政处罚", "2"]]
    cells, _ = read_cells(page(tmp_path, table(*rows, ["信息内容", header], [label, amount])))
    fees = cells["proactive.fees.amount"]
    assert (fees.value, fees.unit, fees.raw) == (value, "万元", amount)
    assert fees.readings == (() if value else (1.2, 12000))


@pytest.mark.parametrize(
    ("before", "title", "article", "value"),
    [
        ("单位：元", "", "", 25.1),
        ("主动公开情况表（单位：件、元）", "", "", 25.1),
        ("", "主动公开情况（单位：元）", "", 25.1),
        ("", "", "第二十条第（八）项（单位：元）", 25.1),
        ("单位：元", "", "第二十条第（八）项（单位：万元）", 251000),
        ("单位：件", "", "", 251000),
        ("本年度收取的费用均已上缴国库，" * 5 + "单位：元", "", "", 251000),
    ],
)
def test_the_unit_may_stand_above_the_table(
    tmp_path: Path, before: str, title: str, article: str, value: float
) -> None:
    """What a short paragraph, a title or an article's line says of units holds for the lines below."""
    rows = [
        [title, ""], ["信息内容", "本年处理决定数量"], ["行政许可", "7"], ["行政处罚", "2"],
        [article, ""], ["信息内容", "本年收费金额"], ["行政事业性收费", "251000"],
    ]  # fmt: skip
    cells, _ = read_cells(page(tmp_path, f"<p>{before}</p>{table(*rows)}"))
    fees = cells["proactive.fees.amount"]
    assert (fees.value, fees.unit, fees.raw) == (value, "万元", "251000")
    assert cells["proactive.permits.decisions"].value == 7
    assert cells["proactive.permits.decisions"].unit == ("件" if "件" in before else None)


def test_a_row_that_does_not_fit_its_columns_is_ambiguous(tmp_path: Path) -> None:
    """Where a number is missing and no header tells which, nothing is guessed: printed text, no values."""
    cells, issues = read_cells(page(tmp_path, table(NEW[:7], OVER, ["（一）予以公开", *NEW[1:]])))
    assert issues == [f"row_unaligned:{NEW[0][2:]}"]
    row = [cell for key, cell in cells.items() if ".new_received." in key]
    assert [cell.raw for cell in row] == NEW[1:7]
    assert {(cell.value, cell.status) for cell in row} == {(None, "ambiguous")}


def test_an_old_row_in_a_new_form_is_read_as_what_it_is(tmp_path: Path) -> None:
    """A table of 2019 (one row 其他处理) in a report of 2021 keeps its own rows."""
    new, old = sample("2021"), sample("2019")
    report = replace(new, form="2019", cells=old.cells, tables=("applications", "review_litigation"))
    document = build(tmp_path, report, ".html")
    tables, _ = parse_tables(document, (), form="2021")
    rows = {cell.row: cell for cell in tables[0].cells}
    assert rows["other"].value == 2
    assert not any(row.startswith("other.") for row in rows)


def test_all_tables_in_one_grid(tmp_path: Path) -> None:
    """A page that holds all three tables in one grid gives all three."""
    report = sample("2021", txt_cells="tab")
    text = BUILDERS[".txt"](report).decode().split("\n")
    path = tmp_path / "one.txt"
    path.write_text(
        "\n".join(line for line in text if "\t" in line or line.startswith("第")), encoding="utf-8"
    )
    cells, issues = read_cells(read_document(path))
    assert not issues
    assert {key: cell.value for key, cell in cells.items()} == {
        key: report.cells.get(key, 0) for key in cells
    }
    assert len(cells) == 200


def test_a_table_without_borders_is_recovered_by_its_sums(tmp_path: Path) -> None:
    """Labels and digits that run together in a section give cells, each true or marked as open."""
    report = sample("2021", txt_cells="glued")
    document = build(tmp_path, report, ".txt")
    tables, issues = parse_tables(document, parse_sections(document, form="2021")[0], form="2021")
    assert [table.key for table in tables] == ["proactive", "applications", "review_litigation"]
    assert {each.code for each in issues} == {"table_recovered", "table_part_recovered"}
    told = {f"{c.table}.{c.row}.{c.column}": c.value for t in tables for c in t.cells if c.value is not None}
    assert told.items() <= {key: report.cells.get(key, 0) for key in told}.items()
    assert len(told) > 180


def test_other_tables_are_left_alone(tmp_path: Path) -> None:
    """A table of the agency's own, though it names an applicant or a total, is no statutory table."""
    body = table(["乡镇", "自然人", "总计"], ["柳河镇", "3", "3"], ["石桥镇", "4", "4"])
    cells, issues = read_cells(page(tmp_path, f"本年制发件数{body}"))
    assert (cells, issues) == ({}, [])


def test_the_real_pdf_is_read_cell_for_cell(real_reports: Path) -> None:
    """huaian_2024.pdf, its tables over page breaks, gives exactly the 200 cells that are known to be true."""
    expected = json.loads((real_reports / "expected" / "huaian_2024.json").read_text("utf-8"))["cells"]
    cells, issues = read_cells(read_document(real_reports / "huaian_2024.pdf"))
    assert {key: cell.value for key, cell in cells.items()} == expected
    assert len(expected) == 200
    assert not issues


SHANGHAI = {
    "proactive.regulations": (13, 13, 524),
    "proactive.normative_documents": (60, 60, 368),
    "proactive.permits": (0, 0, 0),
    "proactive.other_services": (0, 0, 0),
    "proactive.penalties": (0, 0, 0),
    "proactive.coercion": (0, 0, 0),
    "proactive.fees": (0, 0),
    "proactive.procurement": (6, 251000),
    "applications.new_received": (821, 35, None, None, 2, 1, 859),
    "applications.carried_over": (18, None, None, None, None, None, 18),
    "applications.granted": (258, 12, None, None, 1, 1, None),
    "applications.partial": (3,),
    "applications.denied.state_secret": (14,),
    "applications.denied.internal_affairs": (5,),
    "applications.denied.process_info": (3, 1),
    "applications.denied.admin_query": (10, 2),
    "applications.unable.not_held": (252, 12, None, None, 1),
    "applications.unable.needs_creation": (44, 3),
    "applications.unable.unclear": (25,),
    "applications.not_processed.petition": (148, 1),
    "applications.not_processed.repeat": (5, 4),
    "applications.total": (767, 35, None, None, 2, 1, 805),
    "applications.carried_forward": (72, None, None, None, None, None, 72),
    "review_litigation.review": (5, None, None, 2, 7),
    "review_litigation.litigation_direct": (8, None, None, 1, 9),
}


def test_the_real_page_is_read_cell_for_cell(real_reports: Path) -> None:
    """shanghai_office_2019.html, cells merged and zeros blank: what is blank stays blank."""
    document = read_document(real_reports / "shanghai_office_2019.html")
    cells, issues = read_cells(document)
    assert not issues
    assert len(cells) == 198
    found: dict[str, list[float | None]] = {}
    for key, cell in cells.items():
        found.setdefault(key.rpartition(".")[0], []).append(cell.value)
        assert cell.status == ("read" if cell.raw else "blank")
    for row, values in found.items():
        printed = SHANGHAI.get(row, ())
        assert values == [*printed, *[None] * (len(values) - len(printed))], row
    amount = cells["proactive.procurement.amount"]
    assert (amount.raw, amount.unit) == ("251000元", "元")


def test_the_real_text_is_read_with_its_ragged_rows(real_reports: Path) -> None:
    """haidong_transport_2023.txt: tabs, notes in cells, a row over a page break, nearly all blank."""
    cells, issues = read_cells(read_document(real_reports / "haidong_transport_2023.txt"))
    assert issues == ["column_unexpected:本年废止件数"]
    read = {
        key.removeprefix("proactive."): cell.value for key, cell in cells.items() if cell.status == "read"
    }
    assert read == {
        "permits.previous": 2242, "permits.change": 4765, "permits.decisions": 7007,
        "penalties.previous": 0, "penalties.change": 1, "penalties.decisions": 1,
        "coercion.previous": 0, "coercion.change": 0, "coercion.decisions": 0,
        "fees.previous": 0, "fees.change": 0,
    }  # fmt: skip
    assert {cell.status for cell in cells.values()} == {"read", "blank"}
    assert cells["proactive.permits.change"].raw == "增 4765 (从业资格证)"
    assert sum(cell.table == "applications" for cell in cells.values()) == 161
    assert "proactive.regulations.disclosed" not in cells


def test_the_real_blank_form_is_blank(real_reports: Path) -> None:
    """form_2021_blank.docx has every cell of the form, and all of them are blank."""
    cells, issues = read_cells(read_document(real_reports / "form_2021_blank.docx"))
    assert not issues
    assert len(cells) == 200
    assert {(cell.status, cell.value) for cell in cells.values()} == {("blank", None)}


REAL_LISTS = {
    "pingtan_2012_qu.txt": {
        "disclosed": (739, 4359),
        "channels.website": (739, 4359),
        "received.total": (0, 0),
    },
    "pingtan_2013_xian.txt": {
        "channels.gazette": (0, 7),
        "received.email": (3, 6),
        "received.in_person": (0, 18),
    },
    "pingtan_2015_qu.txt": {
        "received.mail_fax": (0, 1),
        "channels.gazette": (0, 0),
        "litigation.total": (0, 0),
    },
    "pingtan_2017_qu.txt": {"received.total": (0, 0), "answered.other": (0, 0), "complaints": (0, 0)},
}


@pytest.mark.parametrize("name", REAL_LISTS)
def test_the_real_lists_without_borders(real_reports: Path, name: str) -> None:
    """A list of indicators whose columns ran together: what is certain is read, the rest marked."""
    document = read_document(real_reports / name)
    tables, _ = parse_tables(document, parse_sections(document, form="2014")[0], form="2014")
    (found,) = tables
    cells = {(cell.row, cell.column): cell for cell in found.cells}
    for row, (year, ever) in REAL_LISTS[name].items():
        assert (cells[row, "value"].value, cells[row, "cumulative"].value) == (year, ever), row
    assert not any(cell.status == "blank" for cell in found.cells)
    assert all(cell.readings for cell in found.cells if cell.status == "ambiguous")


def test_a_piece_of_one_row_belongs_where_it_stands() -> None:
    """A table cut into pieces, each with its own heading line between, is read as one in its section."""
    pieces = "\n".join(
        [
            "二、主动公开政府信息情况",
            "第二十条第（一）项",
            "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
            "规章\t0\t0\t0",
            "行政规范性文件\t2\t1\t9",
            "第二十条第（五）项",
            "信息内容\t本年处理决定数量",
            "行政许可\t31",
            "第二十条第（八）项",
            "信息内容\t本年收费金额（单位：万元）",
            "行政事业性收费\t1.5",
            "三、收到和处理政府信息公开申请情况",
        ]
    )
    report = parse_report(read_data(pieces.encode(), name="a.txt"))
    (table,) = report.tables
    values = {f"{cell.row}.{cell.column}": cell.value for cell in table.cells}
    assert values["permits.decisions"] == 31 and values["fees.amount"] == 1.5
    assert values["normative_documents.in_force"] == 9


def test_a_row_cut_short_is_not_read_by_half_a_header() -> None:
    """Five cells of seven are not the five columns that the header's last line happens to name."""
    text = "\n".join(
        [
            "三、收到和处理政府信息公开申请情况",
            "自然人\t法人或其他组织\t总计",
            "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他",
            "一、本年新收政府信息公开申请数量\t12\t3\t0\t0\t0",
            "（一）予以公开\t12\t3\t0\t0\t0\t0\t15",
        ]
    )
    report = parse_report(read_data(text.encode(), name="a.txt"))
    (table,) = report.tables
    assert {cell.status for cell in table.cells if cell.row == "new_received"} == {"ambiguous"}
    assert [cell.value for cell in table.cells if cell.row == "granted"] == [12, 3, 0, 0, 0, 0, 15]
    assert "row_unaligned" in {issue.code for issue in report.issues}
