"""In: the corpus tables, the codebook and the texts. Out: `report.html`, one page that needs nothing else.

What the page tells stands in it in both languages; its script filters, lists the statements behind a number
and opens a report at a statement.
"""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

from nlp_reports.saving import write_text
from nlp_reports.wording import Language, load_area
from nlp_reports.writing.aligned import align_copies
from nlp_reports.writing.bilingual import Both, both, page_words
from nlp_reports.writing.curves import draw_curves
from nlp_reports.writing.escaping import script_json
from nlp_reports.writing.facts import Facts, gather_facts
from nlp_reports.writing.faults import tell_finding
from nlp_reports.writing.labels import dimension_name, finding_name, label, percent
from nlp_reports.writing.rates import LEAST_BASE, Rate
from nlp_reports.writing.reader import MOST_TABLES, gather_reading
from nlp_reports.writing.templating import load_html, load_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Code, Codebook

MOST_QUOTES = 6
"""Statements that show at once for each code and role; the script lists all others."""

MOST_FAULTS = 50
"""Places on the page for each kind of fault; the rest is in `tables/issues`."""

MOST_LISTED = 2000
"""Reports in the list; the rest is in `tables/reports`."""

MOST_CLUSTERS = 20
"""Groups of copied reports that are told."""


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

    `tables` are those of `schema.TABLES`, `texts` maps report_id to the text that their offsets mean;
    `lang` is the language in which the page opens. The page loads nothing and runs no script but its own;
    report text stands in it as text only. Raises SchemaError where a table lacks a column, OutputError
    where the file cannot be written.
    """
    facts = gather_facts(
        tables, codebook=codebook, counts=counts, most_quotes=MOST_QUOTES, most_places=MOST_FAULTS
    )
    data = gather_reading(facts, tables, texts=texts, codebook=codebook)
    page = load_html("page.html.j2").render(
        **_inlined(),
        **_words(codebook, lang),
        **_told(facts, tables, texts),
        n_read=len(data["read"]),
        data=_json(data | _script_words()),
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
    from markupsafe import Markup

    def attr(words: Both) -> Markup:
        told = 'aria-label="{}" data-zh="{}" data-en="{}"'
        return Markup(told).format(words[lang], words.zh, words.en)  # noqa: S704, escapes what it fills in

    def name(code: Code) -> Both:
        return Both(code.zh, code.en)

    return {
        "lang": lang,
        "gap": Both("", " "),
        "comma": Both("、", ", "),
        "semicolon": Both("；", "; "),
        "version": codebook.version,
        "t": page_words,
        "attr": attr,
        "name": name,
        "label": partial(both, label),
        "finding": partial(both, finding_name),
        "message": partial(both, tell_finding),
        "dimension": partial(both, dimension_name, codebook),
        "percent": percent,
        "heat": heat,
    }


def heat(rate: Rate) -> int:
    """Return the depth of colour of a rate: 1 to 7, and 0 for none or for too small a base."""
    if not rate.n or rate.share is None:
        return 0
    return min(7, 1 + int(rate.share * 7))


def _told(facts: Facts, tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> dict[str, Any]:
    rates = [rate for theme in facts.themes for rate in (theme.problem, theme.measure)]
    return {
        "facts": facts,
        "o": facts.overview,
        "least": LEAST_BASE,
        "limits": {
            "quotes": MOST_QUOTES,
            "faults": MOST_FAULTS,
            "tables": MOST_TABLES,
            "clusters": MOST_CLUSTERS,
        },
        "years": [pair for pair in facts.overview.years if pair[0] is not None],
        "listed": facts.reports[:MOST_LISTED],
        "excerpts": _excerpts(facts, texts),
        "statuses": sorted(
            {status for _, counted in facts.cells for status, _ in counted}, key=_status_place
        ),
        "axis": _axis(rates),
        "curves": draw_curves(facts),
        "aligned": align_copies(tables["reuse"], facts, texts),
        "keyness": facts.keyness,
    }


def _axis(rates: Iterable[Rate]) -> float:
    """Return where the bars' axis ends: the next tenth above all intervals, so that bars use their room."""
    highest = max((rate.high or (rate.n / rate.base if rate.base else 0) for rate in rates), default=1)
    return min(1.0, (int(highest * 10) + 1) / 10)


def _status_place(status: str) -> int:
    order = ("read", "recovered", "blank", "dash", "ambiguous")
    return order.index(status) if status in order else len(order)


def _excerpts(facts: Facts, texts: Mapping[str, str], longest: int = 48) -> dict[tuple[str, int, int], str]:
    """Return the words a fault points at, (report_id, start, end) → the beginning of them, on one line."""
    found = {}
    for place in (place for fault in facts.faults for place in fault.places):
        if place.start is not None and place.end is not None:
            report_id = place.report.report_id
            words = " ".join(texts.get(report_id, "")[place.start : place.end].split())
            found[report_id, place.start, place.end] = words[:longest] + "…" * (len(words) > longest)
    return found


def _script_words() -> dict[str, Any]:
    words = {key: [value["zh"], value["en"]] for key, value in load_area("page").items()}
    return {"words": {key: both for key, both in words.items() if key.startswith("js_")},
            "title": words["title"]}  # fmt: skip


def _json(data: Mapping[str, Any]) -> Any:
    from markupsafe import Markup

    return Markup(script_json(data))  # noqa: S704, escaped for a script block
