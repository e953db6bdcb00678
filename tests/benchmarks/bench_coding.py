"""In: the gold's passages. Out: what finding and coding one statement costs (`make bench`)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.crossing import judge
from nlp_reports.coding.gold import load_gold
from nlp_reports.coding.panel import Panel, load_panel
from nlp_reports.coding.statements import spans_of
from nlp_reports.coding.trained import load_trained
from nlp_reports.model import Gold, Section, Span

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold" / "gold.jsonl"
MODEL = Path(str(files("nlp_reports"))) / "resources" / "model" / "shipped.zip"
GROUP = "coding, 100 passages"


@pytest.fixture(scope="module")
def gold() -> Gold:
    whole = load_gold(GOLD, codebook=load_codebook())
    return Gold(whole.passages[:100], whole.sha256)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return load_panel(load_codebook())


def told(benchmark: BenchmarkFixture, gold: Gold) -> None:
    statements = sum(len(each.statements) for each in gold.passages)
    print(f"\n{1000 * benchmark.stats['median'] / statements:.3f} ms a statement")


@pytest.mark.benchmark(group=GROUP)
def test_find_statements(benchmark: BenchmarkFixture, gold: Gold, panel: Panel) -> None:
    def find() -> None:
        for each in gold.passages:
            whole = Span(0, len(each.text))
            list(spans_of(each.text, Section("problems", "", 1, whole, whole, 1.0, ""), model=panel.roles))

    benchmark(find)
    told(benchmark, gold)


@pytest.mark.benchmark(group=GROUP)
@pytest.mark.parametrize("coder", [0, 1], ids=["cues", "model"])
def test_code_statements(benchmark: BenchmarkFixture, gold: Gold, panel: Panel, coder: int) -> None:
    benchmark(lambda: [panel.coders[coder].code(each.statements) for each in gold.passages])
    told(benchmark, gold)


@pytest.mark.benchmark(group=GROUP)
def test_find_and_code(benchmark: BenchmarkFixture, gold: Gold) -> None:
    """Statements found in the text, coded by both coders, and decided: twice, on the gold's own too."""
    book = load_codebook()
    trained = load_trained()
    benchmark(lambda: list(judge(gold.passages, trained=trained, codebook=book)))
    told(benchmark, gold)


@pytest.mark.benchmark(group="loading the model")
def test_load_model(benchmark: BenchmarkFixture) -> None:
    benchmark(load_trained, MODEL)
