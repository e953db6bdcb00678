"""In: a seed. Out: damaged inputs of every kind we read, made from the samples.

`python -m tests.fuzzing.mutate 200000` analyses so many and tells what crashed, hung or was lost: every input
must become a report, or be set aside with a reason that is not a fault of ours.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import pandas as pd

from nlp_reports.batch import FAILURES
from nlp_reports.intake import Task
from nlp_reports.limits import TooSlow, time_limit
from nlp_reports.model import SetAside
from nlp_reports.pipeline import analyze_piece
from nlp_reports.reading.unfold import unfold
from nlp_reports.recipe import Recipe, recipe_of

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples" / "reports"
SECONDS = 20.0
"""No damaged input of some ten kilobytes may take longer."""

_SIGNS = (
    "一、", "（一）", "1.", "第一", "：", "；", "。", "\n", "\t", "|", "/", "——", "０", "-1", "9" * 20,
    "\x00", "\ufeff", "\u202e", "<td>", "<td colspan=9999>", "<table>", "</table>", "<div>", "<tr>", "<!--",
    "&#x0;", "&nbsp;", "存在的主要问题及改进情况", "总体情况", "收到和处理政府信息公开申请情况", "无",
    "2023年", "（", "）", "《", "“",
)  # fmt: skip


class Trial(NamedTuple):
    """A damaged input and what came of it; `fault` is None where all is well."""

    name: str
    data: bytes
    fault: str | None


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """The samples, and the same text in tables and archives."""
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    found = [(path.suffix, path.read_bytes()) for path in files]
    pages = [(path.name, path.read_bytes()) for path in files if path.suffix == ".html"][:3]
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in pages:
            archive.writestr(name, data)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files if path.suffix == ".txt"]
    rows = pd.DataFrame({"标题": ["甲县年度报告", "乙县年度报告"], "正文": texts[:2]})
    sheet, parquet = BytesIO(), BytesIO()
    rows.to_excel(sheet, index=False)
    rows.to_parquet(parquet, index=False)
    found += [
        (".zip", packed.getvalue()),
        (".csv", rows.to_csv(index=False).encode()),
        (".jsonl", rows.to_json(orient="records", lines=True, force_ascii=False).encode()),
        (".xlsx", sheet.getvalue()),
        (".parquet", parquet.getvalue()),
    ]
    return tuple(found)


def mutations(number: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many damaged inputs: suffix and bytes; the same for the same seed."""
    dice = random.Random(seed)
    by_kind: dict[str, list[bytes]] = {}
    for suffix, data in seeds():
        by_kind.setdefault(suffix, []).append(data)
    kinds = sorted(by_kind)
    for _ in range(number):
        suffix = dice.choice(kinds)
        data = dice.choice(by_kind[suffix])
        inner = dice.random() < 0.5
        yield suffix, (_damage_inside(data, dice) if inner else None) or _damage(data, dice)


def _damage(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        data = dice.choice(_WAYS)(data, dice)
    return data[: 1 << 20]


def _damage_inside(data: bytes, dice: random.Random) -> bytes | None:
    """Damage one member of a package (DOCX, XLSX, ZIP) and leave the package whole; None for other files."""
    try:
        with ZipFile(BytesIO(data)) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except BadZipFile:
        return None
    chosen = dice.choice(sorted(members))
    members[chosen] = _damage(members[chosen], dice)
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return made.getvalue()


def _span(data: bytes, dice: random.Random) -> slice:
    at = dice.randrange(len(data) + 1)
    return slice(at, at + dice.choice((1, 2, 8, 64, 512, 4096)))


def _flip(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) or 1)
    return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, dice: random.Random) -> bytes:
    gone = _span(data, dice)
    return data[: gone.start] + data[gone.stop :]


def _end(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _repeat(data: bytes, dice: random.Random) -> bytes:
    part = _span(data, dice)
    return data[: part.start] + data[part] * dice.choice((2, 3, 50)) + data[part.stop :]


def _move(data: bytes, dice: random.Random) -> bytes:
    part, at = _span(data, dice), dice.randrange(len(data) + 1)
    return data[:at] + data[part] + data[at:]


def _put(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(_SIGNS).encode(dice.choice(("utf-8", "gb18030"))) + data[at:]


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _flip,
    _cut,
    _end,
    _repeat,
    _move,
    _put,
    _put,
)


def try_out(name: str, data: bytes, *, folder: Path, recipe: Recipe) -> str | None:
    """Analyse one input; return what went wrong, or None."""
    path = folder / name
    path.write_bytes(data)
    try:
        with time_limit(SECONDS):
            pieces = 0
            for piece in unfold(path, name=name):
                pieces += 1
                result = analyze_piece(Task(piece, {}), recipe=recipe)
                if isinstance(result, SetAside) and result.issue.code in FAILURES:
                    return f"{result.issue.code}: {dict(result.issue.fields).get('error')}"
            return None if pieces else "lost"
    except TooSlow:
        return "too slow"
    except Exception as error:
        return f"raised: {error!r}"


def trials(number: int, *, seed: int) -> Iterator[Trial]:
    """Yield so many trials, one after another."""
    recipe = recipe_of(sections=("problems", "measures"), codebook=None, model=None)
    with tempfile.TemporaryDirectory() as folder:
        for at, (suffix, data) in enumerate(mutations(number, seed=seed)):
            name = f"{at}{suffix}"
            yield Trial(name, data, try_out(name, data, folder=Path(folder), recipe=recipe))
            (Path(folder) / name).unlink()


def main() -> None:
    """Run the trials of the command line: how many, which seed, and a folder for what fails."""
    number, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    kept = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    kinds: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for trial in trials(number, seed=seed):
        kinds[Path(trial.name).suffix] += 1
        if trial.fault:
            faults[trial.fault] += 1
            if kept and faults[trial.fault] < 4:
                kept.mkdir(parents=True, exist_ok=True)
                (kept / f"{seed}-{trial.name}").write_bytes(trial.data)
                print(trial.name, trial.fault, flush=True)
    print(f"{sum(kinds.values())} inputs {dict(kinds)}, {sum(faults.values())} faults {dict(faults)}")


if __name__ == "__main__":
    main()
