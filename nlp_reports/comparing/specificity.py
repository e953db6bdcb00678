"""In: statements. Out: the table `specificity`, how much of each can be held against its agency.

A statement is specific by what it names: a number, a date or term, a document by title, a system or brand in
quotation marks, a body that is to act, a field of its trade. What is said in the genre's stock phrases alone
names none of these. The score is the share of the parts that are there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nlp_reports.resource import load_yaml
from nlp_reports.schema import TABLES, check_table, tabulate_rows

if TYPE_CHECKING:
    import pandas as pd

ROLES = ("problem", "measure")


def compare_specificity(statements: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each problem and measure: `score`, 0 to 1, and `parts`, what it names.

    `parts` joins the names of the parts that are there (number, term, document, name, actor, field) by
    semicolons; the patterns are data (`resources/lexicon/specificity.yaml`). Raises SchemaError for
    missing columns.
    """
    import pandas as pd

    check_table("statements", statements)
    chosen = statements[statements["role"].isin(ROLES)]
    if chosen.empty:
        return tabulate_rows("specificity", [])
    texts = chosen["text"].str.replace(r"\s+", "", regex=True)
    found = pd.DataFrame(
        {name: texts.str.contains(pattern) for name, pattern in _parts().items()}, index=texts.index
    )
    names = found.apply(lambda column: column.map({True: f"{column.name};", False: ""})).sum(axis=1)
    table = pd.DataFrame(
        {
            "statement_id": chosen["statement_id"],
            "score": found.mean(axis=1).astype(float),
            "parts": names.str.rstrip(";"),
        }
    )
    return table.reset_index(drop=True).astype(TABLES["specificity"])


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in load_yaml("lexicon", "specificity.yaml").items()}
