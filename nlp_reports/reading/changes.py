"""In: what a file holds, and the text made of it. Out: where they differ, and the way back to the file.

A file is held as strips: runs of characters, some of them left out for a reason, some shown as others.
White space of the text that stands for markup alone (a new paragraph, the next cell) is no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp_reports.model import Change, ChangeReason, Document, Span
from nlp_reports.reading.normalise import LINE_BREAKS, PLAIN, reason_of, spell

# Blanks; characters that are always kept as they are; any other.
_TOKEN = re.compile(rf"\s+|[{PLAIN}]+|.", re.DOTALL)
_BLANK_RUN = re.compile(r"\s+")
_BREAK = re.compile(f"[\t{LINE_BREAKS}]")


class Strip(NamedTuple):
    """A run of a file that is not shown as it is: `held` by the file, `shown` instead (""), and why."""

    held: str
    reason: ChangeReason
    shown: str = ""


Held = str | Strip
"""A run of what a file holds; a string is shown as it is, but for its spelling and blanks."""
Segment = tuple[str, Sequence[Held]]
"""A part of the text, and what the file holds there."""


def shown(strips: Iterable[Held]) -> str:
    """Return what `strips` show, before any normalising."""
    return "".join(strip if isinstance(strip, str) else strip.shown for strip in strips)


def find_changes(segments: Iterable[Segment]) -> list[Change]:
    """Return where the text, which is that of all `segments` in order, departs from what the file holds."""
    changes: list[Change] = []
    at = 0
    for text, strips in segments:
        if not _is_same(text, strips):
            changes += _Walk(text, at).follow(strips)
        at += len(text)
    return changes


def printed(document: Document, span: Span | None = None) -> str:
    """Return what the file holds where the text has `span`: by default everywhere.

    Of a plain text file this is its text to the character. What was left out at the very edges of a
    span is no part of it; a change that reaches over an edge is taken whole.
    """
    first, last = (0, len(document.text)) if span is None else (span.start, span.end)
    parts: list[str] = []
    at = first
    for change in document.changes:
        start, end = change.span.start, change.span.end
        outside = end < first or start > last or (span is not None and (end == first or start == last))
        if outside:
            continue
        parts += [document.text[at:start], change.printed]
        at = end
    return "".join([*parts, document.text[at:last]])


def _is_same(text: str, strips: Sequence[Held]) -> bool:
    """Tell whether `text` is what the file holds, but for white space that ends a paragraph or a cell."""
    if not strips:
        return not text.strip()
    if len(strips) > 1:
        return False
    held = strips[0]
    return isinstance(held, str) and text.startswith(held) and text[len(held) :] in ("", "\n", "\t")


class _Walk:
    """Walks along a part of the text, which stands at `offset`, and what the file holds, side by side."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.at = 0
        self.changes: list[Change] = []
        self._start = 0
        self._held: list[str] = []

    def follow(self, strips: Iterable[Held]) -> list[Change]:
        """Return where the text departs from `strips`."""
        for strip in strips:
            if isinstance(strip, str):
                self._shown(strip)
            else:
                self._replaced(strip)
        self._settle()
        if self.text[self.at :].strip():  # of no format; the way back leads past it all the same
            self._add(self.at, len(self.text), "", "spelling")
        return self.changes

    def _shown(self, held: str) -> None:
        for token in (held,) if self.text.startswith(held, self.at) else _TOKEN.findall(held):
            if self.text.startswith(token, self.at):
                self._keep(len(token))
            elif token.isspace():
                self._depart(token, self._blanks(token))
            else:
                for char in token:
                    self._compare(char)

    def _replaced(self, strip: Strip) -> None:
        self._settle()
        start, known = self.at, len(self.changes)
        self._shown(strip.shown)
        self._settle()
        del self.changes[known:]
        self._add(start, self.at, strip.held, strip.reason)

    def _compare(self, char: str) -> None:
        here, spelt = self.text[self.at : self.at + 1], spell(char)
        if char == here:
            self._keep(1)
        elif spelt and spelt == here:
            self._depart(char, 1)
        elif spelt and here.isspace() and self.text.startswith(spelt, self.at + 1):
            self._keep(1)  # a blank that stands for markup, between two lines or elements
            self._compare(char)
        else:
            self._depart(char, 0)

    def _blanks(self, token: str) -> int:
        """Return how many blanks of the text stand for the blanks `token`; only a break makes a break."""
        run = _BLANK_RUN.match(self.text, self.at)
        if run is None or (_BREAK.search(run[0]) and not _BREAK.search(token)):
            return 0
        return len(run[0])

    def _keep(self, length: int) -> None:
        self._settle()
        self.at += length

    def _depart(self, held: str, length: int) -> None:
        """Take `held` to be shown as the next `length` characters; like goes with like."""
        if self._held:
            alike = held.isspace() == self._held[-1].isspace()
            if not alike or bool(length) != (self._start < self.at):
                self._settle()
        if not self._held:
            self._start = self.at
        self._held.append(held)
        self.at += length

    def _settle(self) -> None:
        if self._held:
            held = "".join(self._held)
            self._held.clear()
            self._add(self._start, self.at, held, reason_of(held))

    def _add(self, start: int, end: int, held: str, reason: ChangeReason) -> None:
        if held != self.text[start:end]:
            span = Span(self.offset + start, self.offset + end)
            self.changes.append(Change(span, held, reason))
