from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from nlp_reports.model import Cell, Check, Document, Identity, Issue, Section, Source, Span, StatutoryTable
from nlp_reports.parsing.checks import failed_issues, parse_checks
from nlp_reports.parsing.checks.completeness import MOST_PLACEHOLDERS
from nlp_reports.parsing.naming import in_both
from nlp_reports.parsing.report import parse_report
from nlp_reports.parsing.template import load_template
from nlp_reports.parsing.values import read_value
from nlp_reports.reading.document import read_data
from nlp_reports.wording import say

SPAN = Span(0, 0)
COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")


def document(text: str = "") -> Document:
    return Document("0" * 16, Source("a.txt", None, "text/plain", "0" * 64), "", text, (), ())


def filled(key: str, changes: Mapping[str, str], *, form: str = "2021", rest: str = "0") -> StatutoryTable:
    """A table of a form, every cell `rest` but those in `changes` (row.column → as printed)."""
    template = next(each for each in load_template(form).tables if each.key == key)  # type: ignore[arg-type]
    cells = []
    for row in template.rows:
        for column in row.columns:
            raw = changes.get(f"{row.key}.{column}", rest)
            value, status = read_value(raw)
            cells.append(Cell(key, row.key, column, value, raw, status, SPAN))
    return StatutoryTable(key, SPAN, tuple(cells))


def line(row: str, *printed: str) -> dict[str, str]:
    return {f"{row}.{column}": raw for column, raw in zip(COLUMNS, printed, strict=True)}


def check(
    *tables: StatutoryTable, form: str = "2021", year: int | None = None, text: str = ""
) -> list[Issue]:
    return list(failed_issues(checks(*tables, form=form, year=year, text=text)))


def checks(
    *tables: StatutoryTable, form: str = "2021", year: int | None = None, text: str = ""
) -> tuple[Check, ...]:
    return parse_checks(
        document(text),
        identity=Identity(year=year),
        form=form,  # type: ignore[arg-type]
        sections=(),
        tables=tables,
    )


def statuses(name: str, *tables: StatutoryTable) -> dict[str, str]:
    """The last cell of each check of this name → how it came out."""
    return {each.cells[-1]: each.status for each in checks(*tables) if each.check == name}


def told(issues: list[Issue]) -> list[tuple[str, ...]]:
    """Code, place and figures of each issue."""
    untold = re.compile(r"table_|remark_|.*_en$")
    return [(each.code, *(value for name, value in each.fields if not untold.match(name))) for each in issues]


SOUND = (
    line("new_received", "40", "3", "0", "0", "0", "0", "43")
    | line("granted", "30", "3", "0", "0", "0", "0", "33")
    | line("denied.third_party", "6", "0", "0", "0", "0", "0", "6")
    | line("total", "36", "3", "0", "0", "0", "0", "39")
    | line("carried_forward", "4", "0", "0", "0", "0", "0", "4")
)


def test_a_sound_table_has_no_findings() -> None:
    """Where all sums agree nothing is said."""
    assert check(filled("applications", SOUND)) == []


def test_a_row_that_does_not_add_up() -> None:
    """A row's total that is not the sum of its parts is named with both figures, in words a person reads."""
    issues = check(
        filled("applications", SOUND | {"granted.business": "2", "denied.third_party.business": "1"})
    )
    assert told(issues) == [
        ("row_sum", "予以公开", "32", "33", "0"),
        ("row_sum", "保护第三方合法权益", "7", "6", "0"),
    ]
    sentence = say("checks.row_sum", lang="zh", **dict(issues[0].fields))
    assert sentence == "申请处理表“予以公开”行：各类申请人之和为 32，总计印为 33。"
    sentence = say("checks.row_sum", lang="en", **dict(issues[0].fields))
    assert sentence.startswith("In the requests table, row “Granted”,") and sentence.endswith("says 33.")


