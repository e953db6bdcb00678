"""In: the corpus tables and the codebook. Out: the folder `charts`, each figure as PNG and SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlp_reports.wording import Language
from nlp_reports.writing.charts.copies import plot_clusters
from nlp_reports.writing.charts.groups import plot_differences, plot_groups
from nlp_reports.writing.charts.quality import plot_dimensions, plot_quality
from nlp_reports.writing.charts.ranked import plot_answers, plot_prevalence, plot_promises
from nlp_reports.writing.charts.terms import plot_keyness
from nlp_reports.writing.charts.years import plot_trend, plot_years
from nlp_reports.writing.drawing import save_figure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from nlp_reports.model import Codebook

_GROUPED = ("year", "level", "sector", "province")


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
        **{f"by_{by}": plot_groups(prevalence, by=by, **told) for by in _GROUPED},
        "years": plot_years(prevalence, **told),
        "answers": plot_answers(tables["answers"], **told),
        "promises": plot_promises(tables["promises"], **told),
        "trend": plot_trend(tables["trend"], **told),
        "differences": plot_differences(tables["differences"], **told),
        "dimensions": plot_dimensions(tables["quality"], lang=lang),
        "quality": plot_quality(tables["checks"], lang=lang),
        **{f"terms_{by}": plot_keyness(tables["keyness"], by=by, lang=lang) for by in _GROUPED},
        "clusters": plot_clusters(tables["clusters"], tables["reports"], lang=lang),
    }
    drawn_ones = [(name, figure) for name, figure in figures.items() if figure is not None]
    return tuple(path for name, figure in drawn_ones for path in save_figure(figure, out / "charts" / name))
