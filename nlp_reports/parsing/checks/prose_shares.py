"""In: the figures of one section. Out: Checks of shares, changes and sums that the prose itself states.

A share is held against every total that stands before it or in the tables. It is a FAIL only where the
shares beside it agree on one total and it fits none; alone it is UNCERTAIN, since the total may be unsaid.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp_reports.model import Check, Span
from nlp_reports.parsing.checks.measures import load_measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import CheckStatus, Document
    from nlp_reports.parsing.checks.ledger import Ledger
    from nlp_reports.parsing.checks.measures import Mention
    from nlp_reports.parsing.checks.prose_figures import Figure

APART = 4
"""How many sentences may lie between shares of the same total."""

_SHARE = re.compile(r"^[,(]?(?:约|大约)?占(?:比)?[^,。;:()\d]{0,12}$")
_THAN = r"(?:比|较|与)(?:上一?年|去年|20\d\d年)(?:度|同期)?(?:的)?(?:相比)?"
_BEFORE = re.compile(rf"{_THAN}[(]?(?:同期)?(?:的)?$")
_MORE = re.compile(rf"{_THAN},?(?:增加|增长|多|上升)(?:了)?$")
_LESS = re.compile(rf"{_THAN},?(?:减少|下降|少|降低)(?:了)?$")
_RATE = re.compile(
    r"^[),]*(?:同比|相比)?,?(?:增长|增加|上升|提高|上涨|增幅|下降|减少|降低|回落|降幅)(?:了|达|为)?$"
)
_BASES = (
    ("applications.total",),
    ("applications.new_received",),
    ("applications.new_received", "applications.carried_over"),
)


def check_shares(
    document: Document, figures: Sequence[Figure], mentions: Sequence[Mention], ledger: Ledger
) -> Iterator[Check]:
    """Yield a check for each share (占 35%), each change (比上年增长 20%) and each sum over channels."""
    yield from _shares(document, figures, ledger)
    yield from _changes(document, figures)
    yield from _sums(document, figures, mentions)


def _shares(document: Document, figures: Sequence[Figure], ledger: Ledger) -> Iterator[Check]:
    pairs = [
        (part, share)
        for part, share in pairwise(figures)
        if share.percent
        and not part.percent
        and part.sentence == share.sentence
        and _SHARE.search(share.before)
    ]
    if not pairs:
        return
    tables = [
        reading.value for names in _BASES if ledger.has(names) and (reading := ledger.read(names)).value
    ]
    for run in _runs(pairs):
        first, parts = run[0][0], {part.span for part, _ in run}
        before = [
            each.value
            for each in figures
            if not each.percent
            and each.span not in parts
            and each.span.start < run[-1][0].span.start
            and first.sentence - each.sentence <= APART
        ]
        bases = [value for value in (*before[::-1], *tables) if value]
        fits = {base: sum(_fits(part.value, base, share) for part, share in run) for base in bases}
        base = max(bases, key=lambda each: fits[each], default=None)
        agreed = base is not None and fits[base] >= 2 and fits[base] * 2 > len(run)
        for part, share in run:
            yield _share(document, part, share, bases, base, agreed=agreed)


def _runs(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[list[tuple[Figure, Figure]]]:
    """Yield the shares that stand close to each other, together."""
    run: list[tuple[Figure, Figure]] = []
    for pair in pairs:
        if run and pair[0].sentence - run[-1][0].sentence > APART:
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _share(
    document: Document,
    part: Figure,
    share: Figure,
    bases: Sequence[float],
    base: float | None,
    *,
    agreed: bool,
) -> Check:
    span = Span(part.span.start, share.span.end)
    if base is None:
        return Check("share_differs", "consistency", "NOT_ASSESSABLE", share.value, evidence=(span,))
    right = round(100 * part.value / base, share.decimals + 1)
    if any(_fits(part.value, each, share) for each in bases):
        return Check("share_differs", "consistency", "PASS", share.value, right, evidence=(span,))
    figures = (("left", f"{share.value:g}"), ("base", f"{base:.15g}"), ("right", f"{right:g}"))
    fields = (("printed", _printed(document, span)), *figures)
    status: CheckStatus = "FAIL" if agreed else "UNCERTAIN"
    return Check("share_differs", "consistency", status, share.value, right, evidence=(span,), fields=fields)


def _fits(part: float, base: float, share: Figure) -> bool:
    """Tell whether `part` is that share of `base`, rounded or cut off at the decimals printed."""
    return abs(100 * part / base - share.value) <= 1.01 * 0.1**share.decimals


def _changes(document: Document, figures: Sequence[Figure]) -> Iterator[Check]:
    """Check A 件，比上年的 B 件增长 p% and A 件，比上年增加 B 件，增长 p%."""
    for now, then, rate in zip(figures, figures[1:], figures[2:], strict=False):
        if now.percent or then.percent or not rate.percent or now.sentence != rate.sentence:
            continue
        if not _RATE.search(rate.before):
            continue
        more, less = _MORE.search(then.before), _LESS.search(then.before)
        known = then.value if _BEFORE.search(then.before) else None
        known = now.value - then.value if more else now.value + then.value if less else known
        if not known or known < 0:
            continue
        right = round(100 * abs(now.value - known) / known, rate.decimals + 1)
        agrees = abs(right - rate.value) <= 1.01 * 0.1**rate.decimals
        span = Span(now.span.start, rate.span.end)
        figures_ = (("left", f"{rate.value:g}"), ("right", f"{right:g}"))
        yield Check(
            "change_differs",
            "consistency",
            "PASS" if agrees else "UNCERTAIN" if now.rough or then.rough else "FAIL",
            rate.value,
            right,
            evidence=(span,),
            fields=() if agrees else (("printed", _printed(document, span)), *figures_),
        )


def _sums(document: Document, figures: Sequence[Figure], mentions: Sequence[Mention]) -> Iterator[Check]:
    """Check that the channels by which requests came (网络、信函、当面) make what was received."""
    channels = load_measures().channels
    for mention in mentions:
        if mention.measure.id != "received" or mention.figure is None or mention.approximate:
            continue
        near = [each for each in figures if 0 <= each.sentence - mention.figure.sentence <= 1]
        parts = [
            each
            for each in near
            if each.span.start > mention.span.start
            and not each.percent
            and channels.search(f"{each.before}#")
        ]
        if len(parts) < 2:
            continue
        carried = sum(each.value for each in mentions if each.measure.id == "carried_over")
        total = sum(part.value for part in parts)
        span = Span(mention.span.start, parts[-1].span.end)
        agrees = total in (mention.value, mention.value + carried)
        status: CheckStatus = "PASS" if agrees else "FAIL" if total > mention.value + carried else "UNCERTAIN"
        numbers = (("left", f"{total:.15g}"), ("right", f"{mention.value:.15g}"))
        fields = () if agrees else (("printed", _printed(document, span)), *numbers)
        evidence = (span, mention.span, *(part.span for part in parts))
        yield Check("parts_differ", "consistency", status, total, mention.value, (), evidence, fields)


def _printed(document: Document, span: Span) -> str:
    return "".join(document.text[span.start : span.end].split())
