"""In: a key of `resources/prose` and its fields. Out: errors that speak to a person.

One base error; each child is also a builtin, so that callers may catch what they know.
"""

from __future__ import annotations

from typing import Any

from nlp_reports.wording import Language, say


class NlpReportsError(Exception):
    """Base of every error of this package. `str(error)` is one clear sentence."""

    def __init__(self, key: str, **fields: Any) -> None:
        super().__init__(key)
        self.key = key
        self.fields = {name: str(value) for name, value in fields.items()}

    def __reduce__(self) -> tuple[Any, ...]:  # keyword fields must survive the way back from a worker
        return _rebuild, (type(self), self.key, self.fields)

    def __str__(self) -> str:
        return self.message()

    def message(self, lang: Language | None = None) -> str:
        """Return the sentence in `lang`, by default the user's language."""
        return say(self.key, lang=lang, **self.fields)


def _rebuild(kind: type[NlpReportsError], key: str, fields: dict[str, str]) -> NlpReportsError:
    return kind(key, **fields)


class InputError(NlpReportsError, ValueError):
    """The caller asked for something that cannot be: a missing folder, a wrong option. Exit code 2."""


class UnreadableError(NlpReportsError, ValueError):
    """A file that cannot become a document: empty, broken, scanned, not a report."""


class ResourceError(NlpReportsError, ValueError):
    """A codebook, template or lexicon that is not well formed; the sentence names file and place."""


class SchemaError(NlpReportsError, ValueError):
    """A table that does not have the columns it must have."""


class OutputError(NlpReportsError, OSError):
    """The output folder cannot be written: full, read-only, not ours. Exit code 1."""
