"""In: statements with offsets. Out: the text around them, whole and marked."""

from __future__ import annotations

from typing import Any

from nlp_reports.schema import tabulate_rows
from nlp_reports.writing.places import LONGEST_PASSAGE, Place, cut_places

TEXT = "一、总体情况\n全年公开120条。\n五、存在的主要问题\n更新不及时，内容不全面。\n六、其他\n无。\n"


def places_of(text: str, spans: list[tuple[int, int]], *, sections: list[tuple[str, int, int]]) -> Place:
    tables = {
        "sections": tabulate_rows(
            "sections",
            [{"report_id": "r", "key": k, "title": k, "start": s, "end": e} for k, s, e in sections],
        ),
        "statements": tabulate_rows(
            "statements",
            [
                {"report_id": "r", "statement_id": f"r-{n}", "ordinal": n, "role": "problem",
                 "text": text[s:e], "start": s, "end": e}
                for n, (s, e) in enumerate(spans)
            ],
        ),
        "codes": tabulate_rows(
            "codes",
            [
                {"report_id": "r", "statement_id": f"r-{n}", "role": "problem", "code": "timeliness",
                 "evidence": text[s : s + 2], "start": s, "end": s + 2}
                for n, (s, e) in enumerate(spans)
            ],
        ),
    }  # fmt: skip
    return cut_places(tables, texts={"r": text}, report_ids=["r"])["r"]


def shown(place: Place) -> str:
    return "".join(words for p in place.passages for s in p.stretches for words, _ in s.pieces)


def test_a_passage_is_the_section_with_its_marks() -> None:
    """The section stands whole, its statements apart, and the evidence in them marked."""
    start, end = TEXT.index("五、"), TEXT.index("六、")
    at = TEXT.index("更新")
    place = places_of(TEXT, [(at, at + 5), (at + 6, at + 11)], sections=[("problems", start, end)])
    assert shown(place) == TEXT[start:end]
    said = [s for s in place.passages[0].stretches if s.statement]
    assert [s.pieces for s in said] == [
        (("更新", True), ("不及时", False)),
        (("内容", True), ("不全面", False)),
    ]


def test_a_statement_outside_of_sections_has_its_surroundings() -> None:
    """Where no section was found, the quote still leads to its place."""
    at = TEXT.index("更新")
    place = places_of(TEXT, [(at, at + 5)], sections=[])
    assert place.shown == {"r-0"} and place.passages[0].section is None


def test_a_long_section_is_cut_around_its_statements() -> None:
    """A section that ran away is bounded, and the statement is still in it."""
    text = "甲" * 9000 + "更新不及时" + "乙" * 9000
    place = places_of(text, [(9000, 9005)], sections=[("problems", 0, len(text))])
    assert place.shown == {"r-0"}
    assert len(shown(place)) <= LONGEST_PASSAGE
    assert place.passages[0].cut_before and place.passages[0].cut_after


def test_overlapping_statements_repeat_no_text() -> None:
    """Each character is shown once, however statements overlap."""
    start, end = TEXT.index("五、"), TEXT.index("六、")
    at = TEXT.index("更新")
    place = places_of(TEXT, [(at, at + 8), (at + 3, at + 11)], sections=[("problems", start, end)])
    assert shown(place) == TEXT[start:end]


def test_marks_lead_back_to_the_text(made: Any) -> None:
    """Every stretch that is a statement's is the text at the statement's offsets."""
    ids = list(made.texts)
    for report_id, place in cut_places(made.tables, texts=made.texts, report_ids=ids).items():
        assert place.shown == {each.statement_id for each in place.statements}
        for passage in place.passages:
            for stretch in passage.stretches:
                if stretch.statement:
                    said = "".join(words for words, _ in stretch.pieces)
                    assert said == made.texts[report_id][stretch.statement.start : stretch.statement.end]
