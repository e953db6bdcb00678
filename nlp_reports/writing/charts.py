"""In: comparison tables. Out: figures for papers, one function a figure; None where there is nothing to draw.

Each takes a table of `schema.TABLES` and returns a matplotlib Figure, which can be changed and saved as any
other. Intervals are drawn as thin lines; groups of fewer than `LEAST_BASE` reports have counts, no shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from nlp_reports.model import Level
from nlp_reports.wording import Language, say
from nlp_reports.writing.drawing import (
    COLOURS,
    DOUBLE,
    FAINT,
    INK,
    SOFT,
    drawn,
    finish,
    in_counts,
    in_percent,
    new_figure,
    save_figure,
)
from nlp_reports.writing.labels import code_name, finding_name, label, percent
from nlp_reports.writing.rates import LEAST_BASE
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nlp_reports.model import Codebook

_DARK = 0.55
"""The depth of a heat map's colour from which on its numbers are white."""


@drawn
def plot_prevalence(
    prevalence: pd.DataFrame,
    *,
    role: str = "problem",
    codebook: Codebook,
    most: int = 20,
    lang: Language = "zh",
) -> Figure | None:
    """Draw how many reports name each code in `role`, the commonest first, with Wilson intervals."""
    rows = _whole(prevalence, role).head(most)
    if rows.empty:
        return None
    figure = new_figure(rows=len(rows))
    axes = figure.add_subplot()
    _bars(axes, rows, codes=_names(codebook, lang), colour=COLOURS[role])
    base = int(rows["base"].iloc[0])
    return finish(
        figure,
        title=say(f"charts.prevalence_{role}", lang=lang),
        note=say("charts.prevalence_note", lang=lang, base=base),
    )


@drawn
def plot_groups(
    prevalence: pd.DataFrame, *, by: str, codebook: Codebook, most: int = 20, lang: Language = "zh"
) -> Figure | None:
    """Draw a heat map of the share of each group's reports that admit a code; by a column of `prevalence`."""
    import numpy as np

    table = prevalence[(prevalence["by"] == by) & (prevalence["role"] == "problem")].dropna(subset=["group"])
    common = _whole(prevalence, "problem")["code"].head(most).tolist()
    groups = _ordered(table.loc[table["base"] > 0, "group"].unique().tolist())
    if not common or len(groups) < 2:
        return None
    n, base = (
        table.pivot_table(name, "code", "group").loc[common, groups].astype(float) for name in ("n", "base")
    )
    shares = (n / base).where(base >= LEAST_BASE).to_numpy()
    counts, sizes = n.to_numpy(), base.iloc[0].astype(int).tolist()
    figure = new_figure(rows=len(common), width=max(3.5, min(DOUBLE, 2.6 + 0.55 * len(groups))))
    axes = figure.add_subplot()
    axes.set_facecolor("#f1f3f5")
    highest = float(np.nanmax(shares)) if np.isfinite(shares).any() else 1.0
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=highest or 1, aspect="auto")
    for (row, column), share in np.ndenumerate(shares):
        told = percent(share) if np.isfinite(share) else f"{int(counts[row, column])}/{int(sizes[column])}"
        dark = np.isfinite(share) and share > _DARK * highest
        colour = "white" if dark else INK if np.isfinite(share) else SOFT
        axes.text(column, row, told, ha="center", va="center", fontsize=6.5, color=colour)
    names = _names(codebook, lang)
    axes.set_yticks(range(len(common)), [names[code] for code in common])
    heads = [f"{label(by, group, lang=lang)}\n{size}" for group, size in zip(groups, sizes, strict=True)]
    axes.set_xticks(range(len(groups)), heads)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)
    return finish(
        figure,
        title=say("charts.groups", lang=lang, by=label("by", by, lang=lang)),
        note=say("charts.groups_note", lang=lang, least=LEAST_BASE),
    )


