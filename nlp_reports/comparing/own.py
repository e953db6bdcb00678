"""In: a text and the spans of its own words, as the table `texts` holds them. Out: those words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def own_spans(text: str, own: object) -> Iterator[tuple[int, int]]:
    """Yield the ends of each span in `own` (`start-end;…`), of the whole text where it is missing."""
    if not isinstance(own, str):
        yield 0, len(text)
        return
    for span in own.split(";"):
        start, _, end = span.partition("-")
        yield int(start), int(end)


def own_parts(text: str, own: object) -> Iterator[str]:
    """Yield the pieces of `text` that are its own words."""
    return (text[start:end] for start, end in own_spans(text, own))


def own_only(text: str, own: object) -> str:
    """Return `text` with blanks for whatever is not its own words; offsets stay."""
    kept, at = [], 0
    for start, end in own_spans(text, own):
        kept += [" " * (start - at), text[start:end]]
        at = end
    return "".join(kept) + " " * (len(text) - at)
