"""In: comparison tables. Out: figures for papers, one function a figure; None where there is nothing to draw.

Each takes a table of `schema.TABLES` and returns a matplotlib Figure, which can be changed and saved as any
other. Intervals are drawn as thin lines; groups of fewer than `LEAST_BASE` reports have counts, no shares.
Without a `codebook` codes are called by their ids. `width` is in inches: `drawing.SINGLE` or `DOUBLE`.
"""

from nlp_reports.writing.charts.copies import plot_clusters
from nlp_reports.writing.charts.folder import write_charts
from nlp_reports.writing.charts.groups import plot_differences, plot_groups
from nlp_reports.writing.charts.quality import plot_dimensions, plot_quality
from nlp_reports.writing.charts.ranked import plot_answers, plot_prevalence, plot_promises
from nlp_reports.writing.charts.terms import plot_keyness
from nlp_reports.writing.charts.years import plot_trend, plot_years

__all__ = [
    "plot_answers",
    "plot_clusters",
    "plot_differences",
    "plot_dimensions",
    "plot_groups",
    "plot_keyness",
    "plot_prevalence",
    "plot_promises",
    "plot_quality",
    "plot_trend",
    "plot_years",
    "write_charts",
]
