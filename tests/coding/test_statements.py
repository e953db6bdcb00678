"""Statements and roles, on texts of our own."""

from __future__ import annotations

import itertools
import time

import pytest

from nlp_reports.coding.statements import extract_statements
from nlp_reports.model import Document, Identity, Report, Section, Source, Span, Statement


def report_of(**bodies: str) -> Report:
    """A report whose sections, by key, have these bodies under a title of their own."""
    text, sections = "", []
    for ordinal, (key, body) in enumerate(bodies.items(), 1):
        title = {"problems": "五、存在的主要问题及改进情况", "measures": "六、改进措施"}.get(key, key)
        start = len(text)
        text += title + "\n"
        inside = Span(len(text), len(text) + len(body))
        text += body + "\n"
        sections.append(Section(key, title, ordinal, Span(start, inside.end), inside, 1.0, "title"))
    source = Source("a.txt", None, "text/plain", "0" * 64)
    document = Document("0" * 16, source, "", text, (), ())
    return Report("0" * 16, document, Identity(), None, tuple(sections), (), ())


def roles_of(**bodies: str) -> list[tuple[str, str]]:
    return [(each.role, each.text) for each in extract_statements(report_of(**bodies))]


def problems_of(body: str) -> list[str]:
    return [text for role, text in roles_of(problems=body) if role == "problem"]


def measures_of(body: str) -> list[str]:
    return [text for role, text in roles_of(problems=body) if role == "measure"]


def test_spans_are_exact_and_in_order() -> None:
    """Every statement's text is its span of the document, spans follow each other, ids count from one."""
    report = report_of(problems="（一）存在问题\n一是公开意识不强；\n二是更新不及时。\n下一步，加强培训。")
    found = extract_statements(report)
    assert [each.text for each in found] == [
        report.document.text[each.span.start : each.span.end] for each in found
    ]
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert [each.id for each in found] == [f"{report.id}-{n:03d}" for n in range(1, len(found) + 1)]


def test_an_unenumerated_list_is_told_as_problems() -> None:
    """Every shortcoming of a list without numbers lies in a problem; lead-in and closing words do not."""
    named = ["公开意识不强", "公开渠道单一", "时效性有待提高", "政策解读形式单一"]
    body = f"与群众期盼相比，还存在一些不足。主要是{named[0]}，{named[1]}；{named[2]}；{named[3]}等。"
    found = problems_of(body)
    assert all(any(each in text for text in found) for each in named)
    assert not any("；" in text or "等" in text or "期盼" in text for text in found)


def test_nouns_that_share_a_predicate_stay_together() -> None:
    """时效性、完整性有待提高 is one statement."""
    assert problems_of("公开信息的时效性、完整性有待提高。") == ["公开信息的时效性、完整性有待提高"]


def test_cause_and_effect_stay_together() -> None:
    """A cause with its effect is one statement."""
    assert problems_of("一是由于人员兼职，导致信息更新不及时。") == ["由于人员兼职，导致信息更新不及时"]


@pytest.mark.parametrize(
    "marks",
    [
        ("一是", "二是"),
        ("一、", "二、"),
        ("（一）", "（二）"),
        ("（一）是", "（二）是"),
        ("(1)", "(2)"),
        ("1.", "2."),
        ("1、", "2、"),
        ("①", "②"),
        ("首先，", "其次，"),
        ("第一，", "第二，"),
        ("第一、", "第二、"),
        ("其一，", "其二，"),
    ],
)
@pytest.mark.parametrize("joint", ["；", "。\n", "。", "\n"])
def test_enumerators_stay_outside(marks: tuple[str, str], joint: str) -> None:
    """An enumerator of any kind begins a statement and is no part of it."""
    body = f"{marks[0]}公开内容不够全面{joint}{marks[1]}信息更新不够及时。"
    assert problems_of(body) == ["公开内容不够全面", "信息更新不够及时"]


@pytest.mark.parametrize(
    "turn",
    [
        "下一步，我局将",
        "针对上述问题，我们将",
        "为此，我镇将",
        "今后，我街道将",
        "2031年，我们将",
        "（二）改进措施\n",
        "改进措施：",
        "下一步工作打算：",
        "二、改进情况\n",
        "对此，我办将",
    ],
)
def test_a_turn_begins_the_measures(turn: str) -> None:
    """What follows a turn or a label of remedies is measures, also in wording that fits both."""
    found = roles_of(problems=f"公开内容不够全面。{turn}丰富公开内容；加强业务培训。")
    told = [each for each in found if each[0] != "context"]
    assert [role for role, _ in told] == ["problem", "measure", "measure"]
    assert told[0][1] == "公开内容不够全面"


@pytest.mark.parametrize("need", ["需要进一步加强", "有待加强", "仍需提升", "还需进一步完善", "亟待改进"])
def test_a_need_is_a_problem(need: str) -> None:
    """A problem may be worded as a need; it is no measure."""
    assert roles_of(problems=f"一是业务培训{need}。") == [("problem", f"业务培训{need}")]


def test_a_measure_may_stand_among_problems() -> None:
    """A sentence that only promises is a measure, whatever block it stands in."""
    found = roles_of(problems="存在问题：一是更新不及时。二是进一步加强业务培训。三是公开渠道单一。")
    assert [role for role, _ in found] == ["problem", "measure", "problem"]


