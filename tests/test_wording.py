"""In: resources/prose. Out: every sentence in both languages, with the same gaps."""

from __future__ import annotations

import string
from importlib.resources import files

import pytest

from nlp_reports.wording import load_area, say

AREAS = sorted(
    each.name.removesuffix(".toml")
    for each in files("nlp_reports").joinpath("resources", "prose").iterdir()
    if each.name.endswith(".toml")
)


def gaps(sentence: str, lang: str) -> set[str]:
    """The gaps of a sentence; `table_zh` in Chinese and `table_en` in English are one and the same."""
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    assert not any(name.endswith(f"_{other}") for name in names for other in {"zh", "en"} - {lang}), sentence
    return {name.removesuffix(f"_{lang}") for name in names}


@pytest.mark.parametrize("area", AREAS)
def test_every_sentence_is_there_in_both_languages(area: str) -> None:
    """Each sentence stands in Chinese and in English, and both have the same gaps to fill, but for names."""
    for key, sentence in load_area(area).items():
        assert set(sentence) == {"zh", "en"}, f"{area}.{key}"
        assert all(sentence.values()), f"{area}.{key}"
        assert gaps(sentence["zh"], "zh") == gaps(sentence["en"], "en"), f"{area}.{key}"


def test_unknown_sentences_are_an_error() -> None:
    """A key that does not stand in the resources is a programming error, not silence."""
    with pytest.raises(KeyError):
        say("errors.no_such_sentence")
    with pytest.raises(KeyError):
        load_area("no_such_area")


@pytest.mark.parametrize("stage", ["reading", "parsing", "checks", "engine"])
def test_every_finding_has_a_short_name(stage: str) -> None:
    """A kind of finding that can reach a reader has a name beside its sentence."""
    sentences = {key for key in load_area(stage) if not key.startswith("bad_")}
    names = {key.removeprefix(f"{stage}_") for key in load_area("findings") if key.startswith(f"{stage}_")}
    assert names == sentences


def test_a_failed_coder_has_a_short_name() -> None:
    """Of the sentences about coding one is a finding; the others are complaints about codebooks."""
    assert "coding_coder_failed" in load_area("findings") and "coder_failed" in load_area("coding")
