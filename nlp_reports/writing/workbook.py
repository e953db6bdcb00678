"""In: the corpus tables and the codebook. Out: `workbook.xlsx`, for who works in a spreadsheet.

Text is written as text: no cell is a formula or a link, whatever a report holds. XlsxWriter writes row by
row, so that memory does not grow with the workbook.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nlp_reports.saving import write_whole
from nlp_reports.schema import TABLES
from nlp_reports.wording import Language, say
from nlp_reports.writing.dictionary import Column, describe_columns, dictionary_table, table_name
from nlp_reports.writing.escaping import show_controls
from nlp_reports.writing.labels import code_name, label
from nlp_reports.writing.matrix import FACTS, ROLES, code_matrix
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Codebook

LONGEST, MOST_ROWS = 32_767, 200_000
"""Characters that Excel keeps in a cell; rows of a sheet, beyond which spreadsheets are no pleasure."""

ELSEWHERE = ("texts", "cells", "checks", "sections", "metadata", "typicality")
"""Tables that are left to the files made for them, for their size or because others hold what they tell."""

_SHARES = frozenset({"share", "low", "high", "difference", "score", "confidence", "fit"})
_RISKY = re.compile(r"^[=+\-@\t\r]")
_WIDTHS = {"report_id": 18, "statement_id": 22, "problem_id": 22, "measure_id": 22, "agency": 30, "path": 40}
_LONG = frozenset({"text", "message", "evidence", "faults", "done", "meaning", "codes", "title", "spans"})
_WIDE = 56


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, headings with what they mean, rows, and the table that its rows are of."""

    name: str
    heads: tuple[tuple[str, str], ...]
    rows: Iterable[Sequence[Any]]
    n_rows: int
    table: str
    columns: tuple[str, ...]


def write_workbook(
    tables: Mapping[str, pd.DataFrame],
    *,
    codebook: Codebook,
    counts: Mapping[str, float],
    out: Path,
    lang: Language = "zh",
) -> Path:
    """Write `workbook.xlsx` into the folder `out` and return its path; the same tables give the same bytes.

    Sheets are notes, the data dictionary, reports × codes, reports, statements with the names of their
    codes, and the other tables but for `ELSEWHERE`. Raises SchemaError where a table lacks a column,
    OutputError where the file cannot be written.
    """
    sheets = [*_sheets(tables, codebook, lang)]
    return write_whole(out / "workbook.xlsx", lambda draft: _write(draft, sheets, codebook, counts, lang))


def _sheets(tables: Mapping[str, pd.DataFrame], codebook: Codebook, lang: Language) -> Iterable[Sheet]:
    told = dictionary_table(lang=lang)
    names = {code.id: code_name(code, lang=lang) for code in codebook.codes}
    yield Sheet(say("exchange.dictionary", lang=lang), tuple((name, "") for name in told.columns),
                told.fillna("").itertuples(index=False), len(told), "data_dictionary",
                ("table", "path", "path", "meaning", "type", "unit", "meaning", "path"))  # fmt: skip
    yield _matrix(tables, codebook, lang)
    for table in TABLES:
        if table not in ELSEWHERE:
            frame, columns = tables[table], describe_columns(table, lang=lang)
            if table == "statements":
                frame, columns = _with_codes(tables, columns, names, say("exchange.codes_told", lang=lang))
            yield _sheet(table, frame, [_named(column, names) for column in columns], lang)


def _matrix(tables: Mapping[str, pd.DataFrame], codebook: Codebook, lang: Language) -> Sheet:
    ids = [code.id for code in codebook.codes]
    matrix = code_matrix(tables, code_ids=ids)
    facts = {column.name: column for column in describe_columns("reports", lang=lang)}
    names = {code.id: code_name(code, lang=lang) for code in codebook.codes}
    heads = [(facts[name].short, f"{name}: {facts[name].meaning}") for name in FACTS]
    for role in ROLES:
        for code in ids:
            word = say(
                "exchange.matrix_label", lang=lang, role=label("role", role, lang=lang), code=names[code]
            )
            heads.append((word, f"{role}_{code}"))
    rows = _told(matrix, [facts.get(name) for name in matrix.columns])
    return Sheet(
        say("exchange.matrix", lang=lang), tuple(heads), rows, len(matrix), "codes", tuple(map(str, matrix))
    )


