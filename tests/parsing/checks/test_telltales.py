from __future__ import annotations

import pytest

from nlp_reports.model import Check, Identity, Section, Span
from nlp_reports.parsing.checks import parse_checks
from nlp_reports.wording import say
from tests.parsing.test_checks import document, filled

OWN = "我们的单位是禾丰县农业农村局。"


def found(
    check: str, text: str, *, key: str = "overview", agency: str = "云沛市禾丰县农业农村局", **cells: str
) -> list[Check]:
    """The checks of this name in a report for 2023 with one section of prose."""
    section = Section(key, "总体情况", 1, Span(0, len(text)), Span(0, len(text)), 1.0, "ordinal")
    changes = {name.replace("__", "."): value for name, value in cells.items()}
    tables = (
        filled("proactive", {k: v for k, v in changes.items() if k.startswith("fees")}),
        filled("applications", {k: v for k, v in changes.items() if not k.startswith("fees")}),
    )
    checks = parse_checks(
        document(text),
        identity=Identity(agency=agency, year=2023),
        form="2021",
        sections=(section,),
        tables=tables,
    )
    return [each for each in checks if each.check == check]


def statuses(check: str, text: str, **options: str) -> list[str]:
    checks = found(check, text, **options)
    for each in checks:
        if each.status in ("FAIL", "UNCERTAIN"):
            assert say(f"checks.{check}", lang="zh", **dict(each.fields))
            assert say(f"checks.{check}", lang="en", **dict(each.fields))
    return [each.status for each in checks]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("我局进一步进一步加强公开。", "FAIL"),
        ("公开内容的的质量有所提高。", "FAIL"),
        ("加强规范性文件加强规范性文件的清理。", "UNCERTAIN"),
        ("达到公开目的的要求，各部门部门预算都已公开。", "PASS"),
        ("政府政府信息公开，工作工作人员，为了了解情况，和和谐社会。", "PASS"),
        ("一步一个脚印，一件一件地办。", "PASS"),
    ],
)
def test_words_said_twice(text: str, status: str) -> None:
    """A word that is never right twice is a FAIL; what may end one phrase and begin the next is none."""
    assert statuses("doubled_word", text) == [status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("全年共主动公开政府信息条，其中动态3条。", "FAIL"),
        ("累计发布信息篇。", "FAIL"),
        ("全年共主动公开政府信息30条，条目清楚。", "PASS"),
        ("主动公开信息条数有所增加。", "PASS"),
    ],
)
def test_numbers_never_put_in(text: str, status: str) -> None:
    """A count without its number is a FAIL."""
    assert statuses("number_missing", text) == [status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("统计期限自2023年1月1日至2022年12月31日。", "FAIL"),
        ("会议于2023年2月30日召开。", "FAIL"),
        ("统计到202323年12月31日为止。", "FAIL"),
        ("统计期限自2023年1月1日起至2023年12月31日止。", "PASS"),
    ],
)
def test_dates_that_cannot_be(text: str, status: str) -> None:
    """A day that no calendar has, or a period that ends before it begins, is a FAIL."""
    assert statuses("impossible_date", text) == [status]


def test_another_years_text() -> None:
    """An overview that opens with another year, and faults admitted for one, may be old text."""
    assert statuses("stale_year", "2022年，我局认真做好公开工作。") == ["UNCERTAIN"]
    assert statuses("stale_year", "2023年，我局认真做好公开工作。") == ["PASS"]
    assert statuses("stale_year", "2019年以来，我局认真做好公开工作。") == ["PASS"]
    problems = "2022年，我局公开工作取得一定成效，但还有不足。"
    assert statuses("stale_year", problems, key="problems") == ["UNCERTAIN"]
    mended = "2022年指出的问题已完成整改。"
    assert statuses("stale_year", mended, key="problems") == ["PASS"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("本年度不存在问题。", "PASS"),
        ("目前没有问题。但公开不够及时，有待改进。", "UNCERTAIN"),
        ("无障碍版面有待完善。", "PASS"),
        ("公开不够及时。", "PASS"),
    ],
)
def test_problems_denied_and_listed(text: str, status: str) -> None:
    """None and yet some is UNCERTAIN; that there are none at all is for the statements to tell."""
    checks = found("problems_denied", text, key="problems")
    assert [(each.status, each.dimension) for each in checks] == [(status, "substance")]


