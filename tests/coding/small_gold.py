"""In: tests/coding/sentences.yaml. Out: a small gold file, for tests of what reads and learns from gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

SENTENCES = Path(__file__).with_name("sentences.yaml")


def small_gold(passages: int = 40) -> list[dict[str, Any]]:
    """Passages of two problems and two measures each, sentences of the file dealt out in turn."""
    told = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    made = []
    for n in range(passages):
        text, statements = "存在的主要问题：", []
        for role, lead in (
            ("problem", "一是"),
            ("problem", "；二是"),
            ("measure", "。下一步，"),
            ("measure", "；"),
        ):
            sentences = told[role]
            sentence, codes = sentences[(3 * n + len(statements)) % len(sentences)]
            start = len(text) + len(lead)
            text += lead + sentence
            statements.append({"start": start, "end": len(text), "role": role, "codes": codes})
        made.append(
            {"id": f"s-{n:02d}", "family": f"f-{n // 2:02d}", "text": text + "。", "statements": statements}
        )
    return made


def write_gold(path: Path, passages: list[dict[str, Any]]) -> Path:
    """Write the passages as JSON Lines."""
    lines = [json.dumps(each, ensure_ascii=False) for each in passages]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
