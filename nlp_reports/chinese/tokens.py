"""In: text. Out: its words, cut by a private tokenizer that knows a lexicon of ours; words counted.

jieba is the reference. rjieba, its Rust implementation, is the engine where it is installed: what it
does otherwise is set right here, and a test holds the two to equal tokens.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from nlp_reports.chinese.folding import fold
from nlp_reports.chinese.lexicon import load_lexicon
from nlp_reports.chinese.numerals import to_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Cutter = Callable[[str], list[str]]

LEXICON_FREQUENCY = 1000
"""The frequency of a lexicon's term among the 60 million of jieba's dictionary: enough that no two
words of the dictionary are likelier than the term they make up, too little to tear its neighbours."""

# Characters that jieba always cuts alone, and rjieba joins as Chinese; surrogates cannot reach Rust.
_CUT_ALONE = re.compile(r"([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00020000-\U0003ffff])")
# rjieba keeps `2023-2024` and `a.gov.cn` whole; jieba cuts such runs by this pattern.
_ASCII_WORD = re.compile(r"([a-zA-Z0-9]+(?:\.[0-9]+)?%?)")

_CONTENT = re.compile(r"[A-Za-z0-9]*[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9]+")
_COUNTED = re.compile(
    r"第?[0-9零〇一二两三四五六七八九十百千万亿]+[年月日号个件条项次份期名人场篇起家类种页天批点块张元是]{0,2}"
)


def words(text: str, *, lexicon: str = "domain") -> list[str]:
    """Return the words of `text` in order; joined together they are the text again.

    Blanks and punctuation marks are words too, as they are jieba's. `lexicon` names a word list of
    `resources/lexicon` whose terms are cut whole. Raises ResourceError for an unknown or broken one.
    """
    return _load_cutter(lexicon)(text)


def count_terms(text: str, *, lexicon: str = "domain", names: Iterable[str | None] = ()) -> Counter[str]:
    """Return how often each content word stands in `text`, to tell what the text is about.

    Content words have two characters or more, one of them Chinese. Left out are stopwords, numbers,
    dates and counted units, and whatever is a part of `names`: a report's own place and agency.
    """
    own = tuple(name for name in names if name)
    counts = Counter(words(fold(text), lexicon=lexicon))
    kept = {term for term, _ in load_lexicon(lexicon)} - _load_stopwords()
    return Counter(
        {
            word: n
            for word, n in counts.items()
            if (word in kept or _is_content(word)) and not any(word in name for name in own)
        }
    )


def _is_content(word: str) -> bool:
    return (
        _CONTENT.fullmatch(word) is not None
        and word not in _load_stopwords()
        and not _COUNTED.fullmatch(word)
        and to_number(word) is None
    )


@cache
def _load_stopwords() -> frozenset[str]:
    return frozenset(term for term, _ in load_lexicon("stopwords"))


@cache
def _load_cutter(lexicon: str) -> Cutter:
    terms = [term for term, _ in load_lexicon(lexicon)]
    try:
        return open_rjieba(terms)
    except ImportError:
        return open_jieba(terms)


def open_rjieba(terms: Iterable[str]) -> Cutter:
    """Return a function that cuts as jieba does with `terms` added, by rjieba. Raises ImportError."""
    from rjieba import Jieba

    engine = Jieba()
    for term in [term for term in terms if engine.cut(term, False) != [term]]:
        engine.add_word(term, LEXICON_FREQUENCY, None)

    def split(token: str) -> list[str]:
        if token.isascii() and token[0].isalnum() and not engine.has_word(token):
            return [part for part in _ASCII_WORD.split(token) if part]
        return [token]

    def cut(text: str) -> list[str]:
        pieces = _CUT_ALONE.split(text)
        tokens = chain.from_iterable(
            [piece] if alone % 2 else engine.cut(piece) for alone, piece in enumerate(pieces)
        )
        return list(chain.from_iterable(map(split, tokens)))

    return cut


def open_jieba(terms: Iterable[str]) -> Cutter:
    """Return a function that cuts by jieba with `terms` added.

    The dictionary is read from jieba's own folder: jieba's cache, a file in a folder that all users
    share, is neither read nor written, and its global tokenizer is left as it is.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

    engine = jieba.Tokenizer()
    engine.FREQ, engine.total = engine.gen_pfdict(engine.get_dict_file())
    engine.initialized = True
    for term in [term for term in terms if engine.lcut(term, HMM=False) != [term]]:
        known = engine.FREQ.get(term, 0)
        engine.add_word(term, LEXICON_FREQUENCY)
        engine.total -= known  # jieba counts a word that it knew already twice
    cut: Cutter = engine.lcut
    return cut
