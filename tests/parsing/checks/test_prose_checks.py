from __future__ import annotations

from pathlib import Path

import pytest

from nlp_reports.model import Check, Identity, Section, Span, StatutoryTable
from nlp_reports.parsing.checks import parse_checks
from nlp_reports.wording import say
from tests.parsing.test_checks import document, filled, line

REQUESTS = (
    line("new_received", "60", "5", "0", "0", "0", "0", "65")
    | line("carried_over", "4", "0", "0", "0", "0", "0", "4")
    | line("granted", "30", "2", "0", "0", "0", "0", "32")
    | line("partial", "10", "1", "0", "0", "0", "0", "11")
    | line("denied.third_party", "6", "0", "0", "0", "0", "0", "6")
    | line("unable.not_held", "12", "2", "0", "0", "0", "0", "14")
    | line("total", "58", "5", "0", "0", "0", "0", "63")
    | line("carried_forward", "6", "0", "0", "0", "0", "0", "6")
)
DISPUTES = {
    "review.upheld": "3", "review.corrected": "1", "review.total": "4",
    "litigation_direct.upheld": "2", "litigation_direct.total": "2",
    "litigation_after_review.pending": "1", "litigation_after_review.total": "1",
}  # fmt: skip
DOCUMENTS = {
    "normative_documents.issued": "7", "normative_documents.repealed": "2",
    "normative_documents.in_force": "41", "penalties.decisions": "120", "fees.amount": "3.5",
}  # fmt: skip


def tables() -> tuple[StatutoryTable, ...]:
    return (
        filled("proactive", DOCUMENTS),
        filled("applications", REQUESTS),
        filled("review_litigation", DISPUTES),
    )


def prose(text: str, *, agency: str = "云沛市交通运输局", key: str = "overview") -> list[Check]:
    """The checks of one section of prose in a report for 2023 whose tables are those above."""
    section = Section(key, "总体情况", 1, Span(0, len(text)), Span(0, len(text)), 1.0, "ordinal")
    found = parse_checks(
        document(text),
        identity=Identity(agency=agency, year=2023),
        form="2021",
        sections=(section,),
        tables=tables(),
    )
    return [each for each in found if each.check.endswith(("_differs", "_differ"))]


def outcomes(text: str, **options: str) -> list[tuple[str, float | None]]:
    return [(each.status, each.left) for each in prose(text, **options)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023年共收到政府信息公开申请65件。", 65),
        ("全年新收政府信息公开申请数量65件，", 65),
        ("共受理65件依申请公开，", 65),
        ("共收到依申请公开六十五件。", 65),
        ("共收到依申请公开６５ 件。", 65),
        ("收到申请，公开申请办结63件。", 63),
        ("依申请公开方面，上年结转申请4件，", 4),
        ("结转至2024年6件。", 6),
        ("6件结转下年度继续办理。", 6),
        ("予以公开32件。", 32),
        ("部分公开11件。", 11),
        ("予以公开及部分公开43件。", 43),
        ("不予公开6件，", 6),
        ("因本机关不掌握无法提供14件。", 14),
        ("因政府信息公开引起的行政复议4起。", 4),
        ("政府信息公开行政诉讼3件。", 3),
        ("制发行政规范性文件7件。", 7),
        ("现行有效行政规范性文件41件。", 41),
        ("作出行政处罚决定120件。", 120),
    ],
)
def test_a_figure_is_held_against_its_cells(text: str, value: float) -> None:
    """However it is worded, a figure of the prose that the tables hold too is a PASS where they agree."""
    assert outcomes(text) == [("PASS", value)]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("2023年共收到政府信息公开申请56件。", 56, 65),
        ("部分公开21件。", 21, 11),
        ("予以公开、部分公开42件。", 42, 43),
        ("因政府信息公开引起的行政复议9件。", 9, 4),
        ("全年未收到政府信息公开申请。", 0, 65),
        ("没有因政府信息公开引起的行政复议和行政诉讼案件。", 0, 4),
        ("制发行政规范性文件8件。", 8, 7),
    ],
)
def test_a_figure_that_differs_fails(text: str, left: float, right: float) -> None:
    """A figure with one meaning that its cells do not hold is a FAIL, and says both numbers."""
    found = prose(text)[0]
    assert (found.check, found.status, found.left, found.right) == ("prose_differs", "FAIL", left, right)
    sentence = say("checks.prose_differs", lang="zh", **dict(found.fields))
    assert f"{left:g}" in sentence and f"{right:g}" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "共收到政府信息公开申请69件。",
        "公开申请办结65件。",
        "共收到政府信息公开申请约80件。",
        "共收到政府信息公开申请1.2万件。",
        "全市各单位共收到政府信息公开申请208件。",
        "答复政府信息公开申请70件。",
    ],
)
def test_a_figure_with_two_meanings_is_uncertain(text: str) -> None:
    """What may include last year's, may be others' figure, is rough or vague is never a FAIL by itself."""
    assert {status for status, _ in outcomes(text)} == {"UNCERTAIN"}


def test_the_whole_place_is_a_governments_own() -> None:
    """全市 in a government's report is that report's figure, in a department's it may be others'."""
    text = "全市共收到政府信息公开申请208件。"
    assert outcomes(text, agency="云沛市人民政府") == [("FAIL", 208)]
    assert outcomes(text) == [("UNCERTAIN", 208)]


