"""In: `resources/templates/outline.yaml`. Out: the outlines of the forms, their patterns compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nlp_reports.errors import ResourceError
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

RESOURCE = "outline.yaml"


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """One kind of section: what its heading says, and what it usually says first.

    `name` is how the forms call it, `en` the same in English. `titles` matches a whole title, also with
    text run in behind it; `core` the words that are enough in a numbered heading alone on its line;
    `content` the section's usual beginning.
    """

    key: str
    name: str
    en: str
    titles: re.Pattern[str]
    core: re.Pattern[str]
    content: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FormOutline:
    """A form's sections in canonical order, those it cannot do without, and whether order is fixed."""

    order: tuple[str, ...]
    required: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands behind a report's last section; `outline.yaml` says what each pattern means."""

    furniture: re.Pattern[str]
    page: re.Pattern[str]
    date: re.Pattern[str]
    signer: re.Pattern[str]
    item: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Outlines:
    """Everything known about headings.

    `table_rows` is what is numbered like a heading and is none; `closing` what stands behind the report;
    `more` the second part of a heading of two parts, `rest` what else may fill a heading's line;
    `run_in` a title that nobody knows, with text run on behind it.
    """

    sections: tuple[OutlineSection, ...]
    forms: Mapping[str, FormOutline]
    closing: Closing
    table_rows: re.Pattern[str]
    more: re.Pattern[str]
    rest: re.Pattern[str]
    run_in: re.Pattern[str]

    def section(self, key: str) -> OutlineSection:
        """Return the kind of section `key`; raises KeyError for one that is not known."""
        found = next((each for each in self.sections if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@cache
def load_outlines() -> Outlines:
    """Return the shipped outlines. Raises ResourceError when they are not well formed."""
    data = load_yaml("templates", RESOURCE)
    try:
        return parse_outlines(data)
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise ResourceError("parsing.bad_outline", file=RESOURCE, reason=error) from error


def parse_outlines(data: Mapping[str, Any]) -> Outlines:
    """Return the outlines that `data` describes; raises KeyError, ValueError or re.error on a fault."""
    fragments = _expand(data["fragments"])
    sections = tuple(
        OutlineSection(
            key=each["key"],
            name=each["name"],
            en=each["en"],
            titles=re.compile("|".join(_fill(title, fragments) for title in each["titles"])),
            core=re.compile(each["core"]),
            content=re.compile(each["content"]),
        )
        for each in data["sections"]
    )
    known = {section.key for section in sections}
    forms = {name: _form(each, known) for name, each in data["forms"].items()}
    return Outlines(
        sections=sections,
        forms=forms,
        closing=Closing(
            **{name: re.compile(_fill(each, fragments)) for name, each in data["closing"].items()}
        ),
        **{name: re.compile(data[name]) for name in ("table_rows", "more", "rest", "run_in")},
    )


def _form(data: Mapping[str, Any], known: set[str]) -> FormOutline:
    if unknown := (set(data["order"]) | set(data["required"])) - known:
        raise ValueError(f"unknown sections: {', '.join(sorted(unknown))}")
    return FormOutline(tuple(data["order"]), tuple(data["required"]), bool(data["ordered"]))


def _expand(fragments: Mapping[str, str]) -> dict[str, str]:
    return {f"<{name}>": pattern for name, pattern in fragments.items()}


def _fill(title: str, fragments: Mapping[str, str]) -> str:
    for name, pattern in fragments.items():
        title = title.replace(name, pattern)
    return title
