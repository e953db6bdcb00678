"""In: a Report. Out: the spans of its own words, without what the form prints for everybody.

Tables, page furniture, preamble and headings are no agency's wording, nor are the labels of rows and columns,
wherever a table was flattened into text: keywords and copying are looked for in the rest.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.model import Span
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp_reports.model import Report

_FORMS = ("2014", "2019", "2021")
_LEAST_LABEL = 4
_PATTERN = re.compile(r"[\\|?*+]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_STRETCH = re.compile(rb"\x01{8,}")  # less is what labels leave between them


def own_words(report: Report) -> tuple[Span, ...]:
    """Return the stretches of the report's text that are its own, in order; a report without sections is."""
    text = report.document.text
    bodies = [section.body for section in report.sections] or [Span(0, len(text))]
    kept = bytearray(len(text))
    for block in report.document.blocks:
        if block.kind != "paragraph":
            continue
        for body in bodies:
            start, end = max(block.span.start, body.start), min(block.span.end, body.end)
            if start < end:
                kept[start:end] = b"\x01" * (end - start)
    printed = (Span(*found.span()) for found in _printed().finditer(fold(text)))
    for span in (*(table.span for table in report.tables), *printed):
        kept[span.start : span.end] = bytes(span.end - span.start)
    return tuple(Span(*found.span()) for found in _STRETCH.finditer(bytes(kept)))


@cache
def _printed() -> re.Pattern[str]:
    """Whatever the forms print in their tables: labels of rows, columns and groups."""
    told = {label for form in _FORMS for label in _strings(load_yaml("templates", f"{form}.yaml"))}
    labels = {fold(each) for each in told if len(_CHINESE.findall(each)) >= _LEAST_LABEL}
    return re.compile("|".join(re.escape(each) for each in sorted(labels, key=len, reverse=True)))


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str) and not _PATTERN.search(data):
        yield data.lstrip("^")
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