@drawn
def plot_years(
    prevalence: pd.DataFrame, *, codebook: Codebook, most: int = 9, lang: Language = "zh"
) -> Figure | None:
    """Draw the share of reports that admit each code, year by year, with intervals; from three years on."""
    table = prevalence[(prevalence["by"] == "year") & (prevalence["role"] == "problem")]
    table = table[table["base"] >= LEAST_BASE].dropna(subset=["group"])
    common = _whole(prevalence, "problem")["code"].head(most).tolist()
    if not common or table["group"].nunique() < 3:
        return None
    lines = -(-len(common) // 3)
    figure = new_figure(rows=5.2 * lines, foot=0.35)
    panels = figure.subplots(lines, 3, sharex=True, sharey=True, squeeze=False).ravel()
    names = _names(codebook, lang)
    for axes, code in zip(panels, common, strict=False):
        rows = table[table["code"] == code].sort_values("group")
        _course(axes, rows["group"].astype(int).to_numpy(), rows)
        axes.set_title(names[code], fontsize=8)
    for axes in panels[len(common) :]:
        axes.set_visible(False)
    return finish(
        figure,
        title=say("charts.years", lang=lang),
        note=say("charts.years_note", lang=lang, least=LEAST_BASE),
    )


@drawn
def plot_answers(
    answers: pd.DataFrame, *, codebook: Codebook, most: int = 20, lang: Language = "zh"
) -> Figure | None:
    """Draw, of the reports that admit each code, how many have a measure that answers it and how many not."""
    rows = answers[(answers["by"] == "") & (answers["base"] > 0)]
    rows = rows.sort_values(["base", "code"], ascending=[False, True]).head(most)
    if rows.empty:
        return None
    n, base = rows["n"].astype(float).to_numpy(), rows["base"].astype(float).to_numpy()
    figure = new_figure(rows=len(rows))
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.barh(places, n, color=COLOURS["problem"], height=0.62)
    axes.barh(places, base - n, left=n, color=COLOURS["measure"], height=0.62)
    for place, (answered, of) in enumerate(zip(n, base, strict=True)):
        axes.text(
            of + 0.01 * base.max(), place, f"{answered:.0f}/{of:.0f}", va="center", fontsize=7, color=SOFT
        )
    _code_ticks(axes, rows["code"].tolist(), _names(codebook, lang))
    axes.set_xlim(0, base.max() * 1.1)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(say("charts.n_reports", lang=lang))
    _key(axes, [(say(f"charts.{each}", lang=lang), colour) for each, colour in
                (("answered", COLOURS["problem"]), ("unanswered", COLOURS["measure"]))])  # fmt: skip
    return finish(figure, title=say("charts.answers", lang=lang), note=say("charts.answers_note", lang=lang))


@drawn
def plot_promises(
    promises: pd.DataFrame, *, codebook: Codebook, most: int = 20, lang: Language = "zh"
) -> Figure | None:
    """Draw, of the shortcomings admitted with a promise, how many the agency's next report admits again."""
    made = promises[promises["admitted"] == 1]
    counts = made.groupby("code")["recurs"].agg(["sum", "size"]).astype(int).reset_index()
    counts = counts.sort_values(["size", "sum", "code"], ascending=[False, False, True]).head(most)
    if counts.empty:
        return None
    figure = new_figure(rows=len(counts))
    axes = figure.add_subplot()
    places = range(len(counts))
    again, all_ = counts["sum"].to_numpy(), counts["size"].to_numpy()
    axes.hlines(places, again, all_, color=FAINT, linewidth=2.2, zorder=1)
    axes.scatter(all_, places, s=26, color=COLOURS["other"], zorder=2)
    axes.scatter(again, places, s=26, color=COLOURS["problem"], zorder=3)
    _code_ticks(axes, counts["code"].tolist(), _names(codebook, lang))
    axes.set_xlim(-0.3, all_.max() * 1.08 + 0.3)
    in_counts(axes)
    axes.spines["left"].set_visible(False)
    _key(axes, [(say("charts.promised", lang=lang), COLOURS["other"]),
                (say("charts.again", lang=lang), COLOURS["problem"])])  # fmt: skip
    return finish(
        figure, title=say("charts.promises", lang=lang), note=say("charts.promises_note", lang=lang)
    )


@drawn
def plot_trend(
    trend: pd.DataFrame, *, codebook: Codebook, most: int = 20, lang: Language = "zh"
) -> Figure | None:
    """Draw how the odds of admitting each code change in a year, with 95 % intervals, as a forest plot."""
    import numpy as np

    rows = trend[(trend["role"] == "problem") & trend["odds_ratio"].notna()]
    rows = rows.sort_values(["odds_ratio", "code"], ascending=[False, True]).head(most)
    if rows.empty:
        return None
    ratio, low, high = (rows[name].astype(float).to_numpy() for name in ("odds_ratio", "low", "high"))
    sure = rows["q"].lt(0.05).fillna(False).to_numpy()
    colours = np.where(sure, COLOURS["problem"], COLOURS["other"])
    figure = new_figure(rows=len(rows))
    axes = figure.add_subplot()
    places = np.arange(len(rows))
    axes.axvline(1, color=SOFT, linewidth=0.8)
    axes.hlines(places, low, high, color=colours, linewidth=1.2)
    axes.scatter(ratio, places, s=22, color=colours, zorder=3)
    axes.set_xscale("log")
    ticks = [each for each in (0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8) if low.min() <= each <= high.max()]
    axes.set_xticks(ticks, [f"{each:g}" for each in ticks])
    axes.minorticks_off()
    _code_ticks(axes, rows["code"].tolist(), _names(codebook, lang))
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(say("charts.odds_ratio", lang=lang))
    first = rows.iloc[0]
    return finish(
        figure,
        title=say("charts.trend", lang=lang),
        note=say("charts.trend_note", lang=lang, reports=first["reports"], agencies=first["agencies"]),
    )


@drawn
def plot_differences(
    differences: pd.DataFrame, *, codebook: Codebook, most: int = 15, lang: Language = "zh"
) -> Figure | None:
    """Draw the group differences that stand the test (q < 0.05): a group's share against that of the rest."""
    rows = differences[(differences["role"] == "problem") & differences["q"].lt(0.05).fillna(False)]
    rows = rows.sort_values(["q", "by", "group", "code"]).head(most)
    if rows.empty:
        return None
    here = (rows["n"] / rows["base"]).astype(float).to_numpy()
    rest = (rows["other_n"] / rows["other_base"]).astype(float).to_numpy()
    names = _names(codebook, lang)
    figure = new_figure(rows=max(2, len(rows)) * 1.6)
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.hlines(places, here, rest, color=FAINT, linewidth=2.2, zorder=1)
    axes.scatter(rest, places, s=26, color=COLOURS["other"], zorder=2)
    axes.scatter(here, places, s=26, color=COLOURS["problem"], zorder=3)
    rest_told = say("charts.rest", lang=lang)
    heads = [
        f"{names.get(row['code'], row['code'])}\n{label(row['by'], row['group'], lang=lang)} "
        f"{row['n']}/{row['base']} · {rest_told} {row['other_n']}/{row['other_base']}"
        for row in rows_of(rows)
    ]
    axes.set_yticks(places, heads, linespacing=1.35)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    in_percent(axes, most=min(1.0, max(here.max(), rest.max()) * 1.1))
    _key(axes, [(say("charts.group", lang=lang), COLOURS["problem"]),
                (say("charts.rest", lang=lang), COLOURS["other"])])  # fmt: skip
    return finish(
        figure, title=say("charts.differences", lang=lang), note=say("charts.differences_note", lang=lang)
    )


@drawn
def plot_quality(checks: pd.DataFrame, *, most: int = 20, lang: Language = "zh") -> Figure | None:
    """Draw which checks the most reports fail, of those in which each could be tested."""
    tested = checks[checks["status"].isin(("PASS", "FAIL"))]
    failed = tested["status"].eq("FAIL").groupby([tested["check"], tested["report_id"]]).any()
    counts = failed.groupby("check").agg(["sum", "size"])
    if counts.empty or not counts["sum"].any():
        return None
    rows = counts[counts["sum"] > 0].sort_values(["sum", "size"], ascending=False).head(most)
    figure = new_figure(rows=len(rows))
    axes = figure.add_subplot()
    places = range(len(rows))
    axes.barh(places, rows["sum"], color=COLOURS["problem"], height=0.62)
    for place, (n, of) in enumerate(zip(rows["sum"], rows["size"], strict=True)):
        axes.text(n + 0.01 * rows["sum"].max(), place, f"{n}/{of}", va="center", fontsize=7, color=SOFT)
    axes.set_yticks(places, [finding_name("checks", str(check), lang=lang) for check in rows.index])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, rows["sum"].max() * 1.12)
    in_counts(axes)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(say("charts.n_reports", lang=lang))
    return finish(figure, title=say("charts.quality", lang=lang), note=say("charts.quality_note", lang=lang))


