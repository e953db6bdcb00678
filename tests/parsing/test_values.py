from __future__ import annotations

import pytest

from nlp_reports.parsing.values import read_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("2242 (从业资格证)", 2242),
        ("2242（从业资格证）", 2242),
        ("增 4765", 4765),
        ("增4765 (从业资格证)", 4765),
        ("减12", -12),
        ("减少 12件", -12),
        ("减0", 0),
        ("-7", -7),
        ("－7", -7),
        ("+7", 7),
        ("251000元", 251000),
        ("1.2万", 12000),
        ("862.5万元", 8625000),
        ("3.5亿元", 350000000),
        ("１２，３４５", 12345),
        ("1,234,567.8", 1234567.8),
        ("6项", 6),
        ("十二", 12),
        (" 3 ", 3),
    ],
)
def test_numbers_in_the_ways_reports_print_them(text: str, value: float) -> None:
    """Notes in brackets, signs in words, units, full-width digits and thousands do not hide a number."""
    assert read_value(text) == (value, "read")


@pytest.mark.parametrize(
    ("text", "value"), [("38.5万元", 38.5), ("251000元", 25.1), ("38.5", 38.5), ("0", 0)]
)
def test_an_amount_is_given_in_the_unit_of_its_column(text: str, value: float) -> None:
    """In a column of 万元 an amount printed with a unit of its own is converted, a bare number is not."""
    assert read_value(text, unit="万元") == (value, "read")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "blank"),
        (" \u3000", "blank"),
        ("/", "dash"),
        ("／", "dash"),
        ("—", "dash"),
        ("－－", "dash"),
        ("-", "dash"),
        ("无", "dash"),
        ("一", "ambiguous"),
        ("详见附件", "ambiguous"),
        ("640 02", "ambiguous"),
        ("1,23", "ambiguous"),
        ("12%", "ambiguous"),
        ("约30", "ambiguous"),
        ("O", "ambiguous"),
    ],
)
def test_what_is_no_number_has_no_value(text: str, status: str) -> None:
    """Blank, dash and unreadable are three things, none of them zero."""
    assert read_value(text) == (None, status)
