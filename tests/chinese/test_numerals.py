"""In: numerals of every kind. Out: their values, or None where they are no number."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_reports.chinese.folding import fold
from nlp_reports.chinese.numerals import NUMBER, to_number

DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


def spell(number: int) -> str:
    """The standard Chinese spelling of a whole number below 10^12."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        if section:
            gap = "零" if parts and section < 1000 else ""
            parts.append(gap + spell_section(section) + unit)
        elif parts and number and parts[-1][-1] in "亿万" and number >= 1000:
            parts.append("零")
    return "".join(parts).replace("零零", "零")


def spell_section(number: int) -> str:
    text = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += DIGITS[digit] + unit
        elif text and number and not text.endswith("零"):
            text += "零"
    return text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("007", 7),
        ("１２３", 123),
        (" 1,234 ", 1234),
        ("１，２３４．５", 1234.5),
        ("-12", -12),
        ("－12", -12),
        ("−12", -12),
        ("12.50", 12.5),
        ("三", 3),
        ("两", 2),
        ("〇", 0),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿三", 23),
        ("一百零五", 105),
        ("三百五", 350),
        ("三百五十", 350),
        ("两千三百", 2300),
        ("两千三", 2300),
        ("一千零二十", 1020),
        ("一万五", 15000),
        ("一万零五百", 10500),
        ("一万零五", 10005),
        ("十二万", 120000),
        ("3.5万", 35000),
        ("1,200万", 12000000),
        ("0.85亿", 85000000),
        ("1亿2000万", 120000000),
        ("一万亿", 10**12),
        ("3百万", 3000000),
        ("3千5百", 3500),
        ("二〇二三", 2023),
        ("二○二三", 2023),
        ("二零二三", 2023),
        ("二O一九", 2019),
        ("二Ｏ一九", 2019),
        ("二0二四", 2024),
        ("一九九八", 1998),
        ("壹佰贰拾叁", 123),
        ("兩萬三千", 23000),
    ],
)
def test_numbers_of_every_spelling(text: str, value: float) -> None:
    """Every common spelling of a number has its value; whole values are ints."""
    assert to_number(text) == value
    assert isinstance(to_number(text), type(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "—",
        "-",
        "无",
        "○",
        "O",
        "12%",
        "百分之五",
        "12件",
        "1,23",
        "1.2.3",
        "1 2",
        "二三十",
        "十四五",
        "三四",
        "百万",
        "万",
        "千",
        "几百",
        "十十",
        "五千三千",
        "3.5万2千",
        "一万二十万",
        "9" * 19,
        "一" * 5000,
        "9" * 5000 + "万",
        "٣",
        "1e5",
        "NaN",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    """Blank, slash, dash, 无, percentages, approximations and identifiers are not numbers."""
    assert to_number(text) is None


@given(st.integers(0, 10**12 - 1))
def test_chinese_spelling_round_trips(number: int) -> None:
    """The standard spelling of every whole number below a trillion reads back as that number."""
    assert to_number(spell(number)) == number


@given(st.integers(-(10**17), 10**17))
def test_arabic_spelling_round_trips(number: int) -> None:
    """Plain, with separators, and in full-width digits, a whole number reads back as itself."""
    for text in (str(number), f"{number:,}"):
        assert to_number(text) == number
        assert to_number(text.translate(WIDE)) == number


@given(st.integers(1000, 2999))
def test_years_digit_by_digit_round_trip(year: int) -> None:
    """A year written digit by digit reads back with each of the zeros that are in use."""
    for zero in "零〇○":
        assert to_number("".join(DIGITS[int(d)] for d in str(year)).replace("零", zero)) == year


@given(st.text(alphabet="0123456789零〇○一二两三四五六七八九十百千万亿.,%-O年件 ", max_size=30))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    """No text raises; what the pattern finds in digits alone is a number."""
    assert to_number(text) is None or isinstance(to_number(text), int | float)
    for match in NUMBER.finditer(fold(text)):
        if match[0].replace(",", "").replace(".", "").isdigit():
            assert to_number(match[0]) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共收到申请1,234件，予以公开３５件。", [1234, 35]),
        ("二〇二三年受理两千三百件", [2023, 2300]),
        ("办结率98.5%，同比增长 12 %", []),
        ("投入3.5万元，覆盖1亿2000万人次", [35000, 120000000]),
        ("2019-2023年", [2019, 2023]),
        ("截至2023.12.31，", [2023]),
        ("共5件.2023年", [5, 2023]),
        ("统一思想，十分重视，万一", []),
        ("三件，十个", [3, 10]),
        ("“十四五”规划，二三十次", [None, None]),
        ("编号12345678901234567890", []),
    ],
)
def test_numbers_are_found_in_prose(text: str, found: list[float | None]) -> None:
    """Counts and years are found where they stand; percentages, dates' tails and words are not."""
    assert [to_number(match[0]) for match in NUMBER.finditer(fold(text))] == found


@pytest.mark.parametrize("char", ["9", "一", "9,", "1.", "万", "9万", "1,234"])
def test_finding_takes_linear_time(char: str) -> None:
    """A hostile run of numerals costs no more per character than a short one."""
    begin = time.perf_counter()
    list(NUMBER.finditer(char * 200_000))
    assert time.perf_counter() - begin < 5
