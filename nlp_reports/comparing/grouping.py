"""In: the tables `reports` and `metadata`, and columns to group by. Out: each report's group."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.errors import InputError
from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

By = str | tuple[str, ...] | None
"""A column to group by, several to cross, or None for all reports as one group."""

GROUPINGS = ("year", "level", "sector", "region", "province", "city", "county", "body", "form", "agency")
"""The columns of `reports` by which reports can be grouped, beside those of the user's metadata."""


class Groups(NamedTuple):
    """`of` gives each report's number by report_id; `names` the groups in order, an unknown one last."""

    of: pd.Series[int]
    names: np.ndarray
    by: str


def group_reports(reports: pd.DataFrame, *, by: By | Sequence[str] = None) -> Groups:
    """Return the group of each report by the column or columns `by`, all reports as one where it is None.

    Crossed groups are joined as `2021;county`, and so is `by`; a report of which one of them is unknown is
    in the unknown group, whose name is None. Raises InputError for a column that is none of `GROUPINGS`
    nor of the user's metadata (`add_metadata`).
    """
    import numpy as np
    import pandas as pd

    columns = (by,) if isinstance(by, str) else tuple(by or ())
    allowed = [name for name in reports.columns if name in GROUPINGS or name not in TABLES["reports"]]
    for name in columns:
        if name not in allowed:
            raise InputError("comparing.by", by=name, columns=", ".join(_usual_first(allowed)))
    index = pd.Index(reports["report_id"])
    if not columns:
        return Groups(pd.Series(0, index=index, dtype="int64"), np.array([""], dtype=object), "")
    told = reports[columns[0]].astype("string")
    for name in columns[1:]:
        told = told + ";" + reports[name].astype("string")
    numbers, found = pd.factorize(told, sort=True, use_na_sentinel=False)
    names = np.array([None if pd.isna(each) else str(each) for each in found], dtype=object)
    return Groups(pd.Series(numbers, index=index), names, ";".join(columns))


def add_metadata(reports: pd.DataFrame, metadata: pd.DataFrame) -> pd.DataFrame:
    """Return `reports` with a column for each name in `metadata`, so that they can be grouped by it.

    A name that `reports` has already keeps what stands there. Raises SchemaError for missing columns.
    """
    check_table("metadata", metadata)
    further = metadata[~metadata["name"].isin(reports.columns)].drop_duplicates(["report_id", "name"])
    wide = further.pivot(index="report_id", columns="name", values="value")
    return reports.merge(wide, left_on="report_id", right_index=True, how="left")


def _usual_first(columns: Sequence[str]) -> list[str]:
    usual = [name for name in GROUPINGS if name in columns]
    return usual + [name for name in columns if name not in usual]
