"""In: the lines of a table as printed, its sums. Out: for each line the readings that the whole table allows.

A report may print a wrong number, and then a sum that fails must not force a wrong reading. So the table is
taken at its word first; where no joint reading adds up, every joint reading is admitted that adds up but for
one number misprinted, or but for one column; and where there is none of these either, nothing is concluded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from nlp_reports.parsing.misprints import conceivable, correct, forgotten, rivals
from nlp_reports.parsing.readings import Line, Reading, agreeing, cells_at, possible, sole, values_of
from nlp_reports.parsing.solving import Domains, Equation, TooManyError, Vector, narrow, reach, reduce, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Verdict = Literal["agrees", "fault", "contradiction", "unbounded"]
"""The sums agree; they do but for one fault; they cannot agree; the search was given up."""
MOST_CELLS = 10_000
"""Cells that are tried in the search for one line's readings."""
MOST_ALONE = 60_000
"""Cells that are tried in the search for the rivals of a line that stands alone."""
MOST_BROKEN = 3
"""Rows that cannot add up beyond which the others' sums are not trusted either."""
CORROBORATED = 2
"""Lines that must keep a rule, where there are several, for it to be trusted with any of them."""


class Parted:
    """A line with what is known of it by itself."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.places = possible(line, cells_at(line.run))
        self.sole = sole(self.places)

    @cached_property
    def agreeing(self) -> list[Reading] | None:
        """The readings whose totals are the sums of their parts; None where the search takes too long."""
        most = MOST_CELLS if len(self.line.totals) < 2 else MOST_ALONE
        return agreeing(self.line, self.places, most=most)

    @property
    def readable(self) -> bool:
        """Whether there is any way to part the run into so many cells."""
        return all(self.places)

    def vector(self, reading: Reading) -> Vector:
        """Return what the cells of a reading add to the sums."""
        return tuple(int(value or 0) for value in values_of(reading, self.places))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The readings that are admitted for each line (lines that are not there: any), and on what grounds.

    `broken` are the lines that cannot add up, however they are parted; none where only columns do not.
    `doubtful` ones may have a blank cell and are not to be read.
    """

    verdict: Verdict
    readings: dict[str, frozenset[Reading]]
    broken: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


Readings = dict[Vector, frozenset[Reading]]
"""What a row may hold if it is read as printed or corrected, with the readings that say so."""


def judge(lines: Mapping[str, Parted], families: Sequence[Mapping[str, int]]) -> Judgement:
    """Return the readings of the lines of a table; `families` give each row's sign in a column's sums.

    Every line must be readable. A line that can be parted in one way only needs no sum.
    """
    fixed = {row: frozenset({each.sole}) for row, each in lines.items() if each.sole}
    summed = {row: each for row, each in lines.items() if each.line.totals}
    if len(fixed) == len(lines) or not summed:
        return Judgement("agrees", fixed)
    try:
        found = _Table(summed, families).admitted() if any(families) else _alone(summed)
    except TooManyError:
        return Judgement("unbounded", fixed)
    return Judgement(found.verdict, found.readings | fixed, found.broken)


def _alone(lines: Mapping[str, Parted]) -> Judgement:
    """Judge lines whose sums lie within them: nothing else bears a reading out.

    So a reading that is one slip of the pen away is admitted too; and where several lines follow the same
    rule, they must bear each other out: not one may break it, and two must keep it with more than zeros.
    """
    if broken := tuple(row for row, line in lines.items() if not _of(line)):
        return Judgement("fault", {}, broken)
    kept = sum(any(any(line.vector(reading)) for reading in _of(line)) for line in lines.values())
    if len(lines) > 1 and kept < CORROBORATED:
        return Judgement("agrees", {})
    return Judgement("agrees", {row: frozenset(_of(each)) | _rivals(each) for row, each in lines.items()})


def _of(line: Parted) -> list[Reading]:
    if line.agreeing is None:
        raise TooManyError
    return line.agreeing


def _rivals(line: Parted) -> frozenset[Reading]:
    """Return the rivals whose totals end where those of a reading end that adds up."""
    found = rivals(line.line, line.places, most=MOST_ALONE)
    ends = {tuple(each[total] for total in line.line.totals) for each in _of(line)}
    rest = (shifted for each in _of(line) for shifted in forgotten(line.line, line.places, each))
    return frozenset((*(each for each in found if tuple(each[t] for t in line.line.totals) in ends), *rest))


