"""In: reports of every make, built here. Out: the rule that no section is silently wrong.

A case is a report whose sections are known, printed in one layout. Each section must be as its writer
meant it, key and bounds, or be flagged: by a finding about the sections, or by little confidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpora.build_samples import load_sources
from nlp_reports.parsing.sections import parse_sections
from nlp_reports.parsing.template import parse_form
from nlp_reports.reading.document import read_document
from tests.builders import BUILDERS, Layout, Part, Sample, grid
from tests.spellings import plain_again, respell

if TYPE_CHECKING:
    from nlp_reports.model import Document, Issue, Section

FLAGS = frozenset(
    {"no_sections", "heading_missing", "heading_order", "heading_ordinal", "heading_unnumbered"}
)
SURE = 0.75
"""The confidence from which a reader need not look again."""
_ORDINAL = re.compile("^(?:[一二三四五六七八九十]+、|附表：)")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|附表[：:]|\d\.|第.部分|[（(].[）)])\s*")

Change = Callable[[Sample], Sample]


@dataclass(frozen=True)
class Case:
    """A report of the samples, changed, in one layout and format.

    `flagged`: it cannot be read aright. `jumbled`: the order of the words within its tables is lost.
    """

    name: str
    suffix: str
    base: str
    change: Change = lambda sample: sample
    layout: Layout = field(default_factory=Layout)
    flagged: bool = False
    jumbled: bool = False

    def sample(self) -> Sample:
        return self.change(replace(reports()[self.base], layout=self.layout))


@cache
def reports() -> dict[str, Sample]:
    """The reports that cases begin from, by a name of their own; nothing is planted in them."""
    sound = {source.path: source.sample for source in load_sources() if not source.faults}
    return {
        "city 2021": sound["汀澜市/市交通运输局/t20220117_31266.html"],
        "county 2021": sound["朔岭市/云岫县/t20220124_66107.html"],
        "town 2021": sound["临霁市/霁川县/青坪镇2024.htm"],
        "city 2019": sound["汀澜市/市交通运输局/t20200121_10427.html"],
        "town 2019": sound["朔岭市/云岫县/杏坞乡/杏坞乡2020年.docx"],
        "form 2014": sound["朔岭市/云岫县/云岫县人民政府2018年政府信息公开工作年度报告.html"],
        "free form": sound["临霁市/霁川县/霁川县2016年政府信息公开工作报告.html"],
    }


# ---------------------------------------------------------------- what a case changes


def retitled(*numbers: str) -> Change:
    """Headings with these numbers in place of 一、 二、 …; an empty one is no number."""

    def change(sample: Sample) -> Sample:
        named = [part for part in sample.parts if part.key != "statistics"]
        marks = dict(zip((part.key for part in named), numbers, strict=False))
        parts = (
            replace(part, heading=marks[part.key] + _ORDINAL.sub("", part.heading))
            if part.key in marks
            else part
            for part in sample.parts
        )
        return replace(sample, parts=tuple(parts))

    return change


def headed(**headings: str) -> Change:
    """Headings by key, in other words."""
    return lambda sample: replace(
        sample,
        parts=tuple(replace(part, heading=headings.get(part.key, part.heading)) for part in sample.parts),
    )


def without(*keys: str) -> Change:
    """A report that lacks these parts altogether."""
    return lambda sample: replace(sample, parts=tuple(part for part in sample.parts if part.key not in keys))


def announced(sample: Sample) -> Sample:
    """A preamble that names all headings in one sentence."""
    titles = "、".join(_ORDINAL.sub("", part.heading) for part in sample.parts)
    sentence = f"根据《中华人民共和国政府信息公开条例》要求编制。全文包括{titles}六个部分。"
    return replace(sample, preamble=(sentence,))


def with_contents(sample: Sample) -> Sample:
    """A table of contents in front."""
    lines = (f"{part.heading}……………{at}" for at, part in enumerate(sample.parts, 1))
    return replace(sample, preamble=("目录", *lines, *sample.preamble))


def referring(sample: Sample) -> Sample:
    """Sentences that name another section's heading."""
    more = {
        "overview": "具体见本报告“三、收到和处理政府信息公开申请情况”。",
        "problems": "申请数据详见第三部分收到和处理政府信息公开申请情况，其他需要报告的事项另行说明。",
    }
    parts = tuple(
        replace(part, paragraphs=(*part.paragraphs, more[part.key])) if part.key in more else part
        for part in sample.parts
    )
    return replace(sample, parts=parts)


