"""In: a key, a language, named values. Out: the sentence a person reads.

Every sentence a user sees stands in `resources/prose/AREA.toml`, one table a sentence, both languages:

    [empty_file]
    zh = "文件 {path} 是空的。"
    en = "The file {path} is empty."

and is asked for as `say("AREA.empty_file", lang="zh", path=...)`.
"""

from __future__ import annotations

import json
import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp_reports.model import Issue

Language = Literal["zh", "en"]


def default_language() -> Language:
    """Return the language of messages: `NLP_REPORTS_LANG` if it is one we speak, else Chinese."""
    wanted = os.environ.get("NLP_REPORTS_LANG", "zh")
    return cast(Language, wanted) if wanted in get_args(Language) else "zh"


@cache
def load_area(area: str) -> dict[str, dict[str, str]]:
    """Return one area's sentences, key → language → sentence. Raises KeyError for an unknown area."""
    resource = files("nlp_reports").joinpath("resources", "prose", f"{area}.toml")
    if not resource.is_file():
        raise KeyError(area)
    return tomllib.loads(resource.read_text(encoding="utf-8"))


def say(key: str, *, lang: Language | None = None, **fields: Any) -> str:
    """Return the sentence `AREA.NAME` in `lang`, its gaps filled. Raises KeyError for an unknown key."""
    area, name = key.split(".", 1)
    return load_area(area)[name][lang or default_language()].format(**fields)


def describe_issue(issue: Issue, *, lang: Language | None = None) -> str:
    """Return the sentence that tells a person what `issue` found."""
    return say(f"{issue.stage}.{issue.code}", lang=lang, **dict(issue.fields))


def pack_fields(fields: Mapping[str, object]) -> str | None:
    """Return the named values of a finding as JSON, as the tables hold them; None for none."""
    return json.dumps(fields, ensure_ascii=False) if fields else None


def tell_packed(stage: str, code: str, fields: str | None, *, lang: Language) -> str:
    """Return the sentence of a finding from its row in a table, in either language."""
    return say(f"{stage}.{code}", lang=lang, **json.loads(fields or "{}"))
