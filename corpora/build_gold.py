"""In: passages, codings, adjudications in `corpora/gold`, and in `hard` there. Out: a `gold.jsonl` in each.

Run `python -m corpora.build_gold` from the root of the repository. A statement has the role and codes that
most of its readings give: those of its coders, who had only the codebook, and the writer's own intention as
one more. `adjudicated/NN.tsv` stands above them where it names a statement.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

GOLD = Path(__file__).parent / "gold"
HARD = GOLD / "hard"
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


def settle(readings: list[Coded]) -> Coded:
    """Return what most readings of a statement say: role, and each code by itself.

    Of two that differ, as of three that all do, every code counts that any coder gave.
    """
    role = Counter(each.role for each in readings).most_common(1)[0][0]
    if role not in ("problem", "measure"):
        return Coded(role, ())
    votes = Counter(code for each in readings for code in each.codes)
    most = [code for code, n in votes.items() if 2 * n > len(readings)]
    return Coded(role, tuple(sorted(most or votes)))


def read_readings(path: Path) -> tuple[int, list[dict[tuple[str, int], Coded]]]:
    """Return how many coders read a file of passages, and all readings: the coders', and the writer's own."""
    folder = path.parents[1]
    coders = [read_codes(folder / "codings" / f"{path.stem}.{letter}.tsv") for letter in "AB"]
    given = [each for each in coders if each]
    return len(given), [*given, read_codes(folder / "intended" / f"{path.stem}.tsv")]


def build(folder: Path = GOLD) -> list[dict[str, Any]]:
    """Return a folder's passages with settled codes, how many coders read them, and their families."""
    passages = []
    for path in sorted((folder / "passages").glob("*.txt")):
        coders, readings = read_readings(path)
        judged = read_codes(folder / "adjudicated" / f"{path.stem}.tsv")
        for passage in read_passages(path):
            for n, statement in enumerate(passage["statements"], 1):
                key = (passage["id"], n)
                settled = judged.get(key) or settle([each[key] for each in readings if key in each])
                statement |= {"role": settled.role, "codes": list(settled.codes)}
            passages.append({**passage, "coders": coders})
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
    for folder in (GOLD, HARD):
        lines = [json.dumps(each, ensure_ascii=False) for each in build(folder)]
        (folder / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