class _Table:
    def __init__(self, lines: Mapping[str, Parted], families: Sequence[Mapping[str, int]]) -> None:
        self.lines = lines
        self.size = max(each.line.size for each in lines.values())
        self.equations = [Equation(signs, column) for signs in families for column in range(self.size)]
        self.printed = {row: _as_printed(each) for row, each in lines.items()}
        self.strange: set[str] = set()

    def admitted(self) -> Judgement:
        broken = tuple(row for row, readings in self.printed.items() if not readings)
        if len(broken) > MOST_BROKEN:
            return Judgement("contradiction", {}, broken)
        base = dict(self.printed)
        for row in broken:
            base[row] = self._misprinted(row, [None] * self.size)
        if found := self._solve(base):
            return Judgement("fault" if broken else "agrees", self._without_strange(found), broken)
        united = _united((*self._with_a_misprint(base), *self._with_two_columns_wrong(base)))
        return Judgement("fault" if united else "contradiction", self._without_strange(united), broken)

    def _without_strange(self, found: dict[str, frozenset[Reading]]) -> dict[str, frozenset[Reading]]:
        """Leave out the rows that are read with a misprint which no slip explains."""
        return {row: readings for row, readings in found.items() if row not in self.strange}

    def _with_a_misprint(self, base: Mapping[str, Readings]) -> Iterator[dict[str, frozenset[Reading]]]:
        for row, line in self.lines.items():
            if line.sole is None and self.printed[row]:
                others, equations = reduce(
                    _domains({k: v for k, v in base.items() if k != row}), self.equations
                )
                wanted = self._wanted(others, equations, row)
                if wanted is None or not (misprints := self._misprinted(row, wanted)):
                    continue
                if (found := solve({**others, row: tuple(misprints)}, equations)) is not None:
                    rows = {**base, row: misprints}
                    yield self._readings(
                        {key: found.get(key, tuple(each)) for key, each in rows.items()}, rows
                    )

    def _with_two_columns_wrong(
        self, base: Mapping[str, Readings]
    ) -> Iterator[dict[str, frozenset[Reading]]]:
        """Yield what is left if a number stands in the wrong column, or in none, as its total does."""
        open_rows, equations = reduce(_domains(base), self.equations)
        for wrong in combinations(range(self.size), 2):
            found = solve(open_rows, [each for each in equations if each.column not in wrong])
            if found is not None:
                yield self._readings({row: found.get(row, tuple(each)) for row, each in base.items()}, base)

    def _readings(self, vectors: Domains, rows: Mapping[str, Readings]) -> dict[str, frozenset[Reading]]:
        """Return the readings that say `vectors`, and note the rows in which one is a strange misprint."""
        for row, kept in vectors.items():
            line = self.lines[row]
            read = [(line.vector(reading), vector) for vector in kept for reading in rows[row][vector]]
            if line.sole is None and not all(conceivable(printed, right) for printed, right in read):
                self.strange.add(row)
        return {row: frozenset().union(*(rows[row][each] for each in kept)) for row, kept in vectors.items()}

    def _misprinted(self, row: str, wanted: Sequence[set[int] | None]) -> Readings:
        """Return the readings of a row in which one number is wrong, by what they should say."""
        line = self.lines[row]
        found = correct(line.places, line.line.size, wanted)
        return _gathered((vector, reading) for reading, vector in found)

    def _wanted(
        self, others: Domains, equations: Sequence[Equation], row: str
    ) -> list[set[int] | None] | None:
        """Return for each column the numbers that the other rows want in `row`; None if they contradict."""
        domains = narrow(others, [each for each in equations if row not in each.signs])
        if domains is None:
            return None
        wanted: list[set[int] | None] = [None] * self.size
        for each in equations:
            if row not in each.signs:
                continue
            values = [
                {each.signs[key] * vector[each.column] for vector in domains[key]}
                for key in each.signs
                if key in domains
            ]
            if (layers := reach(values, each.known)) is not None:
                numbers = {-each.signs[row] * total for total in layers[-1]}
                before = wanted[each.column]
                wanted[each.column] = numbers if before is None else before & numbers
        return wanted

    def _solve(self, rows: Mapping[str, Readings]) -> dict[str, frozenset[Reading]]:
        open_rows, equations = reduce(_domains(rows), self.equations)
        found = solve(open_rows, equations)
        if found is None:
            return {}
        return self._readings({row: found.get(row, tuple(each)) for row, each in rows.items()}, rows)


def _domains(rows: Mapping[str, Readings]) -> Domains:
    return {row: tuple(readings) for row, readings in rows.items()}


def _as_printed(line: Parted) -> Readings:
    """Return the readings of a line that add up by themselves."""
    return _gathered((line.vector(reading), reading) for reading in _of(line))


def _gathered(pairs: Iterable[tuple[Vector, Reading]]) -> Readings:
    readings: dict[Vector, set[Reading]] = {}
    for vector, reading in pairs:
        readings.setdefault(vector, set()).add(reading)
    return {vector: frozenset(each) for vector, each in readings.items()}


def _united(found: Iterable[dict[str, frozenset[Reading]]]) -> dict[str, frozenset[Reading]]:
    united: dict[str, frozenset[Reading]] = {}
    for each in found:
        for row, readings in each.items():
            united[row] = united.get(row, frozenset()) | readings
    return united
