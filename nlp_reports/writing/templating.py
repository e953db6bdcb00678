"""In: the name of a page template. Out: the template, which lets no unescaped value through."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from nlp_reports.writing.escaping import escape_markdown, show_controls

if TYPE_CHECKING:
    from jinja2 import Template


def load_page(name: str) -> str:
    """Return the text of a file of `resources/pages`."""
    return files("nlp_reports").joinpath("resources", "pages", name).read_text(encoding="utf-8")


def load_html(name: str) -> Template:
    """Return an HTML template: every value is escaped, and its controls are shown."""
    return _template(name, lambda value: show_controls(value) if type(value) is str else value)


def load_markdown(name: str) -> Template:
    """Return a Markdown template: every value is shown as the characters it has."""
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        return value if isinstance(value, Markup) else Markup(escape_markdown(str(value)))  # noqa: S704

    return _template(name, shown)


def _template(name: str, finalize: Any) -> Template:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        loader=FunctionLoader(load_page),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
