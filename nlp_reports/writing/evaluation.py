"""In: the tables of an evaluation. Out: them in Markdown, to read or to paste, and as CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.saving import write_text
from nlp_reports.wording import Language, say
from nlp_reports.writing.listing import describe_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

_MOST_CONFUSED = 15


def describe_evaluation(tables: Mapping[str, pd.DataFrame], *, lang: Language) -> str:
    """Return the tables in Markdown, each under a sentence that says how to read it."""
    shown = dict(tables)
    shown["confusions"] = shown["confusions"].head(_MOST_CONFUSED)
    parts = [
        f"{say(f'evaluation.{name}', lang=lang)}\n\n{describe_table(table)}" for name, table in shown.items()
    ]
    return "\n\n".join(parts)


def write_evaluation(tables: Mapping[str, pd.DataFrame], folder: Path) -> Path:
    """Write each table to `folder` as NAME.csv; return the folder. Raises OutputError."""
    for name, table in tables.items():
        write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    return folder
