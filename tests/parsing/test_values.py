from __future__ import annotations

from typing import Any

import pytest

from nlp_reports.parsing.values import printed_unit, read_entry, read_value


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
        ("12（件）", 12),
        ("251000（元）", 251000),
        ("25.1（万元）", 251000),
        ("0。", 0),
    ],
)
def test_numbers_in_the_ways_reports_print_them(text: str, value: float) -> None:
    """Notes in brackets, signs in words, units, full-width digits and thousands do not hide a number."""
    assert read_value(text) == (value, "read")


@pytest.mark.parametrize(
    ("text", "value"),
    [("38.5万元", 38.5), ("251000元", 25.1), ("251000（元）", 25.1), ("38.5", 38.5), ("0", 0)],
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
        ("暂无。", "dash"),
        ("不适用", "dash"),
        ("……", "dash"),
        ("未统计", "ambiguous"),
        ("5.", "ambiguous"),
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


@pytest.mark.parametrize(
    ("text", "how", "value", "unit"),
    [
        ("251000", {"unit": "万元"}, 251000, "万元"),
        ("251000", {"unit": "万元", "printed": "元"}, 25.1, "万元"),
        ("38.5", {"unit": "元", "printed": "万元", "presumed": False}, 385000, "元"),
        ("38.5", {"unit": "元", "presumed": False}, 38.5, None),
        ("38.5万元", {"unit": "元", "presumed": False}, 385000, "元"),
        ("1.2万", {"unit": "元", "presumed": False}, 12000, "元"),
        ("1.2万元", {"unit": "万元"}, 1.2, "万元"),
        ("1.2万", {"unit": "件"}, 12000, "件"),
        ("1.2", {"unit": "件", "printed": "万条"}, 12000, "条"),
        ("6项", {}, 6, "项"),
        ("6项", {"unit": "件"}, 6, "件"),
        ("0元", {"unit": "件"}, 0, "件"),
        ("减12", {"unit": "件"}, -12, "件"),
        ("新增3", {"unit": "件"}, 3, "件"),
    ],
)
def test_the_header_and_the_form_say_what_is_counted(
    text: str, how: dict[str, Any], value: float, unit: str | None
) -> None:
    """A unit in the cell goes before one in the header, that before the form's, in which the value is."""
    entry = read_entry(text, **how)
    assert (entry.value, entry.status, entry.unit) == (value, "read", unit)


@pytest.mark.parametrize(
    ("text", "unit", "readings"),
    [
        ("1.2万", "万元", (1.2, 12000)),
        ("30余件", "件", (30,)),
        ("约30", "件", (30,)),
        ("10多件", "件", (10,)),
        ("20件以上", "件", (20,)),
        ("12(3)", "件", (12,)),
        ("1.5", "件", (1.5,)),
        ("3件", "万元", (3,)),
        ("3元", "件", ()),
    ],
)
def test_what_may_mean_two_things_lists_its_readings(
    text: str, unit: str, readings: tuple[float, ...]
) -> None:
    """万 in a column of 万元, estimates, brackets without words, half documents: none is decided."""
    entry = read_entry(text, unit=unit)
    assert (entry.value, entry.status, entry.readings) == (None, "ambiguous", readings)


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("本年收费金额（单位：万元）", "万元"),
        ("行政事业性收费(元)", "元"),
        ("单位: 元", "元"),
        ("收到申请数（件）", "件"),
        ("人次", "人次"),
        ("采购总金额", None),
        ("填报单位名称", None),
        ("（七）总计", None),
    ],
)
def test_labels_print_units(label: str, unit: str | None) -> None:
    """A unit stands behind 单位, in brackets, or alone."""
    assert printed_unit(label) == unit
