"""In: comparison tables. Out: figures whose marks stand where the rows say, in type that all have."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from nlp_reports.writing import charts
from nlp_reports.writing.charts import write_charts
from nlp_reports.writing.drawing import families, look
from tests.writing.font_characters import font_characters

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
TABLES = {
    "plot_prevalence": "prevalence",
    "plot_years": "prevalence",
    "plot_answers": "answers",
    "plot_promises": "promises",
    "plot_trend": "trend",
    "plot_differences": "differences",
}


def figure_of(name: str, made: Any, **options: Any) -> Figure | None:
    figure: Figure | None = getattr(charts, name)(
        made.tables[TABLES[name]], codebook=made.codebook, **options
    )
    return figure


@LANGUAGES
def test_bars_are_as_long_as_the_shares(made: Any, lang: str) -> None:
    """Each code's bar, interval and label are its row's, the commonest on top."""
    table = made.tables["prevalence"]
    rows = table[(table["by"] == "") & (table["role"] == "problem") & (table["n"] > 0)].sort_values("rank")
    rows = rows[rows["code"] != "none_stated"]
    figure = figure_of("plot_prevalence", made, lang=lang)
    assert figure is not None
    (axes,) = figure.axes
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(rows["share"].tolist())
    (lines,) = axes.collections
    assert [list(line[:, 0]) for line in lines.get_segments()] == [
        pytest.approx(pair) for pair in rows[["low", "high"]].astype(float).to_numpy().tolist()
    ]
    names = {code.id: code.zh if lang == "zh" else code.en for code in made.codebook.codes}
    assert [tick.get_text() for tick in axes.get_yticklabels()] == [names[code] for code in rows["code"]]
    assert axes.yaxis_inverted()


def test_heat_maps_tell_shares_only_of_groups_that_are_large_enough(make: Callable[..., Any]) -> None:
    """A group of fewer than five reports has counts and no colour."""
    made = make(
        *[{"problems": [LATE], "level": "county"}] * 6, *[{"problems": [LATE], "level": "township"}] * 2
    )
    figure = charts.plot_groups(made.tables["prevalence"], by="level", codebook=made.codebook)
    assert figure is not None
    told = [text.get_text() for text in figure.axes[0].texts]
    assert told == ["100%", "2/2"]
    assert charts.plot_groups(made.tables["prevalence"], by="year", codebook=made.codebook) is None


def test_years_run_through_their_shares(made: Any) -> None:
    """Each panel's line has a point for each year with reports enough."""
    figure = figure_of("plot_years", made)
    assert figure is not None
    table = made.tables["prevalence"]
    rows = table[(table["by"] == "year") & (table["role"] == "problem")].set_index(["code", "group"])["share"]
    names = {code.zh: code.id for code in made.codebook.codes}
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert len(shown) == 9
    for axes in shown:
        line = axes.lines[0]
        for year, share in zip(line.get_xdata(), line.get_ydata(), strict=True):
            assert share == pytest.approx(rows[names[axes.get_title(loc="left")], str(year)])


@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_drawn_of_nothing(make: Callable[..., Any], name: str) -> None:
    """Where a table has no row to draw, there is no figure."""
    assert figure_of(name, make({})) is None


def test_checks_are_counted_by_report(made: Any) -> None:
    """A bar is the number of reports that fail a check, of those in which it could be tested."""
    checks = made.tables["checks"]
    figure = charts.plot_quality(checks)
    assert figure is not None
    failed = checks[checks["status"] == "FAIL"]["report_id"].nunique()
    tested = checks[checks["status"].isin(("PASS", "FAIL"))]["report_id"].nunique()
    assert [bar.get_width() for bar in figure.axes[0].patches] == [failed]
    assert figure.axes[0].texts[0].get_text() == f"{failed}/{tested}"


@LANGUAGES
def test_files_are_the_same_twice_and_no_glyph_is_missing(made: Any, tmp_path: Path, lang: Any) -> None:
    """PNG and SVG of every figure, same bytes from the same tables, without a warning of a missing glyph."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, second = (
            write_charts(made.tables, codebook=made.codebook, out=tmp_path / folder, lang=lang)
            for folder in ("a", "b")
        )
    assert {path.suffix for path in first} == {".png", ".svg"} and len(first) >= 14
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_font_has_every_character_we_print() -> None:
    """Names, sentences and GB 2312 have glyphs in the shipped font, or in the one matplotlib brings."""
    with look():
        paths = [font_manager.findfont(name) for name in (families()[0], "DejaVu Sans")]
    assert paths[0].endswith("NotoSansSC.otf") and "matplotlib" in paths[1]
    known = {each for path in paths for each in font_manager.get_font(path).get_charmap()}
    assert {each for each in font_characters() if ord(each) not in known} == set()


def test_the_users_own_settings_stay(made: Any) -> None:
    """Our look is that of our figures alone."""
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    figure_of("plot_prevalence", made)
    assert dict(mpl.rcParams) == before
