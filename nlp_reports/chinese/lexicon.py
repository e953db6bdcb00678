"""In: a name. Out: a word list of `resources/lexicon`, checked line by line.

A line is `term<TAB>source`; lines that start with `#` and empty lines are left out.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from nlp_reports.errors import ResourceError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_TERM = re.compile(r"(?=.*[\u4e00-\u9fd5])[\u4e00-\u9fd5A-Za-z0-9]{1,20}")


@cache
def load_lexicon(name: str) -> tuple[tuple[str, str], ...]:
    """Return the terms of the lexicon `name`, each with its source, in the file's order.

    Raises ResourceError, naming file and line, for an unknown lexicon, a line without a source, a term
    that a tokenizer cannot cut (signs or blanks in it, no Chinese character), and a term that is there
    twice.
    """
    resource = files("nlp_reports").joinpath("resources", "lexicon", f"{name}.txt")
    if not _NAME.fullmatch(name) or not resource.is_file():
        raise ResourceError("chinese.unknown_lexicon", name=name)
    return parse_lexicon(resource.read_text(encoding="utf-8"), path=f"lexicon/{name}.txt")


def parse_lexicon(text: str, *, path: str) -> tuple[tuple[str, str], ...]:
    """Return the terms and sources in `text`; `path` names it in errors. Raises ResourceError."""
    sources: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        term, _, source = line.partition("\t")
        if not source.strip():
            raise ResourceError("chinese.term_without_source", path=path, line=number, term=term)
        if not _TERM.fullmatch(term):
            raise ResourceError("chinese.bad_term", path=path, line=number, term=term)
        if term in sources:
            raise ResourceError("chinese.term_twice", path=path, line=number, term=term)
        sources[term] = source.strip()
    return tuple(sources.items())
