"""In: a path and a text. Out: the file, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def write_text(path: Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8 in one step and return `path`.

    Raises OutputError, with an earlier file intact, where the folder is full or not writable.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        if draft.is_file():
            draft.unlink()
        raise OutputError("errors.cannot_write", path=path, reason=error.strerror or error) from error
    return path
