"""In: the tables' columns. Out: the data dictionary: what each means, its type, unit, values, source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nlp_reports.resource import load_yaml
from nlp_reports.schema import ASKED_FOR, NUMBER, TABLES, TEXT, WHOLE
from nlp_reports.wording import Language, load_area, say
from nlp_reports.writing.labels import label, sector_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_KINDS = {TEXT: "text", WHOLE: "whole", NUMBER: "number"}
_SHORT = re.compile(r"[：；（:;(,]")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table means; `values` maps its possible values, where they are few, to words."""

    table: str
    name: str
    meaning: str
    dtype: str
    unit: str
    values: Mapping[str, str]

    @property
    def short(self) -> str:
        """The meaning up to its first stop: a heading."""
        return _SHORT.split(self.meaning)[0].strip()


def table_name(table: str, *, lang: Language) -> str:
    """Return what a table is called."""
    name: str = _entries()["tables"][table]["name"][lang]
    return name


def describe_columns(table: str, *, lang: Language) -> tuple[Column, ...]:
    """Return the columns of a table in their order. Raises KeyError for one that is not described."""
    entry = _entries()["tables"][table]
    found = []
    for name, dtype in (TABLES.get(table) or ASKED_FOR[table]).items():
        told = entry["columns"].get(name) or _entries()["everywhere"][name]
        values = _values(told["values"], lang) if "values" in told else {}
        found.append(Column(table, name, told[lang], dtype, told.get("unit", ""), values))
    return tuple(found)


def dictionary_table(*, lang: Language) -> pd.DataFrame:
    """Return the dictionary as a table, a row a column."""
    import pandas as pd

    rows = []
    for table in (*TABLES, *ASKED_FOR):
        entry = _entries()["tables"][table]
        for column in describe_columns(table, lang=lang):
            told = "；".join(f"{value} = {word}" for value, word in column.values.items())
            kind = say(f"exchange.{_KINDS[column.dtype]}", lang=lang)
            rows.append(
                [
                    table,
                    entry["rows"][lang],
                    column.name,
                    column.meaning,
                    kind,
                    column.unit,
                    told,
                    entry["from"][lang],
                ]
            )
    keys = ("table", "row_is", "column", "meaning", "type", "unit", "values", "source")
    return pd.DataFrame(rows, columns=[say(f"exchange.{key}", lang=lang) for key in keys], dtype="string")


def _values(kind: str, lang: Language) -> dict[str, str]:
    if kind == "sector":
        return {each: label("sector", each, lang=lang) for each in sector_ids()}
    if kind in ("row", "column"):
        return {}
    prefix = f"{kind}_"
    keys = (key.removeprefix(prefix) for key in load_area("labels") if key.startswith(prefix))
    return {key: label(kind, key, lang=lang) for key in keys}


@cache
def _entries() -> dict[str, Any]:
    entries: dict[str, Any] = load_yaml("dictionary.yaml")
    return entries
