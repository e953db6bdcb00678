"""In: Gold and its Codebook. Out: Trained, the same bytes for the same gold.

Roles and bounds are learned from every clause of the passages, codes from every problem and measure. What is
chosen by looking at results (calibration, the worth of votes, thresholds) is chosen on held-out folds of
passage families: a statement is never judged there by a model that has seen its family.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.coding.adjudicate import LEAST, STRANGE, Weight, Weights, log_odds
from nlp_reports.coding.classifier import CodeModel
from nlp_reports.coding.cues import CueCoder, without_blanks
from nlp_reports.coding.features import feature_names
from nlp_reports.coding.gold import coded
from nlp_reports.coding.labelling import LABELS, clause_features, wording_of
from nlp_reports.coding.linear import Linear
from nlp_reports.coding.statements import clauses_of, run_of
from nlp_reports.coding.trained import FORMAT, Trained, digest_codebook
from nlp_reports.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nlp_reports.coding.clauses import Piece
    from nlp_reports.coding.statements import Run
    from nlp_reports.model import Codebook, Gold, Passage, Statement

    Numbers = NDArray[np.float64]
    Truth = NDArray[np.bool_]

FOLDS = 5
FEWEST = 10
"""A code with fewer examples is not learned; its cues decide alone."""

_LEAST_SEEN = 2
_ROLE_FIT = 1.0
_CODE_FIT = 20.0
_VOTE_FIT = 1.0
_EXPECTED = (0.6, 4.0, -2.0, -3.0)
"""What votes are worth before examples tell more (slope, assigned, rejected, silent)."""
_HELD = 200.0
_HELD_LOOSELY = 5.0
"""How strongly weights are held there, in examples to the contrary; the second where language is strange."""
_THRESHOLDS = tuple(round(0.4 + 0.025 * n, 3) for n in range(9))


class Examples(NamedTuple):
    """Problems and measures with what is known of them; rows are statements, columns codes."""

    statements: tuple[Statement, ...]
    features: list[list[str]]
    truth: Truth
    cues: NDArray[np.int8]
    folds: NDArray[np.int64]
    codes: tuple[str, ...]

    def of(self, rows: Truth) -> Examples:
        """Return the examples of the rows that are true."""
        chosen = [n for n, wanted in enumerate(rows) if wanted]
        return Examples(
            tuple(self.statements[n] for n in chosen),
            [self.features[n] for n in chosen],
            self.truth[rows],
            self.cues[rows],
            self.folds[rows],
            self.codes,
        )


def train_model(gold: Gold, *, codebook: Codebook) -> Trained:
    """Return roles, codes and weights learned from `gold`; needs scikit-learn and some minutes at most."""
    examples = collect_examples(gold, codebook=codebook)
    scores = cross_fit(examples)
    model, weights = calibrate(examples, scores, linear=fit_codes(examples), fitted=learned(examples))
    about = {
        "format": FORMAT,
        "gold": gold.sha256,
        "codebook": digest_codebook(codebook),
        "passages": len(gold.passages),
        "statements": sum(len(each.statements) for each in gold.passages),
    }
    return Trained(fit_roles(gold.passages), model, weights, about)


def collect_examples(gold: Gold, *, codebook: Codebook) -> Examples:
    """Return what is learned from: features, true codes, the cues' votes (1, -1, 0) and folds."""
    import numpy as np

    rows = list(coded(gold))
    statements = tuple(statement for _, statement, _ in rows)
    codes = tuple(code.id for code in codebook.codes)
    place = {statement.id: n for n, statement in enumerate(statements)}
    cues = np.zeros((len(rows), len(codes)), dtype=np.int8)
    for coding in CueCoder(codebook).code(statements):
        cues[place[coding.statement_id], codes.index(coding.code)] = 1 if coding.outcome == "assigned" else -1
    fold = fold_of(gold.passages)
    return Examples(
        statements,
        [names_of(each) for each in statements],
        np.array([[code in told for code in codes] for _, _, told in rows]),
        cues,
        np.array([fold[passage.family] for passage, _, _ in rows]),
        codes,
    )


def learned(examples: Examples) -> list[str]:
    """Return the codes of which there are examples enough."""
    return [code for column, code in enumerate(examples.codes) if examples.truth[:, column].sum() >= FEWEST]


def names_of(statement: Statement) -> list[str]:
    """Return the names of a statement's features."""
    return feature_names(without_blanks(statement.text)[0], statement.role)


def fold_of(passages: Sequence[Passage]) -> dict[str, int]:
    """Deal the families over the folds in the order of the gold, so that each holds all kinds."""
    families = dict.fromkeys(each.family for each in passages)
    return {family: n % FOLDS for n, family in enumerate(families)}


