"""In: the tables `reports` and `cells`. Out: rows of `checks`: one agency's years, a parent's departments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from nlp_reports.schema import TABLES, check_table, tabulate_rows
from nlp_reports.wording import Language, pack_fields, say, tell_packed

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

_FORWARD, _OVER = "applications.carried_forward.", "applications.carried_over."
_STOCKS = ("proactive.regulations.", "proactive.normative_documents.")
_ADDED_UP = ("applications.new_received.total", "applications.granted.total", "applications.total.total")
_KNOWN, _EMPTY = ("read", "recovered"), ("blank", "dash")


def needed_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `cells` that the comparisons here look at."""
    check_table("cells", cells)
    return cells[cells["cell"].str.startswith((_FORWARD, _OVER, *_STOCKS)) | cells["cell"].isin(_ADDED_UP)]


def compare_years(reports: pd.DataFrame, cells: pd.DataFrame, *, lang: Language) -> pd.DataFrame:
    """Return what one agency's report says of the year before, against that year's own report.

    One row of the table `checks` for each report whose agency has exactly one report for the year before,
    and each figure that both print: `years_carried` (requests carried forward by the earlier report =
    carried over in the later) and `years_in_force` (in force before + issued − repealed = in force).
    UNCERTAIN where one of the two is blank or a dash and the other is not 0, for an empty cell may mean none;
    NOT_ASSESSABLE where else a figure needed is not known. `report_id`, `cells` and `spans` are the
    later report's. Raises SchemaError for missing columns.
    """
    check_table("reports", reports)
    check_table("cells", cells)
    pairs = _neighbours(reports)
    figures = _figures(cells[cells["cell"].str.startswith((_FORWARD, _OVER, *_STOCKS))])
    found = [
        _meet(pairs, figures, was=_FORWARD, now_is=_OVER, check="years_carried"),
        *(_stock(pairs, figures, stem) for stem in _STOCKS),
    ]
    return _tell(found, lang)


def compare_departments(reports: pd.DataFrame, cells: pd.DataFrame, *, lang: Language) -> pd.DataFrame:
    """Return each government's figures for requests against the sum over its departments in the corpus.

    One row `parent_sum` for each government and figure where the corpus holds reports, for the same year
    and adcode, of departments of its level (of a county, townships too). PASS where both are equal;
    UNCERTAIN where the departments have more than the whole, because a report need not say whom its figures
    cover; NOT_ASSESSABLE where they have less, because some may be missing here. Raises SchemaError.
    """
    check_table("reports", reports)
    check_table("cells", cells)
    known = reports.dropna(subset=["adcode", "year", "level", "body"])
    level = known["level"].where(known["level"] != "township", "county")
    whole = (known["body"] == "government") & (known["level"] != "township")
    keys = ["adcode", "year", "level"]
    parents = known[whole].drop_duplicates(keys, keep=False)
    parts = known.assign(level=level)[~whole].drop_duplicates(["agency", *keys], keep=False)
    figures = _figures(cells[cells["cell"].isin(_ADDED_UP)])
    families = parents[["report_id", "path", *keys]].merge(parts[["report_id", *keys]], on=keys)
    sums = families.merge(figures, left_on="report_id_y", right_on="report_id").dropna(subset=["value"])
    sums = sums.groupby(["report_id_x", "cell"], as_index=False).agg(
        left=("value", "sum"), n=("value", "size")
    )
    both = sums.merge(figures, left_on=["report_id_x", "cell"], right_on=["report_id", "cell"])
    both = both.rename(columns={"value": "right"}).assign(check="parent_sum", path="")
    over, equal = both["left"] > both["right"], both["left"] == both["right"]
    both["status"] = "NOT_ASSESSABLE"
    both.loc[over.fillna(False), "status"] = "UNCERTAIN"
    both.loc[equal.fillna(False), "status"] = "PASS"
    return _tell([both], lang)


