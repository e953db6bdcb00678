"""In: the sample reports. Out: what each stage costs, compared within one run (`make bench`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import jieba
import pytest

from nlp_reports.chinese.tokens import words
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.coder import code_statements
from nlp_reports.coding.cues import CueCoder
from nlp_reports.coding.statements import extract_statements
from nlp_reports.model import Document
from nlp_reports.parsing.report import parse_report
from nlp_reports.reading.document import read_document

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"
PAGES = sorted(SAMPLES.rglob("*.html"))[:20]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [read_document(path) for path in PAGES]


@pytest.mark.benchmark(group="stages, 20 HTML reports")
def test_read(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: [read_document(path) for path in PAGES])


@pytest.mark.benchmark(group="stages, 20 HTML reports")
def test_parse(benchmark: BenchmarkFixture, documents: list[Document]) -> None:
    benchmark(lambda: [parse_report(document) for document in documents])


@pytest.mark.benchmark(group="stages, 20 HTML reports")
def test_read_and_parse(benchmark: BenchmarkFixture) -> None:
    """Reading, sections, tables, checks and identity together; prints reports a minute on one core."""
    benchmark(lambda: [parse_report(read_document(path)) for path in PAGES])
    benchmark.extra_info["reports a minute"] = round(60 * len(PAGES) / benchmark.stats["median"])
    print(f"\n{benchmark.extra_info['reports a minute']} HTML reports a minute, read and parsed")


@pytest.mark.benchmark(group="stages, 20 HTML reports")
def test_code(benchmark: BenchmarkFixture, documents: list[Document]) -> None:
    coder = CueCoder(load_codebook())
    reports = [parse_report(document) for document in documents]
    benchmark(lambda: [code_statements(extract_statements(each), coders=[coder]) for each in reports])


@pytest.mark.benchmark(group="words, 20 HTML reports")
@pytest.mark.parametrize("cut", [words, jieba.lcut], ids=["ours", "jieba"])
def test_words(benchmark: BenchmarkFixture, documents: list[Document], cut: Any) -> None:
    cut("先把词典读进来")
    benchmark(lambda: [cut(document.text) for document in documents])
