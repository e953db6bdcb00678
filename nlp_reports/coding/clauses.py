"""In: the text of a section, without blanks. Out: its sentences and their clauses.

Sentences end at 。；！？, at line ends and around enumerators of any kind, clauses also at ， and ：.
Quotations and brackets are kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp_reports.model import Role

ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:是|、|,|\.|:|要)|第[一二三四五六七八九十]{1,2}(?:点|条|方面)?(?:是|,|、|:)"
    r"|其[一二三四五六](?:是|,|、|:)|\([一二三四五六七八九十\d]{1,3}\)(?:是(?!否))?|[①-⑳⑴-⒛●•◆■▪]"
    r"|\d{1,2}(?:是|[.、)](?!\d))|(?:首先|其次|再次|再者|最后)(?:是|,)"
)
_COUNTED = re.compile(
    r"(?<![唯统之第同万单专进归划逐其])[一二三四五六七八九十]是|\([一二三四五六七八九十]{1,2}\)(?:是(?!否))?|[①-⑳]"
    r"|(?<=[\u4e00-\u9fff])(?<![第约共达至年月近余])[1-9][、.](?=[\u4e00-\u9fff])"
)
_ONE = {"一", "首先", "其一", "①", "⑴", "⒈", "1"}
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `[start, end)` of a section: a sentence or clause, later a statement.

    `item` says that it belongs to an enumerated point, `first` that it begins one, `one` that this is the
    first point of a list, `opens` that a sentence begins with it.
    """

    start: int
    end: int
    item: bool = False
    first: bool = False
    one: bool = False
    opens: bool = True
    role: Role = "context"

    def of(self, text: str) -> str:
        """Return the characters of the piece in the section's text."""
        return text[self.start : self.end]


def split_sentences(text: str) -> Iterator[Piece]:
    """Yield the sentences in order; enumerators stand between them."""
    start = at = depth = 0
    item = first = one = False
    while at <= len(text):
        begins = at == start or text[at - 1] in ",:、"
        counted = None if depth else (ENUMERATOR if begins else _COUNTED).match(text, at)
        if counted and counted.end() < len(text):
            if at > start:
                yield Piece(start, at, item, first, one)
            start = at = counted.end()
            item = first = True
            one = counted[0].strip("第点条方面是要、,.:()") in _ONE
            continue
        sign = text[at : at + 1]
        depth = _depth(text, at, depth)
        if not sign or sign == BREAK or (sign in "。;!?" and not depth):
            if at > start:
                yield Piece(start, at, item, first, one)
                first = one = False
            start, item, depth = at + 1, item and sign != BREAK, 0
        at += 1


def split_clauses(text: str, sentence: Piece) -> Iterator[Piece]:
    """Yield the clauses of a sentence, cut at ， and ： that stand in no number."""
    start, depth = sentence.start, 0
    for at in range(sentence.start, sentence.end + 1):
        ends = at == sentence.end
        if ends or (text[at] in ",:" and not depth and not _in_number(text, at)):
            if at > start:
                opens = start == sentence.start
                first, one = sentence.first and opens, sentence.one and opens
                yield Piece(start, at, sentence.item, first, one, opens)
            start = at + 1
        if not ends:
            depth = _depth(text, at, depth)


def _in_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _depth(text: str, at: int, depth: int) -> int:
    """Count open quotations and brackets; one that does not close within 80 characters is none."""
    sign = text[at : at + 1]
    closing = {"“": "”", "《": "》", "(": ")", "「": "」"}.get(sign)
    if closing and closing in text[at : at + 80]:
        return depth + 1
    return max(0, depth - 1) if sign and sign in "”》)」" else depth
