"""In: a table's text without its borders, its template. Out: the labels in it, each with its run of digits.

Blanks are left out and remembered. What stands between two runs of digits is cut at numbering and remarks;
the last row named there owns the run that follows, the rows named before it are blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.parsing.labels import bare, group_of, row_of
from nlp_reports.parsing.readings import LONGEST, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp_reports.model import Span
    from nlp_reports.parsing.template import Row, TableTemplate

_BLANK = re.compile(r"[\s|]+")
_PAGE = re.compile(r"(?m)^\s*(?:-\s*\d{1,3}\s*-|第\s*\d{1,3}\s*页.{0,12})\s*$")
_COUNTING = re.compile(r"[(][^()]{1,40}计 ?[0-9] ?[条次件个][^()]{0,10}[)]")
_RUN = re.compile(
    r"(?:[0-9/+*\\-]|无(?![^\W0-9])|无(?=无)|(?:增加?|减少?)(?=[0-9])|(?<=[0-9])[.,](?=[0-9]))+"
)
_REMARK = re.compile(r"[(](?![一二三四五六七八九十]{1,3}[)])[^()]{1,200}[)]")
_CUT = re.compile(
    r"[(][一二三四五六七八九十]{1,3}[)][、.]?|[一二三四五六七八九十]{1,3}[、.]|[(][^()]{1,200}[)]"
)
_ORDINAL = re.compile(r"[.、:)]")
_MEASURE = re.compile(r"[元件条个份次人项宗起篇名户期场年月日%]|万元")
_SIGN = re.compile(r"增加?|减少?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row that the text names, and the run that follows its label (empty: blank cells)."""

    row: Row
    run: Run


@dataclass(frozen=True, slots=True)
class Condensed:
    """A stretch of text folded and without blanks: the place of each character, and where blanks stood."""

    text: str
    places: tuple[int, ...]
    breaks: frozenset[int]


def condense(text: str, place: Span) -> Condensed:
    """Return the stretch `place` of `text` without blanks, rules between cells, and numbers of no cell.

    These are page numbers, and those in remarks on how to count.
    """
    folded = fold(text[place.start : place.end])
    for other in (*_PAGE.finditer(folded), *_COUNTING.finditer(folded)):
        folded = folded[: other.start()] + " " * (other.end() - other.start()) + folded[other.end() :]
    kept: list[str] = []
    places: list[int] = []
    breaks: list[int] = []
    at = 0
    for blank in (*_BLANK.finditer(folded), None):
        end = blank.start() if blank else len(folded)
        kept.append(folded[at:end])
        places += range(place.start + at, place.start + end)
        breaks.append(len(places))
        at = blank.end() if blank else end
    return Condensed("".join(kept), tuple(places), frozenset(breaks))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of cells with the words before it and the beginning of those after it."""

    words: str
    start: int
    end: int
    after: str


def stretches(condensed: Condensed) -> Iterator[Stretch]:
    """Yield the runs of cells in order; a remark in brackets between two of them does not part them."""
    text = condensed.text
    words = 0
    found: list[int] | None = None
    for run in _RUN.finditer(text):
        if found and _REMARK.fullmatch(text, found[1], run.start()):
            found[1] = run.end()
            continue
        if found:
            yield Stretch(text[words : found[0]], found[0], found[1], text[found[1] : run.start()])
            words = found[1]
        found = [run.start(), run.end()]
    if found:
        yield Stretch(text[words : found[0]], found[0], found[1], text[found[1] :])
        words = found[1]
    yield Stretch(text[words:], len(text), len(text), "")


def cut_run(
    condensed: Condensed,
    stretch: Stretch,
    *,
    expected: str = "",
    money: str | None = None,
    signed: bool = False,
) -> Run | None:
    """Return the run of a stretch; None where what follows shows that it is a number in a sentence.

    `expected` is the number of the label that comes next, which may stick to the run without a point.
    `money` is the unit of a row that holds an amount, which may have decimals and its unit behind it.
    """
    start, end, after = stretch.start, stretch.end, stretch.after
    text = condensed.text
    if end - start > LONGEST or (_MEASURE.match(after) and not (money and after.startswith(money))):
        return None
    loose = {0}
    if text[end - 1 : end].isdigit() and _ORDINAL.match(after):
        end -= 1
    elif expected and text.endswith(expected, start, end):
        loose = {0, len(expected)}
    drop = [each.span() for each in _REMARK.finditer(text, start, end)]
    kept = [at for at in range(start, end) if not any(a <= at < b for a, b in drop)]
    breaks = {
        index
        for index, at in enumerate(kept)
        if index and (at in condensed.breaks or kept[index - 1] != at - 1)
    }
    if not kept:
        return empty_run(condensed, start)
    letters = [text[at] for at in kept]
    return _signed(
        "".join(letters),
        [condensed.places[at] for at in kept],
        breaks,
        frozenset(loose),
        decimals=money is not None,
        signed=signed,
    )


def _signed(
    text: str, places: list[int], breaks: set[int], loose: frozenset[int], *, decimals: bool, signed: bool
) -> Run:
    """Write 增 and 减 as signs; a sign after the first character begins a cell."""
    while word := _SIGN.search(text):
        at, end = word.span()
        text = text[:at] + ("+" if word[0][0] == "增" else "-") + text[end:]
        places = places[: at + 1] + places[end:]
        breaks = {each if each <= at else max(each - (end - at - 1), at + 1) for each in breaks} | (
            {at} if at else set()
        )
        breaks.discard(at + 1)
    return Run(text, tuple(places), frozenset(breaks), loose, decimals, signed)


def find_lines(condensed: Condensed, table: TableTemplate) -> Iterator[Labelled]:
    """Yield the rows that the text names, in its order, each with its run; a row may come twice."""
    group: str | None = None
    begun = False
    condensed = _from_header(condensed, table)
    for stretch in stretches(condensed):
        rows, group, owns = name_rows(stretch.words, table, group=group, begun=begun)
        begun = begun or bool(rows)
        at = stretch.start
        for row in rows[:-1] if owns else rows:
            yield Labelled(row, empty_run(condensed, at))
        if not owns or stretch.start == stretch.end:
            if owns:
                yield Labelled(rows[-1], empty_run(condensed, at))
            continue
        row = rows[-1]
        run = cut_run(
            condensed,
            stretch,
            expected=_number_before(stretch.after, table),
            money=_money(row, table),
            signed="change" in row.columns,
        )
        if run is not None:
            yield Labelled(row, run)


_AMOUNT = "amount"


def _money(row: Row, table: TableTemplate) -> str | None:
    """Return what a row's amount of money is counted in, None if it has none."""
    return (table.columns[_AMOUNT].unit or "元") if _AMOUNT in row.columns else None