def _with_codes(
    tables: Mapping[str, pd.DataFrame], columns: tuple[Column, ...], names: Mapping[str, str], told: str
) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """The statements with the names of their codes."""
    codes = tables["codes"].assign(told=lambda rows: rows["code"].map(lambda code: names.get(code, code)))
    joined = codes.groupby("statement_id")["told"].agg("；".join)
    frame = tables["statements"].assign(codes=lambda rows: rows["statement_id"].map(joined).astype("string"))
    return frame, (*columns, Column("statements", "codes", told, "string", "", {}))


def _named(column: Column, names: Mapping[str, str]) -> Column:
    """A column of codes tells their names."""
    return replace(column, values=names) if column.name == "code" and column.table != "issues" else column


def _sheet(table: str, frame: pd.DataFrame, columns: Sequence[Column], lang: Language) -> Sheet:
    return Sheet(
        table_name(table, lang=lang),
        tuple((column.short, f"{column.name}: {column.meaning}") for column in columns),
        _told(frame.head(MOST_ROWS), columns),
        len(frame),
        table,
        tuple(column.name for column in columns),
    )


def _told(frame: pd.DataFrame, columns: Sequence[Column | None]) -> Iterable[list[Any]]:
    """Yield rows of values, those of few kinds as words, missing ones as None."""
    words = {place: column.values for place, column in enumerate(columns) if column and column.values}
    for row in rows_of(frame):
        values = list(row.values())
        for place, known in words.items():
            values[place] = known.get(values[place], values[place])
        yield values


def _write(
    path: Path, sheets: Sequence[Sheet], codebook: Codebook, counts: Mapping[str, float], lang: Language
) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": say("exchange.title", lang=lang), "created": datetime.datetime(2000, 1, 1)}
        )
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"valign": "top"}),
            "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
            "quoted": book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True}),
            "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
        }
        notes = book.add_worksheet(say("exchange.notes", lang=lang))
        cut = {sheet.name: _fill(book.add_worksheet(sheet.name[:31]), sheet, formats) for sheet in sheets}
        notes.set_column(0, 0, 100)
        for place, line in enumerate(_notes(sheets, cut, codebook, counts, lang)):
            notes.write_string(place, 0, line, formats["wrapped" if place else "head"])


def _fill(worksheet: Any, sheet: Sheet, formats: Mapping[str, Any]) -> int:
    """Write a sheet and return how many texts had to be cut."""
    cut = 0
    for place, (column, (head, _)) in enumerate(zip(sheet.columns, sheet.heads, strict=True)):
        width = _WIDE if column in _LONG else _WIDTHS.get(column, min(24, max(9, 2 * len(head) + 2)))
        worksheet.set_column(place, place, width)
    shares, long = (
        {place for place, name in enumerate(sheet.columns) if name in some} for some in (_SHARES, _LONG)
    )
    for place, (head, meaning) in enumerate(sheet.heads):
        worksheet.write_string(0, place, head, formats["head"])
        if meaning:
            worksheet.write_comment(0, place, meaning)
    for line, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                cut += len(value) > LONGEST
                kind = "quoted" if _RISKY.match(value) else "wrapped" if place in long else "text"
                worksheet.write_string(line, place, show_controls(value)[:LONGEST], formats[kind])
            elif value is not None:
                worksheet.write_number(line, place, value, formats["share" if place in shares else "text"])
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, max(1, min(sheet.n_rows, MOST_ROWS)), len(sheet.heads) - 1)
    return cut


def _notes(
    sheets: Sequence[Sheet],
    cut: Mapping[str, int],
    codebook: Codebook,
    counts: Mapping[str, float],
    lang: Language,
) -> Iterable[str]:
    yield say("exchange.title", lang=lang)
    named = {"issues": table_name("issues", lang=lang)}
    yield say("exchange.note_corpus", lang=lang, **named, **{name: int(n) for name, n in counts.items()})
    yield say("exchange.note_codes", lang=lang, version=codebook.version)
    yield say("exchange.note_matrix", lang=lang, matrix=say("exchange.matrix", lang=lang))
    yield say("exchange.note_missing", lang=lang)
    yield say("exchange.note_headings", lang=lang, dictionary=say("exchange.dictionary", lang=lang))
    left = "、".join(f"{table_name(table, lang=lang)} ({table})" for table in ELSEWHERE)
    yield say("exchange.note_elsewhere", lang=lang, tables=left)
    for sheet in sheets:
        told = {"sheet": sheet.name, "table": sheet.table, "lang": lang}
        if sheet.n_rows > MOST_ROWS:
            yield say("exchange.note_rows", shown=MOST_ROWS, total=sheet.n_rows, **told)  # type: ignore[arg-type]
        if cut[sheet.name]:
            yield say("exchange.note_cut", n=cut[sheet.name], **told)  # type: ignore[arg-type]
