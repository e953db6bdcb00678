"""In: the clauses of a section, in order. Out: statements: what clauses make up, with roles.

A linear model judges each clause by its words, its place, its neighbours and what the wording does there
(`phrases.py`); the best sequence of labels follows (Viterbi 1967), in which no statement goes on that has not
begun, or past the end of its sentence.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.chinese.tokens import words
from nlp_reports.coding import phrases
from nlp_reports.coding.phrases import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nlp_reports.coding.clauses import Piece
    from nlp_reports.coding.linear import Linear
    from nlp_reports.model import Role

LABELS = ("context", "problem", "problem+", "measure", "measure+", "achievement", "achievement+")
"""`ROLE` begins a statement, `ROLE+` goes on; context goes on within its sentence."""

_IMPOSSIBLE = -1e9
_NEAR = (-2, -1, 1, 2)


class Wording(NamedTuple):
    """What the words of one clause do, asked once."""

    text: str
    label: Label | None
    turns: bool
    lacks: bool
    mends: bool
    moves: bool
    gap: bool
    leads: bool
    succeeds: bool

    def signs(self) -> list[str]:
        """Return what is true of the words, and as what they label."""
        return [f"{name}={value}" for name, value in zip(self._fields[1:], self[1:], strict=True) if value]


def label_clauses(text: str, clauses: Sequence[Piece], model: Linear, *, block: Label) -> Iterator[Piece]:
    """Yield the statements that the clauses make up, with their roles; `block` is what the section tells."""
    told = [wording_of(each.of(text)) for each in clauses]
    scores = [
        model.scores(model.known(names)) + _certain(said, before)
        for names, said, before in zip(
            clause_features(text, clauses, told, block=block), told, [None, *told], strict=False
        )
    ]
    names = _best_sequence(scores, [each.opens for each in clauses])
    open_: Piece | None = None
    for clause, name in zip(clauses, names, strict=True):
        joined = name == "context" == (open_ and open_.role) and not clause.opens
        if open_ and (joined or name.endswith("+")):
            open_ = replace(open_, end=clause.end)
            continue
        if open_:
            yield open_
        role: Role = name.rstrip("+")  # type: ignore[assignment]
        open_ = replace(clause, role=role)
    if open_:
        yield open_


def clause_features(
    text: str, clauses: Sequence[Piece], told: Sequence[Wording], *, block: Label
) -> list[list[str]]:
    """Return the names of the features of each clause; `told` is what their words do."""
    label: Label | None = "measure" if block == "measure" else None
    turned = None
    ahead = _ahead(told)
    found: list[list[str]] = []
    for n, (clause, said) in enumerate(zip(clauses, told, strict=True)):
        if said.label:
            label, turned = said.label, None
        turned = turned or ("turned" if said.turns else None)
        state = f"{label} {turned}"
        names = [f"at {state}", f"ahead {ahead[n]}", f"tenth {10 * n // len(clauses)}"]
        names += [f"short {said.lacks} {state}", f"moves {said.moves} {said.lacks} {label}"]
        names += _of_place(text, clause) + _of_words(said.text) + [f"is {each}" for each in said.signs()]
        for step in _NEAR:
            names += _of_neighbour(text, clauses, told, n, step)
        found.append(names)
    return found


def wording_of(text: str) -> Wording:
    """Ask of one clause what its words do."""
    return Wording(
        text,
        phrases.label_of(text)[0],
        phrases.says("turn", text),
        phrases.names_shortcoming(text),
        phrases.begins_remedy(text),
        phrases.names_remedy(text),
        phrases.says("gap", text),
        phrases.leads_in(text),
        phrases.says("success", text),
    )


def _ahead(told: Sequence[Wording]) -> list[str]:
    """Say of each clause whether a label or a turn to remedies is still to come."""
    found: list[str] = []
    label = turn = False
    for each in reversed(told):
        found.append(f"{label} {turn}")
        label, turn = label or each.label == "measure", turn or each.turns
    return found[::-1]


def _of_place(text: str, clause: Piece) -> list[str]:
    before = text[clause.start - 1] if clause.start else "^"
    after = text[clause.end : clause.end + 1] or "$"
    return [
        f"before {before}",
        f"after {after}",
        f"item {clause.item} {clause.first} {clause.opens}",
        f"first {clause.first}",
        f"opens {clause.opens}",
        f"length {min((clause.end - clause.start) // 5, 6)}",
    ]


def _of_words(text: str) -> list[str]:
    cut = words(text)
    names = [f"w {each}" for each in dict.fromkeys(cut)]
    names += [f"w1 {cut[0]}", f"w-1 {cut[-1]}"]
    if len(cut) > 1:
        names += [f"w12 {cut[0]}{cut[1]}", f"w-2 {cut[-2]}{cut[-1]}"]
    for n in (1, 2, 3):
        names += [f"^{n} {text[:n]}", f"${n} {text[-n:]}"]
    return names


def _of_neighbour(
    text: str, clauses: Sequence[Piece], told: Sequence[Wording], at: int, step: int
) -> list[str]:
    if not 0 <= at + step < len(clauses):
        return [f"edge {step}"]
    clause, said = clauses[at + step], told[at + step]
    before = text[clause.start - 1] if clause.start else "^"
    return [
        *(f"is{step} {each}" for each in said.signs()),
        f"^{step} {said.text[:2]}",
        f"${step} {said.text[-2:]}",
        f"before{step} {clause.first} {before}",
    ]


def _certain(said: Wording, before: Wording | None) -> NDArray[np.float32]:
    """What the wording rules out: an admitted shortcoming is no measure, and no problem is what names none:
    a plain remedy, a success, or what a label announces as a measure.
    """
    import numpy as np

    barred = np.zeros(len(LABELS), dtype=np.float32)
    remedy = said.mends or (said.moves and phrases.may_begin_remedy(said.text))
    announced = before is not None and before.label == "measure"
    if (remedy or announced or said.succeeds) and not said.lacks:
        barred[LABELS.index("problem")] = _IMPOSSIBLE
    if phrases.ends_in_shortcoming(said.text):
        barred[LABELS.index("measure")] = _IMPOSSIBLE
    return barred


@cache
def _steps() -> NDArray[np.float32]:
    """What a step from one label (row) to the next (column) costs; the last row is the beginning."""
    import numpy as np

    steps = np.zeros((len(LABELS) + 1, len(LABELS)), dtype=np.float32)
    for column, label in enumerate(LABELS):
        if label.endswith("+"):
            roles = [each.rstrip("+") for each in LABELS]
            for row in range(len(LABELS) + 1):
                if row == len(LABELS) or roles[row] != label[:-1]:
                    steps[row, column] = _IMPOSSIBLE
    return steps


def _best_sequence(scores: Sequence[NDArray[np.float32]], opens: Sequence[bool]) -> list[str]:
    """Return the likeliest labels; where `opens` is true a sentence begins, and no statement goes on."""
    import numpy as np

    if not scores:
        return []
    steps = _steps()
    likely = [each - np.logaddexp.reduce(each) for each in scores]
    best, back = steps[-1] + likely[0], []
    for here, begins in zip(likely[1:], opens[1:], strict=True):
        ways = best[:, None] + (steps[-1] if begins else steps[:-1])
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + here
    at = int(best.argmax())
    names = [LABELS[at]]
    for each in reversed(back):
        at = int(each[at])
        names.append(LABELS[at])
    return names[::-1]
