"""In: a report's prose and Ledger. Out: Checks of what its prose says against what its tables say.

A figure that equals its cells is a PASS. One that does not is a FAIL only where its words have one
meaning and the cells are read; it is UNCERTAIN where another reading of the words fits, the words are
vague, another body's figure may be meant, the figure is approximate, or a blank may hold the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp_reports.model import Check
from nlp_reports.parsing.checks.ledger import Reading
from nlp_reports.parsing.checks.measures import find_mentions, find_nones, load_measures
from nlp_reports.parsing.checks.prose_figures import find_figures
from nlp_reports.parsing.checks.prose_shares import check_shares
from nlp_reports.parsing.naming import in_both, named
from nlp_reports.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp_reports.model import CheckStatus, Document, Fields, Identity
    from nlp_reports.parsing.checks.ledger import Ledger
    from nlp_reports.parsing.checks.measures import Mention
    from nlp_reports.parsing.checks.prose_figures import Passage

SECTIONS = ("overview", "proactive", "applications", "review_litigation", "problems", "other")
_CARRIED, _CARRIED_CELL = "carried_over", "applications.carried_over"
"""Where a passage names what was carried over, what was received is what was newly received."""
_NEAR = ("applications", "review_litigation")
_WHOLE = ("人民政府", "管理委员会", "管委会", "办事处")
_OFFICE = ("办公室", "办公厅", "政府办")
_SMALL = 10
"""Below this, a figure equals some other cell by chance too often to be a hint."""


def check_prose(
    document: Document, passages: Sequence[Passage], *, identity: Identity, ledger: Ledger
) -> Iterator[Check]:
    """Yield a check for each figure of the prose that the tables hold too, and for its shares and sums."""
    triggers = load_measures().triggers
    for passage in passages:
        if passage.section.key not in SECTIONS:
            continue
        sentences = [each for each in passage.sentences if triggers.search(each.text)]
        figures, near = find_figures(sentences), passage.section.key in _NEAR
        mentions = [*find_mentions(sentences, figures, near=near)]
        told = {each.figure.line for each in mentions if each.figure and each.measure.id == _CARRIED}
        for mention in (*mentions, *find_nones(sentences, near=near)):
            if mention.year is None or mention.year == identity.year:
                plainly = mention.figure is not None and mention.figure.line in told
                yield _compare(mention, ledger, document, identity, plainly=plainly)
        yield from check_shares(document, figures, mentions, ledger)


def _compare(
    mention: Mention, ledger: Ledger, document: Document, identity: Identity, *, plainly: bool
) -> Check:
    """Hold one figure against its cells; `plainly`: only the first reading, as the others are told apart."""
    measure = mention.measure
    readings = [ledger.read(names) for names in measure.readings if ledger.has(names)]
    plain = readings[0] if readings else Reading(None, (), False)
    if plainly and any(_CARRIED_CELL in names for names in measure.readings) and not measure.loose:
        readings = readings[:1]
    status = _status(mention, readings, identity)
    fields: Fields = ()
    if status in ("FAIL", "UNCERTAIN"):
        fields = (
            *in_both("measure", measure.name, measure.en),
            ("printed", "".join(document.text[mention.span.start : mention.span.end].split())),
            ("left", f"{mention.value:.15g}"),
            ("right", f"{plain.value:.15g}"),
            *_remark(mention, plain, ledger),
        )
    return Check(
        check="prose_differs",
        dimension="consistency",
        status=status,
        left=mention.value,
        right=plain.value,
        cells=tuple(f"{cell.table}.{cell.row}.{cell.column}" for cell in plain.cells),
        evidence=(mention.span, *(cell.span for cell in plain.cells if cell.span and cell.raw.strip())),
        fields=fields,
    )


def _status(mention: Mention, readings: Sequence[Reading], identity: Identity) -> CheckStatus:
    if not readings or readings[0].value is None:
        return "NOT_ASSESSABLE"
    plain, *others = readings
    if _agrees(mention, plain):
        return "PASS"
    if any(_agrees(mention, each) for each in others):
        return "PASS" if mention.measure.loose else "UNCERTAIN"
    doubtful = mention.measure.weak or mention.approximate or plain.blank
    return "UNCERTAIN" if doubtful or _is_anothers(mention.scope, identity) else "FAIL"


def _agrees(mention: Mention, reading: Reading) -> bool:
    """Tell whether a figure is its cells' sum; an approximate one may be off by its last step, or a tenth."""
    if reading.value is None:
        return False
    if not mention.approximate:
        return mention.value == reading.value
    return abs(mention.value - reading.value) <= max(10.0, mention.value / 10)


def _is_anothers(scope: str | None, identity: Identity) -> bool:
    """Tell whether a figure may be that of other bodies than the one whose tables these are."""
    if scope is None:
        return False
    agency, words = identity.agency or "", load_measures()
    if agency.endswith(_OFFICE):
        return not words.own_office.search(scope)
    whole = identity.body == "government" or agency.endswith(_WHOLE)
    return not (whole and words.whole_place.search(scope))


def _remark(mention: Mention, plain: Reading, ledger: Ledger) -> Fields:
    """Name another cell of the same rows that holds the figure; nothing where there is none."""
    cell = ledger.equals(mention.value, plain) if mention.value >= _SMALL else None
    if cell is None:
        return in_both("remark", "", "")
    template = ledger.templates[cell.table]
    place = dict((*named("row", template.row(cell.row)), *named("column", template.columns[cell.column])))
    return in_both("remark", *(say("asides.same_as", lang=lang, **place) for lang in ("zh", "en")))
