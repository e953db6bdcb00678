"""In: README, DESIGN and the other documents. Out: their commands and figures, held true."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from nlp_reports.cli import _parser
from nlp_reports.coding.codebook import load_codebook
from nlp_reports.schema import TABLES

ROOT = Path(__file__).resolve().parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
DOCUMENTS = [
    *READMES,
    ROOT / "DESIGN.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "corpora/README.md",
]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.S)


def commands(path: Path) -> list[list[str]]:
    lines = [line for block in blocks(path, "sh") for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


@pytest.mark.parametrize("path", [*READMES, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    """Every `make` command a document gives is a target of the Makefile."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {words[1] for words in commands(path) if words[0] == "make"}
    assert named and named <= targets


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_command_lines_are_understood(path: Path) -> None:
    """Every `nlp-reports` command a README gives is one the parser takes."""
    lines = [words[1:] for words in commands(path) if words[0].endswith("nlp-reports")]
    assert lines
    for words in lines:
        assert _parser("en").parse_args(words).run


def test_the_two_readmes_say_the_same() -> None:
    """Chinese and English README give the same commands, the same code, the same columns."""

    def outline(path: Path) -> list[object]:
        code = [re.sub(r"#.*", "", block).split() for block in blocks(path, "python")]
        tables = re.findall(r"^\| `(\w+)` \|.*\| ([\w, ]+) \|$", path.read_text(encoding="utf-8"), re.M)
        lines = [[word for word in words if word not in {"--lang", "en"}] for words in commands(path)]
        return [code, tables, lines]

    assert outline(READMES[0]) == outline(READMES[1])


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_columns_are_as_documented(path: Path) -> None:
    """The README lists exactly the columns of every table."""
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| ([\w, ]+) \|$", path.read_text(encoding="utf-8"), re.M))
    assert {name: columns.split(", ") for name, columns in listed.items()} == {
        name: list(columns) for name, columns in TABLES.items()
    }


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_options_are_documented(path: Path) -> None:
    """Every option of every command stands in the README."""
    text = path.read_text(encoding="utf-8")
    choices = _parser("en")._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for name, command in choices.items():
        assert f"nlp-reports {name}" in text
        assert all(each in text for each in _options(command) - {"--help"})


def _options(command: ArgumentParser) -> set[str]:
    """The options of a command and of those below it, whose names stand with them."""
    found = set()
    for action in command._actions:
        found |= {each for each in action.option_strings if each[:2] == "--"}
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                found |= {f"`{name}`"} | _options(below)
    return found


@pytest.mark.parametrize("path", [*READMES, ROOT / "CHANGELOG.md"], ids=lambda path: path.name)
def test_the_number_of_codes_is_true(path: Path) -> None:
    """The documents count the codes of the shipped codebook as they are."""
    counts = re.findall(r"(\d+) (?:codes|个编码)", path.read_text(encoding="utf-8"))
    assert counts and {int(count) for count in counts} == {len(load_codebook().codes)}


@pytest.mark.parametrize("block", blocks(READMES[0], "python"), ids=["corpus", "stages"])
def test_python_examples_run(block: str) -> None:
    """The README's Python runs from the top of the repository as it stands."""
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a document leads to a file."""
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


def test_ci_runs_the_readme_test_command() -> None:
    """CI calls the README's test command and nothing that is not also in the README."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    calls = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]
    assert calls == ["make test"]
    assert ["make", "test"] in commands(READMES[0])
