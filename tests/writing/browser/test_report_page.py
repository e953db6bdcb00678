"""In: `report.html` of the samples, in a browser. Out: what a reader finds who clicks, types and prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nlp_reports.output import Corpus
from nlp_reports.writing.labels import percent
from nlp_reports.writing.page import write_page
from tests.writing.conftest import Made

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def path(sample_corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = {each.report.id: each.report.document.text for each in sample_corpus.analyses}
    return write_page(
        sample_corpus.tables,
        codebook=sample_corpus.codebook,
        texts=texts,
        counts={"set_aside": len(sample_corpus.set_aside)},
        out=tmp_path_factory.mktemp("page"),
    )


def shares(page: Any) -> dict[str, str]:
    """Code → what its row in the ranking tells: share, count and interval."""
    rows = page.locator("[data-rate]")
    told: dict[str, str] = rows.evaluate_all(
        """rows => Object.fromEntries(rows.map(row => [row.dataset.rate,
             row.querySelector(".value").textContent + row.querySelector(".detail").innerText]))"""
    )
    return {code: re.sub(r"\s+", " ", words) for code, words in told.items()}


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_wider_than_the_window(open_page: Callable[..., Any], path: Path, width: int) -> None:
    """On a telephone as on a desk nothing is cut off; what is wide scrolls in a box of its own."""
    page = open_page(path, width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#reports .cite").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#reader").evaluate("node => node.scrollWidth <= node.clientWidth + 1")


def test_numbers_open_the_statements_they_count(open_page: Callable[..., Any], path: Path) -> None:
    """Behind a number stand as many reports as it says, and each statement leads to its place."""
    page = open_page(path).page
    asked = page.locator(".heat button.ask")
    for place in range(0, asked.count(), 23):
        cell = asked.nth(place).locator("xpath=..")
        count = re.findall(r"\d+", cell.inner_text())
        n = count[0] if "/" in cell.inner_text() else count[-1]
        asked.nth(place).click()
        of = re.search(r"(\d+) 份报告", page.locator("#list-body .more").first.inner_text())
        assert of is not None and of.group(1) == n
        said = page.locator("#list blockquote").first.inner_text()
        page.locator("#list .cite").first.click()
        here = page.locator("#reader .here")
        assert re.sub(r"^\d+", "", here.inner_text()) == said and here.is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0


@pytest.mark.parametrize("role", ["answered", "unanswered"])
def test_answers_open_as_many_reports(open_page: Callable[..., Any], path: Path, role: str) -> None:
    """The reports with and without an answer are those that the table of answers counts."""
    page = open_page(path).page
    asked = page.locator(f"#answers [data-role={role}]")
    for place in range(0, asked.count(), 5):
        n = asked.nth(place).inner_text().split("/")[0]
        asked.nth(place).click()
        of = re.search(r"(\d+) 份报告", page.locator("#list-body .more").first.inner_text())
        assert of is not None and of.group(1) == n
        page.keyboard.press("Escape")


def test_the_script_counts_as_the_tables_do(
    open_page: Callable[..., Any], path: Path, sample_corpus: Corpus
) -> None:
    """Filtered by a level, the ranking tells that level's prevalence; unfiltered, what it told before."""
    page = open_page(path).page
    before = shares(page)
    page.select_option("#filter select[name=level]", label="县级")
    table = sample_corpus.tables["prevalence"].query(
        "by == 'level' and group == 'county' and role == 'problem'"
    )
    rows = {row.code: row for row in table.itertuples()}
    for code, told in shares(page).items():
        row: Any = rows[code]
        numbers = [percent(each) for each in (row.share, row.low, row.high)]
        assert told == f"{numbers[0]}{row.n}/{row.base} {numbers[1]}–{numbers[2]}"
    page.locator("#filter [type=reset]").click()
    page.wait_for_function("document.getElementById('shown').textContent === ''")
    assert shares(page) == before


def test_the_filter_hides_what_does_not_belong(
    open_page: Callable[..., Any], path: Path, sample_corpus: Corpus
) -> None:
    """The list of reports is that of the year and the words; the count is told."""
    page = open_page(path).page
    page.select_option("#filter select[name=year]", label="2022")
    page.fill("#filter input", "教育局")
    reports = sample_corpus.tables["reports"]
    wanted = reports[(reports["year"] == 2022) & reports["agency"].str.contains("教育局")]
    shown = page.locator("#reports tbody tr:visible")
    assert shown.count() == len(wanted) > 0
    assert page.locator("#shown").inner_text() == f"{len(reports)} 份报告中显示 {len(wanted)} 份"


def test_the_language_can_be_switched(open_page: Callable[..., Any], path: Path) -> None:
    """In English all of our words are English, what is opened later too; quotes and names stay Chinese."""
    page = open_page(path).page
    page.locator("#language").click()
    assert page.title().startswith("Shortcomings") and page.locator("html").get_attribute("lang") == "en"
    words = page.locator(
        "main h2:visible, main h3:visible, thead th:visible, .intro:visible, nav a"
    ).all_inner_texts()
    assert len(words) > 40 and not [each for each in words if CHINESE.search(each)]
    assert page.locator("nav").get_attribute("aria-label") == "Contents"
    page.locator("#answers [data-role=measure]").first.click()
    page.locator("#list .cite").first.click()
    heads = page.locator("#reader th, #reader caption").all_inner_texts()
    assert heads and not [each for each in heads[:7] if CHINESE.search(each)]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#language").click()
    assert CHINESE.search(page.title())


