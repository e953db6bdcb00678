"""In: tables and facts of a run. Out: their files in the output folder."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from nlp_reports.corpus.shelf import Shelf
from nlp_reports.errors import InputError, OutputError, SchemaError
from nlp_reports.saving import write_text, write_whole
from nlp_reports.schema import TABLES, check_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?[\d.,，．%]*$")


OUR_FILES = frozenset(
    {"report.html", "summary.md", "summary.zh.md", "summary.en.md", "summary.docx", "workbook.xlsx"}
    | {"data_dictionary.csv", "run.json"}
)
OUR_FOLDERS = frozenset({"tables", "charts", "stata", "spss"})
"""What an output folder holds; a later run must not read it as reports."""


def is_output(folder: Path) -> bool:
    """Tell whether `folder` holds the results of an earlier run."""
    return (folder / "tables" / "reports.parquet").is_file()


def open_folder(out: Path) -> Path:
    """Make the output folder and its `tables`; return it.

    Raises InputError where `out` is a file, OutputError where it cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise InputError("errors.out_is_file", path=out)
    try:
        (out / "tables").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError("errors.cannot_write", path=out, reason=error.strerror) from error
    return out


@contextmanager
def replace_results(out: Path) -> Iterator[Path]:
    """Give a folder to write all results into, and put them into `out` when all are written.

    What the run before wrote and this one did not is removed, so that nothing there is of another run.
    Where writing fails, `out` stays as it was. Raises OutputError where a file cannot be replaced,
    as one that a spreadsheet program holds open on Windows.
    """
    open_folder(out)
    earlier = _written_before(out)
    draft = out / ".part"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        yield draft
        made = sorted(each for each in draft.rglob("*") if each.is_file())
        for path in made:
            target = out / path.relative_to(draft)
            try:
                target.parent.mkdir(exist_ok=True)
                path.replace(target)
            except OSError as error:
                reason = error.strerror or error
                raise OutputError("errors.cannot_replace", path=target, reason=reason) from error
        for path in earlier - {out / each.relative_to(draft) for each in made}:
            path.unlink(missing_ok=True)
            if path.parent != out and not any(path.parent.iterdir()):
                path.parent.rmdir()
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _written_before(out: Path) -> set[Path]:
    """The files that the run before says it wrote, as far as they are where we write."""
    try:
        names = json.loads((out / "run.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, LookupError, TypeError):
        return set()
    told = {str(name) for name in names} if isinstance(names, list) else set()
    here = {name for name in told if name in OUR_FILES}
    deeper = {name for name in told if name.count("/") == 1 and name.split("/")[0] in OUR_FOLDERS}
    return {out / name for name in here | deeper if (out / name).is_file() and "\\" not in name}


def write_tables(tables: Mapping[str, pd.DataFrame], out: Path) -> tuple[Path, ...]:
    """Write each table as `tables/NAME.parquet` and, for spreadsheets, `tables/NAME.csv`.

    The CSV is UTF-8 with a byte order mark; text that a spreadsheet would run as a formula gets an
    apostrophe in front. The Parquet holds every text as it is. Tables on a shelf are moved here.
    """
    folder = out / "tables"
    for name in tables:
        parts = tables.parts(name) if isinstance(tables, Shelf) else iter([tables[name]])
        write_whole(folder / f"{name}.csv", partial(_write_csv, parts))
        if not isinstance(tables, Shelf):
            write_whole(folder / f"{name}.parquet", partial(_write_parquet, tables[name]))
    if isinstance(tables, Shelf):
        tables.move(folder)
    return tuple(folder / f"{name}.{suffix}" for name in tables for suffix in ("parquet", "csv"))


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Return the table `name` of an earlier run. Raises InputError where the folder does not hold it."""
    import pandas as pd

    path = folder / "tables" / f"{name}.parquet"
    try:
        table = pd.read_parquet(path)
    except FileNotFoundError as error:
        raise InputError("errors.no_results", path=folder) from error
    except (OSError, ValueError) as error:  # pyarrow's own errors are ValueErrors
        raise InputError("errors.broken_table", path=path) from error
    try:
        check_table(name, table)
    except SchemaError as error:
        raise InputError("errors.broken_table", path=path) from error
    return table.astype(TABLES[name])


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write one table to `path`, as Parquet or CSV by its suffix; return it.

    Raises InputError for another suffix, OutputError where it cannot be written.
    """
    writers = {".csv": partial(_write_csv, [table]), ".parquet": partial(_write_parquet, table)}
    if path.suffix.lower() not in writers:
        raise InputError("errors.table_suffix", path=path, known=", ".join(writers))
    return write_whole(path, writers[path.suffix.lower()])


def write_run(facts: Mapping[str, Any], out: Path) -> Path:
    """Write `run.json`, what was run on what; return its path."""
    text = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return write_text(out / "run.json", text)


def _write_parquet(table: pd.DataFrame, target: Path) -> None:
    table.to_parquet(target, index=False)


def _write_csv(parts: Iterable[pd.DataFrame], target: Path) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        for number, part in enumerate(parts):
            _without_formulas(part).to_csv(file, index=False, header=number == 0, lineterminator="\n")


def _without_formulas(table: pd.DataFrame) -> pd.DataFrame:
    safe = table.copy()
    for column in table.columns[table.dtypes == "string"]:
        text = table[column]
        risky = text.str.match(_FORMULA).fillna(False) & ~text.str.match(_PLAIN_NUMBER).fillna(True)
        safe.loc[risky, column] = "'" + text[risky]
    return safe
