from __future__ import annotations

from pathlib import Path

import pytest

from nlp_reports.errors import ResourceError
from nlp_reports.model import Document, Source
from nlp_reports.parsing.labels import column_of, group_of, row_of
from nlp_reports.parsing.template import TableTemplate, load_templates, parse_form, parse_template

TABLES = [(each.form, table) for each in load_templates() for table in each.tables]
IDS = [f"{form}-{table.key}" for form, table in TABLES]


def document(text: str, title: str = "") -> Document:
    return Document("0" * 16, Source("a.txt", None, "text/plain", "0" * 64), title, text, (), ())


def test_the_forms_have_the_cells_they_have() -> None:
    """Every statutory cell has one canonical key: 200 in the form of 2021, 198 in that of 2019.

    The list of 2014 has 59 indicators, each for the year and for all years; those before it are open.
    """
    cells = {
        each.form: [
            (table.key, row.key, column)
            for table in each.tables
            for row in table.rows
            for column in row.columns
        ]
        for each in load_templates()
    }
    assert all(cells.values())
    del cells["free"]
    assert {form: len(set(keys)) for form, keys in cells.items()} == {
        "2021": 200,
        "2019": 198,
        "2014": 118,
    }
    assert ("applications", "other.overdue_fee", "legal_service") in cells["2021"]
    assert ("applications", "other", "total") in cells["2019"]
    assert ("proactive", "procurement", "amount") in cells["2019"]


@pytest.mark.parametrize(("form", "table"), TABLES, ids=IDS)
def test_every_label_names_its_own_row_and_column(form: str, table: TableTemplate) -> None:
    """The label of each row, column and group, as the form prints it, is recognised as that and no other."""
    for row in table.rows:
        if row.group is None:
            assert (found := row_of(f"（三）{row.label}", table)) and found.key == row.key
            assert group_of(row.label, table) is None
    for key, column in table.columns.items():
        assert column_of(column.label, table) == key
    for group in table.groups:
        assert group_of(f"（五）{group.label}", table) == group.key
        assert row_of(group.label, table) is None


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("三、收到", None),
        ("1. 属于国家 秘密", "denied.state_secret"),
        ('3.危及"三安全一稳定"', "denied.safety_stability"),
        ("３．危及三安全一稳定", "denied.safety_stability"),
        ("(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)", "partial"),
        ("8、属於行政查詢事項", "denied.admin_query"),
        ("⼀、本年新收政府信息公开申请数量", "new_received"),
        ("二、上年度结转政府信息公开申请数量", "carried_over"),
        ("（七）合计", "total"),
        ("（三）不予公开1．属于国家秘密", "denied.state_secret"),
        ("（五）不予处理 2.重复申请", "not_processed.repeat"),
        ("重复申请（含与国家秘密（绝密）有关的申请，以及其他申请", "not_processed.repeat"),
        ("2030年新收政府信息公开申请数量", "new_received"),
    ],
)
def test_labels_are_known_in_their_spellings(printed: str, key: str | None) -> None:
    """Spaces, signs, radicals, ordinals, synonyms, remarks and the group before it do not hide a row."""
    table = next(table for form, table in TABLES if (form, table.key) == ("2021", "applications"))
    row = row_of(printed, table)
    assert (row.key if row else None) == key