def test_remedies_may_follow_without_a_turn() -> None:
    """A list of remedies begins where its first point names a remedy and no shortcoming."""
    found = roles_of(
        problems="公开渠道较为单一。（一）深入贯彻《条例》，规范公开流程。结合工作实际，完善公开制度。"
    )
    assert [role for role, _ in found] == ["problem", "measure", "measure"]


@pytest.mark.parametrize("turn", ["2031年的改进方向是：", "改进的主要做法是：", "下一步的整改思路："])
def test_a_named_direction_is_a_turn(turn: str) -> None:
    """Measures may be announced as a direction, a way or an idea, with or without the year."""
    found = roles_of(problems=f"公开渠道较为单一。{turn}加强业务培训。")
    assert found[0] == ("problem", "公开渠道较为单一")
    assert found[-1] == ("measure", "加强业务培训")


def test_pairs_of_problem_and_measure() -> None:
    """Problem and measure may come in turns."""
    body = (
        "（一）更新不及时。\n改进措施：安排专人每周更新。\n（二）解读形式单一。\n改进措施：制作图解和短视频。"
    )
    assert [role for role, _ in roles_of(problems=body)] == ["problem", "measure", "problem", "measure"]


def test_measures_may_have_a_section_of_their_own() -> None:
    """A section `measures` holds measures without any turn."""
    found = roles_of(problems="公开渠道单一。", measures="一是拓宽公开渠道。二是加强培训。")
    assert found == [("problem", "公开渠道单一"), ("measure", "拓宽公开渠道"), ("measure", "加强培训")]
    found = roles_of(problems="公开渠道单一。", measures="联合电信企业，用好楼宇屏和广播，多渠道发布信息。")
    assert "problem" not in {role for role, _ in found[1:]} and found[-1][0] == "measure"


def test_lead_ins_are_context_and_success_is_achievement() -> None:
    """Lead-ins carry nothing; work told as success is no problem and no measure."""
    body = "我局公开工作取得了明显成效。但仍存在一些不足，主要表现在：一是更新不及时。"
    found = [role for role, _ in roles_of(problems=body)]
    assert found[0] in ("achievement", "context") and found[1:] == ["context", "problem"]


def test_a_gap_is_a_problem_where_nothing_else_is_told() -> None:
    """A lead-in without a list is the problem itself."""
    body = "公开工作虽取得一定成效，但与群众期盼相比还有差距。下一步，我们将加强培训。"
    assert len(problems_of(body)) == 1 and "还有差距" in problems_of(body)[0]
    assert len(measures_of(body)) == 1 and "加强培训" in measures_of(body)[0]


@pytest.mark.parametrize("nothing", ["无", "无。", "暂无。", "不存在问题。", "没有", "本年度不存在问题。"])
def test_nothing_stated_is_one_statement(nothing: str) -> None:
    """A section that names no problem has one statement, a problem."""
    assert [role for role, _ in roles_of(problems=nothing)] == ["problem"]


def test_an_empty_section_is_its_title() -> None:
    """A title with nothing under it is the statement."""
    assert roles_of(problems="") == [("problem", "五、存在的主要问题及改进情况")]


def test_no_section_no_statements() -> None:
    """Other sections hold no statements."""
    assert extract_statements(report_of(overview="公开内容不够全面。")) == ()


def test_hard_line_breaks_do_not_cut() -> None:
    """A printed line's end inside a sentence is no end of it."""
    assert problems_of("一是政务公开的队\n\n伍建设还需进一步加\n强；二是更新不及时。") == [
        "政务公开的队\n\n伍建设还需进一步加\n强",
        "更新不及时",
    ]


def test_one_line_with_glued_labels() -> None:
    """Labels that run into the text still begin their blocks."""
    body = "（一）存在问题虽然工作取得一定成效，但存在以下问题：一是更新不及时。（二）改进措施一是加强培训。"
    found = [each for each in roles_of(problems=body) if each[0] != "context"]
    assert found == [("problem", "更新不及时"), ("measure", "加强培训")]


def test_signs_inside_quotations_do_not_cut() -> None:
    """A quotation is one piece."""
    assert measures_of("下一步，落实“每周一检查；每月一通报，每季一考核”的要求。") == [
        "落实“每周一检查；每月一通报，每季一考核”的要求"
    ]


def test_a_word_for_a_problem_inside_a_measure_is_no_problem() -> None:
    """热点、难点问题 in a measure names what is answered."""
    body = "更新不及时。下一步，围绕群众关心的热点、难点问题及时回应。"
    assert problems_of(body) == ["更新不及时"]
    assert measures_of(body) == ["围绕群众关心的热点、难点问题及时回应"]


def test_hostile_text_is_quick() -> None:
    """A long text without signs, or of signs only, does not blow up."""
    for body in ("一是信息公开" * 3000, "，、；：" * 5000, "（" * 5000, "公开内容" * 5000):
        found = extract_statements(report_of(problems=body))
        assert all(isinstance(each, Statement) for each in found)


@pytest.mark.parametrize(
    "unit",
    [
        "不足，",
        "下一步，",
        "下一步不足，",
        "不足、",
        "加强，",
        "不足，" + "公开，" * 500,
        "解读不足，导致难以，",
    ],
)
def test_one_endless_sentence_takes_linear_time(unit: str) -> None:
    """A broken file with thousands of clauses and no full stop is divided without hanging."""
    report = report_of(problems=unit * (100_000 // len(unit)))
    begin = time.perf_counter()
    found = extract_statements(report)
    assert found and time.perf_counter() - begin < 10
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
