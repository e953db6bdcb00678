"""In: the schema. Out: a dictionary in which every column is described, and nothing that is no column."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nlp_reports.resource import load_yaml
from nlp_reports.schema import ASKED_FOR, TABLES
from nlp_reports.writing.dictionary import describe_columns, dictionary_table, table_name
from nlp_reports.writing.exchange import write_dictionary

ALL = TABLES | ASKED_FOR
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


@LANGUAGES
def test_every_column_is_described(lang: Any) -> None:
    """Each column of each table stands there once, in the schema's order, with a meaning in the language."""
    for table, columns in ALL.items():
        told = describe_columns(table, lang=lang)
        assert [each.name for each in told] == list(columns)
        assert all(each.meaning and each.short for each in told) and table_name(table, lang=lang)
        if lang == "en":
            assert not [each for each in told if re.search(r"[\u4e00-\u9fff]", each.meaning)]


def test_nothing_is_described_that_is_no_column() -> None:
    """What the dictionary names is a table, or a column of the table it stands under."""
    entries = load_yaml("dictionary.yaml")
    assert set(entries["tables"]) == set(ALL)
    assert {name for each in ALL.values() for name in each} >= set(entries["everywhere"])
    for table, entry in entries["tables"].items():
        assert set(entry["columns"]) <= set(ALL[table])


def test_values_are_those_that_tables_hold(sample_corpus: Any) -> None:
    """Where the dictionary lists a column's values, the samples have no other."""
    for table in TABLES:
        for column in describe_columns(table, lang="zh"):
            held = set(sample_corpus.tables[table][column.name].dropna()) if column.values else set()
            assert held - {""} <= set(column.values), (table, column.name)


@LANGUAGES
def test_the_file_opens_in_a_spreadsheet(tmp_path: Path, lang: Any) -> None:
    """UTF-8 with its mark, and a row for each column."""
    path = write_dictionary(out=tmp_path, lang=lang)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(path, dtype="string", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read, dictionary_table(lang=lang).replace("", pd.NA).astype(read.dtypes))
    assert len(read) == sum(map(len, ALL.values()))
