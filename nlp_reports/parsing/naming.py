"""In: forms, tables, rows, columns, sections. Out: their names in two languages, as an Issue's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nlp_reports.model import Fields


class Titled(Protocol):
    """A form, a table or a kind of section: it has a Chinese `name`, and the same in English."""

    @property
    def name(self) -> str:
        """What it is called in Chinese."""

    @property
    def en(self) -> str:
        """What it is called in English."""


class Labelled(Protocol):
    """A row or column: it has the Chinese `label` that the form prints, and the same in English."""

    @property
    def label(self) -> str:
        """What the form prints."""

    @property
    def en(self) -> str:
        """What it is called in English."""


def named(gap: str, *things: Titled | Labelled) -> Fields:
    """Return the fields `GAP_zh` and `GAP_en`: what `things` are called in Chinese and in English."""
    chinese = (each.label if hasattr(each, "label") else each.name for each in things)
    return in_both(gap, "、".join(chinese), "; ".join(each.en for each in things))


def in_both(gap: str, chinese: str, english: str) -> Fields:
    """Return the fields `GAP_zh` and `GAP_en`."""
    return ((f"{gap}_zh", chinese), (f"{gap}_en", english))
