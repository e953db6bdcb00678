"""In: `corpora/gold`, with its hard part. Out: what is in it and how far two coders agree, as Markdown.

Run `python -m corpora.describe_gold [FOLDER]` from the root of the repository; with a folder of real reports,
the language of the passages is held beside theirs.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from corpora.build_gold import GOLD, HARD, Coded, build, read_codes
from nlp_reports.chinese.tokens import words

_GRAM = 4


def _coded() -> list[Path]:
    """The files of first coders, of both parts."""
    return [path for folder in (GOLD, HARD) for path in sorted((folder / "codings").glob("*.A.tsv"))]


def agreement() -> list[tuple[str, int, float, float]]:
    """Return by code: how often either coder gave it, percent agreement, Cohen's kappa (Cohen 1960)."""
    pairs: list[tuple[Coded, Coded]] = []
    for path in _coded():
        a, b = read_codes(path), read_codes(path.with_name(path.name.replace(".A.", ".B.")))
        pairs += [(a[key], b[key]) for key in a.keys() & b.keys()]
    rows = []
    for code in sorted({code for pair in pairs for each in pair for code in each.codes}):
        votes = Counter((code in a.codes, code in b.codes) for a, b in pairs)
        rows.append((code, votes.total() - votes[False, False], *_agreed(votes)))
    return rows


def _agreed(votes: Counter[tuple[bool, bool]]) -> tuple[float, float]:
    n = votes.total()
    same = (votes[True, True] + votes[False, False]) / n
    first = (votes[True, True] + votes[True, False]) / n
    second = (votes[True, True] + votes[False, True]) / n
    chance = first * second + (1 - first) * (1 - second)
    return same, (same - chance) / (1 - chance) if chance < 1 else 1.0


def overall() -> tuple[int, float, float]:
    """Return how many statements both coded, the F1 of their codes, and the share with equal roles."""
    right = either = roles = n = 0
    for path in _coded():
        a, b = read_codes(path), read_codes(path.with_name(path.name.replace(".A.", ".B.")))
        for key in a.keys() & b.keys():
            one, two = set(a[key].codes), set(b[key].codes)
            right += 2 * len(one & two)
            either += len(one) + len(two)
            roles += a[key].role == b[key].role
            n += 1
    return n, right / max(either, 1), roles / max(n, 1)


def language(texts: list[str]) -> dict[str, float]:
    """Return the type/token ratio over the first 10,000 words, and the share of sentences that are unique."""
    cut = [word for text in texts for word in words(text) if word.isalnum()][:10_000]
    sentences = [each for text in texts for each in re.split(r"[。；;\n]", text) if len(each) > 5]
    return {
        "words": len(cut),
        "types per token": len(set(cut)) / max(len(cut), 1),
        "unique sentences": len(set(sentences)) / max(len(sentences), 1),
    }


def shared(texts: list[str], others: list[str]) -> float:
    """Return the share of the texts' runs of four characters that the others hold too."""
    known = {gram for text in others for gram in _grams(text)}
    grams = [gram for text in texts for gram in _grams(text)]
    return sum(gram in known for gram in grams) / max(len(grams), 1)


def _grams(text: str) -> list[str]:
    bare = re.sub(r"[\W\d]", "", text)
    return [bare[at : at + _GRAM] for at in range(len(bare) - _GRAM + 1)]


def read_real(folder: Path) -> list[str]:
    """Return the sections on problems of the reports in a folder."""
    from nlp_reports.errors import UnreadableError
    from nlp_reports.parsing.report import parse_report
    from nlp_reports.reading.document import read_document

    found = []
    for path in sorted(
        each for each in folder.iterdir() if each.suffix in {".html", ".txt", ".docx", ".pdf"}
    ):
        try:
            report = parse_report(read_document(path))
        except UnreadableError:
            continue
        text = report.document.text
        found += [
            text[s.body.start : s.body.end] for s in report.sections if s.key in ("problems", "measures")
        ]
    return found


def main(folder: Path | None) -> None:
    parts = {"gold": build(GOLD), "hard": build(HARD)}
    counts = Counter(
        (code, statement["role"])
        for passages in parts.values()
        for each in passages
        for statement in each["statements"]
        for code in statement["codes"]
    )
    n, f1, same_roles = overall()
    for name, passages in parts.items():
        print(
            f"{name}: {len(passages)} passages, {sum(len(each['statements']) for each in passages)} statements"
        )
    print(f"two coders, {n} statements: F1 of their codes {f1:.3f}, equal roles {same_roles:.3f}\n")
    print("| code | problem | measure | given by either | agreement | kappa |\n|---|---|---|---|---|---|")
    for code, given, same, kappa in agreement():
        roles = f"{counts[code, 'problem']} | {counts[code, 'measure']}"
        print(f"| {code} | {roles} | {given} | {same:.3f} | {kappa:.2f} |")
    real = read_real(folder) if folder else []
    for name, passages in parts.items():
        texts = [each["text"] for each in passages]
        print(f"\nlanguage of {name}:", language(texts))
        print("runs shared with real reports:", round(shared(texts, real), 3) if real else "–")
    if real:
        print("\nlanguage of real reports:", language(real))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
