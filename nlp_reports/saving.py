"""In: a path and what to write there. Out: the file, whole or not at all."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from nlp_reports.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file beside `path`, then put it in place in one step; return `path`.

    Raises OutputError, with the earlier file intact, where the folder is full or not writable.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(draft)
        draft.replace(path)
    except OSError as error:
        if draft.is_file():
            draft.unlink()
        raise OutputError("errors.cannot_write", path=path, reason=error.strerror or error) from error
    return path


def write_text(path: Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8 with line feeds, whole or not at all; raises as `write_whole`."""
    return write_whole(path, partial(_fill, text))


def _fill(text: str, draft: Path) -> None:
    draft.write_text(text, encoding="utf-8", newline="\n")


def repack(packed: bytes) -> bytes:
    """Return a ZIP with the same members, all of one date, so that the same content has the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(made, "w") as copy:
        for name in source.namelist():
            copy.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
