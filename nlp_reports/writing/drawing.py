"""In: nothing. Out: the look of our figures: typeface, colours, sizes of paper, and how a figure is saved."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from functools import cache, wraps
from importlib.resources import files
from threading import RLock
from typing import TYPE_CHECKING, Any, ParamSpec
from unicodedata import east_asian_width

from nlp_reports.saving import write_whole
from nlp_reports.wording import Language, say
from nlp_reports.writing.escaping import show_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SINGLE, DOUBLE = 3.5, 7.2
"""Inches that a figure takes in one column of a journal, and over two."""

ROW = 0.235
"""Inches that a line of labels takes."""

INK, SOFT, FAINT, PALE = "#1b2630", "#5c6b78", "#dfe5e9", "#c3ccd3"
BLUE, SKY, ORANGE, VERMILION = "#0072B2", "#56B4E9", "#E69F00", "#D55E00"
"""Of the colours of Okabe and Ito (2008), which the colour-blind tell apart."""

COLOURS = {"problem": BLUE, "measure": ORANGE, "other": "#8a949c"}

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


_ONE_AT_A_TIME = RLock()
"""Held while we draw: matplotlib keeps its settings for all threads in one place."""

_PIECE = re.compile(
    r"[ \t]+|\n|[（“‘《〈【]*[\u2e80-\uffee][，。；：、！？）”’》〉】]*|[^ \t\n\u2e80-\uffee]+"
)
"""What a line is not broken in: blanks, a Chinese character with its stops, a word of another script."""


@cache
def families() -> tuple[str, ...]:
    """Return the families of fonts for every text, the shipped one first."""
    font_manager = _load_fonts()
    path = str(files("nlp_reports").joinpath("resources", "fonts", _FONT))
    font_manager.fontManager.addfont(path)
    known = {each.name for each in font_manager.fontManager.ttflist}
    return (font_manager.get_font(path).family_name, *(name for name in _BEHIND if name in known))


@cache
def _characters() -> frozenset[int]:
    """Return the characters for which one of our families has a glyph."""
    font_manager = _load_fonts()
    paths = (font_manager.findfont(name) for name in families())
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


def _load_fonts() -> Any:
    """Return matplotlib's fonts. It goes to a folder of its own where it may not write at home, unasked."""
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        from matplotlib import font_manager
    finally:
        log.setLevel(level)
    return font_manager


def legible(text: str) -> str:
    """Return `text` with what has no glyph, or would steer the display, told by its number: ⟨U+20BB7⟩."""
    known = _characters()
    return "".join(
        char if char == "\n" or ord(char) in known else f"⟨U+{ord(char):04X}⟩" for char in show_controls(text)
    )


@contextmanager
def look() -> Iterator[None]:
    """Make our figures in here, one thread at a time; elsewhere matplotlib stays as the user set it."""
    with _ONE_AT_A_TIME:
        family = list(families())
        from matplotlib import style

        settings: dict[str, Any] = {
            "font.family": family,
            "font.size": 8,
            "text.color": INK,
            "text.hinting": "none",
            "text.parse_math": False,
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
            "hatch.linewidth": 0.4,
            "figure.constrained_layout.w_pad": 0.07,
            "figure.facecolor": "white",
            "savefig.facecolor": "white",
            "svg.hashsalt": "nlp-reports",
        }
        with style.context(["default", settings]):
            yield


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

    line = ROW * (1.2 if is_narrow(width) else 1)  # more names take two lines
    return Figure(figsize=(width, rows * line + head + foot), layout="constrained")


def is_narrow(width: float) -> bool:
    """Tell whether a figure of that width is for one column."""
    return width < (SINGLE + DOUBLE) / 2


def label_size(width: float) -> float:
    """Return the size of the names of rows in points."""
    return 7.0 if is_narrow(width) else 8.0


def finish(figure: Figure, *, title: str, note: str, lang: Language) -> Figure:
    """Return the figure with its title above and, in small print, what its numbers are and where from."""
    inches = figure.get_figwidth() - 0.16
    figure.suptitle(
        wrapped(title, inches=inches, size=10), x=0.07 / figure.get_figwidth(), ha="left", fontsize=10,
        fontweight="normal", color=INK,
    )  # fmt: skip
    told = wrapped(f"{note}\n{say('charts.source', lang=lang)}", inches=inches, size=_SMALL)
    figure.supxlabel(
        told, x=0.07 / figure.get_figwidth(), ha="left", fontsize=_SMALL, color=SOFT, linespacing=1.35
    )
    return figure


def breadth(text: str, *, size: float) -> float:
    """Return about how many inches a line takes at `size` points: Chinese is as wide as high."""
    return sum(1 if east_asian_width(each) in "WF" else 0.53 for each in text) * size / 72


def wrapped(text: str, *, inches: float, size: float) -> str:
    """Break the text at blanks and between Chinese characters into lines that fit."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if piece == "\n" or breadth((lines[-1] + piece).rstrip(), size=size) > inches:
            lines.append("")
        lines[-1] = (lines[-1] + piece).lstrip()
    return "\n".join(line.rstrip() for line in lines if line)


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

    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))


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
