"""In: a text with a list of indicators that lost its borders. Out: its columns, its lines with their digits.

A line is `[number] label unit [code] values`. Numbers and codes count lines, so they are told from the digits
that they stick to by what they must be; where they are not that, the line's digits are left unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Span
from nlp_reports.parsing.labels import bare, column_of, group_of, row_of
from nlp_reports.parsing.readings import LONGEST, Run
from nlp_reports.parsing.runs import Labelled, condense, empty_run, stretches
from nlp_reports.parsing.template import is_under, load_templates, narrowed
from nlp_reports.parsing.values import COUNTS, MONEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import Document, Section
    from nlp_reports.parsing.runs import Condensed, Stretch
    from nlp_reports.parsing.template import Row, TableTemplate

FEWEST = 2
"""Labels that must follow the words which head a list."""
MOST = 400
"""Runs of digits behind the head that are looked at; no list has as many lines."""

_UNIT = re.compile(rf"(?:万?元|{COUNTS})")
_ENDS_IN_UNIT = re.compile(rf"{_UNIT.pattern}$")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")
_CODE_COLUMN = re.compile(r"代码|编码")
_NO_VALUE = re.compile(rf"{_UNIT_COLUMN.pattern}|{_CODE_COLUMN.pattern}|备注")
_NAME = re.compile(
    rf"{_NO_VALUE.pattern}|(?:(?:20[0-9][0-9]年|本[年期季]|历[年史]|上年|全年|当年)度?(?:累计|实际|统计|合计)?"
    r"|统计|累计)(?:数[量值额据]?|结果|值)?|数[量值额据]"
)
_SERIAL_COLUMN = re.compile(r"(?:序号|编号)(?:统计)?$")
_LETTERS = re.compile(r"(甲乙丙?丁?)[0-9]{0,4}")
_CUT = re.compile(
    r"[(][一二三四五六七八九十]{1,3}[)][、.]?|[一二三四五六七八九十]{1,3}[、.]|[(][^()]{1,200}[)]"
    rf"|(?<=[数量额密私定息形开报]){_UNIT.pattern}(?![数例])"
)
_POINT = re.compile(r"[.、:)]")
_POINTED = re.compile(r"[0-9][.、)](?=[^\W0-9])")
_FIRST_CODE = re.compile(r"0{0,3}1")
_COUNTED = "条件个份次人项宗起篇名户期场"
_MEASURE = re.compile(rf"[年月日%元{_COUNTED}]|万元")
_NONE = re.compile(rf"(?<=[0-9无/*\-元{_COUNTED}])无")
_REACH = 70


@dataclass(frozen=True, slots=True)
class Head:
    """What heads a list: where its lines stand, its form, the keys of its columns (None: of no form).

    `serial`: a number begins each line; `code`: one stands before the values; `unit_last`: the unit behind.
    """

    place: Span
    table: TableTemplate
    columns: tuple[str | None, ...]
    serial: bool
    code: bool
    unit_last: bool


def find_head(document: Document, sections: Sequence[Section], table: TableTemplate) -> Head | None:
    """Return what heads the last list in a document, with the form that names most of its rows.

    None where nothing heads one, fewer than two of its rows are named, or its columns are not known.
    """
    text = fold(document.text)
    if table.head is None or not table.head.search("".join(text.split())):
        return None
    condensed = condense(text, Span(0, len(text)))
    *_, words = table.head.finditer(condensed.text)
    start = condensed.places[words.start()]
    section = next((each.body for each in sections if each.key == table.key), None)
    end = section.end if section and section.start <= start < section.end else len(text)
    variants = [each for form in load_templates() for each in form.tables if each.key == table.key]
    heads = [head for each in variants if (head := _read_head(condensed, words, each, end))]
    named = [(len(set(_rows(condense(text, head.place), head))), head.table.open) for head in heads]
    best = max(named, default=(0, False))
    return heads[named.index(best)] if best[0] >= FEWEST else None


def _rows(condensed: Condensed, head: Head) -> Iterator[str]:
    """Yield the keys of the rows that a list names."""
    for each in find_indicators(condensed, head):
        if isinstance(each, Labelled):
            yield each.row.key


def _read_head(condensed: Condensed, words: re.Match[str], table: TableTemplate, end: int) -> Head | None:
    """Read the columns that are named behind the first words of a head."""
    names: list[str] = []
    at = words.end()
    while match := _NAME.match(condensed.text, at):
        names.append(match[0])
        at = match.end()
    values = [name for name in names if not _NO_VALUE.fullmatch(name)]
    keys = tuple(column_of(name, table) for name in values)
    known = [key for key in keys if key]
    if letters := _LETTERS.match(condensed.text, at):
        at = min(letters.end(), letters.end(1) + len(keys))
    if not known or len(set(known)) < len(known) or at >= len(condensed.text):
        return None
    unit = next((at for at, name in enumerate(names) if _UNIT_COLUMN.fullmatch(name)), 0)
    return Head(
        place=Span(condensed.places[at], end),
        table=narrowed(table, known),
        columns=keys,
        serial=_SERIAL_COLUMN.search(condensed.text, 0, words.start()) is not None,
        code=any(_CODE_COLUMN.fullmatch(name) for name in names),
        unit_last=unit > names.index(values[0]),
    )


def find_indicators(condensed: Condensed, head: Head) -> Iterator[Labelled | str]:
    """Yield the indicators of a list in its order, each with its digits, and the labels it does not know."""
    condensed = replace(condensed, text=_NONE.sub("*", condensed.text))
    group: str | None = None
    counter = _Counter(head, pointed=_POINTED.search(condensed.text) is not None)
    lines = []
    for stretch in islice(stretches(condensed), MOST):
        words = _UNIT.sub("", stretch.words, count=1) if head.unit_last else stretch.words
        rows, group, owns = _named(words, head.table, group)
        lines.append((stretch, words, rows, owns))
    last = max((at for at, line in enumerate(lines) if line[2]), default=0)
    runs = [
        counter.cut(condensed, stretch, decimals=owns and rows[-1].unit in MONEY, last=at >= last)
        for at, (stretch, _, rows, owns) in enumerate(lines)
    ]
    lost = (head.serial or head.code) and any(
        run and not run.ends for run, line in zip(runs, lines, strict=True) if line[3]
    )
    for at, (run, (stretch, words, rows, owns)) in enumerate(zip(runs, lines, strict=True)):
        empty = empty_run(condensed, stretch.start)
        yield from (Labelled(row, empty) for row in (rows[:-1] if owns else rows))
        if owns:
            yield Labelled(rows[-1], replace(run, loose=frozenset()) if run and lost else run or empty)
        elif run and run.ends and at < last and (label := _unknown(words, head)):
            yield label


def _named(words: str, table: TableTemplate, group: str | None) -> tuple[list[Row], str | None, bool]:
    """Return the rows that `words` name, the group then in force, and whether a row's label ends them."""
    groups = {each.key for each in table.groups}
    rows: list[Row] = []
    owns = False
    for piece in _CUT.split(words):
        plain = bare(piece[-_REACH:])
        if not plain or _UNIT.fullmatch(plain):
            continue
        row, heads = row_of(piece, table, group=group), group_of(piece, table)
        owns = row is not None
        if row:
            rows.append(row)
            above = row.key.partition(".")[0]
            group = above if above in groups else group
        else:
            group = heads or group
    return rows, group, owns


