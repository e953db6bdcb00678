"""In: `prevalence` by groups, or `differences`. Out: a heat map of codes and groups, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlp_reports.wording import Language, say
from nlp_reports.writing.charts.marks import Names, group_name, name_rows, whole_corpus, write_key
from nlp_reports.writing.drawing import (
    COLOURS,
    DOUBLE,
    FAINT,
    INK,
    SINGLE,
    SOFT,
    breadth,
    drawn,
    finish,
    in_percent,
    is_narrow,
    new_figure,
    wrapped,
)
from nlp_reports.writing.groups import MOST_FALSE, WHOLE, group_place
from nlp_reports.writing.labels import label, percent
from nlp_reports.writing.rates import LEAST_BASE
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nlp_reports.model import Codebook

MOST_GROUPS = 12
"""Columns of a heat map on one page: the largest groups, but of years and levels all."""

_COLUMN, _NARROWEST = 0.55, 0.34
"""Inches of a column, where there is room; groups for which there is less are left out."""

_GAP = 0.05
"""Inches that stay free between the names of columns."""

_DARK = 0.5
"""The luminance of a colour below which what is written on it is white."""


@drawn
def plot_groups(
    prevalence: pd.DataFrame,
    *,
    by: str,
    role: str = "problem",
    codebook: Codebook | None = None,
    most: int = 20,
    width: float | None = None,
    lang: Language = "zh",
) -> Figure | None:
    """Draw a heat map of the share of each group's reports that name a code; `by` a column of `prevalence`.

    Of years and levels all are there, those of few reports hatched with counts alone; of other groups the
    largest of at least `LEAST_BASE` reports. Without a `width` the figure is as wide as it needs to be.
    """
    table = prevalence[(prevalence["by"] == by) & (prevalence["role"] == role)].dropna(subset=["group"])
    common = whole_corpus(prevalence, role)["code"].head(most).tolist()
    names = Names(codebook, lang)
    labels = max((breadth(names[code], size=8) for code in common), default=0) + 0.3
    room = (width or DOUBLE) - min(labels, 0.42 * (width or DOUBLE) + 0.2)
    groups, left_out = _columns(table, by, most=min(MOST_GROUPS, int(room / _NARROWEST)))
    if not common or len(groups) < 2:
        return None
    wide = width or max(SINGLE, min(DOUBLE, labels + _COLUMN * len(groups)))
    column = (wide - min(labels, 0.42 * wide + 0.2)) / len(groups)
    heads = [(group_name(by, group, lang=lang), size) for group, size in groups]
    turned = any(_longest(head, column) > column - _GAP for head, _ in heads)
    highest = 0.77 * max(breadth(f"{head}  {size}", size=7) for head, size in heads) if turned else 0.3
    figure = new_figure(rows=len(common), width=wide, head=0.55 + highest, foot=0.5)
    axes = figure.add_subplot()
    index = [group for group, _ in groups]
    n, base = (
        table.pivot_table(name, "code", "group").reindex(index=common, columns=index).astype(float)
        for name in ("n", "base")
    )
    _cells(axes, n.to_numpy(), base.to_numpy(), COLOURS[role], size=min(6.5, 30 * column))
    name_rows(axes, [names[code] for code in common])
    axes.set_ylim(len(common) - 0.5, -0.5)
    _heads(axes, heads, column=column, turned=turned)
    axes.spines[:].set_visible(False)
    note = say("charts.groups_note", lang=lang, least=LEAST_BASE)
    if left_out:
        note = f"{note} {say('charts.left_out', lang=lang, n=left_out)}"
    title = say(f"charts.groups_{role}", lang=lang, by=label("by", by, lang=lang))
    return finish(figure, title=title, note=note, lang=lang)


def _columns(table: pd.DataFrame, by: str, *, most: int) -> tuple[list[tuple[str, int]], int]:
    """The groups that are shown, in order, with their numbers of reports; and how many are not."""
    sizes = table[table["base"] > 0].drop_duplicates("group")
    groups = sorted(zip(sizes["group"], sizes["base"].astype(int), strict=True), key=group_place)
    if by in WHOLE:
        return groups, 0
    kept = [each for each in groups if each[1] >= LEAST_BASE][:most]
    return kept, len(groups) - len(kept)


def _longest(head: str, column: float) -> float:
    return max(breadth(line, size=7) for line in wrapped(head, inches=column - _GAP, size=7).split("\n"))


def _cells(axes: Axes, n: np.ndarray, base: np.ndarray, colour: str, *, size: float) -> None:
    """Colour each cell by its share and write it in; hatch those of too few reports, with counts."""
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap, Normalize, to_rgb

    shares = np.where(base >= LEAST_BASE, n / base, np.nan)
    highest = float(np.nanmax(shares)) if np.isfinite(shares).any() else 1.0
    red, green, blue = to_rgb(colour)
    stops: list[Any] = [(0, "#f7fafc"), (0.7, colour), (1, (0.4 * red, 0.4 * green, 0.4 * blue))]
    scale = LinearSegmentedColormap.from_list("shares", stops)
    extent = Normalize(0, highest or 1)
    axes.imshow(shares, cmap=scale, norm=extent, aspect="auto")
    for column in np.flatnonzero(~(base >= LEAST_BASE).any(axis=0)):
        axes.axvspan(
            column - 0.5, column + 0.5, facecolor="#f1f3f5", edgecolor=FAINT, hatch="////", linewidth=0
        )
    for (row, column), share in np.ndenumerate(shares):
        sure = np.isfinite(share)
        told = percent(share) if sure else f"{n[row, column]:.0f}/{base[row, column]:.0f}"
        dark = sure and np.dot(scale(extent(share))[:3], (0.30, 0.59, 0.11)) < _DARK
        ink = "white" if dark else INK if sure else SOFT
        axes.text(column, row, told, ha="center", va="center", fontsize=size, color=ink)


def _heads(axes: Axes, heads: Sequence[tuple[str, int]], *, column: float, turned: bool) -> None:
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    if turned:
        told = [f"{head}  {size}" for head, size in heads]
        axes.set_xticks(range(len(heads)), told, rotation=50, ha="left", rotation_mode="anchor")
    else:
        told = [f"{wrapped(head, inches=column - _GAP, size=7)}\n{size}" for head, size in heads]
        axes.set_xticks(range(len(heads)), told, va="baseline", linespacing=1.2)


@drawn
def plot_differences(
    differences: pd.DataFrame,
    *,
    role: str = "problem",
    codebook: Codebook | None = None,
    most: int = 15,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw the group differences that stand the test (q < 0.05): a group's share against that of the rest."""
    rows = differences[(differences["role"] == role) & differences["q"].lt(MOST_FALSE).fillna(False)]
    rows = rows.sort_values(["q", "by", "group", "code"]).head(most)
    if rows.empty:
        return None
    here = (rows["n"] / rows["base"]).astype(float).to_numpy()
    rest = (rows["other_n"] / rows["other_base"]).astype(float).to_numpy()
    names = Names(codebook, lang)
    figure = new_figure(rows=len(rows) * (2.6 if is_narrow(width) else 1.6) + 0.4, width=width, head=1.0)
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.hlines(places, here, rest, color=FAINT, linewidth=2.2, zorder=1)
    axes.scatter(rest, places, s=26, color=COLOURS["other"], zorder=2, clip_on=False)
    axes.scatter(here, places, s=26, color=COLOURS[role], zorder=3, clip_on=False)
    told = [
        say("charts.contrast", lang=lang, **row | {"group": group_name(row["by"], row["group"], lang=lang)})
        for row in rows_of(rows)
    ]
    heads = [f"{names[code]}\n{words}" for code, words in zip(rows["code"], told, strict=True)]
    name_rows(axes, heads)
    in_percent(axes, most=min(1.0, max(here.max(), rest.max()) * 1.1))
    group, rest_told = (say(f"charts.{each}", lang=lang) for each in ("group", "rest"))
    write_key(axes, [(group, COLOURS[role]), (rest_told, COLOURS["other"])])
    title = say(f"charts.differences_{role}", lang=lang)
    return finish(figure, title=title, note=say("charts.differences_note", lang=lang), lang=lang)
