"""In: a codebook file, by default the shipped one. Out: a Codebook whose cues hit its own examples.

A codebook of your own is a YAML file in the format of the shipped `resources/codebook.yaml`:

    version: "1"
    dimensions:
      content: {zh: 公开内容, en: Content}
    words:                          # optional; {不足}, {改进}, {公开}, {群众} are there already
      更新: [更新, 维护]
    codes:
      - id: timeliness
        dimension: content
        zh: 公开不及时
        en: Not timely
        definition: 发布、更新不及时。
        include: 更新慢              # optional, as is exclude
        alone: false                # optional: true for a code that counts only without others
        yields_to: [platform]       # optional: does not count in a clause where one of these is found
        cues:
          problem: ["{更新}…{不足}"]
          measure: [及时公开]
          any: []                   # optional: for both roles
          not: [答复…不及时]          # optional: a cue that overlaps one of these does not count
        examples:
          - problem: 栏目更新不够及时
        not_examples:               # optional
          - problem: 答复申请不及时

The pattern language is told in `patterns.py`. What is not well formed is refused with file, line and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp_reports.coding.cues import CUE_ROLES, CueCoder
from nlp_reports.coding.patterns import PatternError, expand_lists, expand_words, to_regex
from nlp_reports.coding.phrases import load_lexicon
from nlp_reports.errors import ResourceError
from nlp_reports.model import Code, Codebook, Span, Statement

if TYPE_CHECKING:
    import yaml

_LARGEST = 2_000_000
_TEXTS = ("id", "dimension", "zh", "en", "definition")
_KINDS = (*CUE_ROLES, "any", "not")
_ROOT = ("version", "dimensions", "words", "codes")
_CODE = (*_TEXTS, "include", "exclude", "alone", "yields_to", "cues", "examples", "not_examples")
_ID = re.compile("[a-z][a-z0-9_]*")


def load_codebook(path: Path | None = None) -> Codebook:
    """Return the codebook in `path`, or the shipped one.

    Raises ResourceError, one sentence with file, line and remedy, for a file that is missing, is no YAML,
    lacks something, has a pattern that is not well formed, or whose cues miss its own examples.
    """
    if path is None:
        return _shipped()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ResourceError("coding.codebook_missing", file=path, reason=error.strerror or error) from error
    return _Reader(str(path)).read(data)


@cache
def _shipped() -> Codebook:
    resource = files("nlp_reports").joinpath("resources", "codebook.yaml")
    return _Reader("codebook.yaml").read(resource.read_bytes())


class _Reader:
    """Reads one file; it knows the file's name, so that every complaint can tell it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.words: dict[str, tuple[str, ...]] = {}

    def read(self, data: bytes) -> Codebook:
        root = self._parse(data)
        fields = self._fields(root, "codes", "dimensions", "version", known=_ROOT)
        self.words = self._words(fields["words"]) if "words" in fields else load_lexicon()[0]
        dimensions = {
            key.value: self._fields(value, "zh", "en") for key, value in self._pairs(fields["dimensions"])
        }
        codes = [self._code(each, dimensions) for each in self._items(fields["codes"])]
        if not codes:
            self._refuse("codebook_empty", root)
        book = Codebook(
            self._text(fields["version"]),
            tuple((key, self._text(each["zh"]), self._text(each["en"])) for key, each in dimensions.items()),
            tuple(code for code, _ in codes),
        )
        self._check_ids(codes)
        self._check_examples(book, codes)
        return book

    def _parse(self, data: bytes) -> yaml.Node:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            if len(data) > _LARGEST:
                raise yaml.YAMLError(f"> {_LARGEST} bytes")
            node = yaml.compose(data.decode("utf-8-sig"), Loader=loader)
        except UnicodeDecodeError as error:
            raise ResourceError("coding.codebook_encoding", file=self.file) from error
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            reason = getattr(error, "problem", None) or str(error).split("\n")[0]
            raise ResourceError(
                "coding.codebook_no_yaml", file=self.file, line=line, reason=reason
            ) from error
        if node is None:
            raise ResourceError("coding.codebook_lacks", file=self.file, line=1, name="codes")
        return node

    def _code(self, node: yaml.Node, dimensions: Mapping[str, object]) -> tuple[Code, yaml.Node]:
        fields = self._fields(node, *_TEXTS, "cues", "examples", known=_CODE)
        texts = {name: self._text(fields[name]) for name in _TEXTS}
        if texts["dimension"] not in dimensions:
            self._refuse("codebook_dimension", fields["dimension"], name=texts["dimension"])
        if not _ID.fullmatch(texts["id"]):
            self._refuse("codebook_id", fields["id"], name=texts["id"])
        code = Code(
            **texts,
            include=self._text(fields["include"]) if "include" in fields else "",
            exclude=self._text(fields["exclude"]) if "exclude" in fields else "",
            cues=tuple(self._cues(fields["cues"])),
            examples=tuple(self._example(each) for each in self._items(fields["examples"])),
            alone="alone" in fields and self._flag(fields["alone"]),
            yields_to=tuple(self._text(each) for each in self._items(fields["yields_to"]))
            if "yields_to" in fields
            else (),
        )
        if not code.examples or all(kind == "not" for kind, _ in code.cues):
            self._refuse("codebook_bare", node, code=code.id)
        return code, node

    def _cues(self, node: yaml.Node) -> Iterator[tuple[str, str]]:
        for key, value in self._pairs(node):
            if key.value not in _KINDS:
                self._refuse("codebook_role", key, name=key.value, roles="、".join(_KINDS))
            for each in self._items(value):
                yield key.value, self._pattern(each)

    def _pattern(self, node: yaml.Node) -> str:
        pattern = self._text(node)
        try:
            expanded = expand_words(pattern, self.words)
            to_regex(expanded)
        except PatternError as error:
            self._refuse(error.reason, node, pattern=pattern, part=error.pattern)
        return expanded

    def _words(self, node: yaml.Node) -> dict[str, tuple[str, ...]]:
        own = {
            key.value: tuple(self._text(each) for each in self._items(value))
            for key, value in self._pairs(node)
        }
        try:
            return expand_lists(load_lexicon()[0] | own)
        except PatternError as error:
            self._refuse(error.reason, node, pattern=error.pattern, part=error.pattern)
            raise

    def _example(self, node: yaml.Node) -> tuple[str, str]:
        pairs = self._pairs(node)
        key, value = pairs[0] if pairs else (node, node)
        if len(pairs) != 1 or key.value not in CUE_ROLES:
            self._refuse("codebook_example", node)
        return key.value, self._text(value)

    def _check_ids(self, codes: list[tuple[Code, yaml.Node]]) -> None:
        seen: set[str] = set()
        for code, node in codes:
            if code.id in seen:
                self._refuse("codebook_twice", node, name=code.id)
            seen.add(code.id)
        for code, node in codes:
            for name in code.yields_to:
                if name not in seen or name == code.id:
                    self._refuse("codebook_yields", node, code=code.id, name=name)

    def _check_examples(self, book: Codebook, codes: list[tuple[Code, yaml.Node]]) -> None:
        coder = CueCoder(book)
        for code, node in codes:
            fields = self._fields(node)
            unwanted = self._items(fields["not_examples"]) if "not_examples" in fields else []
            for each, wanted in [(e, True) for e in self._items(fields["examples"])] + [
                (e, False) for e in unwanted
            ]:
                role, sentence = self._example(each)
                if (code.id in assigned_codes(coder, role, sentence)) is not wanted:
                    complaint = "example_missed" if wanted else "example_hit"
                    self._refuse(complaint, each, code=code.id, role=role, sentence=sentence)

    def _fields(
        self, node: yaml.Node, *needed: str, known: tuple[str, ...] | None = None
    ) -> dict[str, yaml.Node]:
        pairs = self._pairs(node)
        for key, _ in pairs:
            if known and key.value not in known:
                self._refuse("codebook_key_unknown", key, name=key.value, known=", ".join(known))
        fields = {key.value: value for key, value in pairs}
        for name in needed:
            if name not in fields:
                self._refuse("codebook_lacks", node, name=name)
        return fields

    def _pairs(self, node: yaml.Node) -> list[tuple[Any, yaml.Node]]:
        if node.tag != "tag:yaml.org,2002:map":
            self._refuse("codebook_mapping", node)
        seen: set[str] = set()
        for key, _ in node.value:
            name = self._text(key)
            if name in seen:
                self._refuse("codebook_key_twice", key, name=name)
            seen.add(name)
        return list(node.value)

    def _flag(self, node: yaml.Node) -> bool:
        word = self._text(node).lower()
        if word not in ("true", "false"):
            self._refuse("codebook_flag", node)
        return word == "true"

    def _items(self, node: yaml.Node) -> list[yaml.Node]:
        if node.tag != "tag:yaml.org,2002:seq":
            self._refuse("codebook_list", node)
        return list(node.value)

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node.value, str) or not node.value.strip():
            self._refuse("codebook_text", node)
        return str(node.value).strip()

    def _refuse(self, key: str, node: yaml.Node, **fields: object) -> None:
        raise ResourceError(f"coding.{key}", file=self.file, line=node.start_mark.line + 1, **fields)


def assigned_codes(coder: CueCoder, role: str, sentence: str) -> set[str]:
    """Return the codes that `coder` assigns to one sentence said in `role` (problem or measure)."""
    span = Span(0, len(sentence))
    statement = Statement("", "", "problems", 1, role, span, sentence)  # type: ignore[arg-type]
    return {each.code for each in coder.code((statement,)) if each.outcome == "assigned"}
