"""In: the corpus tables, the codebook and the texts. Out: `report.html`, one page that needs nothing else.

The page reads without JavaScript; its script only filters, sorts and opens a report beside the list.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from nlp_reports.saving import write_text
from nlp_reports.wording import Language, load_area, say
from nlp_reports.writing.escaping import script_json, show_controls
from nlp_reports.writing.facts import Facts, gather_facts
from nlp_reports.writing.faults import tell_finding
from nlp_reports.writing.labels import code_name, dimension_name, finding_name, label, percent
from nlp_reports.writing.places import cut_places
from nlp_reports.writing.rates import LEAST_BASE, Rate
from nlp_reports.writing.rows import rows_of
from nlp_reports.writing.templating import load_html, load_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Codebook

MOST_QUOTES = 24
"""Statements on the page for each code and role; the rest is in `tables/statements`."""

FIRST_QUOTES = 6
"""Of these, the statements that show at once; the others open below them."""

MOST_FAULTS = 50
"""Places on the page for each kind of fault; the rest is in `tables/issues`."""

MOST_READ = 200
"""Reports whose text is on the page even where no quote leads there; above it only quoted ones are."""

MOST_TABLES = 120
"""Reports whose statutory tables are on the page; the rest is in `tables/cells`."""

MOST_LISTED = 2000
"""Reports in the list; the rest is in `tables/reports`."""


def write_page(
    tables: Mapping[str, pd.DataFrame],
    *,
    codebook: Codebook,
    texts: Mapping[str, str],
    counts: Mapping[str, float],
    out: Path,
    lang: Language = "zh",
) -> Path:
    """Write `report.html` into the folder `out` and return its path.

    `tables` are those of `schema.TABLES`, `texts` maps report_id to the text that their offsets mean.
    The page loads nothing and runs no script but its own; report text stands in it as text only.
    Raises SchemaError where a table lacks a column, OutputError where the file cannot be written.
    """
    facts = gather_facts(
        tables, codebook=codebook, counts=counts, most_quotes=MOST_QUOTES, most_places=MOST_FAULTS
    )
    template = load_html("page.html.j2")
    page = template.render(
        **_inlined(), **_words(codebook, lang), **_told(facts, tables, texts, lang), data=_data(facts, lang)
    )
    return write_text(out / "report.html", page)


def _inlined() -> dict[str, Any]:
    """Return style and script with the hashes by which the page's policy lets them, and only them, in."""
    from markupsafe import Markup

    found: dict[str, Any] = {}
    for name in ("css", "js"):
        text = load_page(f"page.{name}")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found |= {name: Markup(text), f"{name}_hash": f"sha256-{digest}"}  # noqa: S704, our own resource
    return found


def _words(codebook: Codebook, lang: Language) -> dict[str, Any]:
    codes = {code.id: code for code in codebook.codes}

    def name_of(code_id: str) -> str:
        return code_name(codes[code_id], lang=lang) if code_id in codes else code_id

    return {
        "lang": lang,
        "gap": " " if lang == "en" else "",
        "version": codebook.version,
        "t": lambda key, **fields: say(f"page.{key}", lang=lang, **fields),
        "label": partial(label, lang=lang),
        "finding": partial(finding_name, lang=lang),
        "message": partial(tell_finding, lang=lang),
        "name": partial(code_name, lang=lang),
        "name_of": name_of,
        "dimension": partial(dimension_name, codebook, lang=lang),
        "percent": percent,
        "heat": heat,
        "votes": partial(describe_votes, lang=lang),
    }


def describe_votes(votes: str | None, *, lang: Language) -> str:
    """Return the coders' votes as `tables/codes` holds them (`coder:outcome:score;…`), told for a reader."""
    told = []
    for vote in (votes or "").split(";"):
        coder, _, rest = vote.partition(":")
        outcome, _, score = rest.partition(":")
        if outcome:
            name = say(f"page.vote_{coder}", lang=lang)
            told.append(f"{say(f'page.vote_{outcome}', lang=lang, coder=name)} {score}")
    return " · ".join(told)


def heat(rate: Rate) -> int:
    """Return the depth of colour of a rate: 1 to 7, and 0 for none or for too small a base."""
    if not rate.n or rate.share is None:
        return 0
    return min(7, 1 + int(rate.share * 7))


