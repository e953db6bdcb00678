"""In: the package's source. Out: the rules of the house, held."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

PACKAGE = Path(str(files("nlp_reports")))
MODULES = sorted(PACKAGE.rglob("*.py"))
STAGES = ("reading", "parsing", "coding", "corpus", "comparing", "writing")
BASE = {"model", "schema", "errors", "wording", "resource", "saving", "delimited", "chinese", "resources"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> set[str]:
    """Every module of ours that a module imports, at the top or inside a function."""
    known = {name_of(each) for each in MODULES}
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found & known


def public_nodes(path: Path) -> list[ast.FunctionDef | ast.ClassDef]:
    nodes: list[ast.FunctionDef | ast.ClassDef] = []
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            nodes.append(node)
            if isinstance(node, ast.ClassDef):
                nodes += [
                    each
                    for each in node.body
                    if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
                ]
    return nodes


def code_lines(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body without its docstring, comments and blank lines."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    if not body:
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    """A stage imports BASE and its own siblings; only the top of the package sees several stages."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if parts[0] not in STAGES and parts[0] not in BASE:
        return
    allowed = BASE | ({parts[0]} if parts[0] in STAGES else set())
    wrong = {name for name in imports_of(path) if "." in name and name.split(".")[1] not in allowed}
    assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"


def test_no_cycle() -> None:
    """No module imports itself through others."""
    graph = {name_of(path): imports_of(path) - {name_of(path)} for path in MODULES}
    for package in ("nlp_reports", *(f"nlp_reports.{stage}" for stage in STAGES)):
        graph.pop(package, None)
    while graph:
        free = {name for name, needs in graph.items() if not needs & graph.keys()}
        assert free, f"a cycle among {sorted(graph)}"
        graph = {name: needs for name, needs in graph.items() if name not in free}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_small(path: Path) -> None:
    """No module over 400 lines, no function over 40 lines of code, no drawer for odds and ends."""
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_MODULE
    assert path.stem not in DRAWERS
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert code_lines(path, node) <= LONGEST_FUNCTION, f"{name_of(path)}.{node.name} is too long"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_what_comes_in_and_goes_out(path: Path) -> None:
    """The first line of every module says what comes in and what goes out."""
    first = (ast.get_docstring(tree_of(path)) or "").split("\n")[0]
    assert first.startswith("In: ") and "Out: " in first, name_of(path)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_names_are_typed_and_documented(path: Path) -> None:
    """Every public function and class has a docstring, every public function its types."""
    for node in public_nodes(path):
        assert ast.get_docstring(node), f"{name_of(path)}.{node.name} has no docstring"
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert node.returns is not None, f"{name_of(path)}.{node.name} has no return type"
            assert all(each.annotation for each in arguments if each.arg not in {"self", "cls"})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_pickle_and_no_network(path: Path) -> None:
    """Input is hostile: nothing unpickles, and nothing talks to a network."""
    forbidden = {
        "pickle",
        "joblib",
        "marshal",
        "shelve",
        "socket",
        "urllib.request",
        "http.client",
        "requests",
    }
    for node in ast.walk(tree_of(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        assert not forbidden & set(names), name_of(path)


def test_public_names_are_listed_once_and_exist() -> None:
    """`__all__` is the list of public names; each can be had, and each has a home."""
    import nlp_reports

    assert nlp_reports.__all__ == sorted(
        nlp_reports.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert set(nlp_reports.__all__) == set(nlp_reports._HOMES)
    for name in nlp_reports.__all__:
        assert getattr(nlp_reports, name) is not None


def test_import_is_cheap() -> None:
    """`import nlp_reports` and the command line's parser load no heavy library."""
    heavy = "pandas sklearn scipy pyarrow jieba rjieba pdfplumber docx selectolax jinja2 yaml rich"
    code = (
        "import sys, nlp_reports, nlp_reports.cli as cli; cli._parser('zh');"
        f"print([m for m in {heavy!r}.split() if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
