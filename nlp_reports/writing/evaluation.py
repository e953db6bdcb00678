"""In: the tables of an evaluation. Out: them in Markdown, to read or to paste, and as CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.saving import write_text
from nlp_reports.wording import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

_COUNTS = frozenset({"true", "told", "n", "votes"})
_MOST_CONFUSED = 15


def describe_evaluation(tables: Mapping[str, pd.DataFrame], *, lang: Language) -> str:
    """Return the tables in Markdown, each under a sentence that says how to read it."""
    shown = dict(tables)
    shown["confusions"] = shown["confusions"].head(_MOST_CONFUSED)
    parts = [f"{say(f'evaluation.{name}', lang=lang)}\n\n{_markdown(table)}" for name, table in shown.items()]
    return "\n\n".join(parts)


def write_evaluation(tables: Mapping[str, pd.DataFrame], folder: Path) -> Path:
    """Write each table to `folder` as NAME.csv; return the folder. Raises OutputError."""
    for name, table in tables.items():
        write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    return folder


def _markdown(table: pd.DataFrame) -> str:
    rows = [[_cell(str(name), value) for name, value in row.items()] for row in table.to_dict("records")]
    lines = [list(map(str, table.columns)), ["---"] * len(table.columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(name: str, value: object) -> str:
    if isinstance(value, float):
        if value != value:  # nothing to divide by
            return "–"
        return str(int(value)) if name in _COUNTS and value == int(value) else f"{value:.3f}"
    return str(value)
