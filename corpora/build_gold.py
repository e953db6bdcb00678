"""In: passages, codings and adjudications in `corpora/gold`. Out: `corpora/gold/gold.jsonl`.

Run `python -m corpora.build_gold` from the root of the repository. A statement on which both coders agree
has their role and codes; for every other the adjudication must say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

GOLD = Path(__file__).parent / "gold"
_MARK = re.compile(r"⟦([PMA]) ?([^⟦⟧]*)⟧")
_ROLES = {"P": "problem", "M": "measure", "A": "achievement"}
_SHINGLE = 10
_ALIKE = 0.2
"""Share of a passage's runs of characters from which on it belongs to another's family."""


class Coded(NamedTuple):
    role: str
    codes: tuple[str, ...]


def read_passages(path: Path) -> Iterator[dict[str, Any]]:
    """Yield id, facts, text and marked statements of each passage."""
    for block in re.split(r"(?m)^(?=### )", path.read_text(encoding="utf-8")):
        if not block.strip():
            continue
        head, _, marked = block.partition("\n")
        marked = marked.strip("\n")
        name, year, level, body, arrangement = (each.strip() for each in head.removeprefix("###").split("|"))
        text, statements, at = "", [], 0
        for mark in _MARK.finditer(marked):
            text += marked[at : mark.start()]
            statements.append({"start": len(text), "end": len(text) + len(mark[2]), "role": _ROLES[mark[1]]})
            text += mark[2]
            at = mark.end()
        text += marked[at:]
        facts = {"year": int(year), "level": level, "body": body, "arrangement": arrangement}
        yield {"id": name, **facts, "text": text, "statements": statements}


def read_codes(path: Path) -> dict[tuple[str, int], Coded]:
    """Return role and codes by passage and number of the statement; none where the file is missing."""
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {(row[0], int(row[1])): _coded(row[2], row[3]) for row in rows}


def _coded(role: str, codes: str) -> Coded:
    return Coded(_ROLES.get(role, role), tuple(sorted(filter(None, codes.split(";")))))


def settle(a: Coded, b: Coded, judged: Coded | None, *, where: str) -> Coded:
    """Return what both coders say, or else the adjudication."""
    if judged:
        return judged
    if a != b:
        raise SystemExit(f"{where}: {a} and {b}, not adjudicated")
    return a


def build() -> list[dict[str, Any]]:
    """Return all passages with settled codes and their families."""
    passages = []
    for path in sorted((GOLD / "passages").glob("*.txt")):
        a, b, judged = (
            read_codes(GOLD / folder / f"{path.stem}{letter}.tsv")
            for folder, letter in (("codings", ".A"), ("codings", ".B"), ("adjudicated", ""))
        )
        if not a or not b:
            continue
        for passage in read_passages(path):
            for n, statement in enumerate(passage["statements"], 1):
                key = (passage["id"], n)
                settled = settle(a[key], b[key], judged.get(key), where=f"{path.name}: {key}")
                statement |= {"role": settled.role, "codes": list(settled.codes)}
            passages.append(passage)
    families = find_families({each["id"]: each["text"] for each in passages})
    return [{"id": each["id"], "family": families[each["id"]], **each} for each in passages]


def find_families(texts: dict[str, str]) -> dict[str, str]:
    """Return for each passage the first of those it shares many runs of characters with."""
    runs = {name: _runs(text) for name, text in texts.items()}
    family: dict[str, str] = {}
    for name, own in runs.items():
        alike = (
            family[other]
            for other in family
            if own and len(own & runs[other]) > _ALIKE * min(len(own), len(runs[other]) or 1)
        )
        family[name] = next(alike, name)
    return family


def _runs(text: str) -> set[str]:
    bare = re.sub(r"[\W\d]", "", text)
    return {bare[at : at + _SHINGLE] for at in range(len(bare) - _SHINGLE + 1)}


def main() -> None:
    lines = [json.dumps(each, ensure_ascii=False) for each in build()]
    (GOLD / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
