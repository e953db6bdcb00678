"""In: passages as they were judged. Out: tidy tables that say how far the judgement can be trusted.

`tabulate_codes` and `tabulate_roles` compare with the gold; `tabulate_certainty` holds scores against what is
true; `tabulate_confusions` names the codes taken for one another; `tabulate_coders` tells what each coder
adds (coverage, overlaps, conflicts, accuracy, as in Ratner et al. 2017, Snorkel).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.coding.coder import EVERY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from nlp_reports.coding.crossing import Judged
    from nlp_reports.model import Decision, Span

MICRO, MACRO = "(micro)", "(macro)"
"""The rows of averages: over all decisions, and over codes."""

BINS = 10
LEAST_CERTAIN = 0.2
"""The share of decisions, the least certain ones, whose precision is told apart."""


def tabulate_evaluation(judged: Sequence[Judged]) -> dict[str, pd.DataFrame]:
    """Return every table of this module by name."""
    certainty = tabulate_certainty(judged)
    return {
        "reports": tabulate_codes(judged, unit="report"),
        "statements": tabulate_codes(judged, unit="statement"),
        "roles": tabulate_roles(judged),
        "bounds": tabulate_bounds(judged),
        "certainty": certainty,
        "calibration": tabulate_calibration(certainty),
        "confusions": tabulate_confusions(judged),
        "coders": tabulate_coders(judged),
    }


class _Count(NamedTuple):
    right: int
    wrong: int
    missed: int

    def row(self) -> dict[str, float]:
        told, true = self.right + self.wrong, self.right + self.missed
        return {
            "true": true,
            "told": told,
            "precision": self.right / told if told else float("nan"),
            "recall": self.right / true if true else float("nan"),
            "f1": 2 * self.right / (told + true) if told + true else float("nan"),
        }


def tabulate_codes(judged: Sequence[Judged], *, unit: str = "report") -> pd.DataFrame:
    """Return precision, recall and F1 by code, then micro and macro averages.

    With `unit="statement"` codes are compared on the gold's own statements; with `"report"` the pairs of
    role and code that a passage has are compared with those found in its text from scratch.
    """
    import pandas as pd

    counts: dict[str, Counter[str]] = {}
    for each in judged:
        true, told = _pairs_of_statements(each) if unit == "statement" else _pairs_of_report(each)
        for pair in true | told:
            kind = "right" if pair in true and pair in told else "wrong" if pair in told else "missed"
            counts.setdefault(pair[-1], Counter())[kind] += 1
    rows = [{"code": code, **_count(counts[code]).row()} for code in sorted(counts)]
    micro = {"code": MICRO, **_count(sum(counts.values(), Counter())).row()}
    table = pd.DataFrame([*rows, micro])
    averages = table.iloc[:-1][["precision", "recall", "f1"]].mean()
    macro = {"code": MACRO, "true": micro["true"], "told": micro["told"], **averages.to_dict()}
    return pd.concat([table, pd.DataFrame([macro])], ignore_index=True)


def _count(counts: Counter[str]) -> _Count:
    return _Count(counts["right"], counts["wrong"], counts["missed"])


def _pairs_of_statements(each: Judged) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    true = {
        (statement.id, code)
        for statement, codes in zip(each.passage.statements, each.passage.codes, strict=True)
        for code in codes
    }
    return true, {(decision.statement_id, decision.code) for decision in each.on_gold if decision.assigned}


def _pairs_of_report(each: Judged) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    true = {
        (str(statement.role), code)
        for statement, codes in zip(each.passage.statements, each.passage.codes, strict=True)
        for code in codes
    }
    roles = {statement.id: str(statement.role) for statement in each.found}
    return true, {(roles[d.statement_id], d.code) for d in each.decisions if d.assigned}


def tabulate_roles(judged: Sequence[Judged]) -> pd.DataFrame:
    """Return one row for each pair of the gold's role and the role found there, with counts and shares.

    A statement counts as found in the role that most of its characters were given.
    """
    import pandas as pd

    pairs = Counter(pair for each in judged for pair in _role_pairs(each))
    totals: Counter[str] = Counter()
    for (true, _), n in pairs.items():
        totals[true] += n
    rows = [
        {"role": true, "found": found, "n": n, "share": n / totals[true]}
        for (true, found), n in sorted(pairs.items())
    ]
    return pd.DataFrame(rows, columns=["role", "found", "n", "share"])


def _role_pairs(each: Judged) -> Iterator[tuple[str, str]]:
    given = ["context"] * len(each.passage.text)
    for found in each.found:
        given[found.span.start : found.span.end] = [found.role] * (found.span.end - found.span.start)
    for true in each.passage.statements:
        inside = Counter(given[true.span.start : true.span.end])
        yield true.role, max(inside, key=lambda role: inside[role])


def tabulate_bounds(judged: Sequence[Judged]) -> pd.DataFrame:
    """Return one row: statements found with exactly the gold's bounds, signs at the ends aside."""
    import pandas as pd

    count: Counter[str] = Counter()
    for each in judged:
        text = each.passage.text
        true = {_bare(s.span, text) for s in each.passage.statements if s.role != "context"}
        told = {_bare(s.span, text) for s in each.found if s.role != "context"}
        count += Counter(right=len(true & told), wrong=len(told - true), missed=len(true - told))
    return pd.DataFrame([_count(count).row()])


