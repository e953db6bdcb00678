"""In: a readable pattern and named word lists. Out: a bounded regular expression.

The pattern language of codebooks and lexicons:

    公开内容            these characters, next to each other
    (公开|发布)         one of these; alternatives may hold everything that a pattern may
    较?单一             the character or group before `?` may be missing
    …                  up to 12 characters within one clause (it does not cross ，：。；)
    ……                 up to 30 characters within one sentence (it does not cross 。；)
    {不足}             a word list of that name
    ^ $                the beginning, the end of the statement

Blanks mean nothing. Full-width signs are the same as half-width ones. Nothing else is special. So that no
pattern runs long on ordinary text, gaps are bounded, three at the most, and never stand next to each other,
and `?` stands eighteen times at the most. Alternatives that begin alike, one group after another, still cost
time; a codebook of your own is yours to keep simple.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from nlp_reports.chinese.folding import fold

GAP, LONG_GAP = "…", "……"
_GAPS = {GAP: "([^,:。;!?]{0,12}?)", LONG_GAP: "([^。;!?]{0,30}?)"}
_SIGN = re.compile(r"……|…|\{[^{}]*\}|[(|)?^$]|[^\s]")
_MOST_GAPS = 3
_MOST_MARKS = 18


class PatternError(ValueError):
    """A pattern that is not well formed; `reason` is a key of `resources/prose/coding.toml`."""

    def __init__(self, reason: str, pattern: str) -> None:
        super().__init__(reason, pattern)
        self.reason, self.pattern = reason, pattern


def expand_words(pattern: str, words: Mapping[str, Iterable[str]]) -> str:
    """Return `pattern` with every `{name}` replaced by its list; raises PatternError for an unknown name."""

    def listed(match: re.Match[str]) -> str:
        name = match[0][1:-1].strip()
        if name not in words:
            raise PatternError("unknown_words", match[0])
        return f"({'|'.join(words[name])})"

    return re.sub(r"\{[^{}]*\}", listed, pattern)


def expand_lists(words: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return word lists whose entries name no list; a list may name only lists that stand before it."""
    expanded: dict[str, tuple[str, ...]] = {}
    for name, entries in words.items():
        expanded[name] = tuple(expand_words(entry, expanded) for entry in entries)
    return expanded


@cache
def to_regex(pattern: str) -> str:
    """Return the regular expression source of one expanded pattern; raises PatternError.

    Each gap is a capturing group, so that a match can tell how much of it the pattern itself names.
    """
    parts: list[str] = []
    before, named = "", False
    paths = _Gaps()
    for sign in _SIGN.findall(fold(pattern).replace("...", GAP)):
        if sign in _GAPS and (before in _GAPS or not parts):
            raise PatternError("gap_without_end", pattern)
        if sign == "?" and before in {"", "(", "|", "?", "^", *_GAPS}:
            raise PatternError("nothing_before_mark", pattern)
        if sign[0] in "{}":
            raise PatternError("unknown_words", pattern)
        paths.step(sign)
        if paths.depth < 0:
            raise PatternError("brackets", pattern)
        named = named or sign not in "(|)?^$"
        parts.append(_piece(sign))
        before = sign
    if paths.depth:
        raise PatternError("brackets", pattern)
    if not named or before in _GAPS:
        raise PatternError("gap_without_end" if named else "empty_pattern", pattern)
    if pattern.count("?") + pattern.count("？") > _MOST_MARKS:
        raise PatternError("too_many_marks", pattern)
    if paths.most() > _MOST_GAPS:
        raise PatternError("too_many_gaps", pattern)
    return "".join(parts)


class _Gaps:
    """Counts the gaps on the longest way through a pattern: alternatives do not add up."""

    def __init__(self) -> None:
        self.open: list[tuple[int, int]] = []
        self.here = self.best = self.depth = 0

    def step(self, sign: str) -> None:
        if sign == "(":
            self.open.append((self.here, self.best))
            self.here = self.best = 0
            self.depth += 1
        elif sign == "|":
            self.best, self.here = self.most(), 0
        elif sign == ")":
            self.depth -= 1
            if self.open:
                inside = self.most()
                self.here, self.best = self.open.pop()
                self.here += inside
        elif sign in _GAPS:
            self.here += 1

    def most(self) -> int:
        return max(self.here, self.best)


def compile_patterns(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Return one compiled alternation of expanded patterns, or None for no patterns."""
    sources = [to_regex(pattern) for pattern in patterns]
    return re.compile("|".join(f"(?:{source})" for source in sources)) if sources else None


def compile_with(patterns: Iterable[str], words: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Return one compiled alternation of patterns that may name `words`; there must be at least one."""
    compiled = compile_patterns(expand_words(pattern, words) for pattern in patterns)
    if compiled is None:
        raise PatternError("empty_pattern", "")
    return compiled


def _piece(sign: str) -> str:
    if sign in _GAPS:
        return _GAPS[sign]
    if sign == "(":
        return "(?:"
    return sign if sign in "|)?^$" else re.escape(sign)
