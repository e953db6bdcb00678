"""In: what a text holds, as named features. Out: a score for each class, and what each feature gave.

The trained part of the package: scikit-learn makes such models (`training.py`); to ask one needs numpy alone,
so that a report is coded without loading scikit-learn.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]


class Known(NamedTuple):
    """Features of a text that a model knows: how often each stands there, its row, its weighted value."""

    counts: dict[str, int]
    rows: list[int]
    values: Numbers


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of shape (features, classes) with their intercepts, shape (classes,).

    `rows` says which feature has which row. With `idf`, shape (features,), a text's features are weighted
    by TF-IDF with sublinear frequency and brought to length 1, as scikit-learn's TfidfVectorizer does;
    without, a feature is there or it is not.
    """

    rows: dict[str, int]
    weights: Numbers
    intercepts: Numbers
    idf: Numbers | None = None

    def known(self, features: Iterable[str]) -> Known:
        """Return those of a text's features that the model knows, and what each counts there."""
        import numpy as np

        counts = {name: n for name, n in Counter(features).items() if name in self.rows}
        rows = [self.rows[name] for name in counts]
        if self.idf is None:
            return Known(counts, rows, np.ones(len(rows), dtype=np.float32))
        values = np.array([1 + log(n) for n in counts.values()], dtype=np.float32) * self.idf[rows]
        length = float(np.sqrt(values @ values))
        return Known(counts, rows, values / length if length else values)

    def scores(self, known: Known) -> Numbers:
        """Return the decision function's values, shape (classes,)."""
        return known.values @ self.weights[known.rows] + self.intercepts if known.rows else self.intercepts

    def shares(self, known: Known, *, of: int) -> dict[str, float]:
        """Return what each known feature adds to the score of class `of`."""
        given = known.values * self.weights[known.rows, of]
        return dict(zip(known.counts, given.tolist(), strict=True))
