"""In: the tables of an invented corpus. Out: one page that loads nothing, and says what the rows say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from nlp_reports.writing import page as page_module
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
    assert len(links) > 100
    assert {link[1:] for link in links} <= set(ids)


def test_every_quote_leads_to_the_same_words(tree: LexborHTMLParser) -> None:
    """A quote's link ends at the statement in its report, worded the same."""
    for item in tree.css(".quotes li"):
        target = tree.css_first(item.css_first("a").attributes["href"].replace("#", "[id='") + "']")
        said = "".join(part.text() for part in target.iter(include_text=True) if part.tag != "sup")
        assert said == item.css_first("blockquote").text()


def test_the_ranking_is_the_table(made: Any, tree: LexborHTMLParser) -> None:
    """Names, counts and shares of the ranking are those of the prevalence table."""
    table = made.tables["prevalence"]
    whole = table[(table["by"] == "") & (table["role"] == "problem")].set_index("code")
    for theme in tree.css("details.theme:not(.aside)"):
        row = whole.loc[theme.attributes["id"].removeprefix("c-")]
        assert f"{row['n']}/{row['base']}" in theme.css_first(".detail").text()
        assert theme.css_first(".value").text() == f"{100 * row['share']:.0f}%"


def test_the_json_is_readable_and_complete(made: Any, tree: LexborHTMLParser) -> None:
    """What the script filters by holds every report."""
    data = json.loads(tree.css_first("#data").text())
    assert set(data["reports"]) == set(made.texts)


def test_a_bounded_page_says_what_it_leaves_out(
    make: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the bound there are no more quotes, only quoted reports are there, and the page says so."""
    monkeypatch.setattr(page_module, "MOST_READ", 5)
    made = make(*[{"problems": [LATE]}] * (MOST_QUOTES + 6))
    tree = LexborHTMLParser(page_of(made, tmp_path))
    assert len(tree.css(".quotes li")) == MOST_QUOTES == len(tree.css("details.report"))
    assert f"全部 {MOST_QUOTES + 6} 条见 tables/codes.csv" in tree.text()
    assert f"本页收录被引用的 {MOST_QUOTES} 份" in tree.text()


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
    tree.css_first("style").decompose()
    for script in tree.css("script"):
        script.decompose()
    text = tree.body.text(separator=" ").replace("95%", "")
    assert not re.search(r"\bNone\b|\bnan\b|<NA>|\{\{|\{%|\d%", text)
    assert len(tree.css("details.report")) == len(reports)


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
    assert len(tree.css("script")) == 2 and not tree.css("img, b:not(.num), i, u, svg[onload]")
    assert not set("\u202e\u2066") & set(source)
    said = tree.css_first(".quotes blockquote").text()
    assert said == words.replace("\u202e", "⟨U+202E⟩") + "更新不及时"
    assert "{{ 7*7 }}{% raw %}" in tree.css_first(".cite").text()
    assert "⟨U+202E⟩" in tree.css_first("#aside").text()


def test_cells_are_shown_as_printed(made: Any, tree: LexborHTMLParser) -> None:
    """The statutory tables hold the printed digits; blank, dash and doubt can be told apart."""
    cells = made.tables["cells"]
    shown = [node for node in tree.css("table.grid td") if node.attributes["class"] != "none"]
    assert len(shown) == len(cells)
    for status in ("blank", "dash", "ambiguous"):
        assert sum(status in node.attributes["class"] for node in shown) == (cells["status"] == status).sum()


def test_english_page_names_codes_in_english(made: Any, tmp_path: Path) -> None:
    """In English the codes and headings are English, the quotes stay Chinese."""
    tree = LexborHTMLParser(page_of(made, tmp_path, "en"))
    assert tree.html is not None and tree.css_first("html").attributes["lang"] == "en"
    names = [node.text(deep=False) for node in tree.css("details.theme .name")]
    headings = [node.text() for node in tree.css("main h2, main th[scope=col]")]
    assert names and not re.search(r"[\u4e00-\u9fff]", "".join(names + headings))
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
