"""In: the tables of an invented corpus. Out: one page that loads nothing, and says what the rows say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

from nlp_reports.writing import reader as reader_module
from nlp_reports.writing.labels import percent
from nlp_reports.writing.page import MOST_QUOTES, heat, write_page
from nlp_reports.writing.rates import Rate

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")
SOON = ("timeliness", "明确各栏目更新时限，做到{及时更新}")
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


def page_of(made: Any, out: Path, lang: Any = "zh") -> str:
    return write_page(made.tables, **made.given(), out=out, lang=lang).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tree(made: Any, tmp_path_factory: pytest.TempPathFactory) -> LexborHTMLParser:
    return LexborHTMLParser(page_of(made, tmp_path_factory.mktemp("page")))


def test_the_page_loads_nothing(tree: LexborHTMLParser) -> None:
    """No address to fetch from, no handler or style in an attribute, and a policy that forbids all else."""
    for node in tree.css("*"):
        names = set(node.attributes)
        assert not names & {"src", "srcset", "action", "style", "data", "poster"}, node.tag
        assert not any(name.startswith("on") for name in names), node.tag
        assert node.attributes.get("href", "#").startswith("#")
    assert not tree.css("link, iframe, img, object, base")
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy


def test_style_and_script_have_the_hashes_of_the_policy(tree: LexborHTMLParser) -> None:
    """The browser lets in just the style and the script that we wrote."""
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    (script,) = [each for each in tree.css("script") if "type" not in each.attributes]
    for name, node in (("style-src", tree.css_first("style")), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy


def test_every_link_has_its_target_once(tree: LexborHTMLParser) -> None:
    """Each number and quote leads somewhere, and no id is there twice."""
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    links = [node.attributes["href"] for node in tree.css("a[href]")]
    assert len(links) > 30
    assert {link[1:] for link in links} <= set(ids)


def test_every_quote_names_its_statement(made: Any, tree: LexborHTMLParser) -> None:
    """A quote's button names report and statement, whose words it shows."""
    said = made.tables["statements"].set_index("statement_id")
    items = tree.css(".quotes li")
    assert len(items) > 50
    for item in items:
        cite = item.css_first("button.cite").attributes
        row = said.loc[cite["data-said"]]
        assert cite["data-read"] == item.attributes["data-r"] == row["report_id"]
        assert item.css_first("blockquote").text() == row["text"]


def test_the_ranking_is_the_table(made: Any, tree: LexborHTMLParser) -> None:
    """Names, counts and shares of the ranking are those of the prevalence table."""
    table = made.tables["prevalence"]
    whole = table[(table["by"] == "") & (table["role"] == "problem")].set_index("code")
    for theme in tree.css("details.theme:not(.aside)"):
        row = whole.loc[theme.attributes["id"].removeprefix("c-")]
        assert f"{row['n']}/{row['base']}" in theme.css_first(".detail").text()
        assert theme.css_first(".value").text() == percent(row["share"])


def test_the_json_is_readable_and_complete(made: Any, tree: LexborHTMLParser) -> None:
    """What the script reads holds every report."""
    data = json.loads(tree.css_first("#data").text())
    assert {each[0] for each in data["reports"]} == set(made.texts)


def test_numbers_ask_for_what_they_count(made: Any, tree: LexborHTMLParser) -> None:
    """Each number of the groups names role, code, column and group, and is that row's."""
    table = made.tables["prevalence"]
    asked = tree.css(".heat button.ask")
    assert len(asked) > 30
    for button in asked:
        names = button.attributes
        if names["data-by"] == "year":
            keys = {"by": "year", "group": names["data-group"], "role": "problem", "code": names["data-code"]}
            row = table.loc[(table[list(keys)] == pd.Series(keys)).all(axis=1)].iloc[0]
            told = percent(row["share"]) if row["base"] >= 5 else f"{row['n']}/{row['base']}"
            assert button.text() == told


