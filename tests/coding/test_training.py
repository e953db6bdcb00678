"""What is learned from coded passages: the same every time, and no code that a file brings along."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nlp_reports.coding.classifier import ModelCoder
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.crossing import cross_validate
from nlp_reports.coding.evaluation import MACRO, MICRO, tabulate_evaluation
from nlp_reports.coding.gold import load_gold
from nlp_reports.coding.linear import Linear
from nlp_reports.coding.panel import load_panel
from nlp_reports.coding.trained import Trained, load_trained, write_trained
from nlp_reports.coding.training import fold_of, names_of, train_model
from nlp_reports.errors import ResourceError
from nlp_reports.model import Gold, Span, Statement

from .small_gold import small_gold, write_gold

BOOK = load_codebook()


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Gold:
    path = write_gold(tmp_path_factory.mktemp("gold") / "gold.jsonl", small_gold())
    return load_gold(path, codebook=BOOK)


@pytest.fixture(scope="module")
def trained(gold: Gold) -> Trained:
    return train_model(gold, codebook=BOOK)


def statement(text: str, role: str = "problem") -> Statement:
    return Statement("r-1", "r", "problems", 1, role, Span(5, 5 + len(text)), text)  # type: ignore[arg-type]


def test_training_twice_gives_the_same_bytes(gold: Gold, trained: Trained, tmp_path: Path) -> None:
    """A model is rebuilt bit for bit, and says which gold it was made from."""
    one = write_trained(trained, tmp_path / "one.zip").read_bytes()
    assert write_trained(train_model(gold, codebook=BOOK), tmp_path / "two.zip").read_bytes() == one
    assert load_trained(tmp_path / "one.zip").about["gold"] == gold.sha256


def test_a_saved_model_judges_as_before(trained: Trained, tmp_path: Path) -> None:
    """Saving and loading change no score, no probability and no weight."""
    loaded = load_trained(write_trained(trained, tmp_path / "model.zip"))
    one = statement("公开内容不够丰富，更新不及时")
    assert ModelCoder(loaded.codes).code([one]) == ModelCoder(trained.codes).code([one])
    assert loaded.weights == trained.weights


def test_scores_are_those_of_scikit_learn() -> None:
    """TF-IDF and decision function in numpy equal scikit-learn's on the same features."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [["a", "b", "a"], ["b", "c"], ["c", "a", "d"], ["d", "d", "d", "b"]]
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    table = vectorizer.fit_transform(texts)
    fit = LogisticRegression().fit(table, [0, 1, 0, 1])
    names = vectorizer.get_feature_names_out()
    linear = Linear(
        {name: n for n, name in enumerate(names)},
        fit.coef_.T.astype(np.float32),
        fit.intercept_.astype(np.float32),
        vectorizer.idf_.astype(np.float32),
    )
    for text, expected in zip(texts, fit.decision_function(table), strict=True):
        known = linear.known(text)
        assert linear.scores(known)[0] == pytest.approx(expected, abs=1e-6)
        shares = linear.shares(known, of=0).values()
        assert sum(shares) + fit.intercept_[0] == pytest.approx(expected, abs=1e-6)


def test_evidence_is_a_part_of_the_statement(trained: Trained) -> None:
    """Every assigned code names characters of the statement that speak for it."""
    one = statement("部分栏目更新不够及时，工作人员业务水平有待提高")
    for coding in ModelCoder(trained.codes).code([one]):
        if coding.outcome == "assigned":
            assert coding.evidence is not None
            assert one.span.start <= coding.evidence.start < coding.evidence.end <= one.span.end


def test_folds_keep_families_together(gold: Gold) -> None:
    """Passages of one family stand in one fold, and all folds are used."""
    folds = fold_of(gold.passages)
    assert set(folds) == {each.family for each in gold.passages}
    assert len(set(folds.values())) == 5


def test_cross_validation_judges_each_passage_once(gold: Gold) -> None:
    """Every passage is judged, and the tables count what was judged."""
    judged = list(cross_validate(gold, codebook=BOOK))
    assert sorted(each.passage.id for each in judged) == sorted(each.id for each in gold.passages)
    tables = tabulate_evaluation(judged)
    codes = tables["statements"].set_index("code")
    assert codes.loc[MICRO, "true"] == sum(len(codes) for each in gold.passages for codes in each.codes)
    assert {MICRO, MACRO} <= set(tables["reports"]["code"])
    assert tables["roles"]["n"].sum() == sum(len(each.statements) for each in gold.passages)
    bins = tables["certainty"][tables["certainty"]["kind"] == "bin"]
    assert bins["n"].sum() == sum(len(each.on_gold) for each in judged)


def test_a_model_of_another_codebook_is_refused(trained: Trained, tmp_path: Path) -> None:
    """Its codes would mean something else; the sentence says what to do."""
    path = write_trained(trained, tmp_path / "model.zip")
    own = tmp_path / "own.yaml"
    own.write_text(
        "version: '1'\ndimensions: {d: {zh: 甲, en: A}}\ncodes:\n"
        "  - {id: late, dimension: d, zh: 迟, en: Late, definition: 更新慢,\n"
        "     cues: {problem: [不及时]}, examples: [{problem: 更新不及时}]}\n",
        encoding="utf-8",
    )
    book = load_codebook(own)
    with pytest.raises(ResourceError, match="train"):
        load_panel(book, model=path)
    assert [each.name for each in load_panel(book).coders] == ["cues"]


def repacked(path: Path, **changes: bytes | None) -> Path:
    """The model file with members replaced, or dropped."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, **{k.replace("__", "."): v for k, v in changes.items()}}.items():
            if data is not None:
                archive.writestr(name, data)
    return changed


def pickled_array() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.array([print], dtype=object), allow_pickle=True)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        {"about__json": b"{}"},
        {"about__json": None},
        {"votes__json": b"[]"},
        {"codes__weights__npy": b"\x93NUMPY\x01\x00"},
        {"codes__intercepts__npy": pickled_array()},
        {"roles__json": b'["one"]'},
    ],
    ids=["format", "missing", "no votes", "cut off", "pickle", "shape"],
)
def test_a_foreign_file_is_refused_and_never_run(
    trained: Trained, tmp_path: Path, changes: dict[str, bytes | None]
) -> None:
    """Whatever a file holds, it is read as numbers and JSON, or refused in one sentence."""
    path = write_trained(trained, tmp_path / "model.zip")
    with pytest.raises(ResourceError, match=r"changed\.zip"):
        load_trained(repacked(path, **changes))


def test_no_file_and_no_archive_are_refused(tmp_path: Path) -> None:
    """A missing file and one that is no model are each told in one sentence."""
    (tmp_path / "text.zip").write_text("no model", encoding="utf-8")
    for name in ("none.zip", "text.zip"):
        with pytest.raises(ResourceError):
            load_trained(tmp_path / name)


def test_features_need_no_blanks() -> None:
    """A line break inside a word changes nothing."""
    assert names_of(statement("更新不够及时")) == names_of(statement("更新不\n够及 时"))
