"""In: tables with a report in each row, in every format. Out: the reports, or the reason why not."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from nlp_reports.reading import listing, rows
from nlp_reports.reading.listing import read_listing
from nlp_reports.reading.piece import Piece, read_piece
from nlp_reports.reading.rows import TableKind
from nlp_reports.wording import describe_issue
from tests.reading.tables import FORMATS, as_csv, as_jsonl, as_parquet, as_xlsx

KINDS: dict[str, TableKind] = {".csv": "csv", ".jsonl": "jsonl", ".xlsx": "workbook", ".parquet": "parquet"}
TEXT = "青禾县水务局2023年政府信息公开工作年度报告\n一、总体情况\n" + "全年公开信息一百二十条。" * 30
OTHER = TEXT.replace("2023", "2022")
HEADER = ("标题", "单位", "年份", "链接", "正文", "编号")
ROWS = (
    ("青禾县水务局年报", "青禾县水务局", "2023", "https://example.org/1.html", TEXT, "A7"),
    ("", "", "2022", "", OTHER, ""),
)


def pieces(data: bytes, suffix: str = ".csv", text_column: str | None = None) -> list[Piece]:
    kind = KINDS[suffix]
    return list(read_listing(BytesIO(data), kind=kind, name=f"t{suffix}", text_column=text_column))


def codes(found: list[Piece]) -> list[str]:
    return [piece.issue.code if piece.issue else "" for piece in found]


def only_issue(found: list[Piece]) -> tuple[str, str]:
    """The code of the one issue there is, and its sentence."""
    assert len(found) == 1 and found[0].issue is not None
    sentences = [describe_issue(found[0].issue, lang=lang) for lang in ("zh", "en")]
    assert all(sentence and "{" not in sentence for sentence in sentences)
    return found[0].issue.code, sentences[0]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_row_is_a_report_in_every_format(suffix: str) -> None:
    """Texts, titles, addresses and all other columns are the same whatever the format."""
    first, second = pieces(FORMATS[suffix](HEADER, ROWS), suffix)
    assert (first.name, second.name) == (f"t{suffix}#1", f"t{suffix}#2")
    assert first.data == TEXT.encode() and second.data == OTHER.encode()
    assert (first.title, first.url) == ("青禾县水务局年报", "https://example.org/1.html")
    assert first.facts == (("单位", "青禾县水务局"), ("年份", "2023"), ("编号", "A7"))
    assert (second.title, second.url, second.facts) == ("", None, (("年份", "2022"),))


def test_a_row_is_read_as_a_file_would_be() -> None:
    """A row's document has the row's title and address and is otherwise that of its text."""
    document = read_piece(pieces(as_csv(HEADER, ROWS))[0])
    assert (document.title, document.source.url) == ("青禾县水务局年报", "https://example.org/1.html")
    assert document.source.path == "t.csv#1" and document.text.startswith("青禾县水务局2023年")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding(encoding: str) -> None:
    """Excel's encodings give the same texts."""
    assert [piece.data for piece in pieces(as_csv(HEADER, ROWS, encoding))] == [TEXT.encode(), OTHER.encode()]


@pytest.mark.parametrize("name", ["报告内容", "Full_Text", "content", " ＨＴＭＬ "])
def test_columns_are_known_by_their_names(name: str) -> None:
    """Width, capitals, spaces and underscores of a column's name do not matter."""
    assert codes(pieces(as_csv((name,), [(TEXT,)]))) == [""]


def test_html_goes_before_text() -> None:
    """Where a table has both, HTML counts, as it keeps the tables; a row without it falls back to text."""
    page = f"<html><body><p>{TEXT}</p></body></html>"
    found = pieces(as_csv(("正文", "html"), [(TEXT, page), (TEXT, "")]))
    assert [piece.data for piece in found] == [page.encode(), TEXT.encode()]
    assert not any(piece.facts for piece in found)


def test_a_column_named_by_the_user() -> None:
    """The column that the user names holds the texts, whatever it is called and however short they are."""
    found = pieces(as_csv(("neirong", "正文"), [("短文", TEXT)]), text_column="Neirong")
    assert [piece.data for piece in found] == ["短文".encode()]


@pytest.mark.parametrize(
    ("header", "row", "named", "code"),
    [
        (("id", "neirong"), ("1", TEXT), None, "table_no_text_column"),
        (("id", "neirong"), ("1", TEXT), "全文", "table_lacks_column"),
        (("id", "text"), ("1", "栏目更新不及时"), None, "table_without_texts"),
        (("id", "name"), ("1", "2"), "全文", "table_without_texts"),
    ],
)
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_without_known_texts_lists_its_columns(
    suffix: str, header: tuple[str, ...], row: tuple[str, ...], named: str | None, code: str
) -> None:
    """One sentence says which columns there are and how to name the right one."""
    found, sentence = only_issue(pieces(FORMATS[suffix](header, [row]), suffix, named))
    assert found == code and all(column in sentence for column in header) and "--text-column" in sentence


