"""In: comparison tables. Out: figures whose marks stand where the rows say, in type that all have."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from nlp_reports.writing import charts
from nlp_reports.writing.charts import write_charts
from nlp_reports.writing.drawing import DOUBLE, SINGLE, families, look, save_figure
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


OTHERS = {"plot_dimensions": "quality", "plot_quality": "checks"}


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


def all_figures(made: Any, **options: Any) -> Iterator[Figure]:
    """Every figure that the tables allow, but for those of several tables."""
    tables, codes = made.tables, {"codebook": made.codebook}
    for name, table in TABLES.items():
        for role in ("problem", "measure") if name not in ("plot_answers", "plot_promises") else ("problem",):
            told = {"role": role} if name not in ("plot_answers", "plot_promises") else {}
            figure = getattr(charts, name)(tables[table], **codes, **told, **options)
            if figure is not None:
                yield figure
    for name, table in OTHERS.items():
        yield getattr(charts, name)(tables[table], **options)
    for by in ("year", "level", "sector"):
        figure = charts.plot_groups(tables["prevalence"], by=by, **codes, **options)
        if figure is not None:
            yield figure
    yield charts.plot_keyness(keyness_of(3), by="level", **options)
    yield charts.plot_keyness(keyness_of(2), by="level", **options)
    yield charts.plot_clusters(clusters_of(tables["reports"]), tables["reports"], **options)


def keyness_of(groups: int) -> pd.DataFrame:
    """The table of so many groups with four terms each."""
    names = ("province", "county", "township")[:groups]
    rows = [
        {"by": "level", "group": name, "term": f"政务{'公开' * rank}", "frequency": 9 - rank, "total": 1200,
         "other_frequency": 1, "other_total": 3000, "docfreq": 3, "log_likelihood": 8.0, "log_odds": 1.5,
         "z": 5.0 - rank, "rank": rank}
        for name in names for rank in range(1, 5)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def clusters_of(reports: pd.DataFrame) -> pd.DataFrame:
    """Two clusters of three reports each, one spread by a superior body."""
    ids = reports["report_id"].tolist()
    return pd.DataFrame(
        [{"cluster": place // 3 + 1, "report_id": ids[place], "size": 3, "origin": ids[place // 3 * 3],
          "score": 0.9, "direction": ("superior", "peer")[place // 3]} for place in range(6)]
    )  # fmt: skip


def boxes_of(figure: Figure) -> list[tuple[str, Bbox]]:
    """Where each visible text stands on paper, once the figure is laid out."""
    with look():
        figure.draw_without_rendering()
        unseen = [each for axes in figure.axes if not axes.get_visible() for each in axes.findobj(Text)]
        for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
            first, last = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not first <= tick.get_loc() <= last:
                    unseen += [tick.label1, tick.label2]
        return [
            (each.get_text(), each.get_window_extent())
            for each in figure.findobj(Text)
            if each.get_visible() and each.get_text().strip() and each not in unseen
        ]


@LANGUAGES
@pytest.mark.parametrize("width", [SINGLE, DOUBLE])
def test_every_text_is_on_the_paper_and_free_of_others(made: Any, lang: str, width: float) -> None:
    """In one column and over two, no name, number or note is cut off at the edge or lies on another."""
    for figure in all_figures(made, lang=lang, width=width):
        boxes = boxes_of(figure)
        title = boxes and figure.get_suptitle()
        for told, box in boxes:
            assert box.x0 >= -1 and box.y0 >= -1, (title, told)
            assert box.x1 <= figure.bbox.width + 1 and box.y1 <= figure.bbox.height + 1, (title, told)
        upright = [(told, box) for told, box in boxes if not is_turned(figure, told)]
        for (one, a), (other, b) in combinations(upright, 2):
            shared = Bbox.intersection(a, b)
            deep = shared is not None and min(shared.width, shared.height) > 2.5
            assert not deep, (title, one, other)


def is_turned(figure: Figure, told: str) -> bool:
    return any(each.get_rotation() for each in figure.findobj(Text) if each.get_text() == told)


def test_promises_are_parted_by_what_the_next_report_says(made: Any) -> None:
    """Each code's bar has as many promises as the table, those told as done first."""
    made_ = made.tables["promises"]
    rows = made_[made_["admitted"] == 1]
    figure = figure_of("plot_promises", made, lang="en")
    assert figure is not None
    axes = figure.axes[0]
    names = {code.en: code.id for code in made.codebook.codes}
    codes = [names[tick.get_text()] for tick in axes.get_yticklabels()]
    parts = [axes.patches[start : start + len(codes)] for start in range(0, 4 * len(codes), len(codes))]
    fates = [(done, again) for done, again in ((True, 0), (True, 1), (False, 0), (False, 1))]
    for bars, (done, again) in zip(parts, fates, strict=True):
        for bar, code in zip(bars, codes, strict=True):
            some = rows[(rows["code"] == code) & (rows["recurs"] == again) & (rows["done"].notna() == done)]
            assert bar.get_width() == len(some)
    assert len(codes) == rows["code"].nunique()


