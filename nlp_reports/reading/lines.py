"""In: printed lines. Out: the paragraphs they were broken from.

A printed line end is no end of a sentence: a column was full, or a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp_reports.chinese.folding import fold

_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WIDE_SIGN = re.compile("[\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·]")
_ENUMERATOR = re.compile(
    r"[(（]?(?:[一二三四五六七八九十百]{1,4}|\d{1,2})[)）、.．]|第[一二三四五六七八九十]{1,3}[章节条项部]|[①-⑳]"
)
_SENTENCE = re.compile("[，。；,;]")
_LEFT_OPEN = re.compile(r"[，、,（《“]$")
_CARRIED_ON = re.compile(r"[，、；。：！？）》”,;]|的(?![确士])|了(?![解然如])")
_DASHED_NUMBER = re.compile(r"[-·~]{1,3} ?\d{1,4} ?[-·~]{1,3}")
_NAMED_NUMBER = re.compile(
    r"第? ?\d{1,4} ?页?(?: ?[/,，,共]{1,2} ?共? ?\d{1,4} ?页?)?|page ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?",
    re.IGNORECASE,
)


def join_lines(lines: Iterable[str], *, flowing: bool = False) -> str:
    """Return `lines` as one: no blank between Chinese characters or at a wide sign, else one blank.

    In a `flowing` text a full column may have cut a number, so that no blank is put between digits either:
    it would say that there are two.
    """
    joined: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if joined:
            joined.append(_glue(joined[-1][-1], line[0], flowing))
        joined.append(line)
    return "".join(joined)


def _glue(before: str, after: str, flowing: bool) -> str:
    if flowing and before.isdigit() and after.isdigit():
        return ""
    if _WIDE_SIGN.match(before) or _WIDE_SIGN.match(after):
        return ""
    return "" if _HAN.match(before) and _HAN.match(after) else " "


def starts_item(line: str) -> bool:
    """Tell whether `line` opens with an enumerator such as 一、 (二) 3. or ①."""
    return _ENUMERATOR.match(line) is not None


def carries_on(before: str, after: str) -> bool:
    """Tell whether the paragraph `after` can only be the rest of the sentence that `before` left open.

    Only what cannot be otherwise counts: a comma or an opening sign at the end of `before`, or at the
    start of `after` a sign or particle that opens no sentence.
    """
    if starts_item(after) or (starts_item(before) and not _SENTENCE.search(before)):
        return False
    if _CARRIED_ON.match(after):
        return _HAN.match(before[-1]) is not None
    return _LEFT_OPEN.search(before) is not None and _HAN.match(after) is not None


def is_page_number(line: str, *, in_margin: bool = False) -> bool:
    """Tell whether `line` is a page number: `- 3 -`, and within a page's margin also 3 or 第3页 共6页."""
    folded = fold(line).strip()
    if _DASHED_NUMBER.fullmatch(folded):
        return True
    return in_margin and _NAMED_NUMBER.fullmatch(folded.strip("-· ")) is not None
