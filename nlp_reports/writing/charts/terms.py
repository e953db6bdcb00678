"""In: the table `keyness`. Out: bars of the terms that tell each group from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.wording import Language, say
from nlp_reports.writing.charts.marks import BAR, group_name, name_rows, write_behind
from nlp_reports.writing.drawing import (
    BLUE,
    DOUBLE,
    INK,
    ORANGE,
    SOFT,
    breadth,
    drawn,
    finish,
    is_narrow,
    legible,
    new_figure,
    wrapped,
)
from nlp_reports.writing.groups import group_place
from nlp_reports.writing.labels import label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_TERMS = 3
"""Groups with fewer telling terms are not drawn."""

MOST_GROUPS = 9

_LEAST_ROOM = 1.1
"""Inches beside the longest term, for bars and the name of the group."""


@drawn
def plot_keyness(
    keyness: pd.DataFrame, *, by: str, most: int = 8, width: float = DOUBLE, lang: Language = "zh"
) -> Figure | None:
    """Draw the `most` terms that tell each group of `by` from the rest, by their z.

    Two groups stand left and right of one axis; of more each has its own, the largest first.
    """
    rows = keyness[(keyness["by"] == by) & (keyness["rank"] <= most)]
    rows = rows[rows.groupby("group")["term"].transform("size") >= LEAST_TERMS]
    sizes = rows.drop_duplicates("group")
    groups = sorted(zip(sizes["group"], sizes["total"].astype(int), strict=True), key=group_place)
    if len(groups) < 2:
        return None
    groups = sorted(sorted(groups, key=lambda each: -each[1])[:MOST_GROUPS], key=group_place)
    known = keyness.loc[keyness["by"] == by, "group"].nunique()
    terms = {group: rows[rows["group"] == group].sort_values("rank") for group, _ in groups}
    names = {
        group: say("charts.terms_group", lang=lang, group=group_name(by, group, lang=lang), n=f"{size:,}")
        for group, size in groups
    }
    draw = _facing if known == 2 else _beside
    figure = draw(terms, names, width=width)
    title = say("charts.terms", lang=lang, by=label("by", by, lang=lang))
    return finish(figure, title=title, note=say("charts.terms_note", lang=lang), lang=lang)


def _beside(terms: dict[str, pd.DataFrame], names: dict[str, str], *, width: float) -> Figure:
    widest = max(breadth(legible(term), size=7) for rows in terms.values() for term in rows["term"])
    across = 2 if is_narrow(width) or len(terms) in (2, 4) else 3
    if width / across < widest + _LEAST_ROOM:
        across -= 1
    room = width / across - widest - 0.25
    down = -(-len(terms) // across)
    longest = max(map(len, terms.values()))
    figure = new_figure(rows=down * (0.8 * longest + 1.2), width=width, head=0.5)
    panels = figure.subplots(down, across, sharex=True, squeeze=False).ravel()
    for axes, (group, rows) in zip(panels, terms.items(), strict=False):
        axes.barh(range(len(rows)), rows["z"].astype(float), color=BLUE, height=BAR)
        for place, (z, n) in enumerate(zip(rows["z"].astype(float), rows["frequency"], strict=True)):
            write_behind(axes, z, place, str(n))
        name_rows(axes, [legible(term) for term in rows["term"]])
        axes.set_ylim(longest - 0.4, -0.6)
        axes.tick_params(axis="y", labelsize=7)
        axes.set_title(wrapped(names[group], inches=room, size=8), fontsize=8)
        axes.tick_params(axis="x", labelbottom=True)
    for axes in panels[len(terms) :]:
        axes.set_visible(False)
    return figure


def _facing(terms: dict[str, pd.DataFrame], names: dict[str, str], *, width: float) -> Figure:
    """Two groups: the terms of the first run to the right, below them those of the second to the left."""
    figure = new_figure(rows=sum(map(len, terms.values())) * 0.9 + 1.5, width=width)
    axes = figure.add_subplot()
    place = 0
    for (group, rows), colour, sign in zip(terms.items(), (BLUE, ORANGE), (1, -1), strict=True):
        for term, z, n in zip(rows["term"], rows["z"].astype(float), rows["frequency"], strict=True):
            axes.barh(place, sign * z, color=colour, height=BAR)
            _write(axes, 0, place, legible(term), -sign, INK)
            _write(axes, sign * z, place, str(n), sign, SOFT)
            place += 1
        middle = place - (len(rows) + 1) / 2
        _write(axes, 0, middle, wrapped(names[group], inches=0.3 * width, size=8), -sign, INK, away=70)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    axes.set_ylim(place - 0.4, -0.6)
    most = max(float(rows["z"].max()) for rows in terms.values()) * 1.12
    axes.set_xlim(-most, most)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    return figure


def _write(
    axes: Axes, end: float, place: float, words: str, side: int, colour: str, *, away: float = 4
) -> None:
    """Write `words` right of `end`, or left of it where `side` is -1."""
    axes.annotate(
        words, (end, place), xytext=(side * away, 0), textcoords="offset points", va="center",
        ha="left" if side > 0 else "right", fontsize=7, color=colour,
    )  # fmt: skip
