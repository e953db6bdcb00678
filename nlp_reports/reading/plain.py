"""In: text without markup. Out: its paragraphs, and its tables by tab or pipe, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

from nlp_reports.reading.draft import LONG_CELL, Draft, Placement, Reading, lay_table
from nlp_reports.reading.lines import is_page_number
from nlp_reports.reading.normalise import normalise

Kind = Literal["tab", "pipe", "prose"]

_TITLE = re.compile(r"^标题 ?[:：] ?(.{1,200})$", re.MULTILINE)
_ADDRESS = re.compile(r"原文(?:链接|地址|网址) ?[:：] ?(https?://[^\s<>\"']{1,2000})")
_RULE = re.compile(r"[|\s:+-]+")
_HEAD = 4000


def read_plain(text: str) -> Reading:
    """Return what `text` holds; header lines of an archive (标题:, 原文链接:) stay in it as paragraphs."""
    text = normalise(text)
    head = text[:_HEAD]
    title, address = _TITLE.search(head), _ADDRESS.search(head)
    return Reading(
        list(draft_lines(text)),
        title=title[1] if title else "",
        url=address[1] if address else None,
    )


def draft_lines(text: str) -> Iterator[Draft]:
    """Yield a paragraph for each line of normalised `text`, and a table for each run of table rows."""
    lines = (line for line in text.split("\n") if not is_page_number(line))
    for kind, run in groupby(lines, key=_kind):
        if kind == "prose":
            yield from (Draft(line) for line in run if line)
        else:
            yield from _draft_rows(kind, list(run))


def _kind(line: str) -> Kind:
    if line.count("|") >= 2:
        return "pipe"
    indented = line.lstrip(" \t") or line  # a row of blank cells is nothing but tabs
    if "\t" in indented and max(map(len, indented.split("\t"))) <= LONG_CELL:
        return "tab"
    return "prose"


def _draft_rows(kind: Kind, run: list[str]) -> Iterable[Draft]:
    if not any(line.strip() for line in run):
        return []
    rows = [line.split("\t") for line in run] if kind == "tab" else list(_pipe_rows(run))
    if len(rows) == 1 and (kind == "pipe" or len(rows[0]) < 3):  # an aligned line, a navigation bar
        return [Draft(line) for line in run]
    placement = Placement()
    for row in rows:
        placement.next_row()
        for cell in row:
            placement.place([Draft(cell)])
    return lay_table(placement.cells())


def _pipe_rows(run: Iterable[str]) -> Iterator[list[str]]:
    """Yield the cells of the lines `| a | b |` or `a | b |`, without the rule below a header."""
    for line in run:
        if _RULE.fullmatch(line) and "-" in line:
            continue
        inner = line.strip()
        inner = inner.removeprefix("|")
        yield inner.removesuffix("|").split("|")
