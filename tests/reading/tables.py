"""In: a header and rows. Out: the same table as the bytes of each format."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Rows = Sequence[Sequence[Any]]


def as_csv(header: Sequence[str], rows: Rows, encoding: str = "utf-8") -> bytes:
    """As Excel and pandas write it."""
    out = StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def as_jsonl(header: Sequence[str], rows: Rows) -> bytes:
    """One object a line; empty cells are left out."""
    objects = ({name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows)
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects).encode()


def as_xlsx(header: Sequence[str], rows: Rows, sheets: Sequence[str] = ("Sheet1",)) -> bytes:
    """A workbook with the same table in each sheet."""
    book = openpyxl.Workbook()
    for place, title in enumerate(sheets):
        sheet = book.create_sheet(title, place)
        for row in (header, *rows):
            sheet.append(list(row))
    del book["Sheet"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(header: Sequence[str], rows: Rows) -> bytes:
    """One row group."""
    out = BytesIO()
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    pq.write_table(pa.table(dict(zip(header, map(list, columns), strict=True))), out)
    return out.getvalue()


FORMATS = {".csv": as_csv, ".jsonl": as_jsonl, ".xlsx": as_xlsx, ".parquet": as_parquet}
