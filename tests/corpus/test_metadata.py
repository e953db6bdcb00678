"""In: CSVs written to a temporary folder. Out: what they say of each report, or why they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp_reports.corpus.metadata import load_metadata, read_facts, split_row
from nlp_reports.errors import InputError


def write_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "meta.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_metadata_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """A CSV from Excel or a text editor is read alike; unknown columns keep their names."""
    path = write_csv(
        tmp_path, "路径,单位,层级,行业,年份,课题\na/1.txt,青禾市教育局,县级,教育,2023年,甲\n", encoding
    )
    assert load_metadata(path) == {
        "a/1.txt": {
            "agency": "青禾市教育局",
            "level": "county",
            "sector": "education",
            "year": "2023",
            "课题": "甲",
        }
    }


def test_metadata_values_are_normalised(tmp_path: Path) -> None:
    """Spreadsheet habits (2023.0, backslashes, spaces, semicolons, dates with slashes) do not stop it."""
    path = write_csv(
        tmp_path,
        "File; year ;adcode;published;sector\r\n"
        "sub\\a.txt; 2023.0;630200;2024/1/9;Transport\r\n;;;;\r\n./b.txt;;;;\r\n",
    )
    assert load_metadata(path) == {
        "sub/a.txt": {"year": "2023", "adcode": "630200", "published": "2024-01-09", "sector": "transport"},
        "b.txt": {},
    }


@pytest.mark.parametrize(
    ("text", "key", "part"),
    [
        ("agency,year\na,2023\n", "meta_no_path_column", "agency"),
        ("", "meta_no_path_column", "meta.csv"),
        ("path,year,年份\na.txt,2023,2023\n", "meta_column_twice", "year"),
        ("path,year\na.txt,2023\na.txt,2022\n", "meta_path_twice", "3"),
        ("path,year\n,2023\n", "meta_no_path", "2"),
        ("path,year\na.txt,23\n", "meta_bad_year", "23"),
        ("path,level\na.txt,city\n", "meta_bad_level", "city"),
        ("path,sector\na.txt,traffic\n", "meta_bad_sector", "traffic"),
        ("path,adcode\na.txt,6302\n", "meta_bad_adcode", "6302"),
        ("path,published\na.txt,去年\n", "meta_bad_published", "去年"),
        ("path,published\na.txt,2024-13-45\n", "meta_bad_published", "2024-13-45"),
        ("path,published\na.txt,2024-1-311\n", "meta_bad_published", "2024-1-311"),
        ("path,published\na.txt,2024-02-30\n", "meta_bad_published", "2024-02-30"),
        ("path,published\na.txt,2024-1/3\n", "meta_bad_published", "2024-1/3"),
        ("path,year\na.txt,٢٠٢٣\n", "meta_bad_year", "٢٠٢٣"),
        ("path,year\na.txt,2007\n", "meta_bad_year", "2007"),
        ("path,year\na.txt,2101\n", "meta_bad_year", "2101"),
        ("path,adcode\na.txt,٦٣٠٢٠٠\n", "meta_bad_adcode", "٦٣٠٢٠٠"),
        ("path,agancy\na.txt,青禾市教育局\n", "meta_no_known_column", "agancy"),
        ("path\na.txt\n", "meta_no_known_column", "agency"),
        ("path,agency\na.txt,青禾市教育局,体育局\n", "meta_too_many_cells", "2"),
        ("path,agency,\na.txt,青禾市教育局,\nb.txt,青禾市教育局,体育局\n", "meta_too_many_cells", "体育局"),
        ('path,agency\na.txt,"青禾市"教育局\n', "meta_broken", "2"),
        ('path,agency\na.txt,"青禾市\n', "meta_broken", "2"),
        ("sep=;\n\npath;year\na.txt;23\n", "meta_bad_year", "4"),
    ],
)
def test_a_wrong_metadata_file_is_refused_with_file_and_line(
    tmp_path: Path, text: str, key: str, part: str
) -> None:
    """Each mistake has its own sentence, in both languages, with the file and what is wrong in it."""
    path = write_csv(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_metadata(path)
    assert caught.value.key == f"corpus.{key}"
    for lang in ("zh", "en"):
        message = caught.value.message(lang)
        assert "meta.csv" in message and part in message


def test_a_metadata_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A missing file is the caller's mistake, not a crash."""
    with pytest.raises(InputError, match=r"gone\.csv"):
        load_metadata(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        ("year", "２０２３", "2023"),
        ("year", "2023年度", "2023"),
        ("adcode", "６３０２００", "630200"),
        ("published", "２０２４年１月９日", "2024-01-09"),
        ("published", "2024-02-29", "2024-02-29"),
        ("published", "2024/1/31 0:00:00", "2024-01-31"),
        ("level", "County", "county"),
    ],
)
def test_values_are_read_as_spreadsheets_write_them(
    tmp_path: Path, column: str, value: str, read: str
) -> None:
    """Full-width digits, Chinese dates, capitals and a midnight behind the day are no faults."""
    path = write_csv(tmp_path, f"path,{column}\na.txt,{value}\n")
    assert load_metadata(path) == {"a.txt": {column: read}}


