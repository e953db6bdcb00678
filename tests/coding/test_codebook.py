"""The shipped codebook, and codebooks of users."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nlp_reports.coding.codebook import assigned_codes, load_codebook
from nlp_reports.coding.cues import CUE_ROLES, CueCoder
from nlp_reports.errors import ResourceError

OWN = """\
version: "2"
dimensions:
  content: {zh: 内容, en: Content}
words:
  更新: [更新, 维护]
codes:
  - id: slow
    dimension: content
    zh: 慢
    en: Slow
    definition: 更新慢。
    cues:
      problem: ["{更新}…{不足}"]
      not: [答复…不]
    examples:
      - problem: 栏目更新不够及时
    not_examples:
      - problem: 答复更新不够及时
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "own.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_shipped_codebook_is_whole() -> None:
    """All 27 codes of six dimensions, each with cues and examples in the roles in which it makes sense."""
    book = load_codebook()
    assert (book.version, len(book.codes), len(book.dimensions)) == ("1.1", 27, 6)
    problems_only = {"special_nature", "none_stated"}
    for code in book.codes:
        roles = {"problem"} if code.id in problems_only else set(CUE_ROLES)
        assert {role for role, _ in code.examples} == roles, code.id
        assert roles <= {role for role, _ in code.cues}, code.id
        assert code.definition and code.zh and code.en
    assert {code.id for code in book.codes if code.alone} == {"general_gap", "none_stated"}


def test_a_codebook_of_ones_own_works_the_same(write: Callable[[str], Path]) -> None:
    """Words of the file and of the package may be named; `not` takes back."""
    book = load_codebook(write(OWN))
    coder = CueCoder(book)
    assert [code.id for code in book.codes] == ["slow"]
    assert assigned_codes(coder, "problem", "网站维护还不够") == {"slow"}
    assert assigned_codes(coder, "measure", "网站维护还不够") == set()


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("栏目更新不够及时\n    not", "公开渠道单一\n    not", 16, "公开渠道单一"),
        ("答复更新不够及时", "栏目更新不够", 18, "栏目更新不够"),
        ("{更新}…{不足}", "{更换}…{不足}", 13, "{更换}"),
        ("{更新}…{不足}", "({更新}…{不足}", 13, "括号"),
        ("dimension: content", "dimension: 别的", 8, "别的"),
        ("      problem: [", "      problems: [", 13, "problems"),
        ("    zh: 慢\n", "", 7, "zh"),
        ("  - problem: 栏目", "  - 问题: 栏目", 16, "problem"),
        ("codes:", "codes: [", 7, "YAML"),
        ("version:", "versions:", 1, "version"),
        ("definition: 更新慢。", "definition: []", 11, "文字"),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_line(
    write: Callable[[str], Path], old: str, new: str, line: int, part: str
) -> None:
    """One sentence names the file, the line and what is wrong, in either language."""
    assert old in OWN
    with pytest.raises(ResourceError) as caught:
        load_codebook(write(OWN.replace(old, new, 1)))
    message = caught.value.message("zh")
    assert "own.yaml" in message and part in message
    assert f"第 {line} 行" in message or part == "YAML"
    assert "own.yaml" in caught.value.message("en")


def test_an_id_may_be_used_once(write: Callable[[str], Path]) -> None:
    """A second code of the same id is refused."""
    code = OWN[OWN.index("  - id") :]
    with pytest.raises(ResourceError, match="slow"):
        load_codebook(write(OWN + code))


@pytest.mark.parametrize("text", ["", "各位同事：周五开会。", "- 1\n- 2", "a: &a [*a]", "\x00"])
def test_a_file_that_is_no_codebook_is_refused(write: Callable[[str], Path], text: str) -> None:
    """Whatever the file holds, the answer is one sentence."""
    with pytest.raises(ResourceError, match=r"own\.yaml"):
        load_codebook(write(text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path to nothing is the caller's mistake, told in one sentence."""
    with pytest.raises(ResourceError, match=r"none\.yaml"):
        load_codebook(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("id: slow", "id: '*'", "*"),
        ("id: slow", "id: Slow", "Slow"),
        ("    zh: 慢", "    zh: 慢\n    zh: 更慢", "zh"),
        ("    not_examples:", "    not_example:", "not_example"),
        ("    zh: 慢", "    zh: 慢\n    alone: yes", "alone"),
        ("    zh: 慢", "    zh: 慢\n    ? [a]\n    : b", "own.yaml"),
        ('problem: ["{更新}…{不足}"]', "problem: []", "slow"),
    ],
)
def test_nothing_in_a_codebook_is_ignored(
    write: Callable[[str], Path], old: str, new: str, part: str
) -> None:
    """What would be overwritten, passed over or never assigned is refused, in both languages."""
    assert old in OWN
    with pytest.raises(ResourceError) as caught:
        load_codebook(write(OWN.replace(old, new, 1)))
    for lang in ("zh", "en"):
        sentence = caught.value.message(lang)
        assert "own.yaml" in sentence and part in sentence


def test_a_codebook_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    """A file saved in GBK is told how to be saved."""
    path = tmp_path / "own.yaml"
    path.write_bytes(OWN.encode("gb18030"))
    with pytest.raises(ResourceError, match="UTF-8"):
        load_codebook(path)
