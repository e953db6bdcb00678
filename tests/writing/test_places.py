"""In: statements with offsets. Out: the text around them, whole where it is short."""

from __future__ import annotations

from nlp_reports.schema import tabulate_rows
from nlp_reports.writing.places import LONGEST_PASSAGE, Passage, cut_passages

TEXT = "一、总体情况\n全年公开120条。\n五、存在的主要问题\n更新不及时，内容不全面。\n六、其他\n无。\n"


def passages_of(
    text: str, spans: list[tuple[int, int]], *, sections: list[tuple[str, int, int]]
) -> tuple[Passage, ...]:
    rows = [{"report_id": "r", "key": k, "title": k, "start": s, "end": e} for k, s, e in sections]
    said = [
        {"report_id": "r", "statement_id": f"r-{n}", "ordinal": n, "role": "problem", "start": s, "end": e}
        for n, (s, e) in enumerate(spans)
    ]
    tables = {
        "sections": tabulate_rows("sections", rows),
        "statements": tabulate_rows("statements", said),
    }
    return cut_passages(tables, texts={"r": text})["r"]


def test_a_passage_is_the_section() -> None:
    """The section in which statements stand is there, whole; others are not."""
    start, end = TEXT.index("五、"), TEXT.index("六、")
    at = TEXT.index("更新")
    spans = [(at, at + 5), (at + 6, at + 11)]
    (found,) = passages_of(TEXT, spans, sections=[("overview", 0, start), ("problems", start, end)])
    assert found == Passage("problems", start, end, TEXT[start:end], False, False)


def test_a_statement_outside_of_sections_has_its_surroundings() -> None:
    """Where no section was found, the quote still leads to its place."""
    at = TEXT.index("更新")
    (found,) = passages_of(TEXT, [(at, at + 5)], sections=[])
    assert found.section is None and found.start <= at < at + 5 <= found.end
    assert found.text == TEXT[found.start : found.end]


def test_a_long_section_is_cut_and_says_so() -> None:
    """Of a section beyond the bound the surroundings of its statements are left."""
    text = "问题" + "话" * 3 * LONGEST_PASSAGE
    at = LONGEST_PASSAGE
    (found,) = passages_of(text, [(at, at + 9)], sections=[("problems", 0, len(text))])
    assert found.cut_before and found.cut_after
    assert found.start < at < at + 9 < found.end and len(found.text) <= LONGEST_PASSAGE


def test_a_report_without_text_has_no_passage() -> None:
    """What has no text, or no statement and no such section, has nothing to read."""
    assert passages_of("", [], sections=[]) == ()
    assert passages_of(TEXT, [], sections=[("overview", 0, 9)]) == ()
