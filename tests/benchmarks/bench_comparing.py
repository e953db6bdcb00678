"""In: generated corpora of 1,000, 5,000 and 20,000 reports. Out: what each comparison costs, and its growth.

The reports are made of statements of the gold, five years of each agency, every twentieth a copy of another
with other names and figures; they are for timing only and mean nothing.
"""

from __future__ import annotations

import random
import resource
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp_reports.chinese.lexicon import load_lexicon
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.gold import load_gold
from nlp_reports.comparing.change import compare_change
from nlp_reports.comparing.differences import compare_differences
from nlp_reports.comparing.keyness import compare_keyness
from nlp_reports.comparing.keywords import compare_keywords
from nlp_reports.comparing.pairing import compare_pairs
from nlp_reports.comparing.prevalence import compare_prevalence
from nlp_reports.comparing.reuse import compare_reuse
from nlp_reports.comparing.specificity import compare_specificity
from nlp_reports.comparing.terms import compare_terms
from nlp_reports.comparing.trend import compare_trend
from nlp_reports.schema import tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from pytest_benchmark.fixture import BenchmarkFixture

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold" / "gold.jsonl"
SIZES = (1_000, 5_000, 20_000)
YEARS, COPIED_EVERY, SENTENCES = 5, 20, 40
CODES = [code.id for code in load_codebook().codes]
GREEK = "甲乙丙丁戊己庚辛壬癸"


@cache
def corpus_of(size: int) -> dict[str, pd.DataFrame]:
    """Tables of `size` generated reports, the same for the same size."""
    draw = random.Random(size)
    gold = load_gold(GOLD, codebook=load_codebook())
    said = [(s.role, s.text, c) for p in gold.passages for s, c in zip(p.statements, p.codes, strict=True)]
    words = [term for term, _ in load_lexicon("domain")]
    rows: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("reports", "statements", "codes", "texts")
    }
    texts: list[str] = []
    for n in range(size):
        report_id, name = f"r{n:06d}", "".join(GREEK[int(digit)] for digit in str(n // YEARS)) + "局"
        level = ("province", "prefecture", "county", "county", "township")[n // YEARS % 5]
        rows["reports"].append(
            {"report_id": report_id, "agency": name, "region": name, "year": 2019 + n % YEARS, "level": level}
        )
        chosen = draw.sample(said, SENTENCES)
        filler = ("".join(draw.choices(words, k=draw.randint(2, 8))) for _ in chosen)
        text = "。".join(
            part for (_, told, _), more in zip(chosen, filler, strict=True) for part in (told, more)
        )
        if n % COPIED_EVERY == COPIED_EVERY - 1:
            text = texts[draw.randrange(len(texts))]
        texts.append(text)
        rows["texts"].append({"report_id": report_id, "text": text})
        for k, (role, statement, codes) in enumerate(chosen[:12]):
            statement_id = f"{report_id}-{k}"
            told = {"report_id": report_id, "statement_id": statement_id, "role": role}
            rows["statements"].append({**told, "ordinal": k, "text": statement, "section": "problems"})
            rows["codes"] += [{**told, "code": code, "score": 0.9} for code in codes]
    return {name: tabulate_rows(name, each) for name, each in rows.items()}


def prevalence_of(t: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return compare_prevalence(t["reports"], t["statements"], t["codes"], code_ids=CODES, by="level")


TECHNIQUES: dict[str, Callable[[dict[str, pd.DataFrame]], pd.DataFrame]] = {
    "prevalence": prevalence_of,
    "differences": lambda t: compare_differences(prevalence_of(t)),
    "trend": lambda t: compare_trend(t["reports"], t["statements"], t["codes"], code_ids=CODES),
    "pairs": lambda t: compare_pairs(t["statements"], t["codes"]),
    "change": lambda t: compare_change(t["reports"], t["codes"]),
    "specificity": lambda t: compare_specificity(t["statements"]),
    "reuse": lambda t: compare_reuse(t["reports"], t["texts"]),
    "keywords": lambda t: compare_keywords(compare_terms(t["reports"], t["texts"])),
    "keyness": lambda t: compare_keyness(compare_terms(t["reports"], t["texts"]), t["reports"], by="level"),
}


@pytest.mark.benchmark(group="comparisons by number of reports")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("technique", list(TECHNIQUES))
def test_compare(benchmark: BenchmarkFixture, technique: str, size: int) -> None:
    tables = corpus_of(size)
    found = benchmark.pedantic(TECHNIQUES[technique], args=(tables,), rounds=1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"\n{technique}, {size} reports: {len(found)} rows; peak memory so far {most:.2f} GB")
