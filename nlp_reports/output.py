"""In: what analysis gave. Out: a Corpus, and the output folder: all its files, put in place together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from nlp_reports.corpus.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Analysis, Codebook, SetAside
    from nlp_reports.wording import Language


@dataclass(frozen=True, slots=True)
class Corpus:
    """Many reports analysed: objects, tables, and what was set aside and why.

    `analyses` of a run with an output folder are read from there each time they are asked for.
    `tables` maps each name of `schema.TABLES` to its DataFrame; `passed_over` counts, by suffix, the
    files in the folders that are of no kind we read; `containers` maps the archives and tables of reports
    among the inputs to their SHA-256; `seconds` is wall time.
    """

    analyses: Sequence[Analysis]
    set_aside: tuple[SetAside, ...]
    tables: Mapping[str, pd.DataFrame]
    codebook: Codebook
    lang: Language
    seconds: float
    passed_over: dict[str, int] = field(default_factory=dict)
    containers: dict[str, str] = field(default_factory=dict)


WORTH_OPENING = {"page": "report.html", "summary": "summary.docx", "workbook": "workbook.xlsx",
                 "charts": "charts", "tables": "tables"}  # fmt: skip
"""What a person looks at, by the name of the sentence that says so."""


def write_corpus(
    corpus: Corpus, out: Path, *, options: Mapping[str, object], only_tables: bool = False
) -> tuple[Path, ...]:
    """Write all results into `out`, or with `only_tables` tables and `run.json`; return what to open.

    Results are `tables/`, `data_dictionary.csv`, the page, the summary, the workbook, the files for Stata
    and SPSS, and the charts. Raises OutputError where the folder cannot be written; earlier files then stay.
    """
    from nlp_reports.corpus.store import replace_results, write_run, write_tables
    from nlp_reports.writing.charts import write_charts
    from nlp_reports.writing.exchange import write_dictionary, write_spss, write_stata
    from nlp_reports.writing.page import write_page
    from nlp_reports.writing.summary import write_summary
    from nlp_reports.writing.workbook import write_workbook

    counts = count_outcomes(corpus)
    run = {
        "versions": _versions(),
        "inputs": dict(corpus.tables["reports"][["path", "sha256"]].itertuples(index=False)),
        "set_aside": {
            each.path: {"reason": each.issue.code, "sha256": each.sha256} for each in corpus.set_aside
        },
        "containers": corpus.containers,
        "passed_over": corpus.passed_over,
        "options": dict(options),
        "counts": counts,
        "seconds": round(corpus.seconds, 3),
    }
    with replace_results(out) as draft:
        write_dictionary(out=draft, lang=corpus.lang)
        if not only_tables:
            kept = corpus.tables["texts"][["report_id", "text"]]
            texts: dict[str, str] = dict(kept.itertuples(index=False))
            told: dict[str, Any] = {"codebook": corpus.codebook, "out": draft, "lang": corpus.lang}
            for write in (write_stata, write_spss, write_charts):
                write(corpus.tables, **told)
            for tell in (write_summary, write_workbook, partial(write_page, texts=texts)):
                tell(corpus.tables, counts=counts, **told)
        write_tables(corpus.tables, draft)
        made = (each.relative_to(draft).as_posix() for each in draft.rglob("*") if each.is_file())
        write_run(run | {"files": sorted([*made, "run.json"])}, draft)
    if isinstance(corpus.tables, Shelf):
        corpus.tables.folder = out / "tables"
    return tuple(out / name for name in WORTH_OPENING.values() if (out / name).exists())


def count_outcomes(corpus: Corpus) -> dict[str, int]:
    """Return how many files were read, how many of them coded, and how many set aside."""
    return {
        "read": len(corpus.analyses),
        "coded": corpus.tables["codes"]["report_id"].nunique(),
        "set_aside": len(corpus.set_aside),
    }


def _versions() -> dict[str, str | None]:
    import platform

    names = (
        "nlp-reports",
        "jieba",
        "rjieba",
        "pandas",
        "pyarrow",
        "scikit-learn",
        "pdfplumber",
        "selectolax",
    )
    return {"python": platform.python_version()} | {name: _version(name) for name in names}


def _version(package: str) -> str | None:
    """None for a package that is not installed: rjieba has jieba to stand in for it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None
