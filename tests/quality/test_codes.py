"""Codes and roles on the real reports, held by floors."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nlp_reports.chinese.folding import fold
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.coding.panel import Panel, load_panel
from nlp_reports.coding.statements import extract_statements
from nlp_reports.model import Statement
from nlp_reports.parsing.report import parse_report
from nlp_reports.reading.document import read_document

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
Pair = tuple[str, str]


class Coded(NamedTuple):
    truth: dict[str, Any]
    statements: tuple[Statement, ...]
    pairs: set[Pair]


def panel_of_cues() -> Panel:
    panel = load_panel(load_codebook())
    return replace(panel, coders=panel.coders[:1], weights=None)


@pytest.fixture(scope="module", params=["cues", "codes"])
def measured(request: pytest.FixtureRequest, real_reports: Path) -> tuple[str, dict[str, Coded]]:
    """What the cues alone find in the real reports, and what both coders find together."""
    panel = panel_of_cues() if request.param == "cues" else load_panel(load_codebook())
    found: dict[str, Coded] = {}
    for line in (real_reports / "expected_codes.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        path = next(each for each in real_reports.iterdir() if each.stem == truth["report"])
        statements = extract_statements(parse_report(read_document(path)))
        roles = {each.id: each.role for each in statements}
        _, decisions = panel.code(statements)
        pairs = {(roles[each.statement_id], each.code) for each in decisions if each.assigned}
        found[truth["report"]] = Coded(truth, statements, pairs)
    return request.param, found


def pairs_of(truth: dict[str, Any], key: str) -> set[Pair]:
    return {(role, code) for role, code in truth[key]}


def bare(text: str) -> str:
    return re.sub(r"[\s\W]", "", fold(text))


def roles_told(each: Coded) -> Iterator[bool]:
    """For every quote that is found: whether all statements that hold or lie in it have its role."""
    for quote in each.truth["statements"]:
        words = bare(quote["quote"])
        held = [s.role for s in each.statements if words in bare(s.text) or bare(s.text) in words]
        if held:
            yield set(held) <= {quote["role"], "context"} and quote["role"] in held


def test_codes_reach_the_floors(measured: tuple[str, dict[str, Coded]]) -> None:
    """Micro precision, recall and F1 over all reports; tolerated pairs count neither way."""
    name, coded = measured
    right = wrong = missed = 0
    for each in coded.values():
        wanted, tolerated = pairs_of(each.truth, "codes"), pairs_of(each.truth, "tolerated")
        right += len(each.pairs & wanted)
        wrong += len(each.pairs - wanted - tolerated)
        missed += len(wanted - each.pairs)
    reached = {
        "precision": right / (right + wrong),
        "recall": right / (right + missed),
        "f1": 2 * right / (2 * right + wrong + missed),
    }
    assert all(reached[each] >= FLOORS[name][each] for each in reached), reached


def test_roles_reach_the_floor(measured: tuple[str, dict[str, Coded]]) -> None:
    """The share of quoted statements that have their role."""
    name, coded = measured
    told = [right for each in coded.values() for right in roles_told(each)]
    assert len(told) > 100
    assert sum(told) / len(told) >= FLOORS[name]["roles"]


def test_haidong_transport_2023(measured: tuple[str, dict[str, Coded]]) -> None:
    """The report that every change must get right: these problems, and measures among these."""
    pairs = measured[1]["haidong_transport_2023"].pairs
    assert {code for role, code in pairs if role == "problem"} == {
        "awareness", "disclosure_form", "standardisation", "timeliness", "content_coverage",
        "content_depth", "interpretation_form",
    }  # fmt: skip
    assert {code for role, code in pairs if role == "measure"} == {
        "responsibility", "mechanism", "training", "innovation", "disclosure_form", "content_coverage",
        "content_depth",
    }  # fmt: skip
