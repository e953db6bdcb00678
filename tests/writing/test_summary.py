"""In: the tables of an invented corpus. Out: prose whose numbers and quotes are those of the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp_reports.errors import OutputError
from nlp_reports.writing.labels import percent
from nlp_reports.writing.summary import write_summary

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")
SOON = ("timeliness", "明确各栏目更新时限，做到{及时更新}")
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


def summary_of(made: Any, out: Path, lang: Any = "zh") -> str:
    given = {"codebook": made.codebook, "counts": made.counts}
    return write_summary(made.tables, **given, out=out, lang=lang)[0].read_text(encoding="utf-8")


@LANGUAGES
def test_numbers_and_bases_are_the_rows(made: Any, tmp_path: Path, lang: str) -> None:
    """The commonest shortcoming stands with n, base, share and interval as the table has them."""
    table = made.tables["prevalence"]
    row = table[(table["by"] == "") & (table["role"] == "problem")].sort_values("rank").iloc[0]
    text = summary_of(made, tmp_path, lang)
    share, low, high = (percent(row[name]) for name in ("share", "low", "high"))
    told = {
        "zh": f"{row['base']} 份报告中有 {row['n']} 份（{share}，95% 置信区间 {low}–{high}）",
        "en": f"{row['n']} of {row['base']} reports ({share}, 95% interval {low}–{high})",
    }
    assert told[lang] in text


@LANGUAGES
def test_every_quote_is_a_statement_with_its_source(made: Any, tmp_path: Path, lang: str) -> None:
    """Each block quote is a statement's text; its footnote names agency, year, file and id."""
    text = summary_of(made, tmp_path, lang).replace("\\", "")
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.+)$", text, flags=re.MULTILINE))
    quotes = re.findall(r"^> “(.+?)”.*\[\^(\d+)\]$", text, flags=re.MULTILINE)
    assert sorted(map(int, notes)) == list(range(1, len(notes) + 1))
    statements = made.tables["statements"].set_index("statement_id")
    reports = made.tables["reports"].set_index("report_id")
    assert len(quotes) >= 5
    for words, number in quotes:
        source = notes[number]
        found = re.search(r"[0-9a-f]{16}-\d{3}", source)
        assert found is not None
        statement = statements.loc[found.group()]
        report = reports.loc[statement["report_id"]]
        assert words == statement["text"]
        assert report["agency"] in source and str(report["year"]) in source and report["path"] in source


@LANGUAGES
def test_same_tables_same_bytes(made: Any, tmp_path: Path, lang: str) -> None:
    """Two runs write the same bytes."""
    assert summary_of(made, tmp_path / "a", lang) == summary_of(made, tmp_path / "b", lang)


@LANGUAGES
@pytest.mark.parametrize(
    "reports",
    [
        [],
        [{"problems": [LATE], "measures": [SOON]}],
        [{"problems": [LATE]}],
        [{}],
        [{}, {}],
        [{"problems": [LATE], "year": None}, {"measures": [SOON], "year": None}],
        [{"agency": None, "problems": [LATE], "year": None}],
        [{"problems": [("none_stated", "{无}")]}, {"problems": [("none_stated", "{无}")]}],
    ],
    ids=["none", "one", "one-unanswered", "one-silent", "silent", "no-year", "nobody", "nothing-stated"],
)
def test_poor_corpora_make_whole_sentences(
    make: Callable[..., Any], reports: list[dict[str, Any]], tmp_path: Path, lang: str
) -> None:
    """However little there is, there is no gap, no None, no share of a few, and no comparison of one."""
    text = summary_of(make(*reports), tmp_path, lang)
    assert not re.search(r"None|nan|<NA>|\{\{|\{%|，。|；。|：。|、。|  ", text)
    assert not re.search(r"\d%", text.replace("95%", ""))
    if len(reports) == 1:
        assert {"zh": "只有 1 份报告，不作比较", "en": "With one report nothing is compared"}[lang] in text
    if not reports:
        assert {"zh": "没有一份文件能作为", "en": "No file could be read"}[lang] in text


def test_what_was_set_aside_is_told_even_where_nothing_was_read(
    make: Callable[..., Any], tmp_path: Path
) -> None:
    """A corpus of broken files still says which and why."""
    text = summary_of(make(set_aside=["空白.txt"]), tmp_path)
    assert "- 空白.txt：文件 空白.txt 是空的；" in text


@LANGUAGES
def test_hostile_text_is_shown_as_text(make: Callable[..., Any], tmp_path: Path, lang: str) -> None:
    """Markup, links, templates and direction marks of a report do nothing in the summary."""
    words = "<script>alert(1)</script>[点此](http://x.cn) **重** `码` \u202e倒\n# 标题"
    hostile = ("timeliness", "{更新}" + words)
    made = make({"problems": [hostile], "agency": "<b>局</b>|\n## 某 {{ 7*7 }}", "path": "a`](x).txt"})
    text = summary_of(made, tmp_path, lang)
    assert "<script>" not in text and "<b>" not in text and "\u202e" not in text
    assert not re.search(r"(?<!\\)[\[\]{}]", re.sub(r"\[\^\d+\]", "", text)) and "⟨U+202E⟩" in text
    assert not re.search(r"^#+ (标题|某)", text, flags=re.MULTILINE)
    assert r"\*\*重\*\* \`码\`" in text


def test_english_is_english(made: Any, tmp_path: Path) -> None:
    """Outside of quotes, names, messages and keywords there is no Chinese in the English summary."""
    told = summary_of(made, tmp_path, "en")
    text = re.sub(r"“.*?”|\(.*?\)|^\[\^.*$|^- .*$|for example .*?\]", "", told, flags=re.MULTILINE)
    text = re.sub(r"(?s)## 8\..*?## 9", "", text)
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_a_folder_that_cannot_be_written_is_one_clear_error(made: Any, tmp_path: Path) -> None:
    """Where the file cannot be put in place, the caller learns the path and the reason."""
    (tmp_path / "summary.md").mkdir()
    with pytest.raises(OutputError, match="summary"):
        summary_of(made, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["summary.md"]


def test_both_languages_are_written_and_the_chosen_one_again(made: Any, tmp_path: Path) -> None:
    """Two languages and a Word document; `summary.md` is the one asked for, whatever that is."""
    given = {"codebook": made.codebook, "counts": made.counts}
    for lang in ("zh", "en"):
        paths = write_summary(made.tables, **given, out=tmp_path / lang, lang=lang)
        assert {each.name for each in paths} == {
            "summary.md", "summary.zh.md", "summary.en.md", "summary.docx",
        }  # fmt: skip
        assert paths[0].read_bytes() == (tmp_path / lang / f"summary.{lang}.md").read_bytes()
    same = [(tmp_path / lang / "summary.zh.md").read_bytes() for lang in ("zh", "en")]
    assert same[0] == same[1]


def test_findings_are_told_in_each_language(make: Callable[..., Any], tmp_path: Path) -> None:
    """A file set aside is told in English in the English summary, whatever the run's language was."""
    made = make(set_aside=["空白.txt"])
    assert re.search(r"(?m)^- 空白.txt: [A-Z]", summary_of(made, tmp_path, "en"))
    assert re.search(r"(?m)^- 空白.txt：[^A-Z]", summary_of(made, tmp_path, "zh"))
