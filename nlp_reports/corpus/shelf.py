"""In: tables, whole or part by part. Out: the same by name, held in memory or kept in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, MutableMapping
from functools import partial
from typing import TYPE_CHECKING, Any

from nlp_reports.errors import OutputError
from nlp_reports.saving import write_whole
from nlp_reports.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa


class Held(dict[str, "pd.DataFrame"]):
    """Tables in memory."""

    def append(self, name: str, part: pd.DataFrame) -> None:
        """Add rows to the end of a table."""
        import pandas as pd

        self[name] = pd.concat([self[name], part], ignore_index=True) if name in self else part

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield a table, which has one part."""
        yield self[name]

    def close(self) -> None:
        """Do nothing: memory needs no closing."""


class Shelf(MutableMapping[str, "pd.DataFrame"]):
    """Tables as `NAME.parquet` in a folder, read each time they are asked for, so that none is held.

    Raises OutputError where the folder is full or not writable.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: dict[str, None] = {}
        self._open: dict[str, Any] = {}
        shutil.rmtree(folder, ignore_errors=True)  # what a killed run has left
        folder.mkdir(parents=True, exist_ok=True)

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> pd.DataFrame:
        import pandas as pd

        table = pd.read_parquet(self.path(name))
        return table.astype(TABLES[name]) if name in TABLES else table

    def __setitem__(self, name: str, table: pd.DataFrame) -> None:
        self._close(name)
        write_whole(self._file(name), partial(table.to_parquet, index=False))
        self._names[name] = None

    def __delitem__(self, name: str) -> None:
        self.path(name).unlink()
        del self._names[name]

    def append(self, name: str, part: pd.DataFrame) -> None:
        """Add rows to the end of a table; one that is whole already is copied for it."""
        import pyarrow as pa

        rows = pa.Table.from_pandas(part, preserve_index=False)
        try:
            if name not in self._open:
                self._begin(name, rows.schema)
            self._open[name].write_table(rows)
        except OSError as error:
            raise _unwritable(self._file(name), error) from error

    def _begin(self, name: str, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq

        before = self._file(name).with_suffix(".before")
        if name in self._names:
            self._file(name).replace(before)
        writer = self._open[name] = pq.ParquetWriter(self._file(name), schema)
        if name in self._names:
            with pq.ParquetFile(before) as file:
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group).cast(schema))
            before.unlink()
        self._names[name] = None

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        """Yield a table part by part."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path(name)) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group).to_pandas().astype(TABLES[name])

    def path(self, name: str) -> Path:
        """Return the file of a table that is whole. Raises KeyError where there is none."""
        if name not in self._names:
            raise KeyError(name)
        self._close(name)
        return self._file(name)

    def move(self, folder: Path) -> None:
        """Put all tables, whole, into another folder of the same disk, and go on from there."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in self:
            self.path(name).replace(folder / f"{name}.parquet")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = folder

    def close(self) -> None:
        """Make every table whole."""
        for name in list(self._open):
            self._close(name)

    def _close(self, name: str) -> None:
        if writer := self._open.pop(name, None):
            try:
                writer.close()
            except OSError as error:
                raise _unwritable(self._file(name), error) from error

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


Tables = Held | Shelf


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError("errors.cannot_write", path=path, reason=error.strerror or error)
