"""In: a table as printed cells. Out: the same table put oddly, and what was read of it wrongly, unmarked.

What is done to a table keeps what it says; a cell of it that is read must say so, or be ambiguous.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from nlp_reports.model import Block, Cell, Document, GridCell, Issue, Source, Span
from nlp_reports.parsing.tables import parse_tables
from nlp_reports.parsing.template import parse_form
from nlp_reports.parsing.values import read_entry
from tests.sample_reports import Grid, Layout, Placed, Sample, dispute_cells, draw_applications, grid

Pieces = list[Grid | str]
"""A table in pieces, with what stands between them."""


def sample(form: str = "2021", **layout: object) -> Sample:
    """A report with many different numbers, zeros among them."""
    other = "other.overdue_fee" if form == "2021" else "other"
    results = {"granted": 261, "partial": 84, "denied.third_party": 33, "unable.not_held": 57, other: 12}
    cells: dict[str, float | str] = dict(
        draw_applications(form, new=440, over=15, forward=8, results=results, seed=11)
    )
    cells |= dispute_cells({"review": (4, 1, 7, 2), "litigation_direct": (3, 0, 1, 6)})
    if form == "2021":
        cells |= {
            f"proactive.regulations.{key}": value for key, value in zip(COLUMNS, (2, 1, 31), strict=True)
        }
        cells |= {
            f"proactive.normative_documents.{key}": value
            for key, value in zip(COLUMNS, (12, 5, 96), strict=True)
        }
        cells |= {"proactive.permits.decisions": 4512, "proactive.penalties.decisions": 77}
        cells |= {"proactive.coercion.decisions": 8, "proactive.fees.amount": 38.5}
    return Sample(form=form, cells=cells, layout=Layout(**layout))  # type: ignore[arg-type]


COLUMNS = ("issued", "repealed", "in_force")


def truth(report: Sample, table: str) -> dict[str, str]:
    """Return what the sample prints for every cell of `table`: key → text."""
    keys = {f"{c.table}.{c.row}.{c.column}" for c in read([grid(report, table)], report.form)[0].values()}
    return {key: f"{report.cells.get(key, 0):.15g}" for key in keys}


# ---------------------------------------------------------------- reading


def document(pieces: Iterable[Grid | str], *, heading: str = "") -> Document:
    """Return a document of tables and paragraphs as reading gives it."""
    text, blocks = heading, [Block("paragraph", Span(0, len(heading)), (), None)]
    for piece in pieces:
        start = len(text) + 1
        text += "\n"
        cells: list[GridCell] = []
        if isinstance(piece, str):
            text += piece
        else:
            for cell in piece:
                span = Span(len(text), len(text) + len(cell.text))
                cells.append(GridCell(cell.row, cell.column, cell.rows, cell.columns, span))
                text += cell.text + "\t"
        kind = "paragraph" if isinstance(piece, str) else "table"
        blocks.append(Block(kind, Span(start, len(text)), tuple(cells), None))  # type: ignore[arg-type]
    return Document("0" * 16, Source("a.html", None, "text/html", "0" * 64), "", text, tuple(blocks), ())


HEADINGS = {
    "2021": "本年制发件数 现行有效件数",
    "2019": "本年新公开数量 对外公开总数量",
    "2014": "",
    "free": "",
}


def read(pieces: Iterable[Grid | str], form: str = "2021") -> tuple[dict[str, Cell], tuple[Issue, ...]]:
    """Return the cells that are read, by their canonical keys, and the issues."""
    doc = document(pieces, heading=HEADINGS[form])
    tables, issues = parse_tables(doc, (), form=parse_form(doc)[0])
    return {f"{c.table}.{c.row}.{c.column}": c for table in tables for c in table.cells}, issues


def wrong(
    found: Mapping[str, Cell], expected: Mapping[str, str], *, blanks: bool = False
) -> dict[str, tuple[str, str]]:
    """Return the cells that are neither right nor marked: key → what was read, what is true.

    `blanks` says that some zeros were left blank.
    """
    faults = {}
    for key, cell in found.items():
        entry = read_entry(expected[key], unit=cell.unit) if key in expected else None
        if cell.status == "ambiguous" or (entry and (entry.value, entry.status) == (cell.value, cell.status)):
            continue
        if blanks and cell.status == "blank" and expected.get(key) == "0":
            continue
        faults[key] = (cell.raw, expected.get(key, "no such cell"))
    return faults


def right(found: Mapping[str, Cell], expected: Mapping[str, str]) -> float:
    """Return the share of the expected cells that were read."""
    return sum(key in found and found[key].status != "ambiguous" for key in expected) / len(expected)


# ---------------------------------------------------------------- changes


def height(cells: Grid) -> int:
    return max(cell.row + cell.rows for cell in cells)


def breadth(cells: Grid) -> int:
    return max(cell.column + cell.columns for cell in cells)


def ordered(cells: Iterable[Placed]) -> Grid:
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def with_column(cells: Grid, at: int, texts: Sequence[str] | None = None) -> Grid:
    """Put a column of single cells before column `at`; cells that reach over it grow wider."""
    out = []
    covered = set()
    for cell in cells:
        if cell.column < at < cell.column + cell.columns:
            out.append(replace(cell, columns=cell.columns + 1))
            covered |= set(range(cell.row, cell.row + cell.rows))
        else:
            out.append(replace(cell, column=cell.column + (cell.column >= at)))
    texts = texts or [""] * height(cells)
    out += [Placed(row, at, 1, 1, text) for row, text in enumerate(texts) if row not in covered]
    return ordered(out)


def without_column(cells: Grid, at: int) -> Grid:
    """Take column `at` away."""
    out = []
    for cell in cells:
        if cell.column <= at < cell.column + cell.columns:
            if cell.columns > 1:
                out.append(replace(cell, columns=cell.columns - 1))
        else:
            out.append(replace(cell, column=cell.column - (cell.column > at)))
    return ordered(out)


def with_row(cells: Grid, at: int, line: Sequence[tuple[str, int]]) -> Grid:
    """Put a row of (text, columns) before row `at`; cells that reach over it grow taller."""
    out = []
    taken = set()
    for cell in cells:
        if cell.row < at < cell.row + cell.rows:
            out.append(replace(cell, rows=cell.rows + 1))
            taken |= set(range(cell.column, cell.column + cell.columns))
        else:
            out.append(replace(cell, row=cell.row + (cell.row >= at)))
    column = 0
    for text, wide in line:
        while column in taken:
            column += 1
        out.append(Placed(at, column, 1, wide, text))
        column += wide
    return ordered(out)


def without_rows(cells: Grid, first: int, last: int) -> Grid:
    """Take the rows `first` to `last` (exclusive) away; what reached into them from above ends there."""
    out = []
    for cell in cells:
        end = cell.row + cell.rows
        inside = max(0, min(end, last) - max(cell.row, first))
        if inside == cell.rows:
            continue
        row = cell.row - max(0, min(cell.row, last) - first)
        out.append(replace(cell, row=row, rows=cell.rows - inside))
    return ordered(out)


def texts(cells: Grid, change: Callable[[Placed], str]) -> Grid:
    return tuple(replace(cell, text=change(cell)) for cell in cells)


def split(cells: Grid, *, repeat: bool) -> Grid:
    """Split every merged cell; its text stands in the first, or in all."""
    return ordered(
        Placed(cell.row + down, cell.column + wide, 1, 1, cell.text if repeat or not (down or wide) else "")
        for cell in cells
        for down in range(cell.rows)
        for wide in range(cell.columns)
    )


def merged(cells: Grid, row: int, column: int, rows: int, columns: int) -> Grid:
    """Merge the cells of a rectangle; their texts must be alike, and stand in it once."""
    inside = [c for c in cells if row <= c.row < row + rows and column <= c.column < column + columns]
    rest = [cell for cell in cells if cell not in inside]
    return ordered([*rest, Placed(row, column, rows, columns, inside[0].text)])


def reordered(cells: Grid, order: Sequence[int], first: int) -> Grid:
    """Put the single-cell columns from `first` on in another order; cells that span them stay."""
    places = {first + old: first + new for new, old in enumerate(order)}
    return ordered(
        replace(cell, column=places[cell.column]) if cell.columns == 1 and cell.column in places else cell
        for cell in cells
    )


def turned(cells: Grid) -> Grid:
    """Lay the table on its side: rows become columns."""
    return ordered(Placed(cell.column, cell.row, cell.columns, cell.rows, cell.text) for cell in cells)


def flush(cells: Grid) -> Grid:
    """Set every row's cells side by side from the left, with blank ones at its end: merging is lost."""
    out: list[Placed] = []
    for row in range(height(cells)):
        line = [cell for cell in cells if cell.row == row]
        printed = [cell.text for cell in line] + [""] * (breadth(cells) - len(line))
        out += [Placed(row, column, 1, 1, text) for column, text in enumerate(printed)]
    return ordered(out)


