"""In: `quality` or `checks`. Out: how many reports are flawless in each dimension, and what fails most."""

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
from nlp_reports.writing.labels import finding_name, label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@drawn
def plot_dimensions(quality: pd.DataFrame, *, width: float = DOUBLE, lang: Language = "zh") -> Figure | None:
    """Draw how many reports pass all checks of each dimension, fail one, or have nothing to be tested."""
    if not quality["assessed"].gt(0).any():
        return None
    tested, failing = quality["assessed"].gt(0), quality["failed"].gt(0)
    parts = {"flawless": tested & ~failing, "failing": failing, "untested": ~tested}
    counts = {name: part.groupby(quality["dimension"], sort=False).sum() for name, part in parts.items()}
    dimensions = counts["flawless"].index.tolist()
    figure = new_figure(rows=len(dimensions) * 1.15, width=width, head=1.0)
    axes = figure.add_subplot()
    colours = {"flawless": BLUE, "failing": VERMILION, "untested": PALE}
    told = [
        f"{counts['flawless'][each]}/{counts['flawless'][each] + counts['failing'][each]}"
        for each in dimensions
    ]
    stack(axes, [(counts[name].tolist(), colour) for name, colour in colours.items()], told=told)
    name_rows(axes, [_begun(label("dimension", each, lang=lang)) for each in dimensions])
    in_counts(axes)
    axes.set_xlabel(say("charts.n_reports", lang=lang))
    words = [(say(f"charts.{name}", lang=lang), colour) for name, colour in colours.items()]
    write_key(axes, words)
    title, note = (say(f"charts.{each}", lang=lang) for each in ("dimensions", "dimensions_note"))
    return finish(figure, title=title, note=note, lang=lang)


@drawn
def plot_quality(
    checks: pd.DataFrame, *, most: int = 20, width: float = DOUBLE, lang: Language = "zh"
) -> Figure | None:
    """Draw which checks the most reports fail, of those in which each could be tested."""
    tested = checks[checks["status"].isin(("PASS", "FAIL"))]
    failed = tested["status"].eq("FAIL").groupby([tested["check"], tested["report_id"]]).any()
    counts = failed.groupby("check").agg(["sum", "size"])
    if counts.empty or not counts["sum"].any():
        return None
    rows = counts[counts["sum"] > 0].reset_index()
    rows = rows.sort_values(["sum", "size", "check"], ascending=[False, False, True]).head(most)
    figure = new_figure(rows=len(rows), width=width)
    axes = figure.add_subplot()
    told = [f"{n}/{of}" for n, of in zip(rows["sum"], rows["size"], strict=True)]
    stack(axes, [(rows["sum"].tolist(), BLUE)], told=told)
    name_rows(axes, [_begun(finding_name("checks", str(check), lang=lang)) for check in rows["check"]])
    in_counts(axes)
    axes.set_xlabel(say("charts.n_reports", lang=lang))
    title, note = (say(f"charts.{each}", lang=lang) for each in ("quality", "quality_note"))
    return finish(figure, title=title, note=note, lang=lang)


def _begun(name: str) -> str:
    return legible(name[:1].upper() + name[1:])
