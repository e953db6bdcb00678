"""In: a JSON Lines file of passages coded by hand. Out: Gold.

One passage a line; `start` and `end` count characters of `text`:

    {"id": "a-001", "family": "a-001", "text": "公开内容不够全面。今后扩大公开范围。",
     "statements": [{"start": 0, "end": 8, "role": "problem", "codes": ["content_coverage"]},
                    {"start": 9, "end": 17, "role": "measure", "codes": ["content_coverage"]}]}

`family` may be missing; passages that were made from one another bear the same. Other keys are left alone.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, get_args

from nlp_reports.coding.cues import CUE_ROLES
from nlp_reports.errors import ResourceError
from nlp_reports.model import Codebook, Gold, Passage, Role, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST = 200_000_000


class _MalformedError(Exception):
    """A line that is no passage; its argument is a key of `resources/prose/coding.toml`, and its fields."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.key, self.fields = key, fields


def load_gold(path: Path, *, codebook: Codebook) -> Gold:
    """Return the passages in `path`, whose codes must be those of `codebook`.

    Raises ResourceError, one sentence with file, line and remedy, for what is no gold.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ResourceError("coding.gold_too_large", file=path, megabytes=_LARGEST // 1_000_000)
        data = path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise ResourceError("coding.gold_missing", file=path, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise ResourceError("coding.gold_encoding", file=path) from error
    known = frozenset(code.id for code in codebook.codes)
    passages: dict[str, Passage] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            passage = _passage(line, known)
            if passage.id in passages:
                raise _MalformedError("gold_twice", name=passage.id)
        except _MalformedError as error:
            raise ResourceError(f"coding.{error.key}", file=path, line=number, **error.fields) from error
        passages[passage.id] = passage
    if not passages:
        raise ResourceError("coding.gold_empty", file=path)
    return Gold(tuple(passages.values()), hashlib.sha256(data).hexdigest())


def _passage(line: str, known: frozenset[str]) -> Passage:
    try:
        data = json.loads(line)
        id_, text, told = str(data["id"]), str(data["text"]), list(data["statements"])
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise _MalformedError("gold_no_passage") from error
    statements: list[Statement] = []
    codes: list[frozenset[str]] = []
    for n, each in enumerate(told, 1):
        span, role, ids = _told(each, text, after=statements[-1].span.end if statements else 0, known=known)
        words = text[span.start : span.end]
        statements.append(Statement(f"{id_}-{n:03d}", id_, "problems", n, role, span, words))
        codes.append(ids)
    return Passage(id_, str(data.get("family") or id_), text, tuple(statements), tuple(codes))


def _told(
    statement: Any, text: str, *, after: int, known: frozenset[str]
) -> tuple[Span, Role, frozenset[str]]:
    try:
        span = Span(int(statement["start"]), int(statement["end"]))
        role, ids = statement["role"], frozenset(map(str, statement.get("codes", ())))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _MalformedError("gold_no_statement") from error
    if not after <= span.start < span.end <= len(text):
        raise _MalformedError("gold_span", start=span.start, end=span.end)
    if role not in get_args(Role):
        raise _MalformedError("gold_role", role=role, roles=", ".join(get_args(Role)))
    for code in sorted(ids - known):
        raise _MalformedError("gold_code", code=code)
    if ids and role not in CUE_ROLES:
        raise _MalformedError("gold_codes_without_role", role=role)
    return span, role, ids


def coded(gold: Gold) -> Iterator[tuple[Passage, Statement, frozenset[str]]]:
    """Yield every statement that may bear codes, with its passage and its codes."""
    for passage in gold.passages:
        for statement, codes in zip(passage.statements, passage.codes, strict=True):
            if statement.role in CUE_ROLES:
                yield passage, statement, codes