def halves(cells: Grid, at: int) -> list[Grid]:
    """Break the table before row `at`; a cell cut in two goes on blank."""
    upper = [replace(cell, rows=min(cell.rows, at - cell.row)) for cell in cells if cell.row < at]
    lower = [replace(cell, row=cell.row - at) for cell in cells if cell.row >= at]
    cut = [cell for cell in cells if cell.row < at < cell.row + cell.rows]
    lower += [replace(cell, row=0, rows=cell.row + cell.rows - at, text="") for cell in cut]
    return [ordered(upper), ordered(lower)]


def randomly(cells: Grid, chance: random.Random, *, labels: int, header: int) -> tuple[Pieces, list[str]]:
    """Put the table oddly in one to four ways at random; return its pieces and what was done to it."""
    done: list[str] = []
    ways = ["serial", "blank", "note", "split", "break", "title", "headless", "order", "zeros", "flush"]
    for way in chance.sample(ways, chance.randint(1, 4)):
        done.append(way)
        if way == "serial":
            cells = with_column(cells, 0, ["序号", *map(str, range(1, height(cells)))])
            labels += 1
        elif way == "blank":
            at = chance.choice([0, labels, breadth(cells), chance.randint(labels, breadth(cells))])
            cells = with_column(cells, at)
            labels += at <= labels
        elif way == "note":
            notes = [chance.choice(["", "", "3", "详见说明", "无"]) for _ in range(height(cells) - header)]
            names = ["备注", *[""] * header][:header]
            cells = with_column(cells, breadth(cells), [*names, *notes])
        elif way == "split":
            cells = split(cells, repeat=chance.random() < 0.5)
        elif way == "title":
            cells = with_row(cells, 0, [("示例表（单位：件）", breadth(cells))])
            header += 1
        elif way == "headless" and "order" not in done:
            cells, header = without_rows(cells, 0, header), 0
        elif way == "order" and header == 3 and not {"blank", "note", "split", "flush"} & set(done):
            cells, header = without_rows(cells, 0, 2), 1
            cells = reordered(cells, chance.sample(range(7), 7), labels)
        elif way == "flush" and not {"serial", "blank", "note", "split", "title"} & set(done):
            cells = flush(cells)
        elif way == "zeros":
            cells = texts(cells, lambda cell: "" if cell.text == "0" and chance.random() < 0.5 else cell.text)
    if "break" not in done:
        return [cells], done
    at = chance.randrange(header + 1, height(cells))
    upper, lower = halves(cells, at)
    between: Pieces = [chance.choice(["- 3 -", ""])] if chance.random() < 0.5 else []
    return [upper, *between, lower], [*done, f"at {at}"]