def test_an_empty_table_is_none_of_reports() -> None:
    """A header without rows, or nothing at all, is said to hold no texts."""
    for data in (as_csv(HEADER, []), b"\n\n"):
        assert only_issue(pieces(data))[0] == "table_without_texts"


def test_a_header_below_a_title() -> None:
    """Spreadsheets put a title and blank rows above the header; rows count from below it."""
    lines = [
        ("2023年年报汇总", "", ""),
        ("", "", ""),
        ("年份", "正文", ""),
        ("2023", TEXT, ""),
        ("", "", ""),
        ("2022", OTHER, ""),
    ]
    found = pieces(as_xlsx(lines[0], lines[1:]), ".xlsx")
    assert [(piece.name, dict(piece.facts)["年份"]) for piece in found] == [
        ("t.xlsx#1", "2023"),
        ("t.xlsx#3", "2022"),
    ]


def test_sheets_have_names() -> None:
    """Rows of a workbook with several sheets are told apart; a sheet without texts is passed over."""
    book = openpyxl.load_workbook(BytesIO(as_xlsx(HEADER, ROWS[:1], ("甲", "乙"))))
    book.create_sheet("说明", 0).append(["本表", "为示例"])
    out = BytesIO()
    book.save(out)
    assert [piece.name for piece in pieces(out.getvalue(), ".xlsx")] == ["t.xlsx/甲#1", "t.xlsx/乙#1"]


def test_values_are_as_a_spreadsheet_shows_them() -> None:
    """Numbers, days and coded signs of a workbook are what a person sees."""
    data = as_xlsx(
        ("年份", "发布日期", "备注", "正文"), [(2023.0, datetime(2024, 1, 20), "甲_x000D_乙", TEXT)]
    )
    assert pieces(data, ".xlsx")[0].facts == (
        ("年份", "2023"),
        ("发布日期", "2024-01-20"),
        ("备注", "甲\r乙"),
    )


def test_a_text_cut_by_excel_is_told() -> None:
    """A text as long as a cell can be has probably lost its end, and the report says so."""
    whole, cut = "报" * (listing.EXCEL_LIMIT - 1), "报" * listing.EXCEL_LIMIT
    found = pieces(as_csv(("正文",), [(whole,), (cut,)]))
    assert [[note.code for note in piece.notes] for piece in found] == [[], ["cut_by_excel"]]
    assert [note.code for note in read_piece(found[1]).notes] == ["cut_by_excel"]


def test_lost_characters_are_told() -> None:
    """A byte that fits no encoding costs its character, not the table, and the report says so."""
    data = as_csv(HEADER, ROWS).replace("总体".encode(), b"\xff\xff", 1)
    first, second = pieces(data)
    assert [note.code for note in first.notes] == ["characters_lost"] and not second.notes


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2023,", "row_without_text"),
        (f"2023,{TEXT[:5]},全文在此", "row_too_many_cells"),
    ],
)
def test_a_row_that_cannot_be_read_has_a_name_and_a_reason(line: str, code: str) -> None:
    """A row without text or with shifted columns is set aside by itself; blank rows are nothing."""
    data = as_csv(("年份", "正文"), [("2023", TEXT)]) + f"{line}\r\n,\r\n\r\n".encode()
    data += as_csv(("2022", OTHER), [])
    found = pieces(data)
    assert [(piece.name, piece.issue.code if piece.issue else "") for piece in found] == [
        ("t.csv#1", ""),
        ("t.csv#2", code),
        ("t.csv#4", ""),
    ]
    assert describe_issue(found[1].issue, lang="zh")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line", ["[1,2]", "{torn", "[" * 100_000, '"text"', '{"a":' * 5000 + "1" + "}" * 5000]
)
def test_a_line_that_is_no_object_is_told(line: str) -> None:
    """Broken and hostile lines cost themselves only."""
    data = as_jsonl(("正文",), [(TEXT,)]) + f"\n{line}\n".encode() + as_jsonl(("正文",), [(OTHER,)])
    found = codes(pieces(data, ".jsonl"))
    assert found[0] == "" and found[2] == "" and found[1] in {"row_broken", "row_without_text"}


def test_keys_that_first_come_late() -> None:
    """Objects of JSON Lines have the keys they need; the texts need not be in the first."""
    data = b'{"id": 1}\n' * 20 + as_jsonl(("id", "正文"), [("2", TEXT)] * 30)
    found = codes(pieces(data, ".jsonl"))
    assert found == ["row_without_text"] * 20 + [""] * 30


def test_lone_surrogates_do_no_harm() -> None:
    """JSON can spell half a character; it counts as lost."""
    data = ('{"正文": "\\ud800' + TEXT.replace("\n", "\\n") + '"}\n').encode()
    (piece,) = pieces(data, ".jsonl")
    assert piece.data is not None and piece.data.decode().startswith("\ufffd")
    assert [note.code for note in piece.notes] == ["characters_lost"]


