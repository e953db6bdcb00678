"""In: an HTML page. Out: its paragraphs and tables in reading order, without the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from nlp_reports.model import ChangeReason
from nlp_reports.reading.changes import Held, Strip, shown
from nlp_reports.reading.draft import Draft, Placement, Reading, draft_of, lay_table
from nlp_reports.reading.plain import draft_lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "select",
    "button", "textarea", "option", "head", "title",
})  # fmt: skip
_CODE = frozenset({"script", "style", "template"})
_READINGS = frozenset({"rt", "rp", "rtc"})
_SOURCE_BLANKS = " \t\n\r\f"
_FURNITURE = frozenset({"nav", "footer", "aside"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol",
    "p", "section", "summary", "ul", "caption",
})  # fmt: skip
_SENTENCE_END = re.compile("[。；]")
_COUNTED = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[，、章节条]|[一二三四五六七八九]是[^。]{4}"
)
_TITLED = re.compile(r"(?:情况|问题|措施|事项|概述)[:：]?$")
_INNER = re.compile("#.")
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|foot|footer|breadcrumbs?|crumbs?|share|bdsharebuttonbox|menu|sidebar"
    r"|copyright|toolbar|qrcode|pagination|pagenav|friendlinks?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden)", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(https?://[^\s<>\"']{1,2000})")
_FORMATTING = re.compile(
    r"</?(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![a-z0-9-])[^<>]{0,2000}>", re.IGNORECASE
)
_NESTING = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|dd|details|dir|div|dl|dt|fieldset|figure|footer|form"
    r"|header|li|listing|main|menu|nav|ol|pre|section|summary|ul)(?![a-z0-9-])[^<>]{0,2000}>",
    re.IGNORECASE,
)
_MAX_PRODUCT = 1_000_000
_MAX_DEPTH = 500
_MAX_ROW_SPAN = 1000


def read_html(markup: str) -> Reading:
    """Return what the page `markup` shows.

    Hidden parts and furniture (menus, footers) are left out, unless that would leave out most of the
    text: then the page is one that shows it by script, and all is kept.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(tame(markup))
    page.strip_tags(["script", "style"])
    walker = _Walker()
    drafts = _walk(page, walker)
    if walker.left_out > walker.kept:
        drafts = _walk(page, _Walker(keep_all=True))
    return Reading(drafts, title=_title(page), url=_address(page, markup))


def tame(markup: str) -> str:
    """Return `markup` without the tags that would make a hostile page cost far more than its size.

    An HTML5 parser opens unclosed formatting elements anew in every block, and looks through all open
    blocks at each new one; no report comes near either limit.
    """
    if markup.count("<") ** 2 < _MAX_PRODUCT // 4:
        return markup
    formatting = sum(1 for _ in _FORMATTING.finditer(markup))
    if formatting * (markup.count("<") - formatting) > 4 * _MAX_PRODUCT:
        markup = _FORMATTING.sub("", markup)
    steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(markup))
    if max(accumulate(steps), default=0) > _MAX_DEPTH:
        markup = _NESTING.sub("<br>", markup)
    return markup


@dataclass(slots=True)
class _Flow:
    """Blocks one after another: the page's, or those inside one table cell."""

    drafts: list[Draft] = field(default_factory=list)
    inline: list[Held] = field(default_factory=list)

    def close_paragraph(self) -> None:
        """Make a paragraph of what came since the last; blanks of the source at its ends are nothing."""
        if not self.inline:
            return
        text = shown(self.inline).strip(_SOURCE_BLANKS)
        hidden = [strip for strip in self.inline if isinstance(strip, Strip)]
        if hidden:
            self.drafts.append(draft_of(self.inline if text else hidden, flowing=True))
        elif text:
            self.drafts.append(Draft(text, flowing=True))
        self.inline.clear()


