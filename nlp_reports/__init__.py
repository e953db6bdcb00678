"""In: reports of Chinese government bodies on information disclosure. Out: data, codes, comparisons.

    import nlp_reports as nr
    corpus = nr.analyze("reports/", out="out/")
    corpus.tables["codes"]

Nothing is imported until it is asked for, so that `import nlp_reports` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp_reports.chinese.tokens import words
    from nlp_reports.coding.adjudicate import code_decisions
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.coding.coder import code_statements
    from nlp_reports.coding.cues import CueCoder
    from nlp_reports.coding.gold import load_gold
    from nlp_reports.coding.panel import load_panel
    from nlp_reports.coding.statements import extract_statements
    from nlp_reports.comparing.consistency import compare_departments, compare_findings, compare_years
    from nlp_reports.comparing.keywords import compare_keywords
    from nlp_reports.comparing.prevalence import compare_prevalence
    from nlp_reports.comparing.quality import compare_quality
    from nlp_reports.comparison import compare
    from nlp_reports.corpus.tabulate import tabulate_corpus, tabulate_terms
    from nlp_reports.errors import InputError, NlpReportsError, OutputError, ResourceError, UnreadableError
    from nlp_reports.output import Corpus, write_corpus
    from nlp_reports.parsing.report import parse_report
    from nlp_reports.pipeline import analyze
    from nlp_reports.reading.changes import printed
    from nlp_reports.reading.document import read_data, read_document
    from nlp_reports.schema import TABLES, check_table
    from nlp_reports.study import evaluate, explain, train
    from nlp_reports.wording import describe_issue
    from nlp_reports.writing.charts import (
        plot_answers,
        plot_clusters,
        plot_differences,
        plot_dimensions,
        plot_groups,
        plot_keyness,
        plot_prevalence,
        plot_promises,
        plot_quality,
        plot_trend,
        plot_years,
        write_charts,
    )

_HOMES = {
    "CueCoder": "coding.cues",
    "Corpus": "output",
    "InputError": "errors",
    "NlpReportsError": "errors",
    "OutputError": "errors",
    "ResourceError": "errors",
    "TABLES": "schema",
    "UnreadableError": "errors",
    "analyze": "pipeline",
    "check_table": "schema",
    "compare": "comparison",
    "code_decisions": "coding.adjudicate",
    "code_statements": "coding.coder",
    "compare_departments": "comparing.consistency",
    "compare_findings": "comparing.consistency",
    "compare_keywords": "comparing.keywords",
    "compare_prevalence": "comparing.prevalence",
    "compare_quality": "comparing.quality",
    "compare_years": "comparing.consistency",
    "describe_issue": "wording",
    "evaluate": "study",
    "explain": "study",
    "extract_statements": "coding.statements",
    "load_codebook": "coding.codebook",
    "load_gold": "coding.gold",
    "load_panel": "coding.panel",
    "parse_report": "parsing.report",
    "plot_answers": "writing.charts",
    "plot_clusters": "writing.charts",
    "plot_differences": "writing.charts",
    "plot_dimensions": "writing.charts",
    "plot_groups": "writing.charts",
    "plot_keyness": "writing.charts",
    "plot_prevalence": "writing.charts",
    "plot_promises": "writing.charts",
    "plot_quality": "writing.charts",
    "plot_trend": "writing.charts",
    "plot_years": "writing.charts",
    "printed": "reading.changes",
    "read_data": "reading.document",
    "read_document": "reading.document",
    "tabulate_corpus": "corpus.tabulate",
    "tabulate_terms": "corpus.tabulate",
    "train": "study",
    "words": "chinese.tokens",
    "write_charts": "writing.charts",
    "write_corpus": "output",
}

__all__ = [
    "TABLES",
    "Corpus",
    "CueCoder",
    "InputError",
    "NlpReportsError",
    "OutputError",
    "ResourceError",
    "UnreadableError",
    "analyze",
    "check_table",
    "code_decisions",
    "code_statements",
    "compare",
    "compare_departments",
    "compare_findings",
    "compare_keywords",
    "compare_prevalence",
    "compare_quality",
    "compare_years",
    "describe_issue",
    "evaluate",
    "explain",
    "extract_statements",
    "load_codebook",
    "load_gold",
    "load_panel",
    "parse_report",
    "plot_answers",
    "plot_clusters",
    "plot_differences",
    "plot_dimensions",
    "plot_groups",
    "plot_keyness",
    "plot_prevalence",
    "plot_promises",
    "plot_quality",
    "plot_trend",
    "plot_years",
    "printed",
    "read_data",
    "read_document",
    "tabulate_corpus",
    "tabulate_terms",
    "train",
    "words",
    "write_charts",
    "write_corpus",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nlp_reports' has no attribute {name!r}")
    return getattr(import_module(f"nlp_reports.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
