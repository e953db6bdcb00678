"""In: a table. Out: it in Markdown, to read in a terminal or to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.writing.escaping import show_controls

if TYPE_CHECKING:
    import pandas as pd

_COUNTS = frozenset({"true", "told", "n", "votes"})
_NOTHING = "–"


def describe_table(table: pd.DataFrame) -> str:
    """Return the rows of `table` in Markdown; what is missing is a dash, shares have three digits."""
    rows = [[_cell(str(name), value) for name, value in row.items()] for row in table.to_dict("records")]
    lines = [list(map(str, table.columns)), ["---"] * len(table.columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(name: str, value: object) -> str:
    import pandas as pd

    if value is None or value is pd.NA or value != value:
        return _NOTHING
    if isinstance(value, float):
        return str(int(value)) if name in _COUNTS and value == int(value) else f"{value:.3f}"
    return show_controls(str(value)).replace("|", "\\|").replace("\n", " ")
