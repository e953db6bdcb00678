"""In: short texts. Out: the table `kwic`: where a word stands and what stands around it."""

from __future__ import annotations

import pandas as pd
import pytest

from nlp_reports.comparing.kwic import compare_kwic
from nlp_reports.errors import InputError
from nlp_reports.schema import ASKED_FOR, tabulate_rows


def kwic(*texts: str, word: str, width: int = 20) -> pd.DataFrame:
    reports = [{"report_id": f"r{n}", "agency": f"{n}局", "year": 2020} for n, _ in enumerate(texts)]
    rows = [{"report_id": f"r{n}", "text": text} for n, text in enumerate(texts)]
    return compare_kwic(
        tabulate_rows("reports", reports), tabulate_rows("texts", rows), word=word, width=width
    )


def test_every_place_is_told_with_its_surroundings() -> None:
    """A row a place, with the characters of its line before and after it, and its offsets."""
    text = "政策解读不够。\n解读形式单一，解读不多。"
    found = kwic("无。", text, word="解读", width=4)
    assert found[["before", "keyword", "after"]].values.tolist() == [
        ["政策", "解读", "不够。"],
        ["", "解读", "形式单一"],
        ["式单一，", "解读", "不多。"],
    ]
    assert set(found["agency"]) == {"1局"} and set(found["year"]) == {2020}
    assert all(text[a:b] == "解读" for a, b in found[["start", "end"]].itertuples(index=False))
    assert dict(found.dtypes.astype(str)) == ASKED_FOR["kwic"]


def test_forms_of_a_character_are_one() -> None:
    """A traditional or full-width form is found, and quoted as printed."""
    assert kwic("政策解讀", word="解读")["keyword"].tolist() == ["解讀"]


def test_signs_in_the_word_are_no_pattern() -> None:
    """What would be a pattern elsewhere is looked for as it stands."""
    assert kwic("公开(.*)", word=".*")["keyword"].tolist() == [".*"]


@pytest.mark.parametrize(("word", "width"), [("", 5), (" ", 5), ("解读", 0)])
def test_misuse_is_told(word: str, width: int) -> None:
    """No word, or no room around it, is an error of the caller's."""
    with pytest.raises(InputError):
        kwic("解读", word=word, width=width)
