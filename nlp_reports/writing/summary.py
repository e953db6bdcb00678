"""In: the corpus tables and the codebook. Out: the summary, prose in which every number has its base."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

from nlp_reports.saving import write_text
from nlp_reports.wording import Language
from nlp_reports.writing.docx import write_docx
from nlp_reports.writing.facts import Facts, gather_facts
from nlp_reports.writing.faults import tell_finding
from nlp_reports.writing.labels import code_name, finding_name, label, percent
from nlp_reports.writing.rates import LEAST_BASE
from nlp_reports.writing.templating import load_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Code, Codebook
    from nlp_reports.writing.quotes import Quote
    from nlp_reports.writing.themes import Theme

GENERAL = "general"
"""The dimension of statements without an object, to which no measure of the same code can answer."""

MOST_COURSES = 4
"""Shortcomings whose course over the years is told."""

_LISTED = ("- ", "[^")
_OWN_LINE = ("#", ">", *_LISTED)


def write_summary(
    tables: Mapping[str, pd.DataFrame],
    *,
    codebook: Codebook,
    counts: Mapping[str, float],
    out: Path,
    lang: Language = "zh",
) -> tuple[Path, ...]:
    """Write the summary into the folder `out` and return the paths, the one in `lang` first.

    `summary.zh.md` and `summary.en.md`, `summary.md` in `lang`, and the same as a Word document,
    `summary.docx`. `tables` are those of `schema.TABLES`. Quotes stay Chinese in either language.
    Raises SchemaError where a table lacks a column, OutputError where a file cannot be written.
    """
    facts = gather_facts(tables, codebook=codebook, counts=counts)
    told = {each: tell_summary(facts, version=codebook.version, lang=each) for each in get_args(Language)}
    named = {"summary.md": told[lang], **{f"summary.{each}.md": prose for each, prose in told.items()}}
    paths = [write_text(out / name, prose) for name, prose in named.items()]
    return (*paths, write_docx(told[lang], out / "summary.docx"))


def tell_summary(facts: Facts, *, version: str, lang: Language) -> str:
    """Return the summary as Markdown with footnotes, which name agency, year, file and statement."""
    from markupsafe import Markup

    notes: list[str] = []

    def cite(source: str) -> Markup:
        notes.append(source)
        return Markup(f"[^{len(notes)}]")  # noqa: S704, a number

    words = {
        "label": partial(label, lang=lang),
        "finding": partial(finding_name, lang=lang),
        "message": partial(tell_finding, lang=lang),
        "name": partial(code_name, lang=lang),
        "percent": percent,
    }
    template = load_markdown(f"summary.{lang}.md.j2")
    prose = template.render(_told(facts), version=version, cite=cite, notes=notes, **words)
    return _joined(prose, glue=" " if lang == "en" else "")


def _told(facts: Facts) -> dict[str, Any]:
    """Return what the template tells beside the facts themselves."""
    rated = [
        each for each in facts.themes if each.answered.share is not None and each.code.dimension != GENERAL
    ]
    rated.sort(key=lambda each: each.answered.share or 0)
    statuses: Counter[str] = Counter()
    for _, counted in facts.cells:
        statuses.update(dict(counted))
    return {
        "facts": facts,
        "o": facts.overview,
        "one": facts.reports[0] if len(facts.reports) == 1 else None,
        "base": max((each.problem.base for each in facts.themes), default=0),
        "distinct": _distinct,
        "said": _said,
        "least": LEAST_BASE,
        "years": [pair for pair in facts.overview.years if pair[0] is not None],
        "unknown_years": dict(facts.overview.years).get(None, 0),
        "admitted": [each for each in facts.themes if each.problem.n],
        "promised": sorted(
            (each for each in facts.themes if each.measure.n), key=lambda each: -each.measure.n
        ),
        "nothing": facts.nothing_stated,
        "most_answered": rated[-1] if rated else None,
        "least_answered": rated[0] if rated else None,
        "contrasts": [(by, list(some)) for by, some in groupby(facts.contrasts, key=lambda each: each.by)],
        "lasting": [each for each in facts.courses if each.recurs.n or each.run > 1][:MOST_COURSES],
        "named": [each for each in facts.copies.telltales if each[0] == "name"],
        "stale": [each for each in facts.copies.telltales if each[0] == "year"],
        "faulty": sum(each.n_faults > 0 for each in facts.reports),
        "n_faults": sum(each.n for each in facts.faults),
        "n_cells": statuses.total(),
        "statuses": statuses.most_common(),
    }


def _distinct(quotes: Sequence[Quote], most: int = 2) -> list[Quote]:
    """Return the first quotes whose words differ."""
    return list({each.text: each for each in reversed(quotes)}.values())[::-1][:most]


def _said(themes: Sequence[Theme], kind: str, most: int = 6) -> list[tuple[Quote, list[Code]]]:
    """Return the first quote of each theme, once where several codes share it, with its codes."""
    found: dict[str, tuple[Quote, list[Code]]] = {}
    for theme in themes:
        quote: Quote = getattr(theme, kind)[0]
        found.setdefault(quote.statement_id, (quote, []))[1].append(theme.code)
    return list(found.values())[:most]


def _joined(prose: str, *, glue: str) -> str:
    """Return the prose with the lines of a paragraph joined and one blank line between paragraphs."""
    blocks: list[str] = []
    going_on = False
    for line in (each.strip() for each in prose.split("\n")):
        apart = line.startswith(_OWN_LINE)
        if line and going_on and not apart:
            blocks[-1] += glue + line
        elif blocks and any(line.startswith(mark) and blocks[-1].startswith(mark) for mark in _LISTED):
            blocks[-1] += f"\n{line}"
        elif line:
            blocks.append(line)
        going_on = bool(line) and not apart
    return "\n\n".join(blocks) + "\n"
