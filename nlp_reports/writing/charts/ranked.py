"""In: `prevalence`, `answers` or `promises`. Out: bars of how often each code is named, answered, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.wording import Language, say
from nlp_reports.writing.charts.marks import (
    BAR,
    Names,
    name_rows,
    stack,
    whole_corpus,
    write_behind,
    write_key,
)
from nlp_reports.writing.drawing import (
    BLUE,
    COLOURS,
    DOUBLE,
    INK,
    PALE,
    SKY,
    VERMILION,
    drawn,
    finish,
    in_counts,
    in_percent,
    new_figure,
)
from nlp_reports.writing.labels import percent
from nlp_reports.writing.rates import LEAST_BASE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from nlp_reports.model import Codebook


@drawn
def plot_prevalence(
    prevalence: pd.DataFrame,
    *,
    role: str = "problem",
    codebook: Codebook | None = None,
    most: int = 20,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw how many reports name each code in `role`, the commonest first.

    Of `LEAST_BASE` reports or more the shares are drawn, with Wilson intervals, of fewer the counts.
    """
    rows = whole_corpus(prevalence, role).head(most)
    if rows.empty:
        return None
    base = int(rows["base"].iloc[0])
    unit = "shares" if base >= LEAST_BASE else "counts"
    figure = new_figure(rows=len(rows), width=width)
    axes = figure.add_subplot()
    if unit == "shares":
        _draw_shares(axes, rows, colour=COLOURS[role])
    else:
        n = rows["n"].astype(int).tolist()
        stack(axes, [(n, COLOURS[role])], told=[f"{each}/{base}" for each in n])
        in_counts(axes)
    names = Names(codebook, lang)
    name_rows(axes, [names[code] for code in rows["code"]])
    title = say(f"charts.{role}_{unit}", lang=lang)
    note = say(f"charts.prevalence_{unit}", lang=lang, base=base)
    return finish(figure, title=title, note=note, lang=lang)


def _draw_shares(axes: Axes, rows: pd.DataFrame, *, colour: str) -> None:
    share, low, high = (rows[name].astype(float).to_numpy() for name in ("share", "low", "high"))
    places = range(len(rows))
    axes.barh(places, share, color=colour, height=BAR, alpha=0.85)
    axes.hlines(places, low, high, color=INK, linewidth=0.9)
    for place, end, part, n in zip(places, high.tolist(), share.tolist(), rows["n"], strict=True):
        write_behind(axes, end, place, f"{percent(part)}  {n}")
    in_percent(axes, most=float(high.max()))


@drawn
def plot_answers(
    answers: pd.DataFrame,
    *,
    codebook: Codebook | None = None,
    most: int = 20,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw, of the reports that admit each code, how many have a measure that answers it and how many not."""
    rows = answers[(answers["by"] == "") & (answers["base"] > 0)]
    rows = rows.sort_values(["base", "code"], ascending=[False, True]).head(most)
    if rows.empty:
        return None
    n, base = rows["n"].astype(int).tolist(), rows["base"].astype(int).tolist()
    told = [
        f"{answered}/{of}" + (f"  {percent(answered / of)}" if of >= LEAST_BASE else "")
        for answered, of in zip(n, base, strict=True)
    ]
    figure = new_figure(rows=len(rows), width=width, head=1.0)
    axes = figure.add_subplot()
    rest = [of - answered for answered, of in zip(n, base, strict=True)]
    stack(axes, [(n, BLUE), (rest, PALE)], told=told)
    names = Names(codebook, lang)
    name_rows(axes, [names[code] for code in rows["code"]])
    in_counts(axes)
    axes.set_xlabel(say("charts.n_reports", lang=lang))
    write_key(axes, [(say("charts.answered", lang=lang), BLUE), (say("charts.unanswered", lang=lang), PALE)])
    title, note = (say(f"charts.{each}", lang=lang) for each in ("answers", "answers_note"))
    return finish(figure, title=title, note=note, lang=lang)


_FATES = {(True, False): BLUE, (True, True): SKY, (False, False): PALE, (False, True): VERMILION}
"""(told as done, admitted again) → colour, in the order of the bar."""


@drawn
def plot_promises(
    promises: pd.DataFrame,
    *,
    codebook: Codebook | None = None,
    most: int = 20,
    width: float = DOUBLE,
    lang: Language = "zh",
) -> Figure | None:
    """Draw what the agency's next report says of each shortcoming admitted with a promise.

    Whether it tells of something done about it, and whether it admits it again.
    """
    made = promises[promises["admitted"] == 1]
    if made.empty:
        return None
    fates = made.assign(done=made["done"].notna(), again=made["recurs"].eq(1))
    counts = fates.groupby(["code", "done", "again"]).size().unstack(["done", "again"], fill_value=0)
    counts = counts.reindex(columns=list(_FATES), fill_value=0)
    totals = made["code"].value_counts()
    order = sorted(counts.index, key=lambda code: (-totals[code], code))[:most]
    counts = counts.loc[order]
    figure = new_figure(rows=len(counts), width=width, head=1.2)
    axes = figure.add_subplot()
    parts = [(counts[fate].tolist(), colour) for fate, colour in _FATES.items()]
    stack(axes, parts, told=[str(total) for total in counts.sum(axis=1)])
    names = Names(codebook, lang)
    name_rows(axes, [names[str(code)] for code in counts.index])
    in_counts(axes)
    axes.set_xlabel(say("charts.n_promises", lang=lang))
    words = [
        (say(f"charts.fate_{'done' if done else 'silent'}_{'again' if again else 'gone'}", lang=lang), colour)
        for (done, again), colour in _FATES.items()
    ]
    write_key(axes, words)
    title = say("charts.promises", lang=lang)
    note = say("charts.promises_note", lang=lang, n=len(made))
    return finish(figure, title=title, note=note, lang=lang)
