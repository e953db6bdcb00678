"""In: generated tables without borders. Out: what recovering them costs, at worst too (`make bench`)."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest

from nlp_reports.model import Document, Source, Span
from nlp_reports.parsing.flattened import parse_flattened
from nlp_reports.parsing.template import TableTemplate, load_template
from tests.parsing.flattened_tables import draw, generate, print_flat

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

APPLICATIONS = next(each for each in load_template("2021").tables if each.key == "applications")
PROVINCE = 400
"""The size of an agency whose every row is several digits long."""


def read(text: str, table: TableTemplate) -> None:
    document = Document("0", Source("a.txt", None, "text/plain", "0"), "", text, (), ())
    parse_flattened(document, Span(0, len(text)), table)


@pytest.mark.benchmark(group="tables without borders, 30 of all kinds")
@pytest.mark.parametrize("faults", [0, 1, 2])
def test_usual_tables(benchmark: BenchmarkFixture, faults: int) -> None:
    tables = list(islice(generate(7, 30, faults=faults, spacing="none"), 30))
    benchmark(lambda: [read(each.text, each.template) for each in tables])


@pytest.mark.benchmark(group="tables without borders, the largest agencies")
def test_a_province(benchmark: BenchmarkFixture) -> None:
    rng = Random(7)
    flat = print_flat(draw("2021", "applications", PROVINCE, rng), "2021", "applications", "none", rng)
    benchmark(read, flat.text, flat.template)


@pytest.mark.benchmark(group="tables without borders, the worst cases")
@pytest.mark.parametrize("run", ["1" * 14, "1" * 40, "1" * 200, "10" * 20, "123456789" * 3])
def test_the_worst_cases(benchmark: BenchmarkFixture, run: str) -> None:
    header = "".join(column.label for column in APPLICATIONS.columns.values())
    text = header + "".join(row.label + run for row in APPLICATIONS.rows)
    benchmark(read, text, APPLICATIONS)