@pytest.mark.parametrize(
    "text",
    [
        "\n\npath,agency\na.txt,青禾市教育局\n",
        ",,\npath,agency\na.txt,青禾市教育局,,\n",
        "sep=;\npath;agency\na.txt;青禾市教育局\n",
        'SEP=\t\r\npath\tagency\r\na.txt\t"青禾市教育局"\r\n',
        '\n"sep=;"\npath;agency\na.txt;青禾市教育局\n',
    ],
)
def test_what_spreadsheets_put_before_the_header_is_passed_over(tmp_path: Path, text: str) -> None:
    """Blank lines, Excel's `sep=` line and empty cells beyond the header say nothing and are no fault."""
    assert load_metadata(write_csv(tmp_path, text, "utf-8-sig")) == {"a.txt": {"agency": "青禾市教育局"}}


@pytest.mark.parametrize(
    ("column", "zh", "en"),
    [
        ("level", ["county", "县级", "township", "乡级"], ["county", "township"]),
        ("sector", ["transport", "交通运输"], ["transport", "Transport"]),
        ("year", ["2008", "2100"], ["2008", "2100"]),
    ],
)
def test_a_refused_value_is_answered_with_the_allowed_ones(
    tmp_path: Path, column: str, zh: list[str], en: list[str]
) -> None:
    """Both languages name what may be written instead."""
    with pytest.raises(InputError) as caught:
        load_metadata(write_csv(tmp_path, f"path,{column}\na.txt,x\n"))
    for lang, words in (("zh", zh), ("en", en)):
        assert all(word in caught.value.message(lang) for word in words)  # type: ignore[arg-type]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_quoted_separator_is_part_of_its_cell(tmp_path: Path, separator: str) -> None:
    """A cell in quotes may hold the separator."""
    text = separator.join(["path", "agency"]) + f'\na.txt{separator}"甲{separator}乙"\n'
    assert load_metadata(write_csv(tmp_path, text)) == {"a.txt": {"agency": f"甲{separator}乙"}}


def test_a_row_of_a_table_says_who_reports_and_more() -> None:
    """Columns known by name are read as those of --meta; all others keep name and value."""
    facts = (("单位名称", "青禾县水务局"), ("Report Year", "2023年度"), ("级别", "县级"), ("课题", " 甲 "))
    known, others, issues = read_facts(facts)
    assert known == {"agency": "青禾县水务局", "year": "2023", "level": "county"}
    assert others == {"课题": "甲"} and not issues


def test_what_a_row_says_wrongly_is_kept_and_told() -> None:
    """A value that is none of its kind is not used, not lost, and told; of two columns the first counts."""
    known, others, issues = read_facts(
        (("年份", "未知"), ("年度", "2022"), ("报告年度", "2021"), ("文件名", "a.txt"))
    )
    assert known == {"year": "2022"}
    assert others == {"年份": "未知", "报告年度": "2021", "文件名": "a.txt"}
    assert [(issue.code, dict(issue.fields)) for issue in issues] == [
        ("table_value", {"column": "年份", "value": "未知"})
    ]


def test_further_columns_of_meta_are_told_apart() -> None:
    """What --meta says beyond who reports is kept under its own name."""
    assert split_row({"year": "2023", "课题": "甲"}) == ({"year": "2023"}, {"课题": "甲"})