def divided(sample: Sample) -> Sample:
    """Problems and measures under two headings of their own, and the number of the last one more."""
    parts: list[Part] = []
    for part in sample.parts:
        if part.key == "problems":
            half = max(1, len(part.paragraphs) // 2)
            parts.append(Part("problems", "五、存在的主要问题", part.paragraphs[:half]))
            parts.append(
                Part("measures", "六、下一步改进措施", part.paragraphs[half:] or ("继续加强公开工作。",))
            )
        else:
            parts.append(replace(part, heading=part.heading.replace("六、", "七、")))
    return replace(sample, parts=tuple(parts))


def unheaded(key: str) -> Change:
    """A part whose heading was left out, though its text is there."""
    return headed(**{key: ""})


def both(*changes: Change) -> Change:
    def change(sample: Sample) -> Sample:
        for each in changes:
            sample = each(sample)
        return sample

    return change


def sealed(sample: Sample) -> Sample:
    """Who speaks and when, behind the last section."""
    return replace(sample, closing=(sample.agency, "2024年1月20日", *sample.closing))


ARABIC = retitled("1. ", "2. ", "3. ", "4. ", "5. ", "6. ")
PARTS = retitled(*(f"第{number}部分 " for number in "一二三四五六"))
NUMBERLESS = retitled(*[""] * 6)
REPEATED = retitled("一、", "二、", "三、", "三、", "四、", "五、")
SKIPPING = retitled("一、", "二、", "三、", "五、", "六、", "七、")
WRONG = retitled("一、", "三、", "三、", "四、", "五、", "六、")
ONE_LACKS = retitled("一、", "二、", "", "四、", "五、", "六、")
BRACKETS = retitled(*(f"（{number}）" for number in "一二三四五六"))
OTHER_WORDS = headed(
    overview="一、政府信息公开工作总体情况",
    proactive="二、主动公开信息的情况。",
    applications="三、收到和处理信息公开申请的情况",
    review_litigation="四、因政府信息公开工作被申请行政复议、提起行政诉讼的情况：",
    problems="五、政府信息公开工作存在的问题和改进措施",
    other="六、其他需报告事项",
)
MISSPELT = headed(review_litigation="四、政府信息公开行政法复议、行政诉讼情况")


def layout(**options: Any) -> Layout:
    return replace(Layout(), **options)


CASES = (
    # web pages
    Case("plain page", ".html", "city 2021"),
    Case("page with furniture", ".html", "county 2021", layout=layout(furniture=True)),
    Case("page of 2019", ".html", "city 2019", layout=layout(furniture=True, html_style="br")),
    Case("page pasted from an editor", ".html", "town 2021", layout=layout(html_style="pasted")),
    Case("page on one line", ".html", "city 2021", layout=layout(html_style="flat")),
    Case("one line, furniture", ".html", "town 2019", layout=layout(html_style="flat", furniture=True)),
    Case("in a layout table", ".html", "county 2021", layout=layout(html_style="framed", furniture=True)),
    Case("headings run in", ".html", "city 2021", layout=layout(run_in_headings=True)),
    Case("run in, with furniture", ".html", "town 2019", layout=layout(run_in_headings=True, furniture=True)),
    Case("numbers 1. 2. 3.", ".html", "county 2021", ARABIC),
    Case("numbers 1. 2. 3. run in", ".html", "city 2021", ARABIC, layout(run_in_headings=True)),
    Case("numbers 第一部分", ".html", "city 2019", PARTS),
    Case("numbers in brackets", ".html", "county 2021", BRACKETS),
    Case("numbers in brackets, others inside", ".html", "town 2021", BRACKETS, flagged=True),
    Case("no numbers", ".html", "county 2021", NUMBERLESS),
    Case("one number lacking", ".html", "city 2021", ONE_LACKS),
    Case("one number wrong", ".html", "town 2019", WRONG),
    Case("a number twice", ".html", "county 2021", REPEATED),
    Case("a number skipped", ".html", "city 2019", SKIPPING),
    Case("headings in other words", ".html", "city 2021", OTHER_WORDS),
    Case("other words, run in", ".html", "town 2021", OTHER_WORDS, layout(run_in_headings=True)),
    Case("heading misspelt", ".html", "county 2021", MISSPELT),
    Case("preamble names the headings", ".html", "city 2021", announced),
    Case("preamble, on one line", ".html", "county 2021", announced, layout(html_style="flat")),
    Case("table of contents", ".html", "city 2019", with_contents),
    Case("text names headings", ".html", "town 2021", referring),
    Case("names headings, one line", ".html", "city 2021", referring, layout(html_style="flat")),
    Case("problems and measures apart", ".html", "county 2021", divided),
    Case("signed, with furniture", ".html", "town 2019", sealed, layout(furniture=True)),
    Case("part lacking", ".html", "city 2021", without("review_litigation")),
    Case("last part lacking", ".html", "county 2021", without("other")),
    Case("heading lacking", ".html", "city 2021", unheaded("applications"), flagged=True),
    Case("heading of problems lacking", ".html", "town 2019", unheaded("problems"), flagged=True),
    Case("old free form", ".html", "free form", layout=layout(html_style="br")),
    Case("form of 2014", ".html", "form 2014", layout=layout(furniture=True)),
    Case("Traditional characters", ".html", "county 2021", layout=layout(spelling="traditional")),
    Case("Traditional with readings", ".html", "city 2021", layout=layout(spelling="pinyin")),
    Case("look-alikes", ".html", "town 2019", layout=layout(spelling="radicals")),
    Case("stray blanks", ".html", "county 2021", layout=layout(spelling="blanks")),
    Case("full-width figures", ".html", "city 2019", layout=layout(spelling="wide", digits="full")),
    Case("GB18030 page", ".html", "city 2021", layout=layout(encoding="gb18030")),
    Case("GB18030 as UTF-8", ".html", "town 2021", layout=layout(encoding="gb18030", declared="utf-8")),
    Case("UTF-8 page that says GB2312", ".html", "county 2021", layout=layout(declared="gb2312")),
    Case("Big5 page", ".html", "town 2021", layout=layout(encoding="big5", spelling="traditional")),
    Case("UTF-16 page", ".html", "city 2021", layout=layout(encoding="utf-16")),
    Case("table without header", ".html", "county 2021", layout=layout(table_header=False)),
    Case("table in two", ".html", "city 2021", layout=layout(break_after=15)),
    Case("saved web archive", ".mht", "city 2019", layout=layout(furniture=True)),
    # Word
    Case("plain document", ".docx", "city 2021"),
    Case("document of 2019", ".docx", "town 2019"),
    Case("document of 2014", ".docx", "form 2014"),
    Case("numbers counted by Word", ".docx", "county 2021", layout=layout(docx_style="numbered")),
    Case("headings in text boxes", ".docx", "city 2021", layout=layout(docx_style="boxed")),
    Case("content controls", ".docx", "city 2019", layout=layout(docx_style="controls")),
    Case("running head", ".docx", "town 2021", layout=layout(running="云汀县政府信息公开年报")),
    Case("document with headings run in", ".docx", "county 2021", layout=layout(run_in_headings=True)),
    Case("document with a number twice", ".docx", "city 2021", REPEATED),
    Case("document without numbers", ".docx", "town 2019", NUMBERLESS),
    Case("document, table in two", ".docx", "city 2019", layout=layout(break_after=12)),
    Case("document, cells not merged", ".docx", "city 2021", layout=layout(merge="first")),
    Case("document lacking a heading", ".docx", "county 2021", unheaded("review_litigation"), flagged=True),
    # PDF
    Case("plain PDF", ".pdf", "city 2021"),
    Case("PDF of 2014", ".pdf", "form 2014"),
    Case("PDF, table over a page", ".pdf", "city 2019", layout=layout(break_after=14)),
    Case("PDF, running heads", ".pdf", "city 2021", layout=layout(running="2021年度报告", break_after=18)),
    Case("PDF with headings run in", ".pdf", "county 2021", layout=layout(run_in_headings=True)),
    Case("PDF with numbers 1. 2. 3.", ".pdf", "town 2019", ARABIC),
    Case("PDF, measures apart", ".pdf", "county 2021", divided),
    Case("PDF in Traditional characters", ".pdf", "town 2021", layout=layout(spelling="traditional")),
    Case("PDF on turned pages", ".pdf", "city 2021", layout=layout(pdf_style="turned")),
    Case("PDF set sideways", ".pdf", "county 2021", layout=layout(pdf_style="sideways")),
    Case("PDF in two columns", ".pdf", "city 2021", layout=layout(pdf_style="columns"), jumbled=True),
    Case("PDF of 2014 in two columns", ".pdf", "form 2014", layout=layout(pdf_style="columns")),
    Case("tables without rules", ".pdf", "county 2021", layout=layout(pdf_style="borderless"), jumbled=True),
    # plain text
    Case("plain text", ".txt", "city 2021"),
    Case("text of the free form", ".txt", "free form"),
    Case("text on one line", ".txt", "county 2021", layout=layout(one_line=True, txt_cells="glued")),
    Case("one line, 2019", ".txt", "city 2019", layout=layout(one_line=True, txt_cells="glued")),
    Case("text with furniture", ".txt", "town 2021", layout=layout(furniture=True, txt_cells="glued")),
    Case("cells run together", ".txt", "city 2021", layout=layout(txt_cells="glued")),
    Case("a cell a line", ".txt", "town 2019", layout=layout(txt_cells="lines")),
    Case("lines broken in words", ".txt", "county 2021", layout=layout(wrap=31, txt_cells="glued")),
    Case("broken, 2019", ".txt", "city 2019", both(announced, sealed), layout(wrap=38, txt_cells="tab")),
    Case("short lines", ".txt", "city 2021", layout=layout(wrap=13, txt_cells="glued")),
    Case("text without numbers", ".txt", "county 2021", NUMBERLESS, layout(txt_cells="glued")),
    Case("text with a number twice", ".txt", "city 2021", REPEATED, layout(txt_cells="glued")),
    Case("one line, measures", ".txt", "town 2021", divided, layout(one_line=True, txt_cells="glued")),
    Case("text lacking a heading", ".txt", "city 2021", unheaded("proactive"), flagged=True),
    Case("GB18030 text", ".txt", "town 2019", layout=layout(encoding="gb18030")),
    Case("UTF-16 text", ".txt", "county 2021", layout=layout(encoding="utf-16")),
    Case("Big5 text", ".txt", "town 2021", layout=layout(encoding="big5", spelling="traditional")),
    Case("text with contents", ".txt", "city 2021", with_contents, layout(spelling="radicals")),
)  # fmt: skip


# ---------------------------------------------------------------- what is there, and what was read


@dataclass(frozen=True)
class Truth:
    """A section as its writer meant it: key, title and text, without blanks, the closing lines apart."""

    key: str
    title: str
    body: str
    closing: str = ""


def truths(sample: Sample) -> list[Truth]:
    """The sections of a report; a part without a heading belongs to none."""
    found = []
    for part in sample.parts:
        if not part.heading:
            continue
        has_table = part.key in sample.tables or (part.key == "statistics" and sample.statistics)
        cells = [cell.text for cell in grid(sample, part.key)] if has_table else []
        title = _NUMBER.sub("", part.heading).rstrip("。：")
        body = "".join((*part.paragraphs, *cells))
        found.append(Truth(part.key, spelt(title, sample), spelt(body, sample)))
    closing = spelt("".join(sample.closing), sample)
    return [*found[:-1], replace(found[-1], closing=closing)]


def spelt(text: str, sample: Sample) -> str:
    return plain_again(respell(text, sample.layout.spelling))


def is_right(truth: Truth, title: str, body: str, *, jumbled: bool) -> bool:
    """The last section may or may not take the closing lines in; no more and no less than this."""
    texts = (truth.body, truth.body + truth.closing)
    same = body in texts or (jumbled and sorted(body) in map(sorted, texts))
    return same and title == truth.title


@dataclass(frozen=True)
class Outcome:
    """What was read of a case."""

    document: Document
    sections: tuple[Section, ...]
    issues: tuple[Issue, ...]

    def wrong(self, case: Case) -> list[str]:
        """The keys of sections that are not as meant, those not found included."""
        text, sample = self.document.text, case.sample()
        read = {
            each.key: (plain_again(each.title), plain_again(text[each.body.start : each.body.end]))
            for each in self.sections
        }
        lost = {
            truth.key
            for truth in truths(sample)
            if not is_right(truth, *read.get(truth.key, ("", "")), jumbled=case.jumbled)
        }
        return sorted(lost | (set(read) - {part.key for part in sample.parts}))

    def flags(self, key: str) -> bool:
        """A finding about the sections, or little confidence, tells that the section may be wrong."""
        doubtful = {section.key for section in self.sections if section.confidence < SURE}
        return key in doubtful or any(issue.code in FLAGS for issue in self.issues)


def read_case(case: Case, folder: Path) -> Outcome:
    path = folder / f"report{case.suffix}"
    path.write_bytes(BUILDERS[case.suffix](case.sample()))
    document = read_document(path)
    form, _ = parse_form(document)
    return Outcome(document, *parse_sections(document, form=form))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} ({case.suffix[1:]})")