def _from_header(condensed: Condensed, table: TableTemplate) -> Condensed:
    """Return what follows the first label of a column; prose before it may name rows and numbers too."""
    found = [condensed.text.find(each.label) for each in table.columns.values() if len(each.label) > 2]
    start = min((at for at in found if at >= 0), default=len(condensed.text))
    return Condensed(
        condensed.text[start:],
        condensed.places[start:],
        frozenset(each - start for each in condensed.breaks if each > start),
    )


def empty_run(condensed: Condensed, at: int) -> Run:
    """Return the run of a row without cells, at the end of its label."""
    return Run("", (condensed.places[at - 1] + 1 if at else 0,))


def _number_before(words: str, table: TableTemplate) -> str:
    """Return the number that the form prints before the row whose label begins `words`, or nothing."""
    piece = _CUT.split(words, maxsplit=1)[0]
    row = row_of(piece, table) if piece else None
    if row is None or "." not in row.key:
        return ""
    head = row.key.partition(".")[0]
    mates = [each.key for each in table.rows if each.key.startswith(f"{head}.")]
    return str(mates.index(row.key) + 1)


def name_rows(
    words: str, table: TableTemplate, *, group: str | None, begun: bool
) -> tuple[list[Row], str | None, bool]:
    """Return the rows that `words` name, the group then in force, and whether a row's label ends them."""
    rows: list[Row] = []
    owns = False
    for piece in _CUT.split(words):
        if not (plain := bare(piece[-_REACH:])):
            continue
        row = row_of(piece, table, group=group, clean=begun or bool(rows))
        heads = group_of(piece, table)
        if row:
            rows, owns = [*rows, *_all_named(plain, row, table)], True
        elif heads:
            group, owns = heads, False
        else:
            glued = [each for each in table.rows if not each.weak and each.label in plain]
            glued.sort(key=lambda each: plain.index(each.label))
            rows, owns = [*rows, *glued], bool(glued) and plain.endswith(glued[-1].label)
        if rows and owns and (above := rows[-1].key.partition(".")[0]) in {each.key for each in table.groups}:
            group = above
    return rows, group, owns


_REACH = 70


def _all_named(plain: str, first: Row, table: TableTemplate) -> list[Row]:
    """Return `first` and all other rows whose labels stand in the same words, in their order."""
    found = [
        (match.start(), each)
        for each in table.rows
        if not each.weak and not each.group and (match := each.pattern.search(plain))
    ]
    rows = [each for _, each in sorted(found, key=lambda pair: pair[0])]
    return rows if first in rows else [first]


def find_list(condensed: Condensed, table: TableTemplate) -> Run | None:
    """Return the run of a table whose labels all stand above its one line of numbers, in the form's order."""
    labels = {each.label: key for key, each in table.columns.items()}
    names = re.compile("|".join(map(re.escape, labels)))
    wanted = [column for row in table.rows for column in row.columns]
    for stretch in stretches(condensed):
        found = [labels[each] for each in names.findall(stretch.words)]
        ends = any(stretch.words.endswith(label) for label in labels)
        if ends and found[-len(wanted) :] == wanted and stretch.start < stretch.end:
            places = [stretch.words.find(row.label) for row in table.rows]
            if places == sorted(places):
                return cut_run(condensed, stretch)
    return None