def cross_fit(examples: Examples) -> Numbers:
    """Return each statement's scores by a model that has not seen its fold."""
    import numpy as np

    scores = np.zeros(examples.truth.shape)
    for fold in range(FOLDS):
        held = examples.folds == fold
        if held.any() and not held.all():
            linear = fit_codes(examples.of(~held))
            scores[held] = [linear.scores(linear.known(names)) for names in examples.of(held).features]
    return scores


def fit_codes(examples: Examples) -> Linear:
    """Return one class a code: TF-IDF and logistic regression, one against the rest."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(
        analyzer=list, sublinear_tf=True, min_df=_LEAST_SEEN, dtype=np.float64, lowercase=False
    )
    table = vectorizer.fit_transform(examples.features)
    weights = np.zeros((table.shape[1], len(examples.codes)))
    intercepts = np.full(len(examples.codes), -9.0)
    for column, _ in enumerate(examples.codes):
        truth = examples.truth[:, column]
        if truth.sum() >= _LEAST_SEEN and not truth.all():
            fit = LogisticRegression(C=_CODE_FIT, solver="liblinear", random_state=0).fit(table, truth)
            weights[:, column], intercepts[column] = fit.coef_[0], fit.intercept_[0]
    return _linear(vectorizer.get_feature_names_out(), weights, intercepts, vectorizer.idf_)


def fit_roles(passages: Sequence[Passage]) -> Linear:
    """Return one class a label of `LABELS`: presence of features and multinomial logistic regression."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    names: list[list[str]] = []
    labels: list[str] = []
    for passage in passages:
        run = run_of(passage.text, Span(0, len(passage.text)))
        clauses = clauses_of(run.text)
        told = [wording_of(each.of(run.text)) for each in clauses]
        names += clause_features(run.text, clauses, told, block="problem")
        labels += gold_labels(passage, run, clauses)
    vectorizer = CountVectorizer(analyzer=list, binary=True, min_df=_LEAST_SEEN, dtype=np.float64)
    fit = LogisticRegression(C=_ROLE_FIT, max_iter=500, tol=1e-5).fit(vectorizer.fit_transform(names), labels)
    weights = np.zeros((fit.coef_.shape[1], len(LABELS)))
    intercepts = np.full(len(LABELS), -30.0)
    for row, label in enumerate(fit.classes_):
        column = LABELS.index(label)
        weights[:, column], intercepts[column] = fit.coef_[row], fit.intercept_[row]
    return _linear(vectorizer.get_feature_names_out(), weights, intercepts, None)


def _linear(names: Sequence[str], weights: Numbers, intercepts: Numbers, idf: Numbers | None) -> Linear:
    """Round to what the file holds (half precision), so that a model is the same before and after saving."""
    import numpy as np

    def rounded(numbers: Numbers) -> NDArray[np.float32]:
        return numbers.astype(np.float16).astype(np.float32)

    rows = {str(name): row for row, name in enumerate(names)}
    return Linear(rows, rounded(weights), rounded(intercepts), rounded(idf) if idf is not None else None)


def gold_labels(passage: Passage, run: Run, clauses: Sequence[Piece]) -> list[str]:
    """Return the label of each clause; one that holds the beginnings of two statements has the first's."""
    labels = ["context"] * len(clauses)
    starts = [each.start for each in clauses]
    inside = {place: n for n, place in enumerate(run.places)}
    for statement in passage.statements:
        places = [inside[at] for at in range(statement.span.start, statement.span.end) if at in inside]
        if not places or statement.role == "context":
            continue
        first, last = (bisect_right(starts, place) - 1 for place in (places[0], places[-1]))
        if labels[first] == "context" or labels[first].endswith("+"):
            labels[first] = statement.role
        for n in range(first + 1, last + 1):
            labels[n] = f"{statement.role}+"
    return labels


def calibrate(
    examples: Examples, scores: Numbers, *, linear: Linear, fitted: Sequence[str]
) -> tuple[CodeModel, Weights]:
    """Return the model with probabilities for its scores, and the worth of votes, by held-out scores."""
    import numpy as np

    shares = np.zeros(scores.shape)
    platt: list[tuple[float, float]] = []
    thresholds: list[float] = []
    for column, code in enumerate(examples.codes):
        if code not in fitted:
            platt.append((0.0, -9.0))
            thresholds.append(1.0)
            continue
        truth = examples.truth[:, column]
        slope, intercept = _logistic_fit(scores[:, [column]], truth)
        shares[:, column] = 1 / (1 + np.exp(-(slope * scores[:, column] + intercept)))
        platt.append((slope, intercept))
        thresholds.append(_best_threshold(shares[:, column], truth))
    strange = strange_rows(examples)
    weights = Weights(
        _weigh_all(examples.of(~strange), shares[~strange], fitted, held=_HELD),
        _weigh_all(examples.of(strange), shares[strange], fitted, held=_HELD_LOOSELY),
    )
    return CodeModel(linear, examples.codes, tuple(platt), tuple(thresholds)), weights


