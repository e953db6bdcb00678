"""In: what a text holds, as named features. Out: a score for each class, and what each feature gave.

The trained part of the package: scikit-learn makes such models (`training.py`); to ask one needs numpy alone,
so that a report is coded without loading scikit-learn.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]


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

    def scores(self, features: Iterable[str]) -> Numbers:
        """Return the decision function's values, shape (classes,)."""
        rows, values = self._known(features)
        return values @ self.weights[rows] + self.intercepts if rows else self.intercepts

    def shares(self, features: Sequence[str], *, of: int) -> list[float]:
        """Return what each of `features` adds to the score of class `of`; each of n like ones, a share."""
        rows, values = self._known(features)
        counts = Counter(features)
        names = [each for each in dict.fromkeys(features) if each in self.rows]
        given = {
            name: float(value * self.weights[row, of]) / counts[name]
            for name, row, value in zip(names, rows, values, strict=True)
        }
        return [given.get(each, 0.0) for each in features]

    def _known(self, features: Iterable[str]) -> tuple[list[int], Numbers]:
        import numpy as np

        counts = {name: n for name, n in Counter(features).items() if name in self.rows}
        rows = [self.rows[name] for name in counts]
        if self.idf is None:
            return rows, np.ones(len(rows), dtype=np.float32)
        values = np.array([1 + log(n) for n in counts.values()], dtype=np.float32) * self.idf[rows]
        length = float(np.sqrt(values @ values))
        return rows, values / length if length else values
