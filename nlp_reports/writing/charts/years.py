"""In: `prevalence` by year, or `trend`. Out: the course of each code over the years, and its odds ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.wording import Language, say
from nlp_reports.writing.charts.marks import Names, name_rows, whole_corpus
from nlp_reports.writing.drawing import (
    COLOURS,
    DOUBLE,
    FAINT,
    SOFT,
    drawn,
    finish,
    is_narrow,
    new_figure,
    wrapped,
)
from nlp_reports.writing.groups import MOST_FALSE
from nlp_reports.writing.labels import percent
from nlp_reports.writing.rates import LEAST_BASE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nlp_reports.model import Codebook

LEAST_YEARS = 3
"""Fewer years than these have no course."""

_TICKS = (0.1, 0.2, 0.33, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10)


@drawn
def plot_years(
    prevalence: pd.DataFrame,
    *,
    role: str = "problem",
    codebook: Codebook | None = None,
    most: int = 9,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw the share of reports that name each code, year by year, with intervals; from three years on."""
    table = prevalence[(prevalence["by"] == "year") & (prevalence["role"] == role)]
    table = table[table["base"] >= LEAST_BASE].dropna(subset=["group"])
    common = whole_corpus(prevalence, role)["code"].head(most).tolist()
    if not common or table["group"].nunique() < LEAST_YEARS:
        return None
    across = min(len(common), 2 if is_narrow(width) else 3)
    down = -(-len(common) // across)
    figure = new_figure(rows=5.2 * down, width=width, foot=0.5)
    panels = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    names = Names(codebook, lang)
    for axes, code in zip(panels, common, strict=False):
        _course(axes, table[table["code"] == code], COLOURS[role])
        axes.set_title(wrapped(names[code], inches=width / across - 0.35, size=8), fontsize=8)
    for axes in panels[len(common) :]:
        axes.set_visible(False)
    sizes = table.drop_duplicates("group").sort_values("group")
    bases = " ".join(f"{year}\u00a0({n})" for year, n in zip(sizes["group"], sizes["base"], strict=True))
    note = say("charts.years_note", lang=lang, least=LEAST_BASE, bases=bases)
    return finish(figure, title=say(f"charts.years_{role}", lang=lang), note=note, lang=lang)


def _course(axes: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw the years as a line with its band, broken where a year has too few reports."""
    from matplotlib.ticker import MultipleLocator, PercentFormatter

    rows = rows.set_index(rows["group"].astype(int)).sort_index()
    first, last = int(rows.index.min()), int(rows.index.max())
    years = range(first, last + 1)
    values = rows[["share", "low", "high"]].astype(float).reindex(years)
    share, low, high = (values[name].to_numpy() for name in ("share", "low", "high"))
    axes.fill_between(years, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(years, share, color=colour, linewidth=1.4, marker="o", markersize=3, clip_on=False)
    axes.annotate(
        percent(share[-1]), (last, share[-1]), xytext=(4, 1), textcoords="offset points", va="bottom",
        fontsize=7, color=colour, annotation_clip=False,
    )  # fmt: skip
    axes.set_xticks([first, last])
    axes.xaxis.set_minor_locator(MultipleLocator(1))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlim(first - 0.2, last + 0.11 * (last - first))
    axes.set_ylim(bottom=0)
    axes.tick_params(axis="y", labelsize=7, labelcolor=SOFT)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


@drawn
def plot_trend(
    trend: pd.DataFrame,
    *,
    role: str = "problem",
    codebook: Codebook | None = None,
    most: int = 20,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw how the odds of naming each code change in a year, with 95 % intervals, as a forest plot."""
    import numpy as np

    rows = trend[(trend["role"] == role) & trend["odds_ratio"].notna()]
    rows = rows.sort_values(["q", "p", "code"]).head(most)  # the surest, shown in the order of their odds
    rows = rows.sort_values(["odds_ratio", "code"], ascending=[False, True])
    if rows.empty:
        return None
    ratio, low, high = (rows[name].astype(float).to_numpy() for name in ("odds_ratio", "low", "high"))
    sure = rows["q"].lt(MOST_FALSE).fillna(False).to_numpy()
    colours = np.where(sure, COLOURS[role], COLOURS["other"])
    figure = new_figure(rows=len(rows), width=width)
    axes = figure.add_subplot()
    places = np.arange(len(rows))
    axes.axvline(1, color=SOFT, linewidth=0.8)
    axes.hlines(places, low, high, color=colours, linewidth=1.2)
    axes.scatter(ratio, places, s=22, color=colours, zorder=3)
    axes.set_xscale("log")
    axes.set_xticks(_TICKS, [f"{each:g}" for each in _TICKS])
    axes.minorticks_off()
    axes.set_xlim(min(low.min(), 0.9) / 1.06, max(high.max(), 1.1) * 1.06)
    for place, told in enumerate(zip(ratio, low, high, strict=True)):
        axes.text(
            1.01, place, "{:.2f} ({:.2f}–{:.2f})".format(*told), va="center", fontsize=7, color=SOFT,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    names = Names(codebook, lang)
    name_rows(axes, [names[code] for code in rows["code"]])
    axes.set_xlabel(say("charts.odds_ratio", lang=lang))
    first = rows.iloc[0]
    note = say("charts.trend_note", lang=lang, reports=first["reports"], agencies=first["agencies"])
    return finish(figure, title=say(f"charts.trend_{role}", lang=lang), note=note, lang=lang)
