"""In: what a run is made by, and a task. Out: the key of its result: equal keys have equal results."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nlp_reports.intake import digest, digest_piece

if TYPE_CHECKING:
    from nlp_reports.intake import Task

_MADE_OF = frozenset({".py", ".yaml", ".toml", ".csv", ".json", ".txt", ".zip"})
"""Suffixes of the files of the package that results depend on."""


class Recipe(NamedTuple):
    """What results depend on beside the input: sections that are coded, and the files to code by.

    The files are None for what ships with the package, each with its SHA-256.
    """

    sections: tuple[str, ...]
    codebook: Path | None
    codebook_sha256: str | None
    model: Path | None
    model_sha256: str | None


def recipe_of(*, sections: tuple[str, ...], codebook: str | Path | None, model: str | Path | None) -> Recipe:
    """Return the recipe of a run, its files read once."""
    book, trained = (Path(each) if each is not None else None for each in (codebook, model))
    hashes = [digest(path) if path else None for path in (book, trained)]
    return Recipe(sections, book, hashes[0], trained, hashes[1])


def key_of(task: Task, recipe: Recipe) -> bytes:
    """Return the key of what `task` gives: of its content, what is known of it, the recipe and our code."""
    piece = task.piece
    told = (
        _digest_package(), recipe.sections, recipe.codebook_sha256, recipe.model_sha256,
        digest_piece(piece), piece.name, piece.title, piece.url, piece.facts, piece.notes, piece.issue,
        sorted(task.metadata.items()),
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).digest()


@cache
def _digest_package() -> str:
    """The SHA-256 of the package's own code and data, which change between two releases too."""
    package = Path(__file__).parent
    content = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in _MADE_OF and path.is_file():
            content.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return content.hexdigest()