def _weigh_all(
    examples: Examples, shares: Numbers, fitted: Sequence[str], *, held: float
) -> dict[str, Weight]:
    """Return the weights of every learned code, together stretched so that scores are probabilities."""
    import numpy as np

    columns = [column for column, code in enumerate(examples.codes) if code in fitted]
    weights = {}
    sums, truths = [], []
    for column in columns:
        told, truth = (shares[:, column], examples.cues[:, column]), examples.truth[:, column]
        weights[examples.codes[column]], odds = _weigh(*told, truth, held=held)
        scored = (told[0] >= LEAST) | (told[1] != 0)
        sums.append(odds[scored])
        truths.append(truth[scored])
    if not weights or len(set(np.concatenate(truths).tolist())) < 2:
        return weights
    stretch, shift = _logistic_fit(np.concatenate(sums)[:, None], np.concatenate(truths))
    return {code: _stretched(weight, stretch, shift) for code, weight in weights.items()}


def _stretched(weight: Weight, stretch: float, shift: float) -> Weight:
    """The same decisions with scores that are probabilities over all codes (Platt 1999)."""

    def moved(odds: float) -> float:
        return round(stretch * odds + shift, 3)

    return Weight(
        slope=round(stretch * weight.slope, 3),
        assigned=moved(weight.assigned),
        rejected=moved(weight.rejected),
        silent=moved(weight.silent),
        threshold=round(1 / (1 + exp(-moved(log_odds(weight.threshold)))), 4),
    )


def _logistic_fit(table: Numbers, truth: Truth) -> tuple[float, float]:
    """Return slope and intercept."""
    from sklearn.linear_model import LogisticRegression

    fit = LogisticRegression(C=_VOTE_FIT).fit(table, truth)
    return round(float(fit.coef_[0][0]), 4), round(float(fit.intercept_[0]), 4)


def strange_rows(examples: Examples) -> Truth:
    """Return which statements stand in passages whose language is strange to the cues."""
    import numpy as np

    mute = ~(examples.cues == 1).any(axis=1)
    passages = np.array([each.report_id for each in examples.statements])
    _, place = np.unique(passages, return_inverse=True)
    share = np.bincount(place, weights=mute) / np.bincount(place)
    return np.asarray(share[place] > STRANGE)


def _weigh(shares: Numbers, cues: NDArray[np.int8], truth: Truth, *, held: float) -> tuple[Weight, Numbers]:
    """Return the weights that make the truth likeliest, held near `_EXPECTED`, and the log-odds they give."""
    import numpy as np
    from scipy.optimize import minimize

    odds = np.array([log_odds(float(each)) for each in shares])
    table = np.column_stack([odds, cues == 1, cues == -1, cues == 0])
    signs = np.where(truth, 1.0, -1.0)

    def cost(weights: Numbers) -> tuple[float, Numbers]:
        margins = signs * (table @ weights)
        away = weights - _EXPECTED
        slope = -(table * (signs / (1 + np.exp(margins)))[:, None]).sum(axis=0)
        return float(np.logaddexp(0, -margins).sum() + held * (away @ away) / 2), slope + held * away

    fit = minimize(cost, np.array(_EXPECTED), jac=True, method="L-BFGS-B").x
    sums = table @ fit
    slope, assigned, rejected, silent = map(float, fit)
    threshold = _best_threshold(1 / (1 + np.exp(-sums)), truth)
    return Weight(slope, assigned, rejected, silent, threshold), sums


def _best_threshold(shares: Numbers, truth: Truth) -> float:
    """Return the threshold with the highest F1; of equal ones the nearest to one half."""

    def quality(threshold: float) -> tuple[float, float]:
        told = shares >= threshold
        f1 = 2 * float((told & truth).sum()) / max(1.0, float(told.sum() + truth.sum()))
        return round(f1, 4), -abs(threshold - 0.5)

    return max(_THRESHOLDS, key=quality)


def count_codes(gold: Gold) -> Counter[tuple[str, str]]:
    """Return how often each (role, code) stands in the gold."""
    return Counter((statement.role, code) for _, statement, codes in coded(gold) for code in codes)