def test_a_bounded_page_says_what_it_leaves_out(
    make: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the bounds a few quotes show and the rest is opened; texts that do not fit are told."""
    monkeypatch.setattr(reader_module, "MOST_TEXT", 1000)
    made = make(*[{"problems": [LATE]}] * (MOST_QUOTES + 26))
    tree = LexborHTMLParser(page_of(made, tmp_path))
    n_read = len(json.loads(tree.css_first("#data").text())["read"])
    assert len(tree.css(".quotes li")) == MOST_QUOTES and 0 < n_read < MOST_QUOTES + 26
    assert f"看全部 {MOST_QUOTES + 26} 条" in tree.text()
    assert f"本页收录了 {n_read} 份报告的原文（共 {MOST_QUOTES + 26} 份）" in tree.text()


@LANGUAGES
def test_same_tables_same_bytes(made: Any, tmp_path: Path, lang: str) -> None:
    """Two runs write the same bytes, without time stamps."""
    assert page_of(made, tmp_path / "a", lang) == page_of(made, tmp_path / "b", lang)


@LANGUAGES
@pytest.mark.parametrize(
    "reports",
    [
        [],
        [{"problems": [LATE], "measures": [SOON]}],
        [{}],
        [{}, {}],
        [{"problems": [LATE], "year": None}, {"measures": [SOON], "year": None}],
        [{"agency": None, "problems": [("none_stated", "{无}")], "year": None}],
    ],
    ids=["none", "one", "one-silent", "silent", "no-year", "nobody"],
)
def test_poor_corpora_make_a_page(
    make: Callable[..., Any], reports: list[dict[str, Any]], tmp_path: Path, lang: str
) -> None:
    """However little there is, the page stands: no gap, no None, no share of a few."""
    tree = LexborHTMLParser(page_of(make(*reports), tmp_path, lang))
    for node in tree.css("style, script, #copies .of"):  # how much text two share is no share of reports
        node.decompose()
    text = tree.body.text(separator=" ").replace("95%", "")
    assert not re.search(r"\bNone\b|\bnan\b|<NA>|\{\{|\{%|\d%", text)
    assert len(tree.css("#reports tbody tr")) == len(reports)


def test_hostile_text_is_shown_as_text(make: Callable[..., Any], tmp_path: Path) -> None:
    """Tags, ends of scripts, templates and direction marks of a report are characters on the page."""
    words = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e倒"
    made = make(
        {
            "problems": [("timeliness", "{" + words + "}更新不及时")],
            "agency": "</script><b>局</b> {{ 7*7 }}{% raw %}",
            "path": '"><svg onload=a()>.txt',
            "region": "\u2066]]><!--",
        },
        set_aside=["<i><u>坏</u>\u202e.txt"],
    )
    source = page_of(made, tmp_path)
    tree = LexborHTMLParser(source)
    assert len(tree.css("script")) == 2 and not tree.css("img, b, i, u, svg[onload]")
    assert not set("\u202e\u2066") & set(source)
    said = tree.css_first(".quotes blockquote").text()
    assert said == words.replace("\u202e", "⟨U+202E⟩") + "更新不及时"
    assert "{{ 7*7 }}{% raw %}" in tree.css_first(".cite").text()
    assert "⟨U+202E⟩" in tree.css_first("#aside").text()


def test_both_languages_stand_in_the_page(made: Any, tmp_path: Path) -> None:
    """Every heading is there in Chinese and in English; the page opens in the one that was asked for."""
    for lang, tag in (("zh", "zh-CN"), ("en", "en")):
        tree = LexborHTMLParser(page_of(made, tmp_path, lang))
        assert tree.css_first("html").attributes["lang"] == tag
        headings = tree.css("main h2, details.theme .name, #answers thead th")
        assert len(headings) > 15
        for heading in headings:
            assert not re.search(r"[\u4e00-\u9fff]", "".join(node.text() for node in heading.css(".en")))
            assert len(heading.css(".zh")) == len(heading.css(".en")) > 0
        assert tree.css_first("blockquote").attributes["lang"] == "zh"


@pytest.mark.parametrize(
    ("rate", "depth"),
    [
        (Rate(0, 9, 0.0), 0),
        (Rate(2, 3), 0),
        (Rate(1, 100, 0.01), 1),
        (Rate(5, 10, 0.5), 4),
        (Rate(9, 9, 1.0), 7),
    ],
)
def test_depth_of_colour_follows_the_share(rate: Rate, depth: int) -> None:
    """None and too few have no colour; from then on the darker, the larger."""
    assert heat(rate) == depth