def _bare(span: Span, text: str) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def tabulate_certainty(judged: Sequence[Judged]) -> pd.DataFrame:
    """Return how often decisions of like score are right, on the gold's own statements.

    One row a tenth of the scores, `low` to `high`, with `n`, mean `score` and the share of `true` ones, for
    all decisions that were scored. The last two rows split the assigned ones: the `least` certain 20% and
    the `rest`, with the share of true ones, their precision.
    """
    import pandas as pd

    scored = list(_scored(judged))
    rows = []
    for n in range(BINS):
        low, high = n / BINS, (n + 1) / BINS
        inside = [(score, true) for score, true, _ in scored if low <= score < high or score == high == 1.0]
        rows.append({"kind": "bin", "low": low, "high": high, **_certain(inside)})
    assigned = sorted((score, true) for score, true, told in scored if told)
    cut = round(len(assigned) * LEAST_CERTAIN)
    for kind, part in (("least", assigned[:cut]), ("rest", assigned[cut:])):
        bounds = (part[0][0], part[-1][0]) if part else (float("nan"),) * 2
        rows.append({"kind": kind, "low": bounds[0], "high": bounds[1], **_certain(part)})
    return pd.DataFrame(rows)


def _scored(judged: Iterable[Judged]) -> Iterator[tuple[float, bool, bool]]:
    for each in judged:
        true, _ = _pairs_of_statements(each)
        for decision in each.on_gold:
            yield decision.score, (decision.statement_id, decision.code) in true, decision.assigned


def _certain(scored: Sequence[tuple[float, bool]]) -> dict[str, float]:
    n = len(scored)
    nothing = float("nan")
    return {
        "n": n,
        "score": sum(score for score, _ in scored) / n if n else nothing,
        "true": sum(true for _, true in scored) / n if n else nothing,
    }


def tabulate_calibration(certainty: pd.DataFrame) -> pd.DataFrame:
    """Return one row: the expected calibration error (Naeini et al. 2015) over a certainty table."""
    import pandas as pd

    bins = certainty[(certainty["kind"] == "bin") & (certainty["n"] > 0)]
    gaps = (bins["score"] - bins["true"]).abs() * bins["n"]
    n = int(bins["n"].sum())
    return pd.DataFrame([{"n": n, "calibration_error": gaps.sum() / n if n else float("nan")}])


def tabulate_confusions(judged: Sequence[Judged]) -> pd.DataFrame:
    """Return codes taken for one another on one statement: the `missed` code, the one `told`, how often."""
    import pandas as pd

    pairs: Counter[tuple[str, str]] = Counter()
    for each in judged:
        true, told = _pairs_of_statements(each)
        for statement, missed in true - told:
            pairs.update((missed, code) for other, code in told - true if other == statement)
    rows = [{"missed": missed, "told": told, "n": n} for (missed, told), n in pairs.most_common()]
    return pd.DataFrame(rows, columns=["missed", "told", "n"])


def tabulate_coders(judged: Sequence[Judged]) -> pd.DataFrame:
    """Return what each coder said of each code: votes, how many others voted too or against, how many right.

    `coverage` is the share of statements it voted on, `overlaps` and `conflicts` the shares of its votes that
    another coder cast too, or against; `accuracy` the share of right votes.
    """
    import pandas as pd

    statements = sum(len(each.passage.statements) for each in judged)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for each in judged:
        true, _ = _pairs_of_statements(each)
        for decision in each.on_gold:
            for coder, kind in _votes(decision, (decision.statement_id, decision.code) in true):
                counts.setdefault((coder, decision.code), Counter())[kind] += 1
    rows = [
        {
            "coder": coder,
            "code": code,
            "votes": n["votes"],
            "coverage": n["votes"] / statements if statements else float("nan"),
            "overlaps": n["overlaps"] / n["votes"],
            "conflicts": n["conflicts"] / n["votes"],
            "accuracy": n["right"] / n["votes"],
        }
        for (coder, code), n in sorted(counts.items())
    ]
    columns = ["coder", "code", "votes", "coverage", "overlaps", "conflicts", "accuracy"]
    return pd.DataFrame(rows, columns=columns)


def _votes(decision: Decision, true: bool) -> Iterator[tuple[str, str]]:
    cast = [vote for vote in decision.votes if vote.outcome in ("assigned", "rejected")]
    for vote in cast:
        if vote.code == EVERY_CODE:
            continue
        others = [each for each in cast if each.coder != vote.coder]
        yield vote.coder, "votes"
        if others:
            yield vote.coder, "overlaps"
        if any(each.outcome != vote.outcome for each in others):
            yield vote.coder, "conflicts"
        if (vote.outcome == "assigned") is true:
            yield vote.coder, "right"
