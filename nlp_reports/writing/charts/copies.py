"""In: the tables `clusters` and `reports`. Out: bars of how many reports have one text between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.wording import Language, say
from nlp_reports.writing.charts.marks import name_rows, stack, write_key
from nlp_reports.writing.drawing import (
    BLUE,
    DOUBLE,
    PALE,
    VERMILION,
    drawn,
    finish,
    in_counts,
    legible,
    new_figure,
)
from nlp_reports.writing.labels import label
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_COLOURS = {"superior": VERMILION, "peer": BLUE, "self": PALE}


@drawn
def plot_clusters(
    clusters: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    most: int = 20,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw the largest clusters by their number of reports, each called by its likely origin.

    Nothing is drawn of fewer than two clusters.
    """
    rows = clusters.drop_duplicates("cluster").sort_values("cluster").head(most)
    if len(rows) < 2:
        return None
    who = reports.set_index("report_id")[["agency", "year"]].reindex(rows["origin"])
    names = [
        legible(
            " ".join(
                str(each) for each in (row["agency"] or label("agency", None, lang=lang), row["year"]) if each
            )
        )
        for row in rows_of(who)
    ]
    figure = new_figure(rows=len(rows), width=width, head=1.0)
    axes = figure.add_subplot()
    sizes = rows["size"].astype(int).tolist()
    parts = [
        ([size if each == way else 0 for size, each in zip(sizes, rows["direction"], strict=True)], colour)
        for way, colour in _COLOURS.items()
    ]
    stack(axes, parts, told=[str(size) for size in sizes])
    name_rows(axes, names)
    in_counts(axes)
    axes.set_xlabel(say("charts.n_reports", lang=lang))
    there = [way for way in _COLOURS if way in set(rows["direction"])]
    write_key(axes, [(say(f"charts.way_{way}", lang=lang), _COLOURS[way]) for way in there])
    title, note = (say(f"charts.{each}", lang=lang) for each in ("clusters", "clusters_note"))
    return finish(figure, title=title, note=note, lang=lang)