def write_charts(
    tables: Mapping[str, pd.DataFrame], *, codebook: Codebook, out: Path, lang: Language = "zh"
) -> tuple[Path, ...]:
    """Write `charts/NAME.png` and `.svg` into the folder `out` for all that can be drawn; return the paths.

    Raises SchemaError where a table lacks a column, OutputError where a file cannot be written.
    """
    told: dict[str, Any] = {"codebook": codebook, "lang": lang}
    prevalence = tables["prevalence"]
    figures = {
        "problems": plot_prevalence(prevalence, role="problem", **told),
        "measures": plot_prevalence(prevalence, role="measure", **told),
        **{
            f"by_{by}": plot_groups(prevalence, by=by, **told)
            for by in ("year", "level", "sector", "province")
        },
        "years": plot_years(prevalence, **told),
        "answers": plot_answers(tables["answers"], **told),
        "promises": plot_promises(tables["promises"], **told),
        "trend": plot_trend(tables["trend"], **told),
        "differences": plot_differences(tables["differences"], **told),
        "quality": plot_quality(tables["checks"], lang=lang),
    }
    drawn_ones = [(name, figure) for name, figure in figures.items() if figure is not None]
    return tuple(path for name, figure in drawn_ones for path in save_figure(figure, out / "charts" / name))


