"""In: tables. Out: files that come back as they were, and are safe to open."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from nlp_reports.corpus.store import open_folder, replace_results, write_run, write_tables
from nlp_reports.errors import InputError, OutputError
from nlp_reports.saving import write_whole
from nlp_reports.schema import TABLES, tabulate_rows

HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "-5", "+3.5%", "普通文字", ""]


def cells(texts: list[str]) -> pd.DataFrame:
    return tabulate_rows("cells", [{"report_id": "r", "raw": text} for text in texts])


def test_parquet_keeps_every_text(tmp_path: Path) -> None:
    """What was printed comes back from Parquet character for character, with its dtype."""
    table = cells(HOSTILE)
    write_tables({"cells": table}, open_folder(tmp_path / "out"))
    back = pd.read_parquet(tmp_path / "out/tables/cells.parquet")
    assert back["raw"].tolist() == HOSTILE
    assert {name: str(dtype) for name, dtype in back.dtypes.items()} == TABLES["cells"]


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    """The CSV has a byte order mark; formulas are neutralised, plain signed numbers are not touched."""
    write_tables({"cells": cells(HOSTILE)}, open_folder(tmp_path))
    assert (tmp_path / "tables/cells.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(tmp_path / "tables/cells.csv", dtype="string", keep_default_na=False)
    assert back["raw"].tolist() == ["'" + text for text in HOSTILE[:5]] + HOSTILE[5:]


@pytest.mark.parametrize("name", TABLES)
def test_empty_tables_keep_their_columns(tmp_path: Path, name: str) -> None:
    """A corpus without rows still writes every table with its columns."""
    write_tables({name: tabulate_rows(name, [])}, open_folder(tmp_path))
    assert list(pd.read_parquet(tmp_path / f"tables/{name}.parquet").columns) == list(TABLES[name])


def test_a_failed_write_leaves_the_earlier_file(tmp_path: Path) -> None:
    """A full disk midway costs nothing of what was there, and says so in one sentence."""
    path = tmp_path / "summary.md"
    path.write_text("earlier", encoding="utf-8")

    def fail(target: Path) -> None:
        target.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_whole(path, fail)
    assert path.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_out_must_not_be_a_file(tmp_path: Path) -> None:
    """An output that is a file is misuse."""
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(InputError):
        open_folder(tmp_path / "out")


def test_run_json_is_sorted_and_readable(tmp_path: Path) -> None:
    """run.json is JSON with Chinese as it is."""
    write_run({"b": "青禾市", "a": 1}, tmp_path)
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"a": 1, "b": "青禾市"}
    assert text.index('"a"') < text.index('"b"') and "青禾市" in text


def test_results_are_replaced_together(tmp_path: Path) -> None:
    """Where one file cannot be written, the earlier results stay, all of them."""
    out = tmp_path / "out"
    with replace_results(out) as draft:
        write_tables({"cells": cells(["first"])}, draft)
    with pytest.raises(OSError, match="full"), replace_results(out) as draft:
        write_tables({"cells": cells(["second"])}, draft)
        raise OSError(28, "full")
    assert pd.read_parquet(out / "tables/cells.parquet")["raw"].tolist() == ["first"]
    assert sorted(path.name for path in out.iterdir()) == ["tables"]