class _Walker:
    """Turns a page's elements, entered and left in document order, into blocks."""

    def __init__(self, *, keep_all: bool = False) -> None:
        self.keep_all = keep_all
        self.kept = 0
        self.left_out = 0
        self.flows = [_Flow()]
        self.tables: list[Placement] = []

    def enter(self, node: LexborNode) -> bool:
        """Take `node` in; tell whether its children are to be visited."""
        tag, flow = node.tag or "", self.flows[-1]
        if tag == "-text":
            text = node.text_content or ""
            self.kept += len(text.strip())
            flow.inline.append(text)
            return False
        if tag in _UNSEEN or tag in _READINGS:
            _leave_out(node, flow, "furniture" if tag in _UNSEEN else "pinyin")
            return False
        if tag.startswith(("-", "!")):
            return False
        if not self.keep_all and (_is_hidden(node) or _is_furniture(node, tag)):
            self.left_out += _leave_out(node, flow, "furniture")
            return False
        self._open(node, tag, flow)
        return tag != "pre"

    def _open(self, node: LexborNode, tag: str, flow: _Flow) -> None:
        if tag in _BLOCKS or tag in ("br", "pre", "table"):
            flow.close_paragraph()
        if tag == "pre":
            flow.drafts.extend(draft_lines(node.text(deep=True)))
        elif tag == "table":
            self.tables.append(Placement())
        elif tag == "tr" and self.tables:
            self.tables[-1].next_row()
        elif tag in ("td", "th") and self.tables:
            self.flows.append(_Flow())

    def leave(self, node: LexborNode) -> None:
        """Close `node`, whose children have all been visited."""
        tag, flow = node.tag or "", self.flows[-1]
        if tag in _BLOCKS:
            flow.close_paragraph()
        elif tag == "table":
            flow.close_paragraph()
            flow.drafts.extend(lay_table(self.tables.pop().cells()))
        elif tag in ("td", "th") and self.tables:
            flow.close_paragraph()
            self.flows.pop()
            spans = (_span_of(node, "rowspan", _MAX_ROW_SPAN), _span_of(node, "colspan", 100))
            self.tables[-1].place(flow.drafts, row_span=spans[0], column_span=spans[1])


def _leave_out(node: LexborNode, flow: _Flow, reason: ChangeReason) -> int:
    """Leave out what `node` says; return how many characters that are."""
    text: str = node.text(deep=True).strip(_SOURCE_BLANKS)
    if text and node.tag not in _CODE:
        flow.inline.append(Strip(text, reason))
    return len(text.strip())


def _walk(page: LexborHTMLParser, walker: _Walker) -> Sequence[Draft]:
    """Visit the page in document order, however deep it nests, and return its blocks."""
    above: list[LexborNode] = []
    node = page.body or page.root
    while node is not None:
        entered = walker.enter(node)
        if entered and (child := node.child) is not None:
            above.append(node)
            node = child
            continue
        if entered:
            walker.leave(node)
        following = node.next if above else None
        while above and following is None:
            node = above.pop()
            walker.leave(node)
            following = node.next if above else None
        node = following
    flow = walker.flows[0]
    flow.close_paragraph()
    return flow.drafts


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_furniture(node: LexborNode, tag: str) -> bool:
    """Tell whether an element belongs to the site, not to the report; what may be report text never does."""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if tag in _FURNITURE or (tag != "body" and _FURNITURE_NAME.search(names)):
        return node.css_first("table") is None and not _speaks(node)
    return tag in ("ul", "ol") and _is_link_list(node) and not _speaks(node)


def _is_link_list(node: LexborNode) -> bool:
    links = [link.text(deep=True) for link in node.css("a[href]")]
    shown = len("".join(node.text(deep=True).split()))
    return len(links) >= 3 and sum(len("".join(link.split())) for link in links) >= 0.8 * shown


def _speaks(node: LexborNode) -> bool:
    """Tell whether an element says what no menu does: a sentence, a counted point, a section's title.

    A link to a place on the page repeats a heading that stands there; any link may be titled like one.
    """
    text = node.text(deep=True, separator="\n", skip_empty=True)
    if _SENTENCE_END.search(text):
        return True
    links = node.css("a[href]")
    repeated = {_line(link) for link in links if _INNER.match(link.attributes.get("href") or "")}
    linked = {_line(link) for link in links}
    lines = {line.strip() for line in text.split("\n")}
    if any(_COUNTED.match(line) for line in lines - repeated):
        return True
    return any(_TITLED.search(line) for line in lines - linked)


def _line(node: LexborNode) -> str:
    return node.text(deep=True).strip()


def _span_of(node: LexborNode, name: str, limit: int) -> int:
    """Return a cell's rowspan or colspan, 1 to `limit`; rowspan 0 means all rows that follow."""
    digits = (node.attributes.get(name) or "").strip()[:6]
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(int(digits), limit) or (limit if name == "rowspan" else 1)


def _title(page: LexborHTMLParser) -> str:
    """Return the page's own name for its article, else its title, else its first heading."""
    if (meta := page.css_first("meta[name=ArticleTitle i]")) and meta.attributes.get("content"):
        return str(meta.attributes["content"])
    for name in ("title", "h1"):
        if (node := page.css_first(name)) and (text := node.text(deep=True).strip()):
            return text
    return ""


def _address(page: LexborHTMLParser, markup: str) -> str | None:
    """Return the address the page says it has, or None."""
    if saved := _SAVED_FROM.search(markup[:4096]):
        return saved[1]
    for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = page.css_first(selector)
        value = (node.attributes.get(name) or "").strip() if node else ""
        if value.startswith(("http://", "https://")):
            return value
    return None