def test_a_column_that_does_not_add_up() -> None:
    """The outcomes must make the total, and what came in must be what went out or is carried on."""
    issues = check(filled("applications", SOUND | {"granted.natural_person": "31", "granted.total": "34"}))
    assert told(issues) == [
        ("column_sum", "自然人", "37", "36", "0"),
        ("column_sum", "总计", "40", "39", "0"),
    ]
    issues = check(filled("applications", SOUND | {"carried_over.research": "2", "carried_over.total": "2"}))
    assert told(issues) == [("carry_sum", "科研机构", "2", "0", "0"), ("carry_sum", "总计", "45", "43", "0")]


def test_blanks_count_as_nothing_and_are_counted() -> None:
    """Blanks and dashes are zero in a sum, and the finding says how many they were."""
    changes = line("new_received", "9", "", "", "/", "—", "2", "12")
    issues = check(filled("applications", changes, rest=""))
    assert ("row_sum", "本年新收政府信息公开申请数量", "11", "12", "4") in told(issues)
    fields = dict(next(each for each in issues if each.code == "row_sum").fields)
    assert say("checks.row_sum", lang="zh", **fields).endswith("总计印为 12（空白或短横 4 格，按 0 计）。")
    assert say("checks.row_sum", lang="en", **fields).endswith("says 12 (empty cells counted as 0: 4).")
    assert check(filled("applications", line("new_received", "9", "", "", "", "", "3", "12"), rest="")) == []


@pytest.mark.parametrize(
    "changes",
    [
        line("new_received", "9", "1", "", "", "", "", ""),
        line("new_received", "", "", "", "", "", "", "9"),
        line("new_received", "9", "详见附件", "", "", "", "", "12"),
    ],
)
def test_nothing_is_said_of_a_sum_that_is_not_all_there(changes: dict[str, str]) -> None:
    """A blank total, parts all blank, or an unreadable part: no finding about the sum."""
    assert not [
        code for code, *_ in told(check(filled("applications", changes, rest=""))) if code == "row_sum"
    ]


def test_nothing_is_said_of_a_column_with_a_row_missing() -> None:
    """Where a row was not found its column cannot be added up; the missing row is the finding."""
    table = filled("applications", SOUND)
    cells = tuple(cell for cell in table.cells if cell.row != "denied.third_party")
    issues = check(StatutoryTable(table.key, SPAN, cells))
    assert told(issues) == [("rows_missing", "保护第三方合法权益")]


def test_disputes_and_changes_add_up_too() -> None:
    """Each kind of dispute sums to its total; in the form of 2019 last year and change make the decisions."""
    disputes = {"review.upheld": "5", "review.pending": "2", "review.total": "8"}
    assert told(check(filled("review_litigation", disputes))) == [("review_sum", "行政复议", "7", "8", "0")]
    changes = {"permits.previous": "300", "permits.change": "减24", "permits.decisions": "286"}
    issues = check(filled("proactive", changes, form="2019"), form="2019")
    assert told(issues) == [("change_sum", "行政许可", "276", "286", "0")]
    fees = {"fees.previous": "3", "fees.change": "1"}
    assert check(filled("proactive", fees, form="2019"), form="2019") == []


def test_every_sum_is_a_check() -> None:
    """A sum that holds is a PASS; one whose cells are missing or all blank cannot be assessed."""
    rows = statuses("row_sum", filled("applications", SOUND))
    assert len(rows) == 25 and set(rows.values()) == {"PASS"}
    blank = statuses("row_sum", filled("applications", line("granted", *"1000001"), rest=""))
    assert blank.pop("applications.granted.total") == "PASS"
    assert set(blank.values()) == {"NOT_ASSESSABLE"}
    (failed,) = [
        each
        for each in checks(filled("applications", SOUND | {"granted.total": "99"}))
        if each.check == "row_sum" and each.status == "FAIL"
    ]
    assert (failed.dimension, failed.left, failed.right) == ("consistency", 33, 99)
    assert failed.cells == tuple(f"applications.granted.{column}" for column in COLUMNS)


