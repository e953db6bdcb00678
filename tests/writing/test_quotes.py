"""In: statements that carry a code. Out: the choice of those to quote."""

from __future__ import annotations

import random

from nlp_reports.writing.quotes import Quote, choose_quotes


def quote(
    number: int, text: str, *, agency: str | None = "青禾县水务局", year: int = 2023, **more: int
) -> Quote:
    return Quote(f"{number:016d}-001", f"{number:016d}", text, 0, len(text), agency, year, "a.txt", **more)


def test_agencies_take_turns() -> None:
    """An agency with many statements does not crowd out the others."""
    many = [quote(each, f"部分栏目第{each}次更新不及时的情况仍有发生") for each in range(9)]
    other = quote(50, "个别信息滞后一个月以上才发布出来", agency="滨河市水务局")
    chosen = choose_quotes([*many, other], most=2)
    assert {each.agency for each in chosen} == {"青禾县水务局", "滨河市水务局"}


def test_repeated_texts_come_last() -> None:
    """What many reports copied is quoted once before anything is quoted twice."""
    copied = [quote(each, "信息更新不及时，滞后较为明显", agency=f"{each}局") for each in range(5)]
    own = quote(90, "个别信息滞后一个月以上才发布出来", agency="0局")
    assert len({each.text for each in choose_quotes([*copied, own], most=2)}) == 2


def test_fragments_and_run_on_sentences_come_last() -> None:
    """A quotation reads well between some twelve and seventy characters."""
    good = quote(1, "部分栏目更新不及时，个别信息滞后一个月")
    assert choose_quotes([quote(2, "更新慢"), quote(3, "更" * 300), good], most=1) == (good,)


def test_years_take_turns() -> None:
    """Of equals, the first ones quoted are of different years."""
    quotes = [
        quote(each, f"部分栏目第{each}次更新不及时，群众有意见", agency=f"{each}局", year=2020 + each % 2)
        for each in range(8)
    ]
    assert {each.year for each in choose_quotes(quotes, most=2)} == {2020, 2021}


def test_the_choice_does_not_depend_on_the_order() -> None:
    """The same statements in another order give the same quotes."""
    quotes = [
        quote(each, f"部分栏目第{each % 4}次更新不及时", agency=f"{each % 3}局", year=2020 + each % 5)
        for each in range(30)
    ]
    mixed = list(quotes)
    random.Random(3).shuffle(mixed)
    assert choose_quotes(quotes, most=9, lot="x") == choose_quotes(mixed, most=9, lot="x")
