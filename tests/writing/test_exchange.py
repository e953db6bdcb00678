"""In: tables of an invented corpus. Out: files that other programs' own libraries read back, words intact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from nlp_reports.schema import TABLES
from nlp_reports.writing import workbook as workbook_module
from nlp_reports.writing.exchange import MATRIX, write_spss, write_stata
from nlp_reports.writing.matrix import code_matrix
from nlp_reports.writing.workbook import ELSEWHERE, write_workbook

LATE = ("timeliness", "部分栏目信息{更新不及时}，滞后一个月")
HOSTILE = "=cmd|'/c calc'!A0<b>\u202e倒"


def book_of(made: Any, out: Path, lang: Any = "zh") -> Any:
    path = write_workbook(made.tables, codebook=made.codebook, counts=made.counts, out=out, lang=lang)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def stata(made: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    paths = write_stata(made.tables, codebook=made.codebook, out=tmp_path_factory.mktemp("stata"))
    return {path.stem: path for path in paths}


def test_a_report_has_a_row_of_zeros_and_ones(make: Callable[..., Any]) -> None:
    """1 where a report has such a statement, 0 where not, missing where it has no statement at all."""
    made = make({"problems": [LATE]}, {"measures": [LATE]}, {})
    matrix = code_matrix(made.tables, code_ids=["timeliness", "training"])
    columns = ["problem_timeliness", "measure_timeliness", "problem_training"]
    assert matrix[columns].values.tolist() == [[1, 0, 0], [0, 1, 0], [pd.NA] * 3]


def test_the_matrix_counts_as_prevalence_does(made: Any) -> None:
    """Its columns add up to the table of prevalence."""
    ids = [code.id for code in made.codebook.codes]
    matrix = code_matrix(made.tables, code_ids=ids)
    for row in made.tables["prevalence"].query("by == ''").itertuples():
        column = matrix[f"{row.role}_{row.code}"]
        assert (column.sum(), column.notna().sum()) == (row.n, row.base)


def test_stata_reads_every_table(made: Any, stata: dict[str, Path]) -> None:
    """Values, Chinese text and missing ones come back; Stata's own words get an underscore."""
    assert set(stata) == {*TABLES, MATRIX} - {"texts"}
    for name, path in stata.items():
        if name == MATRIX:
            continue
        read = pd.read_stata(path, convert_categoricals=False)
        table = made.tables[name]
        assert len(read) == len(table)
        assert [each.rstrip("_") for each in read.columns] == list(table.columns)
    said = pd.read_stata(stata["statements"])
    assert said["text"].tolist() == made.tables["statements"]["text"].tolist()
    shares = pd.read_stata(stata["prevalence"])["share"]
    assert shares.isna().tolist() == made.tables["prevalence"]["share"].isna().tolist()


def test_stata_has_labels(made: Any, stata: dict[str, Path]) -> None:
    """Every variable tells its meaning, and numbers that stand for words tell them."""
    with pd.io.stata.StataReader(stata[MATRIX]) as reader:
        read, labels = reader.read(), reader.variable_labels()
    assert labels["problem_timeliness"] == "问题：公开不及时" and all(labels.values())
    assert set(read["level"].dropna()) <= {"省级", "市级", "县级", "乡级"}
    assert read["level"].notna().all()
    with pd.io.stata.StataReader(stata["codes"], convert_categoricals=False) as reader:
        assert set(reader.read()["role"]) <= {1.0, 2.0}


def test_spss_reads_every_table(made: Any, tmp_path: Path) -> None:
    """The same for SPSS, with the words of a variable's values."""
    paths = {path.stem: path for path in write_spss(made.tables, codebook=made.codebook, out=tmp_path)}
    assert set(paths) == {*TABLES, MATRIX} - {"texts"}
    read, about = pyreadstat.read_sav(str(paths["statements"]))
    assert read["text"].tolist() == made.tables["statements"]["text"].tolist()
    assert about.column_names_to_labels["text"] == "原话"
    assert about.variable_value_labels["role"][1.0] == "问题"


def test_the_same_tables_make_the_same_bytes(made: Any, tmp_path: Path) -> None:
    """No file tells when it was written."""
    given = {"codebook": made.codebook}
    for write in (
        write_stata,
        write_spss,
        lambda tables, **told: (write_workbook(tables, counts=made.counts, **told),),
    ):
        first, second = (write(made.tables, **given, out=tmp_path / folder) for folder in ("a", "b"))
        assert [each.read_bytes() for each in first] == [each.read_bytes() for each in second]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_holds_the_tables(made: Any, tmp_path: Path, lang: str) -> None:
    """Notes first, then a sheet a table with frozen, filtered headings that tell their column."""
    book = book_of(made, tmp_path, lang)
    assert len(book.sheetnames) == 3 + len(TABLES) - len(ELSEWHERE)
    assert book.sheetnames[0] == {"zh": "说明", "en": "Notes"}[lang]
    sheet = book[{"zh": "语句", "en": "Statements"}[lang]]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    assert sheet["A1"].comment.text.startswith("report_id: ")
    texts = [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert texts == made.tables["statements"]["text"].tolist()
    prevalence = book[{"zh": "出现率", "en": "Prevalence"}[lang]]
    shares = [row[6] for row in prevalence.iter_rows(min_row=2, values_only=True)]
    assert shares[0] == pytest.approx(made.tables["prevalence"]["share"].iloc[0])
    assert prevalence["G2"].number_format == "0.0%"


def test_no_cell_is_a_formula(make: Callable[..., Any], tmp_path: Path) -> None:
    """Text that begins like a formula is text, marked as such; direction marks are named."""
    made = make({"problems": [("timeliness", "{" + HOSTILE + "}更新不及时")], "agency": "+1-2局"})
    book = book_of(made, tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+"))]
    assert len(risky) >= 2 and all(cell.quotePrefix for cell in risky)
    assert "⟨U+202E⟩" in risky[-1].value or any("⟨U+202E⟩" in str(cell.value) for cell in risky)


def test_what_excel_cannot_hold_is_told(
    make: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long texts are cut and many rows left out, and the notes say which, how many, and where they are."""
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 3)
    long = ("timeliness", "{更新不及时}" + "很" * 40_000)
    made = make(*[{"problems": [long]}] * 5)
    book = book_of(made, tmp_path)
    assert book["语句"].max_row == 4
    assert max(len(row[5]) for row in book["语句"].iter_rows(min_row=2, values_only=True)) == 32_767
    notes = "\n".join(str(row[0]) for row in book["说明"].iter_rows(values_only=True))
    assert "“语句”只有前 3 行，共 5 行；其余见 tables/statements.csv。" in notes
    assert "在“语句”" in notes.replace("“语句”有 3 格", "在“语句”") and "tables/statements.parquet" in notes
