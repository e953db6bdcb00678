"""In: the gold. Out: what each part of the coding adds, as a Markdown table for DESIGN.md.

Run `python -m tests.quality.ablation` from the root of the repository; it takes some minutes. All figures are
cross-validated by passage family on the gold's own statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from nlp_reports.chinese import tokens
from nlp_reports.coding import features
from nlp_reports.coding.adjudicate import LEAST, Weight, probability
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.gold import load_gold
from nlp_reports.coding.linear import Linear
from nlp_reports.coding.training import Examples, calibrate, collect_examples, cross_fit, learned, names_of

NO_MODEL = Linear({}, np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold" / "gold.jsonl"


def main() -> None:
    book = load_codebook()
    examples = collect_examples(load_gold(GOLD, codebook=book), codebook=book)
    print("| what codes | precision | recall | micro F1 | macro F1 |\n|---|---|---|---|---|")
    for name, told in variants(examples):
        print(
            f"| {name} | {' | '.join(f'{each:.3f}' for each in quality(examples.truth, told))} |", flush=True
        )


def variants(examples: Examples) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each variant's name and what it codes."""
    yield "cues only", examples.cues == 1
    for name, kept in (("words and characters", "wpcr"), ("words only", "wpr"), ("characters only", "cr")):
        chosen = examples._replace(features=[[f for f in each if f[0] in kept] for each in examples.features])
        scores = cross_fit(chosen)
        yield f"model only, {name}", judged(chosen, scores, with_cues=False)
        yield f"cues and model, {name}", judged(chosen, scores, with_cues=True)
    plain = without_lexicon(examples)
    yield "cues and model, without our lexicon", judged(plain, cross_fit(plain), with_cues=True)


def judged(examples: Examples, scores: np.ndarray, *, with_cues: bool) -> np.ndarray:
    """Return what is coded in each fold with calibration and thresholds of the others."""
    told = np.zeros_like(examples.truth)
    for fold in set(examples.folds.tolist()):
        held = examples.folds == fold
        seen = examples.of(~held)
        model, weights = calibrate(seen, scores[~held], linear=NO_MODEL, fitted=learned(seen))
        for column, code in enumerate(examples.codes):
            slope, intercept = model.platt[column]
            shares = 1 / (1 + np.exp(-(slope * scores[held, column] + intercept)))
            shares = np.where(shares < LEAST, LEAST, shares)
            if with_cues and code in weights:
                told[held, column] = by_votes(weights[code], shares, examples.cues[held, column])
            else:
                told[held, column] = shares >= model.thresholds[column]
    return told


def by_votes(weight: Weight, shares: np.ndarray, cues: np.ndarray) -> np.ndarray:
    names = {1: "assigned", -1: "rejected", 0: None}
    return np.array(
        [
            probability(weight, cues=names[int(c)], model=float(s)) >= weight.threshold
            for s, c in zip(shares, cues, strict=True)
        ]  # type: ignore[arg-type]
    )


def without_lexicon(examples: Examples) -> Examples:
    """Cut words by the plain dictionary."""
    plain: Callable[[str], list[str]] = tokens.open_rjieba([])
    kept, features.words = features.words, plain  # type: ignore[attr-defined]
    try:
        return examples._replace(features=[names_of(each) for each in examples.statements])
    finally:
        features.words = kept  # type: ignore[attr-defined]


def quality(truth: np.ndarray, told: np.ndarray) -> tuple[float, float, float, float]:
    """Return micro precision, recall and F1, and macro F1."""
    right = (truth & told).sum(axis=0)
    both = truth.sum(axis=0) + told.sum(axis=0)
    macro = float(np.mean(2 * right[both > 0] / both[both > 0]))
    all_right = right.sum()
    return all_right / told.sum(), all_right / truth.sum(), 2 * all_right / both.sum(), macro


if __name__ == "__main__":
    main()