def test_a_wrong_total_stays() -> None:
    """A row that prints 1, 2, 3, 0 and a total of 99 FAILs with 6 against 99, and 99 it stays."""
    table = filled("applications", line("granted", "1", "2", "3", "0", "0", "0", "99"))
    (failed,) = [
        each
        for each in checks(table)
        if each.check == "row_sum"
        and each.cells[-1] == "applications.granted.total"
        and each.status == "FAIL"
    ]
    assert (failed.left, failed.right) == (6, 99)
    assert [cell.value for cell in table.cells if cell.row == "granted"] == [1, 2, 3, 0, 0, 0, 99]
    assert [cell.raw for cell in table.cells if cell.row == "granted"][-1] == "99"


def test_a_blank_may_hold_the_rest_of_a_sum() -> None:
    """Where a table prints zeros, a blank is no zero: a sum that a blank could make right is UNCERTAIN."""
    less = line("new_received", "9", "", "0", "0", "0", "2", "12")
    more = line("new_received", "9", "", "0", "0", "0", "2", "10")
    assert statuses("row_sum", filled("applications", less))["applications.new_received.total"] == "UNCERTAIN"
    assert statuses("row_sum", filled("applications", more))["applications.new_received.total"] == "FAIL"
    dashed = line("new_received", "9", "—", "0", "0", "0", "2", "12")
    assert statuses("row_sum", filled("applications", dashed))["applications.new_received.total"] == "FAIL"


def test_sums_prove_nothing_about_cells_recovered_by_them() -> None:
    """Recovered cells were chosen so that sums agree: agreement cannot be assessed, a contradiction FAILs."""

    def recovered(changes: dict[str, str]) -> dict[str, str]:
        table = filled("applications", SOUND | changes)
        cells = tuple(replace(cell, status="recovered") for cell in table.cells)
        return statuses("row_sum", StatutoryTable(table.key, SPAN, cells))

    assert set(recovered({}).values()) == {"NOT_ASSESSABLE"}
    assert recovered({"granted.total": "99"})["applications.granted.total"] == "FAIL"


def test_what_an_earlier_stage_told_is_not_told_again() -> None:
    """A fault that is an issue already becomes a check, and no second issue."""
    fault = Issue(
        "parsing", "heading_order", in_both("title", "五", "V") + in_both("before", "六", "VI"), SPAN
    )
    found = parse_checks(
        document(), identity=Identity(), form="2021", sections=(), tables=(), issues=(fault,)
    )
    assert [each.status for each in found if each.check == "heading_order"] == ["FAIL"]
    assert failed_issues(found, told=(fault,)) == ()
    assert [each.code for each in failed_issues(found)] == ["heading_order"]


def test_checks_change_no_number() -> None:
    """Findings leave the tables as they are."""
    table = filled("applications", SOUND | {"granted.total": "99"})
    before = table.cells
    assert check(table)
    assert table.cells == before


@pytest.mark.parametrize(
    ("form", "year", "stale"),
    [
        ("2019", 2023, True),
        ("2019", 2021, True),
        ("2019", 2020, False),
        ("2014", 2019, True),
        ("2021", 2030, False),
        ("2019", None, False),
        (None, 2023, False),
    ],
)
def test_a_form_out_of_date_is_a_finding(form: str | None, year: int | None, stale: bool) -> None:
    """A report that fills an old form after a new one was laid down is told so."""
    issues = check(form=form, year=year)  # type: ignore[arg-type]
    assert [each.code for each in issues] == (["stale_form"] if stale else [])


def test_a_blank_table_is_a_finding() -> None:
    """A table blank throughout is one finding; zeros are not blank; unreadable entries are named."""
    assert told(check(filled("applications", {}, rest=""))) == [("empty_table",)]
    assert check(filled("applications", {})) == []
    assert told(check(filled("proactive", {"permits.decisions": "见附件"}))) == [
        ("cell_unreadable", "行政许可", "本年处理决定数量", "见附件")
    ]


