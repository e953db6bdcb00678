"""In: the shipped templates and sentences. Out: names in both languages, and English that is English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from nlp_reports.parsing.naming import named
from nlp_reports.parsing.sections.outline import load_outlines
from nlp_reports.parsing.template import load_template, load_templates
from nlp_reports.wording import load_area

CHINESE = re.compile(r"[\u3400-\u9fff，。；：（）、]")
PRINTED = {"label", "raw", "text", "words", "agency", "other", "region", "meanings", "value"}
"""Gaps that take words of the report, which stay as they are printed."""


def english_names() -> Iterator[str]:
    for form in load_templates():
        yield form.en
        for table in form.tables:
            yield table.en
            for each in (*table.rows, *table.columns.values(), *table.groups):
                yield each.en
    for section in load_outlines().sections:
        yield section.en


def test_every_name_is_there_in_english() -> None:
    """Forms, tables, rows, columns, groups and sections all have an English name without Chinese in it."""
    names = list(english_names())
    assert all(names) and not [name for name in names if CHINESE.search(name)]


def test_rows_and_columns_of_a_table_have_names_of_their_own() -> None:
    """No two rows or columns of a table are called the same in English."""
    for table in (table for form in load_templates() for table in form.tables):
        for things in (table.rows, table.columns.values()):
            names = [each.en for each in things]
            assert len(set(names)) == len(names), table.key


@pytest.mark.parametrize("area", ["checks", "parsing"])
def test_english_sentences_hold_no_chinese_of_ours(area: str) -> None:
    """An English sentence has no Chinese word, and puts what the report prints into quotation marks."""
    for key, sentence in load_area(area).items():
        assert not CHINESE.search(sentence["en"]), key
        for gap in PRINTED:
            assert f"{{{gap}}}" not in sentence["en"].replace(f"“{{{gap}}}”", ""), (key, gap)


def test_names_become_fields_of_both_languages() -> None:
    """Several things are listed, each language with its own signs."""
    form = load_template("2021")
    rows = form.tables[0].rows[:2]
    assert named("form", form) == (("form_zh", "2021年式样"), ("form_en", "2021 form"))
    assert named("rows", *rows) == (
        ("rows_zh", "规章、行政规范性文件"),
        ("rows_en", "Rules; Normative documents"),
    )