def compare_findings(reports: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """Return the failed `checks` as rows of the table `issues`: a finding is told where all others are.

    Raises SchemaError for missing columns.
    """
    check_table("reports", reports)
    check_table("checks", checks)
    failed = checks[checks["status"] == "FAIL"].merge(reports[["report_id", "path"]], on="report_id")
    places = failed["spans"].str.extract(r"^(?P<start>\d+)-(?P<end>\d+)")
    found = failed.assign(stage="checks", code=failed["check"], **places)
    return found[list(TABLES["issues"])].astype(TABLES["issues"])


def _neighbours(reports: pd.DataFrame) -> pd.DataFrame:
    """Pairs of reports of one agency for two years running: report_id of the later, `previous`, `path`."""
    named = reports.dropna(subset=["agency", "year"])
    named = named.assign(adcode=named["adcode"].fillna("")).drop_duplicates(
        ["agency", "adcode", "year"], keep=False
    )
    earlier = named.assign(year=named["year"] + 1).rename(columns={"report_id": "previous"})
    keys = ["agency", "adcode", "year"]
    return named[["report_id", *keys]].merge(earlier[["previous", "path", *keys]], on=keys)


def _figures(cells: pd.DataFrame) -> pd.DataFrame:
    """Each cell with its value, which is missing where it is not known for certain."""
    table = cells[["report_id", "cell", "value", "raw", "start", "end", "status"]].copy()
    table["value"] = table["value"].where(table["status"].isin(_KNOWN))
    table["empty"] = table["status"].isin(_EMPTY)
    return table.drop(columns="status")


def _meet(pairs: pd.DataFrame, figures: pd.DataFrame, *, was: str, now_is: str, check: str) -> pd.DataFrame:
    """Set each figure `was…` of the year before beside the figure `now_is…` of the same column."""
    earlier = figures[figures["cell"].str.startswith(was)]
    earlier = earlier.assign(cell=earlier["cell"].str.replace(was, now_is, regex=False).astype("string"))
    names = {"report_id": "previous", "value": "left", "empty": "left_empty"}
    earlier = earlier.rename(columns=names)[["previous", "cell", "left", "left_empty"]]
    both = pairs.merge(figures, on="report_id").merge(earlier, on=["previous", "cell"])
    return _judged(both.rename(columns={"value": "right"}), check)


def _stock(pairs: pd.DataFrame, figures: pd.DataFrame, stem: str) -> pd.DataFrame:
    """Set what was in force before, more what was issued, less what was repealed, beside what is."""
    both = _meet(pairs, figures, was=f"{stem}in_force", now_is=f"{stem}in_force", check="years_in_force")
    for name, sign in (("issued", 1), ("repealed", -1)):
        flow = figures.loc[figures["cell"] == f"{stem}{name}"].set_index("report_id")["value"]
        both["left"] += sign * flow.reindex(both["report_id"]).array
    return _judged(both, "years_in_force")


def _judged(both: pd.DataFrame, check: str) -> pd.DataFrame:
    known = both["left"].notna() & both["right"].notna()
    equal = (both["left"] == both["right"]).fillna(False).astype(bool)
    status = equal.map({True: "PASS", False: "FAIL"}).where(known, "NOT_ASSESSABLE")
    nothing_against_some = (both["left_empty"] & (both["right"] != 0)) | (both["empty"] & (both["left"] != 0))
    return both.assign(check=check, status=status.mask(nothing_against_some.fillna(False), "UNCERTAIN"))


def _tell(found: list[pd.DataFrame], lang: Language) -> pd.DataFrame:
    """Return the rows as they stand in the table `checks`, with a sentence for what does not agree."""
    import pandas as pd

    filled = [each for each in found if len(each)]
    if not filled:
        return tabulate_rows("checks", [])
    both = pd.concat(filled, ignore_index=True)
    both["cells"], both["evidence"], both["dimension"] = both["cell"], both["raw"], "consistency"
    both["delta"] = (both["left"] - both["right"]).round(6)
    printed = both["start"].notna()
    places = both["start"].astype("string") + "-" + both["end"].astype("string")
    both["spans"] = places.where(printed)
    told = both[both["status"].isin(("FAIL", "UNCERTAIN"))]
    fields = [pack_fields(_fields(row)) for row in told.to_dict("records")]
    sentences = [
        tell_packed("checks", check, packed, lang=lang)
        for check, packed in zip(told["check"], fields, strict=True)
    ]
    both["fields"] = pd.Series(fields, index=told.index, dtype="string")
    both["message"] = pd.Series(sentences, index=told.index, dtype="string")
    return both[list(TABLES["checks"])].astype(TABLES["checks"])


def _fields(row: dict[Hashable, Any]) -> dict[str, object]:
    _, name, column = str(row["cell"]).split(".")
    names = {
        f"{part}_{lang}": say(f"labels.{part}_{key}", lang=lang)
        for part, key in (("row", name), ("column", column))
        for lang in get_args(Language)
    }
    printed = {side: _printed(row[side]) for side in ("left", "right")}
    return {"path": row["path"], "n": row.get("n"), **names, **printed}


def _printed(value: Any) -> str:
    """The number, or a dash where the cell is empty."""
    import pandas as pd

    return "—" if pd.isna(value) else f"{value:.15g}"
