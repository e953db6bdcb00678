"""In: rows of a table, axes. Out: the marks that our charts share: bars, names of rows, keys of colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.wording import Language
from nlp_reports.writing.drawing import SOFT, breadth, is_narrow, label_size, legible, wrapped
from nlp_reports.writing.facts import NOTHING_STATED
from nlp_reports.writing.labels import code_name, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from nlp_reports.model import Codebook

BAR = 0.62
"""The part of a line's height that its bar takes."""

_KEY, _MARK = 7.5, 0.36
"""The size of the words of a key in points, and the inches that a mark and the gap behind a word take."""


class Names(dict[str, str]):
    """Code → name, in characters that can be printed; a code of no codebook is called by its id."""

    def __init__(self, codebook: Codebook | None, lang: Language) -> None:
        codes = codebook.codes if codebook else ()
        super().__init__({code.id: legible(code_name(code, lang=lang)) for code in codes})

    def __missing__(self, code: str) -> str:
        return legible(code)


def group_name(by: str, group: object, *, lang: Language) -> str:
    """Return what a group is called; of crossed columns each part."""
    return legible(label(by, group, lang=lang))


def whole_corpus(prevalence: pd.DataFrame, role: str) -> pd.DataFrame:
    """Return the codes that occur in the whole corpus, the commonest first; to state nothing is none."""
    rows = prevalence[(prevalence["by"] == "") & (prevalence["role"] == role) & (prevalence["n"] > 0)]
    return rows[rows["code"] != NOTHING_STATED].sort_values("rank")


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write each row's name beside it, the first on top; long ones take two lines."""
    width = inches(axes)
    size, room = label_size(width), 0.42 * width
    told = [wrapped(name, inches=room, size=size) for name in names]
    axes.set_yticks(range(len(names)), told, fontsize=size, linespacing=1.1 if is_narrow(width) else 1.3)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)


def stack(axes: Axes, parts: Sequence[tuple[Sequence[int], str]], *, told: Sequence[str]) -> None:
    """Draw bars of several parts, each with its colour, and write `told` behind their ends."""
    ends = [0] * len(told)
    for lengths, colour in parts:
        axes.barh(range(len(told)), lengths, left=ends, color=colour, height=BAR)
        ends = [end + length for end, length in zip(ends, lengths, strict=True)]
    for place, (end, words) in enumerate(zip(ends, told, strict=True)):
        write_behind(axes, end, place, words)


def write_behind(axes: Axes, end: float, place: float, words: str) -> None:
    """Write `words` three points right of `end`; the layout makes room for what stands outside."""
    axes.annotate(
        words, (end, place), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7, color=SOFT
    )


def write_key(axes: Axes, words: Sequence[tuple[str, str]]) -> None:
    """Say below the figure's title what each colour is, in as many lines as it takes."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import blended_transform_factory

    scale = axes.figure.dpi_scale_trans
    widest = max(breadth(told, size=_KEY) for told, _ in words) + _MARK
    across = min(len(words), max(1, int((inches(axes) - 0.1) / widest)))
    lines = -(-len(words) // across)
    across = -(-len(words) // lines)
    marks = [Line2D([], [], marker="s", linestyle="", color=colour, markersize=5) for _, colour in words]
    key = axes.legend(
        marks, [told for told, _ in words], ncols=across, frameon=False, fontsize=_KEY, loc="lower left",
        handlelength=0.7, handletextpad=0.5, borderaxespad=0, borderpad=0.3, columnspacing=1.4,
        bbox_to_anchor=(0.03, 1.0),
        bbox_transform=blended_transform_factory(scale, axes.transAxes),
    )  # fmt: skip
    key.set_in_layout(False)  # it begins left of the axes, which are not to make room for that
    axes.set_title(" ", fontsize=1, pad=lines * 1.5 * _KEY + 4)


def inches(axes: Axes) -> float:
    """Return the width of the figure that the axes are in."""
    figure = axes.get_figure(root=True)
    return float(figure.get_figwidth()) if figure else 0.0
