"""In: word lists, ours and broken ones. Out: terms with sources, or the line that is wrong."""

from __future__ import annotations

import pytest

from nlp_reports.chinese.lexicon import load_lexicon, parse_lexicon
from nlp_reports.errors import ResourceError


@pytest.mark.parametrize("term", ["依申请公开", "规范性文件", "政务新媒体", "应公开尽公开", "三审三校"])
def test_domain_lexicon_knows_the_genre(term: str) -> None:
    """The lexicon holds the genre's terms, each with a source."""
    lexicon = dict(load_lexicon("domain"))
    assert len(lexicon) >= 300
    assert lexicon[term]


def test_stopwords_have_a_kind() -> None:
    """Every stopword is of one of the kinds that the README names."""
    assert {kind for _, kind in load_lexicon("stopwords")} == {"function", "law", "form", "web"}


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("主动公开", "chinese.term_without_source"),
        ("主动公开\t ", "chinese.term_without_source"),
        ("主动 公开\tgenre", "chinese.bad_term"),
        ("“五公开”\tgenre", "chinese.bad_term"),
        ("APP\tgenre", "chinese.bad_term"),
        ("\tgenre", "chinese.bad_term"),
        ("长" * 21 + "\tgenre", "chinese.bad_term"),
        ("专栏\tgenre", "chinese.term_twice"),
    ],
)
def test_a_broken_line_is_named(line: str, key: str) -> None:
    """A line that is not well formed is refused, with file and line, in both languages."""
    with pytest.raises(ResourceError) as caught:
        parse_lexicon(f"# head\n\n专栏\tgenre\n{line}\n", path="lexicon/mine.txt")
    assert caught.value.key == key
    for lang in ("zh", "en"):
        assert "lexicon/mine.txt" in caught.value.message(lang) and "4" in caught.value.message(lang)


@pytest.mark.parametrize("name", ["nowhere", "../prose/errors", "", "Domain"])
def test_an_unknown_lexicon_is_refused(name: str) -> None:
    """Only the names of word lists in the resources are lexicons."""
    with pytest.raises(ResourceError):
        load_lexicon(name)
