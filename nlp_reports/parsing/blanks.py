"""In: the lines of a table as printed. Out: those of which no cell can have been blank.

A blank cell leaves no trace among digits that run together, and all that follow it then stand in the wrong
column. Where blanks part all cells of most lines, they part those of the others as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.parsing.readings import Line, agreeing, cells_at, possible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp_reports.parsing.joint import Parted

MOST_CELLS = 10_000
"""Cells that are tried to find a reading of a line with blank cells."""


def sound_lines(lines: Mapping[str, Parted], *, complete: bool) -> dict[str, Parted]:
    """Return the lines that fill every cell; `complete` says that no row of the table is blank."""
    wide = [line for line in lines.values() if line.line.size > 1]
    parted = sum(_is_parted(line) for line in wide)
    lossy = any(len(line.line.run.text) < line.line.size for line in wide)
    return {
        name: line
        for name, line in lines.items()
        if line.readable and _is_sound(line, separated=2 * parted > len(wide), lossy=lossy, complete=complete)
    }


def _is_parted(line: Parted) -> bool:
    """Tell whether there are as many words between blanks as cells."""
    return len(line.line.run.breaks) + 1 == line.line.size


def _is_sound(line: Parted, *, separated: bool, lossy: bool, complete: bool) -> bool:
    """Tell whether a line fills all its cells.

    `separated`: blanks part the cells of most lines; `lossy`: some line of the table has too few digits for
    its cells; `complete`: no line is blank.
    """
    if line.line.size == 1 or _is_parted(line):
        return True
    if separated:
        return line.sole is not None and _sticks(line)
    if line.sole is not None and not any(line.vector(line.sole)):
        return True
    if lossy or (not complete and line.line.run.breaks):
        return False
    if complete and (line.sole is None or not line.line.totals or line.agreeing):
        return True
    return bool(line.line.totals and (complete or line.agreeing)) and not _reads_with_blanks(line)


def _sticks(line: Parted) -> bool:
    """Tell whether some word cannot be one number, because it is long and begins with a 0."""
    run = line.line.run
    starts = sorted({0, *run.breaks})
    ends = (*starts[1:], len(run.text))
    return any(run.text[start] == "0" and end - start > 1 for start, end in zip(starts, ends, strict=True))


def _reads_with_blanks(line: Parted) -> bool:
    """Tell whether fewer cells, the last of them the sum of the others, could be all that is printed."""
    run, size = line.line.run, line.line.size
    if len(line.line.totals) > 1:
        return True
    for fewer in range(2, size):
        shorter = Line(run, fewer, (fewer - 1,))
        places = possible(shorter, cells_at(run))
        if all(places) and agreeing(shorter, places, most=MOST_CELLS) != []:
            return True
    return False
