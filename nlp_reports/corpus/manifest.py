"""In: files and folders. Out: the files to read, each under the name by which the results call it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_reports.corpus.store import OUR_FILES, OUR_FOLDERS, is_output
from nlp_reports.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; `name` is its path relative to the folder the user gave, with `/`.

    It is `named` if the user gave it itself, not only a folder that holds it.
    """

    path: Path
    name: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the user's files and folders hold.

    `files` are to be read; `others` counts files of other kinds by suffix; `hollow` names folders
    without any report, `closed` files and folders that the system does not let us open.
    """

    files: tuple[InputFile, ...]
    others: dict[str, int]
    hollow: tuple[str, ...]
    closed: tuple[str, ...]


def find_inputs(
    inputs: Sequence[Path], *, suffixes: frozenset[str], readable: frozenset[str] | None = None
) -> Inputs:
    """Return what `inputs`, files and folders in any mix, stand for; files sorted by name, each once.

    A file named outright is taken whatever its suffix. Folders are searched with all below them for
    files whose lower-case suffix is in `suffixes`; hidden files, lock files of Office (`~$x.docx`), the
    results of an earlier run and links that lead back to where they came from are passed over. Where
    two files would have one name, each has its folder's name in front, then its whole path. Raises
    InputError for a path that does not exist, or where no file is found at all; the sentence then lists
    the suffixes that are `readable`, by default all.
    """
    found: dict[Path, list[str]] = {}
    named = {given.resolve() for given in inputs}
    others: dict[Path, str] = {}
    hollow: list[str] = []
    closed: list[str] = []
    for given in inputs:
        folder = _kind_of(given)
        base = given if folder else given.parent
        seen = list(_walk(given, closed)) if folder else [given]
        taken = [path for path in seen if not folder or path.suffix.lower() in suffixes]
        others |= {path.resolve(): path.suffix.lower() for path in seen if path not in set(taken)}
        if not taken:
            hollow.append(_printable(given.as_posix()))
        for path in taken:
            name = _printable(path.relative_to(base).as_posix())
            found.setdefault(path.resolve(), [name, f"{_printable(base.resolve().name)}/{name}"])
    if not found:
        raise InputError(
            "corpus.nothing_to_read", path=", ".join(hollow), suffixes=" ".join(sorted(readable or suffixes))
        )
    files = tuple(sorted(_named(found, named), key=lambda file: file.name))
    return Inputs(files, dict(sorted(Counter(others.values()).items())), tuple(hollow), tuple(closed))


def _kind_of(given: Path) -> bool:
    """Tell whether a path is a folder; raises InputError where there is nothing to be had."""
    try:
        if not given.exists():
            raise InputError("corpus.no_such_path", path=_printable(str(given)))
        return given.is_dir()
    except OSError as error:
        raise InputError("corpus.no_such_path", path=_printable(str(given))) from error


def _walk(folder: Path, closed: list[str]) -> Iterator[Path]:
    """Files below `folder` but hidden ones; links to folders are followed once each, so that a loop ends."""
    seen: set[tuple[int, int]] = set()

    def shut(error: OSError) -> None:
        closed.append(_printable(Path(error.filename or folder).relative_to(folder).as_posix()))

    for parent, folders, names in os.walk(folder, followlinks=True, onerror=shut):
        status = Path(parent).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        ours = is_output(Path(parent))
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and not (ours and each in OUR_FOLDERS)
        )
        for name in sorted(names):
            if name.startswith((".", "~$")) or (ours and name in OUR_FILES):
                continue
            path = Path(parent, name)
            if path.is_file():
                yield path
            else:
                closed.append(_printable(path.relative_to(folder).as_posix()))


def _named(found: dict[Path, list[str]], named: set[Path]) -> Iterator[InputFile]:
    """Give each file the shortest of its names that no other file has."""
    counts = Counter(name for names in found.values() for name in set(names))
    for path, names in found.items():
        shortest = next((name for name in names if counts[name] == 1), _printable(path.as_posix()))
        yield InputFile(path, shortest, path in named)


def _printable(name: str) -> str:
    """Return a name that can be written: one of bytes that are no UTF-8 is mostly GB18030 from an archive."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")
