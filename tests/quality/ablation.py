"""In: the gold. Out: what each part of the coding adds, as a Markdown table for DESIGN.md.

Run `python -m tests.quality.ablation` from the root of the repository; it takes some minutes. All figures are
cross-validated by passage family on the gold's own statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from nlp_reports.chinese.tokens import open_rjieba, words
from nlp_reports.coding.adjudicate import GUESS, probability
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.cues import without_blanks
from nlp_reports.coding.gold import load_gold
from nlp_reports.coding.linear import Linear
from nlp_reports.coding.training import (
    Examples,
    calibrate,
    collect_examples,
    cross_fit,
    learned,
    strange_rows,
)
from nlp_reports.model import Outcome

VOTES: dict[int, Outcome | None] = {1: "assigned", -1: "rejected", 0: None}
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
    both = [[*runs, *cut] for runs, cut in zip(examples.features, words_of(examples, words), strict=True)]
    plain = [
        [*runs, *cut]
        for runs, cut in zip(examples.features, words_of(examples, open_rjieba([])), strict=True)
    ]
    kinds = {
        "characters": examples.features,
        "words": words_of(examples, words),
        "words and characters": both,
        "words, without our lexicon, and characters": plain,
    }
    for name, features in kinds.items():
        chosen = examples._replace(features=features)
        scores = cross_fit(chosen)
        yield f"model only: {name}", judged(chosen, scores, with_cues=False)
        yield f"cues and model: {name}", judged(chosen, scores, with_cues=True)


def words_of(examples: Examples, cut: Callable[[str], list[str]]) -> list[list[str]]:
    """Return each statement's words and pairs of neighbouring words."""
    found = []
    for each in examples.statements:
        told = [word for word in cut(without_blanks(each.text)[0]) if word.isalnum()]
        found.append([f"w {word}" for word in told] + [f"p {a} {b}" for a, b in pairwise(told)])
    return found


def judged(examples: Examples, scores: np.ndarray, *, with_cues: bool) -> np.ndarray:
    """Return what is coded in each fold with calibration, votes and thresholds of the others."""
    told = np.zeros_like(examples.truth)
    strange = strange_rows(examples)
    for fold in set(examples.folds.tolist()):
        held, seen = examples.folds == fold, examples.folds != fold
        model, weights = calibrate(
            examples.of(seen), scores[seen], linear=NO_MODEL, fitted=learned(examples.of(seen))
        )
        for row in np.flatnonzero(held):
            chosen = weights.strange if strange[row] else weights.familiar
            likely = []
            for column, code in enumerate(examples.codes):
                slope, intercept = model.platt[column]
                share = 1 / (1 + np.exp(-(slope * scores[row, column] + intercept)))
                weight, threshold = chosen.get(code), model.thresholds[column]
                if with_cues and weight:
                    cues = VOTES[int(examples.cues[row, column])]
                    share, threshold = probability(weight, cues=cues, model=float(share)), weight.threshold
                likely.append(share)
                told[row, column] = share >= threshold
            if not told[row].any() and max(likely) >= GUESS:
                told[row, int(np.argmax(likely))] = True
    return told


def quality(truth: np.ndarray, told: np.ndarray) -> tuple[float, float, float, float]:
    """Return micro precision, recall and F1, and macro F1."""
    right = (truth & told).sum(axis=0)
    both = truth.sum(axis=0) + told.sum(axis=0)
    macro = float(np.mean(2 * right[both > 0] / both[both > 0]))
    all_right = right.sum()
    return all_right / told.sum(), all_right / truth.sum(), 2 * all_right / both.sum(), macro


if __name__ == "__main__":
    main()
