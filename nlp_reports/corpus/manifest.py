"""In: files and folders. Out: the files to read, each under the name by which the results call it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; `name` is its path relative to the folder the user gave, with `/`."""

    path: Path
    name: str


def find_inputs(
    inputs: Sequence[Path], *, suffixes: frozenset[str], leave_out: Path | None = None
) -> tuple[InputFile, ...]:
    """Return the files that `inputs`, files and folders in any mix, stand for, sorted by name, each once.

    A file named outright is taken whatever its suffix. Folders are searched with all below them for
    files whose lower-case suffix is in `suffixes`; hidden files, lock files of Office (`~$x.docx`), the
    folder `leave_out` and links that lead back to where they came from are passed over. Where two
    files would have one name, each has its folder's name in front, then its whole path. Raises
    InputError for a path that does not exist, or where no file is found.
    """
    found: dict[Path, list[str]] = {}
    for given in inputs:
        if not given.exists():
            raise InputError("corpus.no_such_path", path=given)
        members = [given]
        if given.is_dir():
            members = [path for path in _walk(given, leave_out) if path.suffix.lower() in suffixes]
        base = given if given.is_dir() else given.parent
        top = base.resolve().name
        taken = {path.resolve(): path.relative_to(base).as_posix() for path in members}
        if not taken:
            raise InputError("corpus.nothing_to_read", path=given, suffixes=" ".join(sorted(suffixes)))
        for path, name in taken.items():
            found.setdefault(path, [name, f"{top}/{name}"])
    return tuple(sorted(_named(found), key=lambda file: file.name))


def count_passed_over(
    inputs: Sequence[Path], *, suffixes: frozenset[str], leave_out: Path | None = None
) -> dict[str, int]:
    """Return how many files of other suffixes the folders in `inputs` hold, by suffix, sorted."""
    others = {
        path.resolve(): path.suffix.lower()
        for given in inputs
        if given.is_dir()
        for path in _walk(given, leave_out)
        if path.suffix.lower() not in suffixes
    }
    return dict(sorted(Counter(others.values()).items()))


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    """Files below `folder` but hidden ones; links to folders are followed once each, so that a loop ends."""
    seen: set[tuple[int, int]] = set()
    shunned = leave_out.resolve() if leave_out else None
    for parent, folders, names in os.walk(folder, followlinks=True):
        status = Path(parent).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and Path(parent, each).resolve() != shunned
        )
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith((".", "~$")) and path.is_file():
                yield path


def _named(found: dict[Path, list[str]]) -> Iterator[InputFile]:
    """Give each file the shortest of its names that no other file has."""
    counts = Counter(name for names in found.values() for name in set(names))
    for path, names in found.items():
        yield InputFile(path, next((name for name in names if counts[name] == 1), path.as_posix()))