def test_the_keyboard_is_enough(open_page: Callable[..., Any], path: Path) -> None:
    """By Tab and Enter alone: skip the head, open a shortcoming, read a statement, come back."""
    page = open_page(path).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("details.theme summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.theme").first.get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cite"
    page.keyboard.press("Enter")
    assert page.locator("#reader[open] .here").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "cite"
    page.locator("circle.dot").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#list[open] blockquote").count() > 0


def test_tables_are_sorted_by_their_headings(open_page: Callable[..., Any], path: Path) -> None:
    """A heading sorts up, and down when asked again; the direction is told to readers of screens."""
    page = open_page(path).page
    heading = page.locator("#reports thead th").nth(5)
    column = "rows => rows.map(row => Number(row.cells[5].textContent))"
    for told in ("ascending", "descending"):
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == told
        numbers = page.locator("#reports tbody tr").evaluate_all(column)
        assert numbers == sorted(numbers, reverse=told == "descending")


def test_the_printed_page_holds_the_quotes(open_page: Callable[..., Any], path: Path) -> None:
    """On paper there are no controls, and the quotes are open."""
    page = open_page(path).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#filter").is_hidden() and page.locator("nav").is_hidden()
    assert page.locator("details.theme blockquote").first.is_visible()
    assert len(page.pdf()) > 20_000
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.theme[open]").count() == 0


def test_hostile_text_does_nothing(
    open_page: Callable[..., Any],
    make: Callable[..., Made],
    tmp_path: Path,
) -> None:
    """Scripts, handlers, formulas and direction marks of a report are characters, wherever they are shown."""
    words = "</script><script>alert(1)</script><img src=x onerror=alert(2)>=cmd|'/c calc'!A0\u202e倒"
    hostile = {
        "problems": [("timeliness", "{" + words + "}更新不及时")],
        "agency": "<b>局</b>\u2066",
        "path": '"><svg onload=alert(3)>.txt',
        "region": "<i>县</i>",
    }
    made = make(hostile, hostile | {"path": "b.txt", "agency": "__proto__"})
    texts = made.texts
    given = {"codebook": made.codebook, "counts": made.counts, "texts": texts}
    opened = open_page(write_page(made.tables, **given, out=tmp_path))  # type: ignore[arg-type]
    page = opened.page
    page.on("dialog", lambda dialog: opened.errors.append(dialog.message))
    page.locator("details.theme summary").first.click()
    page.locator("#themes .cite").first.click()
    shown = page.locator("#reader .here").inner_text()
    assert "<script>alert(1)</script>" in shown and "=cmd|" in shown and "⟨U+202E⟩" in shown
    assert page.locator("#reader-title").inner_text().startswith(("<b>局</b>⟨U+2066⟩", "__proto__"))
    assert page.locator("img, svg[onload], #reader b, #reader i").count() == 0


def test_five_thousand_reports_are_one_page(
    open_page: Callable[..., Any],
    make: Callable[..., Made],
    tmp_path: Path,
) -> None:
    """A page of thousands of reports opens, and so do its numbers."""
    some = [("timeliness", f"第{n}栏{{更新不及时}}，滞后" + "很久" * 60) for n in range(4)]
    made = make(*[{"problems": some, "measures": some, "year": 2016 + n % 9} for n in range(30)])
    tables, texts = multiplied(made, 5000)
    given = {"codebook": made.codebook, "counts": made.counts, "texts": texts}
    path = write_page(tables, **given, out=tmp_path)  # type: ignore[arg-type]
    page = open_page(path).page
    assert page.locator("[data-rate]").count() == 1
    page.locator(".heat button.ask").first.click()
    assert page.locator("#list blockquote").count() == 200


def multiplied(made: Made, n: int) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """The corpus repeated until it holds `n` reports, each repetition with ids of its own."""
    times = -(-n // len(made.texts))
    own = ("report_id", "statement_id", "problem_id", "measure_id", "next_id")
    tables = dict(made.tables)
    for name in ("reports", "sections", "statements", "codes", "pairs", "issues"):
        copies = [
            made.tables[name].assign(
                **{column: made.tables[name][column].str.replace("^", f"{k:x}", n=1, regex=True)
                   for column in own if column in made.tables[name]}
            )
            for k in range(times)
        ]  # fmt: skip
        tables[name] = pd.concat(copies, ignore_index=True)
    for name in ("promises", "reuse", "clusters", "telltales", "change", "specificity", "typicality"):
        tables[name] = made.tables[name].head(0)
    texts = {f"{k:x}{key}": text for k in range(times) for key, text in made.texts.items()}
    return tables, texts
