"""In: the tables `reports` and `texts`. Out: how often each term stands in each report's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.chinese.tokens import count_terms
from nlp_reports.comparing.own import own_parts
from nlp_reports.schema import check_table

if TYPE_CHECKING:
    import pandas as pd

_NAMES = ["agency", "province", "city", "county", "region"]


def compare_terms(reports: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each report and term: report_id, term, frequency (a count), in the texts' order.

    Only the report's own words are counted, without tables and what forms print; stopwords, numbers and
    the names of its agency and places are left out (`count_terms`). Raises SchemaError.
    """
    import pandas as pd

    check_table("reports", reports)
    check_table("texts", texts)
    names = reports.set_index("report_id")[_NAMES].astype(object)
    names = names.where(names.notna(), None)
    rows = []
    for report_id, text, own in texts[["report_id", "text", "own"]].itertuples(index=False):
        own_names = names.loc[report_id].tolist() if report_id in names.index else []
        counts = count_terms("\n".join(own_parts(text, own)), names=own_names)
        rows += [(report_id, term, n) for term, n in sorted(counts.items())]
    frame = pd.DataFrame(rows, columns=["report_id", "term", "frequency"])
    return frame.astype({"report_id": "string", "term": "string", "frequency": "Int64"})
