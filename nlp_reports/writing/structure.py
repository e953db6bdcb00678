"""In: one Report. Out: its structure on the terminal, so that a misreading is understood in a minute."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from nlp_reports.wording import Language, describe_issue, load_area, say
from nlp_reports.writing.escaping import show_controls
from nlp_reports.writing.labels import label

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from nlp_reports.model import Cell, Report, Span, StatutoryTable

EDGE = 14
"""Characters shown of a stretch's beginning and end."""
LEAST_OUTSIDE = 2
"""Characters between two sections that are worth a line."""

_FIELDS = ("agency", "region", "level", "sector", "year", "published")
_COLUMNS = ("place", "section", "title", "confidence", "matched_by", "words")
_MARKS = {"blank": "·", "ambiguous": "?", "recovered": "*"}


def print_structure(report: Report, *, lang: Language, console: Console) -> None:
    """Print who reports, the sections with their bounds, the tables cell by cell, and every finding.

    In tables `·` stands for a blank cell; `?` follows what can be read in several ways, `*` what was
    recovered from figures that ran together. Control characters of the report are made visible.
    """
    document = report.document
    source = document.source
    _line(
        console,
        "head",
        lang,
        path=source.path,
        media_type=source.media_type,
        n=len(document.text),
        id=report.id,
    )
    _print_identity(report, lang, console)
    _print_sections(report, lang, console)
    _print_tables(report, lang, console)
    _print_left_out(report, lang, console)
    _print_issues(report, lang, console)


def _print_identity(report: Report, lang: Language, console: Console) -> None:
    who, told_by = report.identity, dict(report.identity.sources)
    table = _table()
    for name in _FIELDS:
        value = getattr(who, name)
        shown = label(name, value, lang=lang) if name in ("level", "sector") or value is None else str(value)
        if name == "region" and who.adcode:
            shown = f"{shown} {who.adcode}"
        if name == "level" and who.body:
            shown = f"{shown} {label('body', who.body, lang=lang)}"
        table.add_row(say(f"structure.{name}", lang=lang), _shown(shown), _told_by(told_by.get(name), lang))
    table.add_row(say("structure.form", lang=lang), label("form", report.form, lang=lang))
    _heading(console, "identity", lang)
    console.print(table)


def _told_by(source: str | None, lang: Language) -> str:
    return say("structure.told_by", lang=lang, source=label("source", source, lang=lang)) if source else ""


def _print_sections(report: Report, lang: Language, console: Console) -> None:
    _heading(console, "sections" if report.sections else "no_sections", lang)
    if not report.sections:
        return
    table = _table(*(say(f"structure.{name}", lang=lang) for name in _COLUMNS))
    at = 0
    for section in report.sections:
        _add_outside(table, report, at, section.span.start, lang)
        table.add_row(
            _place(section.span),
            label("section", section.key, lang=lang),
            _shown(section.title),
            f"{section.confidence:.2f}",
            " ".join(label("matched", each, lang=lang) for each in section.matched_by.split("+")),
            _ends(report, section.body),
        )
        at = section.span.end
    _add_outside(table, report, at, len(report.document.text), lang)
    console.print(table)


def _add_outside(table: Table, report: Report, start: int, end: int, lang: Language) -> None:
    from nlp_reports.model import Span

    if len(report.document.text[start:end].strip()) >= LEAST_OUTSIDE:
        span = Span(start, end)
        table.add_row(_place(span), say("structure.outside", lang=lang), "", "", "", _ends(report, span))


def _print_tables(report: Report, lang: Language, console: Console) -> None:
    _heading(console, "tables" if report.tables else "no_tables", lang)
    for each in report.tables:
        tally = Counter(cell.status for cell in each.cells)
        counts = " ".join(f"{label('status', status, lang=lang)} {n}" for status, n in tally.most_common())
        name = label("table", each.key, lang=lang)
        _line(console, "table", lang, name=name, place=_place(each.span), counts=counts)
        if any(cell.status != "blank" for cell in each.cells):
            console.print(_cells(each, lang))


def _cells(found: StatutoryTable, lang: Language) -> Table:
    columns = list(dict.fromkeys(cell.column for cell in found.cells))
    rows: defaultdict[str, dict[str, Cell]] = defaultdict(dict)
    for cell in found.cells:
        rows[cell.row][cell.column] = cell
    table = _table("", *(label("column", column, lang=lang) for column in columns))
    for row, cells in rows.items():
        printed = [_cell(cells[column]) if column in cells else "" for column in columns]
        table.add_row(label("row", row, lang=lang), *printed)
    return table


def _cell(cell: Cell) -> str:
    return _shown(cell.raw) + _MARKS.get(cell.status, "")


def _print_left_out(report: Report, lang: Language, console: Console) -> None:
    """Say how much was left out and for which reason; what only changed its spelling is not worth a line."""
    told = load_area("structure")
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for change in report.document.changes:
        if f"reason_{change.reason}" in told and change.printed.strip():
            kinds[change.reason].append(change.printed)
    if not kinds:
        return
    _heading(console, "left_out", lang)
    for reason, printed in kinds.items():
        longest = _shortened(max(printed, key=len))
        name = say(f"structure.reason_{reason}", lang=lang)
        chars = sum(map(len, printed))
        _line(console, "left_out_kind", lang, reason=name, n=len(printed), chars=chars, longest=longest)


def _print_issues(report: Report, lang: Language, console: Console) -> None:
    _heading(console, "issues" if report.issues else "no_issues", lang)
    table = _table()
    for issue in report.issues:
        place = _place(issue.span) if issue.span else ""
        table.add_row(label("stage", issue.stage, lang=lang), place, _shown(describe_issue(issue, lang=lang)))
    if report.issues:
        console.print(table)


def _ends(report: Report, span: Span) -> str:
    return _shortened(report.document.text[span.start : span.end])


def _shortened(text: str) -> str:
    words = _shown(" ".join(text.split()))
    return words if len(words) <= 2 * EDGE + 3 else f"{words[:EDGE]} … {words[-EDGE:]}"


def _place(span: Span) -> str:
    return f"{span.start}–{span.end}"


def _shown(text: str) -> str:
    return show_controls(text)


def _table(*header: str) -> Table:
    from rich.table import Table

    table = Table(
        box=None, show_header=bool(header), pad_edge=False, padding=(0, 2, 0, 0), header_style="bold"
    )
    for name in header or ("", "", ""):
        table.add_column(name, overflow="fold")
    return table


def _heading(console: Console, name: str, lang: Language) -> None:
    console.print(f"\n{say(f'structure.{name}', lang=lang)}", style="bold")


def _line(console: Console, key: str, lang: Language, **fields: object) -> None:
    console.print(_shown(say(f"structure.{key}", lang=lang, **fields)))
