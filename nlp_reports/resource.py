"""In: the name of a YAML file below `resources/`. Out: what it holds, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from nlp_reports.errors import ResourceError


@cache
def load_yaml(*parts: str) -> Any:
    """Return the content of `resources/PARTS`, such as `("templates", "2021.yaml")`.

    Every caller gets the same object, which is not to be changed. Raises ResourceError, which names the
    file, where it is missing or no YAML.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times faster, where it is built
    try:
        text = files("nlp_reports").joinpath("resources", *parts).read_text(encoding="utf-8")
        return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ResourceError("resource.unreadable", file="/".join(parts), reason=error) from error
