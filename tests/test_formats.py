"""In: one report as HTML, DOCX, PDF, TXT and as a row of a table. Out: the rule that all read the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpora.build_samples import load_sources
from nlp_reports.coding.statements import extract_statements
from nlp_reports.parsing.report import parse_report
from nlp_reports.reading.document import read_document
from nlp_reports.reading.piece import read_piece
from nlp_reports.reading.unfold import unfold
from tests.builders import BUILDERS, Sample, build_csv, build_txt

if TYPE_CHECKING:
    from nlp_reports.model import Document, Report

FORMATS = (".html", ".docx", ".pdf", ".txt")


@dataclass(frozen=True)
class Content:
    """What a report says, whatever it is printed on: white space and places left out, as these differ."""

    form: str | None
    identity: tuple[object, ...]
    sections: tuple[tuple[str, str, str], ...]
    cells: tuple[tuple[str, float | None, str, str], ...]
    statements: tuple[tuple[str, str, str], ...]
    issues: tuple[str, ...]


@cache
def samples() -> dict[str, Sample]:
    """Reports of every form, year and level, by their place; plain text keeps the cells of tables apart."""
    chosen = [
        source
        for at, source in enumerate(load_sources())
        if source.sample.form in ("free", "2014") or at % 7 == 0
    ]
    return {
        source.path: replace(
            source.sample, layout=replace(source.sample.layout, txt_cells="tab", one_line=False)
        )
        for source in chosen
    }


def content(document: Document) -> Content:
    report: Report = parse_report(document)
    text = document.text
    identity = report.identity
    return Content(
        form=report.form,
        identity=(identity.agency, identity.adcode, identity.level, identity.sector, identity.year),
        sections=tuple(
            (each.key, each.title, unspaced(text[each.body.start : each.body.end]))
            for each in report.sections
        ),
        cells=tuple(
            (f"{cell.table}.{cell.row}.{cell.column}", cell.value, cell.status, unspaced(cell.raw))
            for table in report.tables
            for cell in table.cells
        ),
        statements=tuple(
            (each.section, each.role, unspaced(each.text)) for each in extract_statements(report)
        ),
        issues=tuple(issue.code for issue in report.issues),
    )


def unspaced(text: str) -> str:
    return "".join(text.split())


@cache
def first_read(name: str, folder: Path) -> Content:
    """The report as its web page has it."""
    return read_as(".html", samples()[name], folder)


def read_as(suffix: str, sample: Sample, folder: Path) -> Content:
    path = folder / f"report{suffix}"
    path.write_bytes(BUILDERS[suffix](sample))
    return content(read_document(path))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.mark.parametrize("suffix", FORMATS[1:])
@pytest.mark.parametrize("name", samples())
def test_a_report_reads_the_same_in_every_format(name: str, suffix: str, folder: Path) -> None:
    """Sections, cells, statements, identity and findings do not depend on the file format."""
    expected = first_read(name, folder)
    assert len(expected.sections) >= 5 and expected.statements
    sample = samples()[name]
    assert bool(expected.cells) == bool(sample.form in ("2019", "2021") or sample.statistics)
    assert read_as(suffix, samples()[name], folder) == expected


def test_a_report_reads_the_same_in_a_row_of_a_table(folder: Path) -> None:
    """A row gives what the text in it gives as a file."""
    path = folder / "reports.csv"
    path.write_bytes(build_csv(samples().values()))
    pieces = list(unfold(path, name=path.name))
    assert len(pieces) == len(samples())
    for piece, name in zip(pieces, samples(), strict=True):
        assert content(read_piece(piece)) == first_read(name, folder)


def test_samples_are_of_all_forms() -> None:
    """Twelve reports at least, of each of the four forms; their text is in every format."""
    assert len(samples()) >= 12
    assert {sample.form for sample in samples().values()} == {"free", "2014", "2019", "2021"}
    assert all(
        "\t" in build_txt(each).decode(each.layout.encoding) for each in samples().values() if each.tables
    )
