"""In: words and their values. Out: Both, the same in Chinese and English, of which a page shows one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from nlp_reports.wording import Language, say
from nlp_reports.writing.escaping import show_controls

LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Both:
    """Words in two languages; in a page both stand, and its style shows the one that is chosen."""

    zh: str
    en: str

    def __html__(self) -> str:
        """Return the words as HTML: once where both are the same."""
        from markupsafe import Markup

        if self.zh == self.en:
            return str(Markup.escape(show_controls(self.zh)))
        spans = '<span class="zh">{}</span><span class="en">{}</span>'
        return str(Markup(spans).format(show_controls(self.zh), show_controls(self.en)))  # noqa: S704, ours

    def __getitem__(self, lang: Language) -> str:
        """Return the words in one language."""
        return self.zh if lang == "zh" else self.en


def both(tell: Callable[..., str], *values: Any, **named: Any) -> Both:
    """Return what `tell` says in each language; of values that are Both, it is given the one that fits.

    `both(label, "level", "county")` and `both(say, "page.lead", reports=3)` are words in two languages.
    """

    def told(lang: Language) -> str:
        here = [value[lang] if isinstance(value, Both) else value for value in values]
        fields = {name: value[lang] if isinstance(value, Both) else value for name, value in named.items()}
        return tell(*here, lang=lang, **fields)

    return Both(*map(told, LANGUAGES))


def page_words(key: str, **fields: Any) -> Both:
    """Return the words `key` of the page, its gaps filled."""
    return both(say, f"page.{key}", **fields)