def _told(
    facts: Facts, tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str], lang: Language
) -> dict[str, Any]:
    read = _read(facts)
    rates = [rate for theme in facts.themes for rate in (theme.problem, theme.measure)]
    return {
        "facts": facts,
        "o": facts.overview,
        "least": LEAST_BASE,
        "limits": {
            "first": FIRST_QUOTES,
            "quotes": MOST_QUOTES,
            "faults": MOST_FAULTS,
            "tables": MOST_TABLES,
        },
        "years": [pair for pair in facts.overview.years if pair[0] is not None],
        "read": read,
        "listed": facts.reports[:MOST_LISTED],
        "places": cut_places(tables, texts=texts, report_ids=(each.report_id for each in read)),
        "faults_of": _faults_of(facts, lang),
        "grids": _grids(tables["cells"], [each.report_id for each in read[:MOST_TABLES]]),
        "excerpts": _excerpts(facts, texts),
        "statuses": sorted(
            {status for _, counted in facts.cells for status, _ in counted}, key=_status_place
        ),
        "axis": _axis(rates),
    }


def _read(facts: Facts) -> list[Any]:
    """Return the reports whose text is on the page."""
    if len(facts.reports) <= MOST_READ:
        return list(facts.reports)
    quoted = {
        quote.report_id
        for theme in (*facts.themes, *filter(None, [facts.nothing_stated]))
        for quote in (*theme.problem_quotes, *theme.measure_quotes)
    }
    return [each for each in facts.reports if each.report_id in quoted]


def _axis(rates: Iterable[Rate]) -> float:
    """Return where the bars' axis ends: the next tenth above all intervals, so that bars use their room."""
    highest = max((rate.high or (rate.n / rate.base if rate.base else 0) for rate in rates), default=1)
    return min(1.0, (int(highest * 10) + 1) / 10)


def _status_place(status: str) -> int:
    order = ("read", "recovered", "blank", "dash", "ambiguous")
    return order.index(status) if status in order else len(order)


def _faults_of(facts: Facts, lang: Language) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for fault in facts.faults:
        for place in fault.places:
            found[place.report.report_id].append((finding_name(fault.stage, fault.code, lang=lang), place))
    return found


def _excerpts(facts: Facts, texts: Mapping[str, str], longest: int = 48) -> dict[tuple[str, int, int], str]:
    """Return the words a fault points at, (report_id, start, end) → the beginning of them, on one line."""
    found = {}
    for place in (place for fault in facts.faults for place in fault.places):
        if place.start is not None and place.end is not None:
            report_id = place.report.report_id
            words = " ".join(texts.get(report_id, "")[place.start : place.end].split())
            found[report_id, place.start, place.end] = words[:longest] + "…" * (len(words) > longest)
    return found


def _grids(cells: pd.DataFrame, report_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return report_id → its statutory tables as rows and columns of (raw, status), in printed order."""
    tables: defaultdict[tuple[str, str], dict[tuple[str, str], tuple[str, str]]] = defaultdict(dict)
    for row in rows_of(cells[cells["report_id"].isin(report_ids)]):
        tables[row["report_id"], row["table"]][row["row"], row["column"]] = row["raw"] or "", row["status"]
    grids: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for (report_id, table), found in tables.items():
        columns = list(dict.fromkeys(column for _, column in found))
        rows = list(dict.fromkeys(row for row, _ in found))
        body = [(row, [found.get((row, column)) for column in columns]) for row in rows]
        grids[report_id].append({"table": table, "columns": columns, "rows": body})
    return dict(grids)


def _data(facts: Facts, lang: Language) -> Any:
    """Return what the script filters by, as JSON: each report's year, level, region and agency."""
    from markupsafe import Markup

    unknown = label("level", None, lang=lang)
    reports = {
        each.report_id: [
            show_controls(str(value)) if value is not None else unknown
            for value in (
                each.year,
                label("level", each.level, lang=lang),
                each.region,
                " ".join(filter(None, (each.agency, each.path))),
            )
        ]
        for each in facts.reports
    }
    words = {key: value[lang] for key, value in load_area("page").items() if key.startswith("js_")}
    return Markup(script_json({"reports": reports, "words": words}))  # noqa: S704, escaped for a script block
