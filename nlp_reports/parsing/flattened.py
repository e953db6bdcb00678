"""In: where a table stands that lost its borders, its template. Out: the StatutoryTable, if determined.

A cell is `recovered` where all admitted readings agree on it, else `ambiguous` with its possible values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.model import Cell, Issue, Span, StatutoryTable
from nlp_reports.parsing.annex import find_indicators
from nlp_reports.parsing.annex_sums import judge_list
from nlp_reports.parsing.blanks import sound_lines
from nlp_reports.parsing.joint import Judgement, Parted, judge
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.parsing.readings import Line
from nlp_reports.parsing.runs import condense, find_lines, find_list
from nlp_reports.parsing.template import filled, is_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nlp_reports.model import CellStatus, Document
    from nlp_reports.parsing.annex import Head
    from nlp_reports.parsing.readings import Reading, Run, Value
    from nlp_reports.parsing.template import Row, TableTemplate

FEWEST = 2
"""Rows that must be found for a passage to be read as a table."""


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a table as it stands in the text: the rows and columns of its cells, its run."""

    keys: tuple[tuple[str, str], ...]
    run: Run


def parse_flattened(
    document: Document, place: Span, table: TableTemplate
) -> tuple[StatutoryTable | None, tuple[Issue, ...]]:
    """Return the cells of `table` that stand in `place` without borders, and what is doubtful about them.

    None, with the issue `table_flattened`, where no figures can be told there.
    """
    return _parse(document, place, table, _find(document.text, place, table))


def parse_flattened_list(document: Document, head: Head) -> tuple[StatutoryTable | None, tuple[Issue, ...]]:
    """Return the cells of the list below `head`, and what is doubtful about them and left out of it."""
    found: dict[str, Found] = {}
    unknown: list[str] = []
    for each in find_indicators(condense(document.text, head.place), head):
        if isinstance(each, str):
            unknown.append(each)
        elif each.row.key not in found or not found[each.row.key].run.text:
            keys = tuple((each.row.key, column or "") for column in head.columns)
            found[each.row.key] = Found(keys, each.run)
    table, issues = _parse(document, head.place, filled(head.table, found), found)
    name = named("table", head.table)
    odd = (Issue("checks", "row_unexpected", (*name, ("label", each)), head.place) for each in unknown)
    return table, (*issues, *odd)


def _parse(
    document: Document, place: Span, table: TableTemplate, found: dict[str, Found]
) -> tuple[StatutoryTable | None, tuple[Issue, ...]]:
    if not any(each.run.text for each in found.values()):
        return None, (Issue("parsing", "table_flattened", named("table", table), place),)
    lines = {
        name: Parted(Line(each.run, len(each.keys), _totals(each.keys, table)))
        for name, each in found.items()
        if each.run.text
    }
    sound = sound_lines(lines, complete=all(each.run.text for each in found.values()))
    judgement = (judge_list if table.layout == "list" else judge)(sound, _families(table, lines, sound))
    cells: list[Cell] = []
    for name, each in found.items():
        line = lines.get(name)
        known = name in sound and name not in judgement.doubtful
        readings = judgement.readings.get(name, frozenset()) if known else None
        cells += _cells(document.text, table, each, line, readings)
    span = _span(found.values())
    return StatutoryTable(table.key, span, tuple(cells)), tuple(_issues(table, cells, judgement, span))


def _find(text: str, place: Span, table: TableTemplate) -> dict[str, Found]:
    condensed = condense(text, place)
    if table.layout == "columns":
        run = find_list(condensed, table)
        return {"": Found(_keys(table.rows), run)} if run else {}
    found: dict[str, Found] = {}
    for each in find_lines(condensed, table):
        if each.row.key not in found or not found[each.row.key].run.text:
            found[each.row.key] = Found(_keys([each.row]), each.run)
    return found if len(found) >= FEWEST else {}


def _keys(rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    return tuple((row.key, column) for row in rows for column in row.columns)


def _totals(keys: Sequence[tuple[str, str]], table: TableTemplate) -> tuple[int, ...]:
    """Return which cells of a line are the sum of those before them."""
    totals = {name for balance in table.balances if balance.across == "columns" for name in balance.right}
    return tuple(index for index, (_, column) in enumerate(keys) if column in totals)


def _families(table: TableTemplate, lines: Iterable[str], sound: Iterable[str]) -> list[dict[str, int]]:
    """Return for each sum over a column the sign that each row has in it.

    A sum says nothing if one of its rows cannot be read, or one of its terms was not found. A single row
    of several, or a blank one, counts as nothing.
    """
    families = []
    for balance in table.balances:
        if balance.across == "rows":
            signed = [(name, 1) for name in balance.left] + [(name, -1) for name in balance.right]
            signs = {row: sign for row in lines for name, sign in signed if is_under(row, name)}
            whole = all(any(is_under(row, name) for row in lines) for name, _ in signed)
            families += [signs] if whole and signs.keys() <= set(sound) else []
    return families


def _span(found: Iterable[Found]) -> Span:
    places = [at for each in found for at in each.run.places]
    return Span(min(places), max(places) + 1)


def _cells(
    text: str, table: TableTemplate, found: Found, line: Parted | None, readings: frozenset[Reading] | None
) -> Iterator[Cell]:
    """Yield the cells of a line, each as far as `readings` agree on it (empty: any; None: not to be read)."""
    run = found.run
    for index, (row, column) in enumerate(found.keys):
        if not column:
            continue
        unit = table.unit(row, column)
        if line is None:
            yield Cell(table.key, row, column, None, "", "blank", Span(run.places[0], run.places[0]), unit)
            continue
        ways = _ways(line, index, readings)
        if len(ways) == 1:
            ((start, end), value), *_ = ways.items()
            span = Span(run.places[start], run.places[end - 1] + 1)
            status: CellStatus = "dash" if value is None else "recovered"
            yield Cell(table.key, row, column, value, text[span.start : span.end], status, span, unit)
        else:
            span = Span(run.places[0], run.places[-1] + 1)
            values = tuple(sorted({value for value in ways.values() if value is not None}))
            raw = text[span.start : span.end]
            yield Cell(table.key, row, column, None, raw, "ambiguous", span, unit, values)


def _ways(line: Parted, index: int, readings: frozenset[Reading] | None) -> dict[tuple[int, int], Value]:
    """Return where the cell `index` of a line may stand, and what it then says."""
    if readings is None:
        return {}
    admitted = {(reading[index - 1] if index else 0, reading[index]) for reading in readings}
    return {
        (start, end): value
        for start, ends in line.places[index].items()
        for end, value in ends.items()
        if not readings or (start, end) in admitted
    }


def _issues(table: TableTemplate, cells: Sequence[Cell], judgement: Judgement, span: Span) -> Iterator[Issue]:
    count = {status: sum(cell.status == status for cell in cells) for status in ("recovered", "ambiguous")}
    counts = tuple((status, str(number)) for status, number in count.items())
    kind = "table_part_recovered" if count["ambiguous"] else "table_recovered"
    yield Issue("parsing", kind, (*named("table", table), *counts), span)
    if judgement.verdict == "unbounded":
        yield Issue("parsing", "recovery_unbounded", named("table", table), span)
    if judgement.verdict in ("agrees", "unbounded"):
        return
    rows = [row for row in table.rows if row.key in judgement.broken]
    sums = named("sums", *rows) if rows else in_both("sums", "各列合计", "the sums of its columns")
    yield Issue("checks", f"recovery_{judgement.verdict}", (*named("table", table), *sums), span)