def test_a_section_without_its_table_is_a_finding() -> None:
    """A table missing from its section is named; one that only lost its borders is not missing."""
    bare = document(
        "二、主动公开政府信息情况\n见附件。\n三、收到和处理政府信息公开申请情况\n自然人商业企业予以公开3部分公开2"
    )
    place = bare.text.index("三、")
    sections = (
        Section("proactive", "主动公开政府信息情况", 2, Span(0, place), Span(13, place), 1.0, "ordinal"),
        Section(
            "applications", "三", 3, Span(place, len(bare.text)), Span(place, len(bare.text)), 1.0, "ordinal"
        ),
    )

    def missing(form: str, *tables: StatutoryTable) -> list[tuple[str, ...]]:
        found = parse_checks(bare, identity=Identity(), form=form, sections=sections, tables=tables)  # type: ignore[arg-type]
        return told([each for each in failed_issues(found) if each.code == "table_missing"])

    assert missing("2021") == [("table_missing", "主动公开政府信息情况")]
    assert missing("2021", filled("proactive", {})) == missing("free") == []


@pytest.mark.parametrize(
    "text", ["（文字描述）", "(文字描述，收费情况在此报告。)", "XX", "××", "“”", "《 》", "____"]
)
def test_what_was_never_filled_in_is_a_finding(text: str) -> None:
    """The form's own words, crosses, empty quotation marks and rules are reported where they stand."""
    (issue,) = check(text=f"我局{text}办理事项。")
    assert (issue.code, dict(issue.fields)["text"], issue.span) == (
        "placeholder",
        text,
        Span(2, 2 + len(text)),
    )


def test_placeholders_are_not_seen_everywhere() -> None:
    """Addresses and filled quotation marks are none, and a form left blank is not reported without end."""
    assert check(text="见 www.example.cn/XXGK/ 的“公开”栏目，文字描述清楚，邮箱 xxgk@example.cn。") == []
    assert len(check(text="（文字描述）" * 500)) == MOST_PLACEHOLDERS


def test_every_finding_speaks(real_reports: Path) -> None:
    """The findings about real reports are those that are there, and each can be said in both languages."""
    from nlp_reports.parsing.report import parse_report
    from nlp_reports.reading.document import read_document

    expected = {
        "haidong_transport_2023.txt": [
            "column_unexpected", "empty_table", "empty_table", "form_mixed", "placeholder", "stale_form",
        ],
        "shanghai_office_2019.html": ["prose_differs", "share_differs"],
        "huaian_2024.pdf": [],
        "form_2021_blank.docx": ["empty_table"] * 3 + ["placeholder"] * 3,
    }  # fmt: skip
    for name, codes in expected.items():
        issues = [
            each for each in parse_report(read_document(real_reports / name)).issues if each.stage == "checks"
        ]
        assert sorted(each.code for each in issues) == codes, name
        for each in issues:
            assert say(f"checks.{each.code}", lang="zh", **dict(each.fields))
            assert say(f"checks.{each.code}", lang="en", **dict(each.fields))


def test_figures_that_run_together_are_no_fault_of_the_report() -> None:
    """What a page leaves open is not assessable; only an entry that is no number fails."""
    table = filled("proactive", {})
    opened = {
        "regulations.issued": ("7716", (6.0, 16.0)),
        "permits.decisions": ("3", ()),
        "penalties.decisions": ("12\n|\n|\n5", ()),
    }
    cells = [
        replace(cell, value=None, raw=found[0], status="ambiguous", readings=found[1])
        if (found := opened.get(f"{cell.row}.{cell.column}"))
        else cell
        for cell in table.cells
    ]
    found = [each for each in checks(replace(table, cells=tuple(cells))) if each.check == "cell_unreadable"]
    assert [each.status for each in found] == ["NOT_ASSESSABLE"] * 3


def test_a_date_never_put_in_is_seen_as_pages_are_read() -> None:
    """Many blanks are one by the time a text is read; 按年月日 is no blank date."""
    text = "青禾县水务局2023年政府信息公开工作年度报告\n一、总体情况\n2024年    月    日\n按年月日排列。"
    report = parse_report(read_data(text.encode(), name="a.txt"))
    assert [dict(each.fields)["text"] for each in report.issues if each.code == "placeholder"] == ["年 月 日"]
