"""In: a seed. Out: statutory tables with realistic numbers, as text without borders, and the printed truth.

`python -m tests.parsing.flattened_tables` prints the shares of cells that are recovered, as in DESIGN.md.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from nlp_reports.model import Document, Form, Source, Span
from nlp_reports.parsing.flattened import parse_flattened
from nlp_reports.parsing.template import TableTemplate, is_under, load_template

Spacing = Literal["none", "some", "all"]
SPACINGS: tuple[Spacing, ...] = ("none", "some", "all")
SCALES = (1, 5, 40)
"""The sizes of agencies: a township, a county or bureau, a province."""
_HEADS = {"": "", "denied": "（三）不予公开", "unable": "（四）无法提供", "not_processed": "（五）不予处理"}
_NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Flat:
    """A table as text, with what it prints in each cell."""

    text: str
    template: TableTemplate
    truth: dict[tuple[str, str], float]


def draw(form: Form, key: str, scale: int, rng: random.Random) -> dict[tuple[str, str], float]:
    """Return a table whose sums hold: mostly zeros, a few large numbers."""
    return {"applications": _applications, "review_litigation": _review, "proactive": _proactive}[key](
        form, scale, rng
    )


def _count(scale: int, rng: random.Random, *, most: int = 40_000) -> int:
    return min(int(rng.paretovariate(0.8) * scale), most)


def _applications(form: Form, scale: int, rng: random.Random) -> dict[tuple[str, str], float]:
    table = next(each for each in load_template(form).tables if each.key == "applications")
    columns = [column for column in table.columns if column != "total"]
    ends = ("new_received", "carried_over", "total", "carried_forward")
    density = rng.choice((0.15, 0.3, 0.6))
    rows: dict[str, list[int]] = {}
    for row in table.rows:
        filled = row.key not in ends and rng.random() < density
        rows[row.key] = [
            _count(scale if column == 0 else 1, rng)
            if filled and rng.random() < (0.9 if column == 0 else 0.12 + 0.08 * (scale > 1))
            else 0
            for column in range(len(columns))
        ]
    sums = [sum(rows[key][column] for key in rows) for column in range(len(columns))]
    rows["total"] = sums
    rows["carried_over"] = [rng.randint(0, each) // 9 if rng.random() < 0.4 else 0 for each in sums]
    rows["carried_forward"] = [rng.randint(0, each + 9) // 9 if rng.random() < 0.4 else 0 for each in sums]
    rows["new_received"] = [
        each + after - before
        for each, after, before in zip(sums, rows["carried_forward"], rows["carried_over"], strict=True)
    ]
    cells: dict[tuple[str, str], float] = {}
    for row in table.rows:
        values = rows[row.key]
        cells |= {(row.key, column): value for column, value in zip(columns, values, strict=True)}
        cells[row.key, "total"] = sum(values)
    return cells


def _review(form: Form, scale: int, rng: random.Random) -> dict[tuple[str, str], float]:
    cells: dict[tuple[str, str], float] = {}
    for row in ("review", "litigation_direct", "litigation_after_review"):
        some = rng.random() < 0.6
        values = [_count(scale, rng, most=900) if some and rng.random() < 0.5 else 0 for _ in range(4)]
        cells |= {
            (row, column): value
            for column, value in zip(("upheld", "corrected", "other", "pending"), values, strict=True)
        }
        cells[row, "total"] = sum(values)
    return cells


def _proactive(form: Form, scale: int, rng: random.Random) -> dict[tuple[str, str], float]:
    table = next(each for each in load_template(form).tables if each.key == "proactive")
    cells: dict[tuple[str, str], float] = {}
    for row in table.rows:
        for column in row.columns:
            cells[row.key, column] = _count(scale, rng) if rng.random() < 0.6 else 0
        if "amount" in row.columns:
            cells[row.key, "amount"] = round(rng.random() * 10 ** rng.randint(0, 5), rng.choice((0, 2, 4)))
        if {"previous", "change", "decisions"} <= set(row.columns) and rng.random() < 0.7:
            cells[row.key, "decisions"] = cells[row.key, "previous"] + cells[row.key, "change"]
    return cells


def misprint(truth: dict[tuple[str, str], float], rng: random.Random) -> dict[tuple[str, str], float]:
    """Return the table with one number printed wrong."""
    filled = [key for key, value in truth.items() if value]
    key = rng.choice(filled if filled and rng.random() < 0.8 else list(truth))
    value, digits = int(truth[key]), str(int(truth[key]))
    place = rng.randrange(len(digits))
    wrong = rng.choice(
        (
            value + rng.choice((-2, -1, 1, 2, 5, 9, 10, 100)),
            int(digits[:place] + rng.choice("0123456789") + digits[place + 1 :]),
            int(digits + rng.choice("0123456789")),
            0,
        )
    )
    return misprint(truth, rng) if wrong < 0 or wrong == value else truth | {key: wrong}


def print_flat(
    truth: dict[tuple[str, str], float], form: Form, key: str, spacing: Spacing, rng: random.Random
) -> Flat:
    """Return the table as the text of a page that lost its borders."""
    table = next(each for each in load_template(form).tables if each.key == key)

    def between() -> str:
        return " " if spacing == "all" or (spacing == "some" and rng.random() < 0.15) else ""

    def joined(cells: Sequence[tuple[str, str]]) -> str:
        return "".join(f"{between()}{truth[cell]:.15g}" for cell in cells) + between()

    if table.layout == "columns":
        keys = [(row.key, column) for row in table.rows for column in row.columns]
        header = "".join(column.label for column in table.columns.values())
        text = f"行政复议行政诉讼{header}未经复议直接起诉复议后起诉{header}{header}{joined(keys)}"
    else:
        text = "".join(
            _label(table, row.key, form) + joined([(row.key, c) for c in row.columns]) for row in table.rows
        )
        text = "".join(column.label for column in table.columns.values()) + text
    return Flat(text + "五、存在的主要问题", table, truth)


def _label(table: TableTemplate, key: str, form: Form) -> str:
    """Return a row's label with its number, and its group's label before the first of a group."""
    row = table.row(key)
    if table.key != "applications":
        return row.label
    ends = {"new_received": "一、", "carried_over": "二、", "granted": "三、本年度办理结果（一）"}
    ends |= {"partial": "（二）", "total": "（七）", "carried_forward": "四、", "other": "（六）"}
    if key in ends:
        return ends[key] + row.label
    head = key.partition(".")[0]
    mates = [each.key for each in table.rows if is_under(each.key, head)]
    number = mates.index(key) + 1
    group = {**_HEADS, "other": "（六）其他处理"}[head] if number == 1 else ""
    return f"{group}{number}.{'其他' if key == 'other.other' else row.label}"


def generate(seed: int, count: int, *, faults: int, spacing: Spacing) -> Iterator[Flat]:
    """Yield `count` tables of both forms, of all kinds and sizes, each with so many numbers printed wrong."""
    rng = random.Random(seed)
    for number in range(count):
        form: Form = ("2021", "2019")[number % 2]
        key = ("applications", "applications", "applications", "review_litigation", "proactive")[number % 5]
        truth = draw(form, key, SCALES[number % 3], rng)
        for _ in range(faults):
            truth = misprint(truth, rng)
        yield print_flat(truth, form, key, spacing, rng)


def judge(flat: Flat) -> Counter[str]:
    """Return how many cells of a table are recovered, open, or given with a value that it does not print."""
    document = Document("0", Source("a.txt", None, "text/plain", "0"), "", flat.text, (), ())
    table, _ = parse_flattened(document, Span(0, len(flat.text)), flat.template)
    found = {(cell.row, cell.column): cell for cell in table.cells} if table else {}
    counts: Counter[str] = Counter()
    for key, value in flat.truth.items():
        cell = found.get(key)
        if cell is None or cell.value is None:
            counts["ambiguous"] += 1
        else:
            counts["recovered" if cell.value == value else "wrong"] += 1
    return counts


def main(count: int) -> None:
    """Print the shares for `count` tables of each kind."""
    print("| tables | recovered | ambiguous | wrong | median ms | slowest ms |\n|---|---|---|---|---|---|")
    for faults in (0, 1, 2):
        for spacing in SPACINGS:
            counts: Counter[str] = Counter()
            times = []
            for flat in generate(7, count, faults=faults, spacing=spacing):
                start = time.process_time()
                counts += judge(flat)
                times.append(1000 * (time.process_time() - start))
            total = sum(counts.values())
            shares = " | ".join(f"{100 * counts[key] / total:.2f} %" for key in ("recovered", "ambiguous"))
            name = f"{faults} wrong numbers, {spacing} blanks left"
            times.sort()
            print(f"| {name} | {shares} | {counts['wrong']} | {times[count // 2]:.1f} | {times[-1]:.0f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
