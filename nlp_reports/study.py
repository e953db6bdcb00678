"""In: coded passages, files, texts. Out: models, evaluations, explanations: coding looked into.

What `nlp-reports train`, `evaluate` and `explain` do, for use from Python.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError
from nlp_reports.model import Block, Document, Explained, Identity, Report, Section, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


def train(gold: str | Path, *, out: str | Path, codebook: str | Path | None = None) -> Path:
    """Train a model on the passages in `gold` and write it to `out`; return its path.

    The same gold, codebook and versions of the libraries give the same bytes. Raises ResourceError for a
    gold or codebook that is not well formed, OutputError where `out` cannot be written.
    """
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.coding.gold import load_gold
    from nlp_reports.coding.trained import write_trained
    from nlp_reports.coding.training import train_model

    book = load_codebook(_path(codebook))
    return write_trained(train_model(load_gold(Path(gold), codebook=book), codebook=book), Path(out))


def evaluate(
    gold: str | Path, *, codebook: str | Path | None = None, model: str | Path | None = None
) -> dict[str, pd.DataFrame]:
    """Compare roles, bounds and codes with the passages in `gold`; return the tables of `coding.evaluation`.

    Without `model`, each passage is judged by a model trained on the other families (cross-validation);
    with it, by that model, which must not have been trained on them. Raises ResourceError.
    """
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.coding.crossing import cross_validate, judge
    from nlp_reports.coding.evaluation import tabulate_evaluation
    from nlp_reports.coding.gold import load_gold
    from nlp_reports.coding.trained import load_trained

    book = load_codebook(_path(codebook))
    coded = load_gold(Path(gold), codebook=book)
    if model is None:
        judged = cross_validate(coded, codebook=book)
    else:
        judged = judge(coded.passages, trained=load_trained(Path(model)), codebook=book)
    return tabulate_evaluation(list(judged))


def explain(
    *files: str | Path,
    texts: Iterable[str] = (),
    codebook: str | Path | None = None,
    model: str | Path | None = None,
) -> tuple[Explained, ...]:
    """Return the statements of report files, and of bare texts of problems and measures, with their reasons.

    Raises InputError where nothing is given or a file is missing, UnreadableError for one that cannot be
    read, ResourceError for codebook or model.
    """
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.coding.panel import load_panel
    from nlp_reports.coding.statements import extract_statements
    from nlp_reports.intake import open_named
    from nlp_reports.pipeline import parse_piece

    panel = load_panel(load_codebook(_path(codebook)), model=_path(model))
    reports = [parse_piece(piece) for name in files for piece in open_named(str(name), text_column=None)]
    reports += [_report_of(text, n) for n, text in enumerate(texts, 1) if text.strip()]
    if not reports:
        raise InputError("errors.nothing_to_explain")
    explained = []
    for report in reports:
        statements = extract_statements(report, model=panel.roles)
        decisions = panel.code(statements)[1]
        by_id = {each.id: each for each in statements}
        reasons = tuple(tuple(panel.reasons(by_id[each.statement_id], each)) for each in decisions)
        explained.append(Explained(report, statements, decisions, reasons))
    return tuple(explained)


def _path(name: str | Path | None) -> Path | None:
    return Path(name) if name is not None else None


def _report_of(text: str, number: int) -> Report:
    """A report that is nothing but its part on problems and measures."""
    whole = Span(0, len(text))
    name = f"text {number}"
    document = Document(
        name, Source(name, None, "text/plain", ""), "", text, (Block("paragraph", whole, (), None),), ()
    )
    section = Section("problems", "", 1, whole, whole, 1.0, "given")
    return Report(name, document, Identity(), None, (section,), (), ())