def _whole(prevalence: pd.DataFrame, role: str) -> pd.DataFrame:
    """The codes that occur in the whole corpus, the commonest first; to state nothing is none of them."""
    rows = prevalence[(prevalence["by"] == "") & (prevalence["role"] == role) & (prevalence["n"] > 0)]
    return rows[rows["code"] != "none_stated"].sort_values("rank")


def _names(codebook: Codebook, lang: Language) -> dict[str, str]:
    return {code.id: code_name(code, lang=lang) for code in codebook.codes}


def _ordered(groups: Sequence[str]) -> list[str]:
    levels = list(get_args(Level))
    return sorted(groups, key=lambda each: (levels.index(each) if each in levels else len(levels), each))


def _code_ticks(axes: Axes, codes: Sequence[str], names: Mapping[str, str]) -> None:
    axes.set_yticks(range(len(codes)), [names.get(code, code) for code in codes])
    axes.set_ylim(len(codes) - 0.4, -0.6)


def _bars(axes: Axes, rows: pd.DataFrame, *, codes: Mapping[str, str], colour: str) -> None:
    places = range(len(rows))
    share, low, high = (rows[name].astype(float).to_numpy() for name in ("share", "low", "high"))
    axes.barh(places, share, color=colour, height=0.62, alpha=0.85)
    axes.hlines(places, low, high, color=INK, linewidth=0.9)
    most = min(1.0, float(high.max()) * 1.18)
    for place, told in enumerate(zip(high.tolist(), share.tolist(), rows["n"].tolist(), strict=True)):
        end, part, n = told
        axes.text(end + most * 0.012, place, f"{percent(part)}  {n}", va="center", fontsize=7, color=SOFT)
    _code_ticks(axes, rows["code"].tolist(), codes)
    in_percent(axes, most=most)


def _course(axes: Axes, years: Sequence[int], rows: pd.DataFrame) -> None:
    share, low, high = (rows[name].astype(float).to_numpy() for name in ("share", "low", "high"))
    axes.fill_between(years, low, high, color=COLOURS["problem"], alpha=0.14, linewidth=0)
    axes.plot(years, share, color=COLOURS["problem"], linewidth=1.4, marker="o", markersize=3)
    axes.set_xticks([min(years), max(years)])
    from matplotlib.ticker import PercentFormatter

    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_ylim(bottom=0)
    axes.tick_params(axis="y", labelsize=7, labelcolor=SOFT)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)


def _key(axes: Axes, words: Sequence[tuple[str, str]]) -> None:
    """Say above the axes what each colour is."""
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], marker="s", linestyle="", color=colour, markersize=5) for _, colour in words]
    axes.legend(
        marks, [told for told, _ in words], loc="lower left", bbox_to_anchor=(0, 1), ncols=len(words),
        frameon=False, fontsize=7.5, handletextpad=0.3, borderaxespad=0.2, columnspacing=1.4,
    )  # fmt: skip
