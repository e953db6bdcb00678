"""In: a value of the tables, such as `county`. Out: the word a person reads for it."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, get_args

from nlp_reports.model import Form
from nlp_reports.resource import load_yaml
from nlp_reports.wording import Language, load_area, say

if TYPE_CHECKING:
    from nlp_reports.model import Code, Codebook


def label(kind: str, value: object, *, lang: Language) -> str:
    """Return the word for `value` of `kind` (level, form, stage, status, table, row, column, section …).

    A value without a word of ours stands for itself; None is told as unknown.
    """
    if value is None:
        return say("labels.unknown", lang=lang)
    if kind == "sector":
        return _sectors().get(str(value), (str(value),) * 2)[lang == "en"]
    key = f"{kind}_{str(value).replace('.', '_')}"
    if key in load_area("labels"):
        return say(f"labels.{key}", lang=lang)
    return _printed_names().get((kind, str(value)), (str(value),) * 2)[lang == "en"]


def code_name(code: Code, *, lang: Language) -> str:
    """Return the name of a code."""
    return code.en if lang == "en" else code.zh


def finding_name(stage: str, code: str, *, lang: Language) -> str:
    """Return the short name of a kind of issue, or its code where it has none."""
    key = f"{stage}_{code}"
    return say(f"findings.{key}", lang=lang) if key in load_area("findings") else code


def dimension_name(codebook: Codebook, dimension: str, *, lang: Language) -> str:
    """Return the name of a codebook's dimension, or its id where it has none."""
    names = {name: (zh, en) for name, zh, en in codebook.dimensions}
    return names.get(dimension, (dimension, dimension))[lang == "en"]


def format_name(path: str) -> str:
    """Return the format that a file's name tells: `HTML` for `a.htm`, `-` for a name without a suffix."""
    suffix = PurePosixPath(path).suffix.lstrip(".").upper()
    return {"HTM": "HTML", "SHTML": "HTML", "XHTML": "HTML", "TEXT": "TXT"}.get(suffix, suffix or "-")


def percent(share: float) -> str:
    """Return a share (0 to 1) in whole percent, a half rounded up: `37%`."""
    return f"{int(100 * share + 0.5)}%"


@cache
def _printed_names() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (row or column, key) → the names that the forms print, in Chinese and English."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for form in reversed(get_args(Form)):
        for table in load_yaml("templates", f"{form}.yaml")["tables"]:
            rows = ((each["key"], each) for each in table.get("rows", ()))
            for kind, named in (("row", rows), ("column", table.get("columns", {}).items())):
                for key, each in named:
                    found.setdefault((kind, key), (each["label"], each["en"]))
    return found


def sector_ids() -> tuple[str, ...]:
    """Return the ids of the sectors."""
    return tuple(_sectors())


@cache
def _sectors() -> dict[str, tuple[str, str]]:
    return {each["id"]: (each["zh"], each["en"]) for each in load_yaml("sectors.yaml")["sectors"]}