def test_what_was_carried_over_makes_the_rest_plain() -> None:
    """A passage that names what was carried over does not count it again in what was received."""
    assert outcomes("新收公开申请69件，上年结转4件。") == [("FAIL", 69), ("PASS", 4)]


@pytest.mark.parametrize(
    "text",
    [
        "2022年共收到政府信息公开申请50件。",
        "去年同期收到政府信息公开申请50件。",
        "自条例施行以来共收到政府信息公开申请500件。",
        "依据《条例》第二十条规定公开申请指南。",
        "公开行政处罚信息88条，办理群众来信50件，12345热线办结900件。",
        "收到3-5件政府信息公开申请。",
    ],
)
def test_other_figures_are_left_alone(text: str) -> None:
    """Figures of other years, of other things, article numbers and ranges are not held against the tables."""
    assert outcomes(text) == []


def test_parts_belong_to_what_stands_before_them() -> None:
    """维持 and 纠正 are those of the reviews or of the lawsuits that were named last."""
    text = "信息公开行政复议4件，其中维持3件、纠正1件；信息公开行政诉讼3件，其中结果维持2件，尚未审结1件。"
    assert outcomes(text) == [("PASS", value) for value in (4, 3, 1, 3, 2, 1)]
    assert outcomes("信息公开工作先进，维持原貌3件。") == []


def test_blank_totals_are_added_up_and_hint_at_the_mistake() -> None:
    """Where a total is blank its parts are added; a figure of another cell of these rows is pointed out."""
    changes = line("granted", "258", "12", "", "", "", "1", "") | line("partial", "3", "", "", "", "", "", "")
    section = Section("overview", "总体情况", 1, Span(0, 40), Span(0, 40), 1.0, "ordinal")
    found = parse_checks(
        document("予以公开及部分公开258件。"),
        identity=Identity(year=2023),
        form="2021",
        sections=(section,),
        tables=(filled("applications", changes, rest=""),),
    )
    (check,) = [each for each in found if each.check == "prose_differs"]
    assert (check.status, check.left, check.right) == ("FAIL", 258, 274)
    assert "“予以公开”行“自然人”栏" in say("checks.prose_differs", lang="zh", **dict(check.fields))


def test_shares_are_held_against_their_total() -> None:
    """Of several shares of one total the one that does not fit is a FAIL; a share alone is UNCERTAIN."""
    text = "公开申请办结63件：予以公开32件，占50.79%；部分公开11件，占17.4%；不予公开6件，占12%。"
    shares = [each for each in prose(text) if each.check == "share_differs"]
    assert [(each.status, each.left, each.right) for each in shares] == [
        ("PASS", 50.79, 50.794),
        ("PASS", 17.4, 17.46),
        ("FAIL", 12, 9.5),
    ]
    alone = prose("办结信访90件，其中来信答复30件，占31%。")
    assert [each.status for each in alone] == ["UNCERTAIN"]


def test_rates_of_change_follow_from_both_figures() -> None:
    """A rate is checked where this year's and last year's number are both named."""

    def rates(text: str) -> list[str]:
        return [each.status for each in prose(text) if each.check == "change_differs"]

    assert rates("收到公开申请65件，比2022年（50件）增长30%。") == ["PASS"]
    assert rates("收到公开申请65件，比2022年（50件）增长15%。") == ["FAIL"]
    assert rates("收到公开申请65件，较上年增加15件，增长30%。") == ["PASS"]
    assert rates("收到公开申请65件，同比增长30%。") == []
    assert rates("收到公开申请1.2万件，比2022年（1万件）增长15%。") == ["UNCERTAIN"]


def test_channels_make_what_was_received() -> None:
    """网络, 信函 and 当面 together make what was received, perhaps with what was carried over."""

    def sums(text: str) -> list[str]:
        return [each.status for each in prose(text) if each.check == "parts_differ"]

    assert sums("收到公开申请65件，其中网络申请40件，信函申请25件。") == ["PASS"]
    assert sums("收到公开申请65件，上年结转4件，其中网络申请44件，信函申请25件。") == ["PASS"]
    assert sums("收到公开申请65件，其中网络申请50件，信函申请25件。") == ["FAIL"]
    assert sums("收到公开申请65件，其中网络申请40件，信函申请20件。") == ["UNCERTAIN"]


def test_a_real_contradiction_is_found(real_reports: Path) -> None:
    """The text says 258, which is natural persons granted alone; the two rows it names hold 275."""
    from nlp_reports.parsing.report import parse_report
    from nlp_reports.reading.document import read_document

    report = parse_report(read_document(real_reports / "shanghai_office_2019.html"))
    failed = [each for each in report.checks if each.check == "prose_differs" and each.status == "FAIL"]
    assert [(each.left, each.right) for each in failed] == [(258, 275)]
    assert "自然人" in dict(failed[0].fields)["remark_zh"]


def test_endless_prose_costs_no_time() -> None:
    """Of a text that repeats figures without end only so many are looked at."""
    from nlp_reports.parsing.checks.prose_figures import MOST

    assert len(prose("收到政府信息公开申请65件" * (2 * MOST))) <= MOST
