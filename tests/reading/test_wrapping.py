"""Text that a column broke is made whole; text that was not is left alone."""

from __future__ import annotations

import pytest

from nlp_reports.reading.changes import printed
from nlp_reports.reading.document import read_data
from nlp_reports.reading.wrapping import carry_on

PROSE = (
    "一、总体情况",
    "2023年，我镇按照县政府办公室的统一安排，逐项梳理应当公开的事项，全年在县政府网站本镇专栏发布信息三百二十六条，"
    "其中惠民补贴类一百零九条，工程建设类四十一条，村务公开类八十八条，其余为机构职能和工作动态，发布前均经镇办公室审核。",
    "全年没有收到书面的公开申请，接到电话咨询20231204次，均当场答复，没有因此引起的行政复议，也没有行政诉讼，群众来访中"
    "提出的查阅要求，由便民服务中心引导到查阅点办理，查阅点设在镇政府一楼大厅，配有电脑两台，专人值守，随到随查。",
    "二、存在的主要问题及改进情况",
    "一是惠民补贴的发放明细更新偏慢，往往在发放后两三个月才补录到专栏，村民要到村委会才能看到，公开的意义打了折扣。"
    "二是解读材料少，全年只有两篇，都是文字，村民看得懂的不多，电话里反复问的多是同一件事，说明解读没有解决实际问题。",
)


def wrapped(width: int, *, indent: str = "") -> str:
    lines: list[str] = []
    for paragraph in PROSE:
        rest = indent + paragraph
        while len(rest) > width:
            lines.append(rest[:width])
            rest = rest[width:]
        lines.append(rest)
    return "\n".join(lines)


def paragraphs(text: str) -> list[str]:
    return read_data(text.encode(), name="a.txt").text.split("\n")


@pytest.mark.parametrize("width", [24, 31, 40])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_wrapped_text_is_made_whole(width: int, indent: str) -> None:
    """Lines as long as a column are one paragraph with the next; numbers cut in two are whole again."""
    assert paragraphs(wrapped(width, indent=indent)) == list(PROSE)


def test_text_that_no_column_broke_is_left_alone() -> None:
    """Paragraphs of their own lengths stay as they are."""
    assert not any(carry_on(PROSE * 3))
    assert paragraphs("\n".join(PROSE)) == list(PROSE)


def test_a_list_of_short_lines_is_no_column() -> None:
    """Lines of one length that are short, as cells one a line, are left apart."""
    assert not any(carry_on(["自然人", "总计数", "本年新"] * 20))


def test_page_numbers_between_lines_go_and_lead_back() -> None:
    """A page number inside a paragraph is left out, and the file's characters can still be had."""
    lines = wrapped(31).split("\n")
    text = "\n".join([*lines[:4], "- 1 -", *lines[4:]])
    document = read_data(text.encode(), name="a.txt")
    assert document.text.split("\n") == list(PROSE)
    assert printed(document) == text
