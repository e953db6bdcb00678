"""Rules of the ledger: what the text departs from is kept, with its reason, and leads back to the file."""

from __future__ import annotations

from collections import Counter
from email import message_from_bytes
from io import BytesIO
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_reports.model import Document, Span
from nlp_reports.reading.changes import Held, Strip, find_changes, printed
from nlp_reports.reading.document import read_document
from nlp_reports.reading.encoding import decode
from tests.conftest import SAMPLES
from tests.reading.documents import assert_sound, paragraphs, read_bytes, read_page


def ledger(document: Document) -> list[tuple[str, str, str]]:
    """(what the text has, what the file holds, why) of each change."""
    return [(document.text[c.span.start : c.span.end], c.printed, c.reason) for c in document.changes]


def letters(text: str) -> Counter[str]:
    """How often each character stands in `text`, blanks aside."""
    return Counter("".join(text.split()))


PARTS = st.sampled_from([
    "一、总体情况", "全年公开信息一百条，", "解读形式和上级\n", "结 果维持，",
    "，行政复议结 果维持，", "規(guī)章", "⼯作", "规章\t0\t3\n", "\t\t\n",
    "| 内容 | 本年 |\n", "|---|---|\n", "a | b | c\n", "||\n", "- 3 -\n",
    "\r\n", "\n\n", "\x0c", "\u2028", "\u3000\u3000", "\u00a0", "\u200b", "\u3164", "\ufeff",
    " ", "。", "2020 年", "report", "\x1f", "\x00", "\ud7ff",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=40).map("".join))
def test_of_plain_text_nothing_is_lost(text: str) -> None:
    """What is printed in place of the changes is the file's text again, to the character."""
    from nlp_reports.reading.draft import assemble
    from nlp_reports.reading.plain import read_plain

    made, blocks, changes = assemble(read_plain(text).drafts)
    document = Document("", None, "", made, blocks, (), changes)  # type: ignore[arg-type]
    assert_sound(document)
    assert printed(document) == text


STRIPS = st.lists(
    st.one_of(PARTS, st.builds(Strip, st.text(max_size=5), st.just("furniture"), st.sampled_from(["", "甲"])))
)


@settings(deadline=None)
@given(st.text("甲乙，一⼯ \t\n", max_size=20), STRIPS)
def test_the_way_back_holds_for_any_text(text: str, strips: list[Held]) -> None:
    """Changes are ordered, apart and within the text, and lead back whatever the two have in common."""
    changes = find_changes([(text, strips)])
    document = Document("", None, "", text, (), (), tuple(changes))  # type: ignore[arg-type]
    held = "".join(strip if isinstance(strip, str) else strip.held for strip in strips)
    assert letters(printed(document)) == letters(held)
    assert_sound(document)


def test_a_change_says_why(tmp_path: Path) -> None:
    """Spelling, blanks, line ends, pinyin and page numbers are told apart."""
    text = (
        "一、總體情況進(jìn)展\r\n\u3000\u3000⼯作有序，栏目更新、\n- 2 -\n上级要求，公\u200b开\u00a0目录。"
    )
    document = read_bytes(tmp_path, text.encode(), "a.txt")
    assert document.text == "一、總體情況進展\n工作有序，栏目更新、上级要求，公开 目录。"
    assert ledger(document) == [
        ("", "(jìn)", "pinyin"),
        ("\n", "\r\n", "line_break"),
        ("", "\u3000\u3000", "blank"),
        ("工", "⼯", "spelling"),
        ("", "\n", "line_break"),
        ("", "- 2 -\n", "page_number"),
        ("", "\u200b", "spelling"),
        (" ", "\u00a0", "blank"),
    ]


def test_what_a_span_of_the_text_was_printed_as(tmp_path: Path) -> None:
    """A span is told as printed, with what was left out inside it but not at its edges."""
    document = read_bytes(tmp_path, "甲進(jìn)\u3000行(xíng)乙".encode(), "a.txt")
    assert document.text == "甲進 行乙"
    assert printed(document, Span(1, 4)) == "進(jìn)\u3000行"
    assert printed(document, Span(0, 1)) == "甲"
    assert printed(document, Span(2, 3)) == "\u3000"