def test_fees_that_contradict() -> None:
    """Requests closed for an unpaid fee need a notice of it; fees in one place only may err."""
    notice = "本年度未发出收费通知。"
    unpaid = {"other__overdue_fee__total": "2"}
    assert statuses("fee_contradiction", notice, key="other", **unpaid) == ["FAIL"]
    assert statuses("fee_contradiction", notice, key="other") == ["PASS"]
    taken = "全年收取信息处理费460元。"
    assert statuses("fee_contradiction", taken, key="other") == ["UNCERTAIN"]
    assert statuses("fee_contradiction", taken, key="other", fees__amount="0.05") == ["PASS"]
    none = "未收取任何费用。"
    assert statuses("fee_contradiction", none, key="other", fees__amount="12") == ["UNCERTAIN"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("三泽县农业农村局各股室提供信息。", "FAIL"),
        ("请与三泽县农业农村局联系。", "FAIL"),
        ("赴三泽县农业农村局学习。", "UNCERTAIN"),
        ("已与三泽县农业农村局共同公布。", "UNCERTAIN"),
        ("由云沛市农业农村局统一部署。", "PASS"),
        ("禾丰县农业农村局各股室提供信息，我县农业农村局、县农业农村局和各县农业农村局都有专人。", "PASS"),
        ("三泽县教育局的经验值得重视。", "PASS"),
    ],
)
def test_strangers(text: str, status: str) -> None:
    """A body of the same trade and rank elsewhere, spoken of as one's own, is a FAIL; a partner is not."""
    assert statuses("foreign_agency", OWN + text) == [status]


def test_strangers_need_a_known_self() -> None:
    """Without an agency nothing can be said; one that the text never names may itself be misread."""
    assert statuses("foreign_agency", "三泽县农业农村局各股室提供信息。", agency="") == ["NOT_ASSESSABLE"]
    assert statuses("foreign_agency", "三泽县农业农村局各股室提供信息。") == ["UNCERTAIN"]


def test_a_section_without_a_word() -> None:
    """A heading without prose below it is a FAIL, unless the text may be cut off; 无 is something."""
    text = "公开不够及时。\n六、其他\n"
    problems = Section("problems", "问题", 5, Span(0, 7), Span(0, 7), 1.0, "ordinal")
    other = Section("other", "其他", 6, Span(8, len(text)), Span(12, len(text)), 1.0, "ordinal")
    for sections, expected in (((problems, other), ["PASS", "FAIL"]), ((other,), ["UNCERTAIN"])):
        checks = parse_checks(document(text), identity=Identity(), form=None, sections=sections, tables=())
        assert [each.status for each in checks if each.check == "section_empty"] == expected
    assert statuses("section_empty", "无。", key="other") == ["PASS"]


def test_a_figure_beside_a_year_is_no_date() -> None:
    """A blank parts what the sentence without blanks runs together."""
    assert {each.status for each in found("impossible_date", "共收到12 2023年1月的申请。")} == {"PASS"}
    assert {each.status for each in found("impossible_date", "统计期限为20231年1月起。")} == {"FAIL"}


def test_a_word_may_end_one_phrase_and_begin_the_next() -> None:
    """提升提升行动 is no slip, 进一步进一步 is."""
    assert {each.status for each in found("doubled_word", "城乡建设提升提升行动。")} == {"PASS"}
    assert {each.status for each in found("doubled_word", "将进一步进一步规范。")} == {"FAIL"}