def test_every_section_is_right_or_flagged(case: Case, tmp_path: Path) -> None:
    """No section is silently wrong, and none is wrong where the layout leaves no doubt."""
    outcome = read_case(case, tmp_path)
    wrong = outcome.wrong(case)
    assert all(outcome.flags(key) for key in wrong), wrong
    assert case.flagged or not wrong


FAULTS: dict[str, Callable[[str], Change]] = {
    "left out": unheaded,
    "unheard of": lambda key: headed(**{key: "三、工作亮点与展望"}),
    "left out, none numbered": lambda key: both(unheaded(key), NUMBERLESS),
}
PLACES = {
    "page": (".html", layout()),
    "one line": (".html", layout(html_style="flat")),
    "document": (".docx", layout(docx_style="controls")),
    "broken lines": (".txt", layout(wrap=29, txt_cells="glued")),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("base", ["county 2021", "town 2019"])
def test_a_heading_that_is_missed_is_told(base: str, fault: str, place: str, tmp_path: Path) -> None:
    """Whichever heading is missed, no section runs on silently over the text below it."""
    suffix, printed = PLACES[place]
    for part in reports()[base].parts:
        case = Case(part.key, suffix, base, FAULTS[fault](part.key), printed)
        outcome = read_case(case, tmp_path)
        wrong = outcome.wrong(case)
        assert all(outcome.flags(key) for key in wrong), (part.key, wrong)


def test_layouts_are_many() -> None:
    """Forty layouts at least, in every format and of every form, no two of them the same."""
    assert len({case.name for case in CASES}) == len(CASES) >= 40
    assert {case.suffix for case in CASES} == {".html", ".mht", ".docx", ".pdf", ".txt"}
    assert {case.sample().form for case in CASES} == {"free", "2014", "2019", "2021"}
