"""Rules of what a paragraph of a DOCX file shows, and of what it holds and does not show."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nlp_reports.reading.changes import Strip, shown
from nlp_reports.reading.word.runs import Runs, read_runs
from nlp_reports.reading.word.styles import Styles

MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>"
SHOWN = "<w:r><w:t>{}</w:t></w:r>"


def runs_of(*parts: str) -> Runs:
    """What a paragraph of these parts holds."""
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{''.join(parts)}</w:p>")
    return read_runs(paragraph, Styles(docx.Document().styles.element))


def test_what_is_hidden_is_told_with_its_place() -> None:
    """Hidden text, and text in a field's code, are told in their place, with the reason."""
    code = SHOWN.format("码")
    runs = runs_of(
        SHOWN.format("公开"),
        HIDDEN.format("暗处"),
        SHOWN.format("十条"),
        MARK.format("begin"),
        code,
        MARK.format("separate"),
        SHOWN.format("整。"),
        MARK.format("end"),
    )
    assert shown(runs.strips) == "公开十条整。"
    assert runs.strips == ["公开", Strip("暗处", "furniture"), "十条", Strip("码", "furniture"), "整。"]


def test_a_reading_above_a_character_is_told() -> None:
    """Pinyin printed above a character is no part of the text, and is told as such."""
    above = f"<w:rt>{SHOWN.format('jìn')}</w:rt>"
    base = f"<w:rubyBase>{SHOWN.format('進')}</w:rubyBase>"
    runs = runs_of(f"<w:r><w:ruby>{above}{base}</w:ruby></w:r>", SHOWN.format("展"))
    assert runs.strips == [Strip("jìn", "pinyin"), "進", "展"]


@pytest.mark.parametrize(("value", "text"), [("0", "公开"), ("false", "公开"), ("1", ""), ("true", "")])
def test_hiding_is_a_switch(value: str, text: str) -> None:
    """A property that is switched off hides nothing."""
    switched = HIDDEN.format("公开").replace("<w:vanish/>", f'<w:vanish w:val="{value}"/>')
    assert shown(runs_of(switched).strips) == text


def test_notes_are_named_in_order() -> None:
    """References to footnotes and endnotes are told, and print nothing."""
    runs = runs_of(
        SHOWN.format("5件"),
        '<w:r><w:footnoteReference w:id="3"/></w:r>',
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
    )
    assert shown(runs.strips) == "5件" and runs.notes == [("footnote", "3"), ("endnote", "1")]


def test_a_symbol_that_only_its_font_knows_prints_nothing() -> None:
    """A character by its number is that character; one of a font's own, or none at all, is left out."""
    symbols = "".join(f'<w:sym w:font="Wingdings" w:char="{code}"/>' for code in ("2605", "F0FE", "zz", ""))
    assert runs_of(f"<w:r>{symbols}</w:r>").strips == [Strip("", "spelling", "★")]
