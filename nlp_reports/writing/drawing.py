"""In: nothing. Out: the look of our figures: typeface, colours, sizes of paper, and how a figure is saved."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache, wraps
from importlib.resources import files
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ParamSpec
from unicodedata import east_asian_width

from nlp_reports.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOUBLE = 7.2
"""Inches that a figure takes over two columns of a journal."""

ROW = 0.235
"""Inches that a line of labels takes."""

INK, SOFT, FAINT = "#1b2630", "#5c6b78", "#dfe5e9"
COLOURS = {"problem": "#0072B2", "measure": "#E69F00", "other": "#8a949c"}
"""Blue and orange of Okabe and Ito (2008), which the colour-blind tell apart, and a grey."""

RESOLUTION = 300
_SMALL = 6.5
_FONT = "NotoSansSC.otf"
_BEHIND = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "DejaVu Sans",
)
"""Fonts that are asked, where a machine has them, for what the shipped one lacks."""

_Given = ParamSpec("_Given")


@cache
def families() -> tuple[str, ...]:
    """Return the families of fonts for every text, the shipped one first."""
    from matplotlib import font_manager

    path = str(files("nlp_reports").joinpath("resources", "fonts", _FONT))
    font_manager.fontManager.addfont(path)
    known = {each.name for each in font_manager.fontManager.ttflist}
    return (font_manager.get_font(path).family_name, *(name for name in _BEHIND if name in known))


def look() -> AbstractContextManager[None]:
    """Return the context in which our figures are made; elsewhere matplotlib stays as the user set it."""
    import matplotlib as mpl

    settings: dict[str, Any] = {
        "font.family": list(families()),
        "font.size": 8,
        "text.color": INK,
        "axes.titlesize": 9,
        "axes.titlelocation": "left",
        "axes.labelcolor": SOFT,
        "axes.edgecolor": SOFT,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "xtick.labelsize": 7,
        "ytick.labelsize": 8,
        "ytick.major.size": 0,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "svg.hashsalt": "nlp-reports",
    }
    return mpl.rc_context(settings)  # type: ignore[arg-type]


def drawn(draw: Callable[_Given, Figure | None]) -> Callable[_Given, Figure | None]:
    """Let a function make its figure in our look."""

    @wraps(draw)
    def in_look(*args: _Given.args, **kwargs: _Given.kwargs) -> Figure | None:
        with look():
            return draw(*args, **kwargs)

    return in_look


def new_figure(*, rows: float, width: float = DOUBLE, head: float = 0.75, foot: float = 0.75) -> Figure:
    """Return a figure with room for `rows` lines of labels, what stands above them, and the axis below."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, rows * ROW + head + foot), layout="constrained")


def finish(figure: Figure, *, title: str, note: str) -> Figure:
    """Return the figure with its title above and, in small print, what its numbers are."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, fontweight="normal", color=INK)
    told = _wrapped(note, inches=figure.get_figwidth(), size=_SMALL)
    figure.supxlabel(told, x=0.01, ha="left", fontsize=_SMALL, color=SOFT)
    return figure


def _wrapped(text: str, *, inches: float, size: float) -> str:
    """Break the text into lines that fit; Chinese characters are as wide as high, others half."""
    wide = sum(east_asian_width(each) in "WF" for each in text) > len(text) / 3
    return "\n".join(wrap(text, int(inches * 72 / size * (0.95 if wide else 1.9))))


def in_percent(axes: Axes, *, most: float) -> None:
    """Let the x axis run from 0 to `most` (a share) in percent."""
    from matplotlib.ticker import PercentFormatter

    axes.set_xlim(0, most)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)


def in_counts(axes: Axes) -> None:
    """Let the x axis have whole numbers."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def save_figure(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """Write the figure as PNG (300 dpi) and SVG beside each other; the same figure gives the same bytes.

    Raises OutputError where a file cannot be written.
    """
    told: dict[str, dict[str, Any]] = {
        "png": {"metadata": {"Software": None}, "dpi": RESOLUTION},
        "svg": {"metadata": {"Date": None}},
    }
    with look():
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # laid out once; both files are of one layout
        png, svg = (
            write_whole(
                stem.with_name(f"{stem.name}.{kind}"),
                lambda draft, kind=kind: figure.savefig(draft, format=kind, **told[kind]),  # type: ignore[misc]
            )
            for kind in told
        )
    return png, svg