MINIMAL = {
    "form": "2021",
    "name": "示例式样",
    "en": "sample form",
    "years": [2021, None],
    "stale_from": None,
    "threshold": 1,
    "markers": [{"match": "示例", "weight": 1}],
    "tables": [
        {
            "key": "t",
            "name": "示例表",
            "en": "sample table",
            "layout": "rows",
            "columns": {"a": {"label": "甲", "en": "A", "match": "甲"}},
            "rows": [{"key": "r", "label": "行", "en": "row", "match": "行"}],
            "balances": [],
        }
    ],
}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"form": "1999"}, "form"),
        ({"markers": [{"match": "(", "weight": 1}]}, "markers"),
        ({"years": 2021}, "years"),
        ({"layout": "circle"}, "tables[0] t"),
        (
            {"rows": [{"key": "r", "label": "行", "en": "row", "match": "行", "columns": ["b"]}]},
            "tables[0] t",
        ),
        ({"rows": [{"key": "r", "label": "行", "en": "row", "match": "行", "in": "g"}]}, "tables[0] t"),
        ({"rows": [{"key": "r", "label": "行", "en": "row", "match": "行"}] * 2}, "tables[0] t"),
        ({"balances": [{"code": "s", "across": "columns", "left": ["x"], "right": ["a"]}]}, "tables[0] t"),
    ],
)
def test_a_faulty_template_is_refused(change: dict[str, object], place: str) -> None:
    """A template that is not well formed is refused with its file and the place of the fault."""
    inside = set(change) <= {"layout", "rows", "balances"}
    data = MINIMAL | ({"tables": [MINIMAL["tables"][0] | change]} if inside else change)  # type: ignore[index, operator]
    with pytest.raises(ResourceError) as caught:
        parse_template(data, file="示例.yaml")
    assert caught.value.fields["file"] == "示例.yaml"
    assert caught.value.fields["place"] == place
    assert parse_template(MINIMAL).tables[0].row("r").label == "行"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2030年 信息内容 本年制发件数 本年废止件数 现行有效件数", "2021"),
        (
            "2030年 信息内容 本年新制作数量 本年新公开数量 对外公开总数量 第二十条第（九）项 政府集中采购",
            "2019",
        ),
        ("2030年 概述 主动公开 依申请公开 附表 制发规范性文件总数 件 3 主动公开规范性文件数", "2014"),
        ("2030年政府信息公开年度报告 一、概述 二、主动公开 三、依申请公开 四、收费及减免情况", "free"),
        ("本 年 制 发 件 数", "2021"),
        ("今天天气很好。", None),
    ],
)
def test_the_form_is_told_by_what_the_document_holds(text: str, form: str | None) -> None:
    """The columns of its tables tell a report's form; its year does not matter, nor do spaces in words."""
    assert parse_form(document(text))[0] == form


def test_an_old_table_with_a_new_column_is_both_told_and_noted() -> None:
    """A table of 2019 with one column of 2021 is of 2019, and an issue names the odd column."""
    form, issues = parse_form(document("本年新制作数量 本年废止件数 对外公开总数量 上一年项目数量"))
    assert form == "2019"
    assert [(each.code, dict(each.fields)["words"]) for each in issues] == [("form_mixed", "本年废止件数")]


def test_without_tables_the_year_in_the_title_decides_among_like_forms() -> None:
    """Six sections without tables fit two forms: the title's year decides, and is said to; else none does."""
    text = "三、收到和处理政府信息公开申请情况 六、其他需要报告的事项"
    assert parse_form(document(text, title="云汀县2020年报告"))[0] == "2019"
    form, issues = parse_form(document(text, title="云汀县2023年报告"))
    assert (form, issues[0].code) == ("2021", "form_by_year")
    form, issues = parse_form(document(text))
    assert (form, issues[0].code) == (None, "form_unclear")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("haidong_transport_2023.txt", "2019"),
        ("shanghai_office_2019.html", "2019"),
        ("huaian_2024.pdf", "2021"),
        ("form_2021_blank.docx", "2021"),
        ("pingtan_2012_qu.txt", "free"),
        ("pingtan_2013_xian.txt", "free"),
        ("pingtan_2015_qu.txt", "2014"),
        ("pingtan_2017_qu.txt", "2014"),
        ("pingtan_2019_qu.txt", "2019"),
        ("pingtan_2021_qu.txt", "2021"),
    ],
)
def test_the_forms_of_real_reports(real_reports: Path, name: str, form: str) -> None:
    """Each real report is given the form it fills, also where its year would say otherwise."""
    from nlp_reports.reading.document import read_document

    assert parse_form(read_document(real_reports / name))[0] == form
