"""In: every report at hand. Out: what must hold of each, whatever it says."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.build_samples import load_sources
from nlp_reports.errors import UnreadableError
from nlp_reports.model import Analysis, Span
from nlp_reports.reading.document import read_data
from tests.builders import BUILDERS
from tests.reading.documents import assert_sound

if TYPE_CHECKING:
    from nlp_reports.output import Corpus


@pytest.fixture(params=["sample_corpus", "real_corpus"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    found: Corpus = request.getfixturevalue(request.param)
    assert found.analyses
    return found


def spans_of(analysis: Analysis) -> list[Span]:
    report = analysis.report
    cells = [cell.span for table in report.tables for cell in table.cells]
    found = [
        *(block.span for block in report.document.blocks),
        *(cell.span for block in report.document.blocks for cell in block.grid),
        *(change.span for change in report.document.changes),
        *(note.span for note in report.document.notes),
        *(section.span for section in report.sections),
        *(section.body for section in report.sections),
        *(issue.span for issue in report.issues),
        *(statement.span for statement in analysis.statements),
        *(decision.evidence for decision in analysis.decisions),
        *cells,
    ]
    return [span for span in found if span is not None]


def test_every_span_lies_inside_its_text(corpus: Corpus) -> None:
    """Start and end are places of the report's text, in this order."""
    for analysis in corpus.analyses:
        length = len(analysis.report.document.text)
        assert all(0 <= span.start <= span.end <= length for span in spans_of(analysis))


def test_sections_are_ordered_and_do_not_overlap(corpus: Corpus) -> None:
    """One section ends before the next begins, and its body lies inside it."""
    for analysis in corpus.analyses:
        sections = analysis.report.sections
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(sections))
        assert all(s.span.start <= s.body.start <= s.body.end <= s.span.end for s in sections)
        assert all(0 <= section.confidence <= 1 for section in sections)


def test_blocks_are_ordered_and_do_not_overlap(corpus: Corpus) -> None:
    """Blocks follow each other, and a table's cells lie inside it."""
    for analysis in corpus.analyses:
        blocks = analysis.report.document.blocks
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(blocks))
        for block in blocks:
            assert all(block.span.start <= c.span.start <= c.span.end <= block.span.end for c in block.grid)


def test_statements_are_quoted_exactly_and_do_not_overlap(corpus: Corpus) -> None:
    """A statement's text is the report's; statements follow each other and have their own ids."""
    for analysis in corpus.analyses:
        text = analysis.report.document.text
        statements = analysis.statements
        assert all(text[s.span.start : s.span.end] == s.text for s in statements)
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(statements))
        assert len({statement.id for statement in statements}) == len(statements)


def test_codes_belong_to_problems_and_measures(corpus: Corpus) -> None:
    """Achievement and context carry no code; every assigned code has evidence inside its statement."""
    known = {code.id for code in corpus.codebook.codes}
    for analysis in corpus.analyses:
        statements = {statement.id: statement for statement in analysis.statements}
        for decision in (each for each in analysis.decisions if each.assigned):
            statement = statements[decision.statement_id]
            assert decision.code in known and statement.role in {"problem", "measure"}
            assert decision.evidence is not None and 0 < decision.score <= 1
            assert (
                statement.span.start <= decision.evidence.start < decision.evidence.end <= statement.span.end
            )


def test_a_cell_is_as_printed(corpus: Corpus) -> None:
    """`raw` is the text at the cell's place; a value stands only where one was read."""
    for analysis in corpus.analyses:
        text = analysis.report.document.text
        for cell in (cell for table in analysis.report.tables for cell in table.cells):
            if cell.span is not None:
                assert text[cell.span.start : cell.span.end] == cell.raw
            assert (cell.value is not None) == (cell.status in {"read", "recovered"})


def test_every_finding_can_be_told_in_both_languages(corpus: Corpus) -> None:
    """No finding lacks its sentence or one of its fields."""
    from nlp_reports.corpus.tabulate import describe_issue

    findings = [issue for analysis in corpus.analyses for issue in analysis.report.issues]
    for issue in [*findings, *(each.issue for each in corpus.set_aside)]:
        assert describe_issue(issue, lang="zh") and describe_issue(issue, lang="en")


ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-be", "utf-32")
TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("政府信息公開，。\n\t|<>&; 　⼯進(jìn)")), max_size=300
)


@cache
def built() -> tuple[bytes, ...]:
    """One report in every format that the builders know."""
    sample = load_sources()[0].sample
    return tuple(build(sample) for build in BUILDERS.values())


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A report's file with pieces cut out, repeated, moved or overwritten."""
    data = draw(st.sampled_from(built()))
    for _ in range(draw(st.integers(1, 4))):
        start, size, to = (draw(st.integers(0, limit)) for limit in (len(data), 400, len(data)))
        piece = draw(st.sampled_from([b"", data[start : start + size] * 2, draw(st.binary(max_size=20))]))
        if draw(st.booleans()):
            data = data[:start] + piece + data[start + size :]
        else:
            data = data[:to] + data[start : start + size] + data[to:]
    return data


@settings(deadline=10_000, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        damaged(),
        st.binary(max_size=400),
        st.builds(lambda text, name: text.encode(name, "ignore"), TEXTS, st.sampled_from(ENCODINGS)),
    )
)
def test_any_bytes_give_a_sound_document_or_a_refusal_in_time(data: bytes) -> None:
    """Whatever is in a file, reading it ends, in a document whose spans all hold or in one sentence."""
    try:
        assert_sound(read_data(data, name="甲.bin"))
    except UnreadableError as error:
        assert str(error)