def test_what_a_page_leaves_out_is_kept_with_its_reason(tmp_path: Path) -> None:
    """Menus, hidden elements, forms and readings above characters are left out at their places."""
    document = read_page(
        tmp_path,
        "<nav>首页</nav><p>示例县推<ruby>進<rp>(</rp><rt>jìn</rt><rp>)</rp></ruby>公开"
        "<span hidden>密</span>工作，内容比菜单长。</p><script>var a</script><!-- 注 -->"
        "<button>打印</button>",
    )
    assert document.text == "示例县推進公开工作，内容比菜单长。"
    assert [(c.span.start, c.printed, c.reason) for c in document.changes] == [
        (0, "首页", "furniture"),
        (5, "(", "pinyin"),
        (5, "jìn", "pinyin"),
        (5, ")", "pinyin"),
        (7, "密", "furniture"),
        (17, "打印", "furniture"),
    ]


def test_blank_cells_and_blanks_of_the_source(tmp_path: Path) -> None:
    """A printed blank in a cell is a change; line ends and indents of the source between elements are not."""
    table = "<table>\n <tr>\n <td>规章</td>\n <td>&nbsp;</td>\n </tr>\n</table>"
    document = read_page(tmp_path, f"\n <p>\n 甲。\n </p>\n {table}\n")
    assert document.text == "甲。\n规章\t"
    assert ledger(document) == [("", "\u00a0", "blank")]


@pytest.mark.parametrize(
    ("printed_text", "text"),
    [
        ("一方面，行政复议结 果维持三件，其他", "一方面，行政复议结果维持三件，其他"),
        ("更新，仍不及 时；", "更新，仍不及时；"),
        ("（一）提高认识，强化领导 县政府高度重视，", None),
        ("2、当面申请数 条 0 0 3、", None),
        ("本 年 度 办 理 结 果", None),
        ("维持 纠正 其他 总计 1 234 2020 年", None),
    ],
)
def test_a_blank_goes_only_where_it_tears_a_word(tmp_path: Path, printed_text: str, text: str | None) -> None:
    """In mid-sentence a blank inside a word is none; one that may part cells or a heading stays."""
    document = read_bytes(tmp_path, printed_text.encode(), "a.txt")
    assert paragraphs(document) == [text or printed_text]
    assert printed(document) == printed_text


def page_text(data: bytes) -> str:
    """The text of a page's body, its code left out."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(decode(data)[0])
    page.strip_tags(["script", "style", "template"])
    assert page.body is not None
    return page.body.text(deep=True)


def archived_text(data: bytes) -> str:
    """The text of the page in a saved web archive."""
    parts = message_from_bytes(data).walk()
    page = next(part for part in parts if part.get_content_type() == "text/html")
    payload = page.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return page_text(payload)


def word_text(data: bytes) -> str:
    """The text of every run in a Word file's body, notes and margins; of two ways to show it, one."""
    import docx

    w, mc = (
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}",
    )
    document = docx.Document(BytesIO(data))
    roots = [document.element.body]
    for kind in ("header", "footer", "footnotes", "endnotes"):
        related = (each for each in document.part.rels.values() if each.reltype.endswith(f"/{kind}"))
        roots += [parse_xml(each.target_part.blob) for each in related]
    runs = (run for root in roots for run in root.iter(w + "t"))
    shown = (run for run in runs if next(run.iterancestors(mc + "Fallback"), None) is None)
    return "".join(run.text or "" for run in shown)


def pdf_text(data: bytes) -> str:
    """The characters on a PDF's pages."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as pdf:
        return "".join(char["text"] for page in pdf.pages for char in page.chars)


HOLDS = {
    "text/html": page_text,
    "multipart/related": archived_text,
    "application/pdf": pdf_text,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": word_text,
}


def assert_nothing_is_lost(path: Path) -> None:
    """The file's characters are those of the text and its changes; plain text is the same in order too."""
    document = read_document(path)
    assert_sound(document)
    data = path.read_bytes()
    if document.source.media_type == "text/plain":
        assert printed(document) == decode(data)[0]
    else:
        assert letters(printed(document)) == letters(HOLDS[document.source.media_type](data)), path.name


SUFFIXES = {".txt", ".html", ".htm", ".docx", ".pdf"}


def reports_in(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.suffix in {".txt", ".html", ".htm", ".docx", ".pdf"}
    )


def test_nothing_is_lost_of_the_samples() -> None:
    """Every sample's characters are kept, or left out with a reason."""
    found = [path for path in reports_in(SAMPLES) if "损坏" not in path.name]
    assert {path.suffix for path in found} == SUFFIXES
    for path in found:
        assert_nothing_is_lost(path)


def test_nothing_is_lost_of_the_real_reports(real_reports: Path) -> None:
    """Every real report's characters are kept, or left out with a reason."""
    for path in reports_in(real_reports):
        assert_nothing_is_lost(path)