def _unknown(words: str, head: Head) -> str | None:
    """Return the last label in `words` if it can be that of an indicator: one with a unit."""
    labels = [each for each in map(bare, _CUT.split(words)) if len(each) > 1 and not _UNIT.fullmatch(each)]
    if not labels or group_of(labels[-1], head.table) or not (head.unit_last or _ENDS_IN_UNIT.search(words)):
        return None
    return _ENDS_IN_UNIT.sub("", labels[-1])


class _Counter:
    """Tells the numbers of lines and labels from the digits of cells, counting them as they come."""

    def __init__(self, head: Head, *, pointed: bool) -> None:
        self.head = head
        self.pointed = pointed
        self.ordinal = 0
        self.line = 0
        self.width: int | None = None

    def cut(self, condensed: Condensed, stretch: Stretch, *, decimals: bool, last: bool) -> Run | None:
        """Return the cells of a run, None if there are none; unreadable where it does not hold what it must.

        `last` says that no line comes after it that could have a number.
        """
        start, end = stretch.start, stretch.end
        cuts = self._before_ordinal(condensed, stretch)
        if _MEASURE.match(stretch.after) and not (self.head.unit_last and _UNIT.match(stretch.after)):
            cuts = [max((at for at in range(start + 1, end) if at in condensed.breaks), default=0)]
        if max(cuts) == start:
            return None
        if self.head.serial:
            cuts = self._before_serial(condensed.text, start, cuts, last=last)
        elif self.head.code:
            start, cuts = self._behind_code(condensed.text, start, cuts)
        readable = start <= min(cuts) and end - start <= LONGEST
        return _run(condensed, start, cuts if readable else [], end, decimals=decimals)

    def _before_ordinal(self, condensed: Condensed, stretch: Stretch) -> list[int]:
        """Return where the cells may end, before the number of the label that comes next."""
        text, start, end = condensed.text, stretch.start, stretch.end
        if _POINT.match(stretch.after) and text[start:end][-1:].isdigit():
            following = str(self.ordinal + 1)
            sizes = {len(following)} if text.endswith(following, start, end) else {1}
            sizes |= {1} if following.endswith("1") else set()
            sizes = {2} if text[end - 1] == "0" else sizes
            self.ordinal = int(text[end - max(sizes) : end])
            return [max(end - size, start) for size in sizes]
        stuck = not (self.pointed or self.head.serial or end in condensed.breaks)
        number = self._unpointed(stretch.after) if stuck else ""
        return [end, end - 1] if end - start > 1 and text[end - 1] in number else [end]

    def _unpointed(self, words: str) -> str:
        """Return the digits that may be the next label's number, which no point follows."""
        piece = "" if self.head.unit_last and _UNIT.match(words) else _CUT.split(words, maxsplit=1)[0]
        row = row_of(piece, self.head.table) if piece else None
        if row is None:
            return "123456789" if bare(piece) and not piece.startswith("其中") else ""
        mates = [each.key for each in self.head.table.rows if is_under(each.key, row.key.partition(".")[0])]
        return str(mates.index(row.key) + 1) + str(mates.index(row.key)) if len(mates) > 1 else ""

    def _before_serial(self, text: str, start: int, cuts: list[int], *, last: bool) -> list[int]:
        """Return where the cells end before the number of the next line; -1 where it does not stand there."""
        following = str(self.line + 1)
        ends = [cut - len(following) for cut in cuts if text.endswith(following, start, cut)]
        self.line += bool(ends)
        return [*ends, *(cuts if last and self.line else [])] or [-1]

    def _behind_code(self, text: str, start: int, cuts: list[int]) -> tuple[int, list[int]]:
        """Return where the cells begin behind the line's code; no end where it does not stand there."""
        while text[start] == "-" and start + 1 < max(cuts):
            start += 1
        if self.width is None:
            first = _FIRST_CODE.match(text, start)
            self.width = len(first[0]) if first else 0
        code = str(self.line + 1).zfill(self.width)
        if not self.width or not text.startswith(code, start):
            return start, [-1]
        self.line += 1
        return start + len(code), cuts


def _run(condensed: Condensed, start: int, cuts: Sequence[int], end: int, *, decimals: bool) -> Run:
    """Return the run from `start` to one of `cuts`; without any it is unreadable."""
    last = max(cuts, default=min(end, start + LONGEST))
    return Run(
        condensed.text[start:last],
        condensed.places[start:last] or (condensed.places[start - 1] + 1,),
        frozenset(at - start for at in range(start + 1, last) if at in condensed.breaks),
        frozenset(last - each for each in cuts),
        decimals,
    )