def test_what_stands_before_a_fault_is_read() -> None:
    """A table broken in the middle gives its first rows, and its name with line and reason."""
    data = as_csv(HEADER, ROWS) + '甲,乙,2021,,"没有结尾'.encode()
    found = pieces(data)
    assert codes(found) == ["", "", "broken_rows"] and found[2].name == "t.csv"
    assert "8" in only_issue(found[2:])[1]


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
@pytest.mark.parametrize(
    "harm", [lambda d: d[:-30], lambda d: d[: len(d) // 2], lambda d: d[:4] + bytes(len(d))]
)
def test_a_broken_table_is_one_sentence(suffix: str, harm: Callable[[bytes], bytes]) -> None:
    """Whatever a library meets, the user gets the table's name."""
    code, sentence = only_issue(pieces(harm(FORMATS[suffix](HEADER, ROWS)), suffix))
    assert code in {"broken_table", "broken_docx"} and f"t{suffix}" in sentence


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def test_entities_in_a_workbook_are_refused() -> None:
    """A workbook that defines entities, as the billion laughs do, is not read."""

    def laugh(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        return laughs + part[part.index(b"<worksheet") :]

    data = repacked(as_xlsx(HEADER, ROWS), laugh)
    assert only_issue(pieces(data, ".xlsx"))[0] == "broken_table"


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    """A bomb is told before it is unpacked."""
    data = repacked(
        as_xlsx(HEADER, ROWS), lambda name, part: part + b" " * (30 * 2**20 if "sheet1" in name else 0)
    )
    assert only_issue(pieces(data, ".xlsx"))[0] == "zip_bomb"


@pytest.mark.filterwarnings("ignore:File contains an invalid specification")
def test_a_workbook_that_lists_no_sheet_is_not_lost() -> None:
    """Where the way to the sheets is damaged there is one piece, which says that nothing was found."""
    made = BytesIO()
    with ZipFile(BytesIO(as_xlsx(HEADER, ROWS))) as source, ZipFile(made, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b"officeDocument/2006/relationships", b"officeDocument/2006/x")
            package.writestr(name, content)
    assert only_issue(pieces(made.getvalue(), ".xlsx"))[0] == "table_without_texts"


def test_cells_far_out_do_not_fill_the_memory() -> None:
    """A row number beyond all bounds ends the reading, with what stood before."""

    def far(name: str, part: bytes) -> bytes:
        return part.replace(b'<row r="3"', b'<row r="99999999999"') if "sheet1" in name else part

    data = repacked(as_xlsx(HEADER, ROWS), far)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "MAX_ROWS", 1000)
        assert codes(pieces(data, ".xlsx")) == ["", "too_many_rows"]


def test_one_text_in_every_row_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that stands for endless text is left off once it is clear."""
    monkeypatch.setattr(listing, "_SMALL", 2**20)
    data = as_parquet(("正文",), [("报" * 300_000,)] * 40)
    assert codes(pieces(data, ".parquet"))[-1] == "zip_bomb"


def test_rows_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long table only the sample is held before the first report comes out."""
    held: list[int] = []
    ask = rows._row
    monkeypatch.setattr(rows, "_row", lambda number, *rest: held.append(number) or ask(number, *rest))
    data = as_csv(("正文",), [(f"{number}{TEXT}",) for number in range(1000)])
    reading = read_listing(BytesIO(data), kind="csv", name="t.csv")
    assert next(reading).name == "t.csv#1" and len(held) <= 101
    assert sum(1 for _ in reading) == 999


def test_columns_without_a_name_and_twice() -> None:
    """A nameless index column is left out; of two columns with one name each keeps its values."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (piece,) = pieces(as_csv(("", "课题", "课题", "正文"), [("0", "甲", "乙", TEXT)]))
    assert piece.facts == (("课题", "甲"), ("课题.2", "乙"))


def test_a_column_named_after_texts_needs_one_text() -> None:
    """Rows that only say 见附件 do not hide the one report among them."""
    rows = [("见附件",)] * 3 + [(TEXT,)]
    found = pieces(as_csv(("正文",), rows))
    assert [piece.data for piece in found][-1] == TEXT.encode()


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs"])
def test_of_encodings_that_fit_the_one_that_makes_sense(encoding: str) -> None:
    """Bytes of Big5 are also bytes of GB18030; the text tells which is meant."""
    text = "青禾縣水務局二零二三年政府信息公開工作年度報告\n一、總體情況\n" + "全年公開信息一百二十條。" * 30
    (piece,) = pieces(as_csv(("標題", "正文"), [("年報", text)], encoding))
    assert piece.data == text.encode()


def test_one_zero_byte_makes_no_utf16() -> None:
    """A stray zero byte in UTF-8 costs at most itself."""
    data = as_csv(("正文", "备注"), [(TEXT, "一\x00二"), (OTHER, "")])
    assert [piece.data for piece in pieces(data)] == [TEXT.encode(), OTHER.encode()]


def test_names_of_columns_are_told_in_short() -> None:
    """Without a header the first report is the name of its column; a sentence holds its beginning."""
    data = as_csv((TEXT, *(f"列{number}" for number in range(40))), [("",) * 41])
    _, sentence = only_issue(pieces(data))
    assert len(sentence) < 400 and "\n" not in sentence and "…" in sentence