def test_two_groups_face_each_other(made: Any) -> None:
    """The terms of one group run to the right, those of the other to the left, as far as their z."""
    figure = charts.plot_keyness(keyness_of(2), by="level", lang="zh")
    assert figure is not None
    assert [bar.get_width() for bar in figure.axes[0].patches] == [4, 3, 2, 1, -4, -3, -2, -1]
    beside = charts.plot_keyness(keyness_of(3), by="level", lang="zh")
    assert beside is not None and len([axes for axes in beside.axes if axes.get_visible()]) == 3
    assert charts.plot_keyness(keyness_of(1), by="level") is None
    assert charts.plot_keyness(keyness_of(2), by="year") is None


def test_dimensions_count_every_report_once(made: Any) -> None:
    """Flawless, failing and untested reports make up all of them in every dimension."""
    quality = made.tables["quality"]
    figure = charts.plot_dimensions(quality)
    assert figure is not None
    bars = figure.axes[0].patches
    n = quality["dimension"].nunique()
    totals = [sum(bar.get_width() for bar in bars[place::n]) for place in range(n)]
    assert totals == [quality["report_id"].nunique()] * n
    assert charts.plot_dimensions(quality.assign(assessed=0)) is None


@pytest.mark.parametrize(("reports", "length", "told"), [(4, 4, "4/4"), (5, 1.0, "100%  5")])
def test_a_share_of_fewer_than_five_reports_is_not_drawn(
    make: Callable[..., Any], reports: int, length: float, told: str
) -> None:
    """Their number is, with how many there are."""
    figure = figure_of("plot_prevalence", make(*[{"problems": [LATE]}] * reports))
    assert figure is not None
    (axes,) = figure.axes
    assert [bar.get_width() for bar in axes.patches] == [length]
    assert [text.get_text() for text in axes.texts] == [told]


def test_years_with_few_reports_break_the_line(made: Any) -> None:
    """A year under five reports is a gap, not a bridge."""
    table = made.tables["prevalence"].copy()
    years = sorted(table.loc[table["by"] == "year", "group"].unique())
    table.loc[(table["by"] == "year") & (table["group"] == years[2]), "base"] = 4
    figure = charts.plot_years(table, codebook=made.codebook)
    assert figure is not None
    told = figure.axes[0].lines[0].get_ydata()
    assert [pd.isna(each) for each in told] == [place == 2 for place in range(len(years))]


def test_names_from_outside_are_shown_as_they_are(made: Any, tmp_path: Path) -> None:
    """Dollar signs are no formulas; what no font has, or steers the display, is told by its number."""
    table = keyness_of(2)
    table.loc[0, "term"], table.loc[1, "term"] = "$x^2$", "公\u202e\ue123开"
    figure = charts.plot_keyness(table, by="level")
    assert figure is not None
    told = [text.get_text() for text in figure.axes[0].texts]
    assert "$x^2$" in told and "公⟨U+202E⟩⟨U+E123⟩开" in told
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, svg = save_figure(figure, tmp_path / "terms")
    assert svg.stat().st_size > 1000


def test_without_a_codebook_codes_are_called_by_their_ids(made: Any) -> None:
    """A table can be drawn by itself."""
    figure = charts.plot_prevalence(made.tables["prevalence"])
    assert figure is not None
    assert "timeliness" in [tick.get_text() for tick in figure.axes[0].get_yticklabels()]


def test_settings_and_threads_of_others_change_nothing(made: Any, tmp_path: Path) -> None:
    """A user's own style, and figures drawn side by side, give the same bytes."""
    import matplotlib as mpl

    def save(name: str) -> bytes:
        figure = figure_of("plot_answers", made)
        assert figure is not None
        return save_figure(figure, tmp_path / name)[0].read_bytes()

    plain = save("plain")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert save("styled") == plain
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(save, "abcd")) == {plain}


def test_a_home_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    """Nothing is printed and nothing is left behind; pyplot and its windows are not loaded."""
    closed = tmp_path / "file"
    closed.touch()
    odd = {name: str(closed / "x") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "USERPROFILE")}
    (tmp_path / "temporary").mkdir()
    code = (
        "import sys; from nlp_reports.writing.drawing import look\n"
        "with look(): pass\n"
        "assert 'matplotlib.font_manager' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    known = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False,
        env=known | odd | {"TMPDIR": str(tmp_path / "temporary"), "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list((tmp_path / "temporary").iterdir())
