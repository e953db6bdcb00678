"""In: the corpus tables and the codebook. Out: files that Stata and SPSS open, labelled, and the dictionary.

Columns of few possible values become numbers with value labels; texts stay texts.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from nlp_reports.saving import write_whole
from nlp_reports.schema import TABLES
from nlp_reports.wording import Language, say
from nlp_reports.writing.dictionary import describe_columns, dictionary_table
from nlp_reports.writing.escaping import show_controls
from nlp_reports.writing.labels import code_name, label
from nlp_reports.writing.matrix import FACTS, ROLES, code_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Codebook

MATRIX = "report_codes"
"""The file with one row a report and 0 or 1 for each role and code."""

LEFT_OUT = ("texts",)
"""Tables without use in a statistics program."""

_LABEL, _NAME, _SHORT_TEXT = 80, 32, 200
"""Characters that Stata has for a variable's label, its name, and a text that is kept in the row itself."""

_RESERVED = frozenset(
    {"all", "and", "by", "end", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
)
"""Words of our tables and codebooks that are words of the programs' own; they get an underscore."""

_WHEN = datetime.datetime(2000, 1, 1)
_SAV_WHEN, _SAV_PLACE = b"01 Jan 0000:00:00", 92
"""The moment that a .sav's header names, and where: fixed, so that the same tables give the same bytes."""


class Labelled(NamedTuple):
    """A table for a statistics program: values, what each column means, and labels of values by column."""

    frame: pd.DataFrame
    columns: dict[str, str]
    values: dict[str, dict[int | float, str]]


def write_stata(
    tables: Mapping[str, pd.DataFrame], *, codebook: Codebook, out: Path, lang: Language = "zh"
) -> tuple[Path, ...]:
    """Write `stata/NAME.dta` (Stata 14 and later) for each table, and `stata/report_codes.dta`.

    Raises SchemaError where a table lacks a column, OutputError where a file cannot be written.
    """
    return tuple(
        write_whole(out / "stata" / f"{name}.dta", _stata_writer(labelled))
        for name, labelled in _labelled(tables, codebook, lang)
    )


def write_spss(
    tables: Mapping[str, pd.DataFrame], *, codebook: Codebook, out: Path, lang: Language = "zh"
) -> tuple[Path, ...]:
    """Write `spss/NAME.sav` for each table and `spss/report_codes.sav`; return the paths.

    Raises SchemaError where a table lacks a column, OutputError where a file cannot be written.
    """
    return tuple(
        write_whole(out / "spss" / f"{name}.sav", _spss_writer(labelled))
        for name, labelled in _labelled(tables, codebook, lang)
    )


def write_dictionary(*, out: Path, lang: Language = "zh") -> Path:
    """Write `data_dictionary.csv` (UTF-8 with a byte order mark) into the folder `out`; return its path."""
    told = dictionary_table(lang=lang)
    return write_whole(
        out / "data_dictionary.csv",
        lambda draft: told.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n"),
    )


def _labelled(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, lang: Language
) -> Iterable[tuple[str, Labelled]]:
    for name in TABLES:
        if name not in LEFT_OUT:
            columns = {each.name: each.meaning for each in describe_columns(name, lang=lang)}
            words = {each.name: each.values for each in describe_columns(name, lang=lang) if each.values}
            yield name, _label(tables[name], columns, words)
    matrix = code_matrix(tables, code_ids=[code.id for code in codebook.codes])
    facts = {each.name: each for each in describe_columns("reports", lang=lang)}
    columns = {name: facts[name].meaning for name in FACTS}
    for role in ROLES:
        for code in codebook.codes:
            told = {"role": label("role", role, lang=lang), "code": code_name(code, lang=lang)}
            columns[f"{role}_{code.id}"] = say("exchange.matrix_label", lang=lang, **told)
    words = {name: facts[name].values for name in FACTS if facts[name].values}
    yield MATRIX, _label(matrix, columns, words)


def _label(
    frame: pd.DataFrame, columns: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
) -> Labelled:
    """Return values that both programs know: numbers, texts, and numbers that stand for words."""
    import pandas as pd

    made: dict[str, Any] = {}
    values: dict[str, dict[int | float, str]] = {}
    names = _legal(columns)
    for name, column in frame.items():
        known = words.get(str(name), {})
        if known and set(column.dropna()) <= set(known):
            codes = pd.Categorical(column, categories=list(known)).codes + 1
            made[names[str(name)]] = pd.Series(codes, index=frame.index).where(codes > 0).astype("float64")
            values[names[str(name)]] = dict(enumerate(known.values(), 1))
        elif str(column.dtype) == "string":
            made[names[str(name)]] = column.fillna("").map(show_controls).astype(object)
        else:
            made[names[str(name)]] = column.astype("float64")
    return Labelled(pd.DataFrame(made), {names[name]: told for name, told in columns.items()}, values)


def _legal(names: Iterable[str]) -> dict[str, str]:
    """Return for each name one that Stata and SPSS allow: letters, digits, 32 of them, all different."""
    found: dict[str, str] = {}
    for name in names:
        legal = re.sub(r"\W", "_", name, flags=re.ASCII)[:_NAME]
        legal = f"{legal}_" if legal.lower() in _RESERVED else legal
        while legal in found.values():
            legal = f"{legal[: _NAME - 3]}_{len(found) % 100:02d}"
        found[name] = legal
    return found


def _stata_writer(labelled: Labelled) -> Callable[[Path], object]:
    frame, columns, values = labelled
    long = [
        str(name)
        for name, column in frame.items()
        if column.dtype == object and len(column) and column.str.len().max() > _SHORT_TEXT
    ]

    def write(draft: Path) -> None:
        frame.to_stata(
            draft,
            version=118,
            write_index=False,
            time_stamp=_WHEN,
            variable_labels={name: told[:_LABEL] for name, told in columns.items()},
            value_labels=values,
            convert_strl=long,
        )

    return write


def _spss_writer(labelled: Labelled) -> Callable[[Path], object]:
    def write(draft: Path) -> None:
        import pyreadstat

        frame, columns, values = labelled
        pyreadstat.write_sav(
            frame, str(draft), column_labels=[columns[str(name)] for name in frame],
            variable_value_labels=values, compress=True,
        )  # fmt: skip
        with draft.open("r+b") as file:
            file.seek(_SAV_PLACE)
            file.write(_SAV_WHEN)

    return write
