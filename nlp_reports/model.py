"""In: nothing. Out: every noun of the package, as frozen dataclasses without behaviour.

Exceptions are for the caller's mistakes; an `Issue` is for the document's.
All offsets are character offsets into `Document.text`, half-open `[start, end)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["problem", "measure", "achievement", "context"]
"""What a statement does: admit a shortcoming, promise a remedy, tell a success, or none of these."""

CellStatus = Literal["read", "blank", "dash", "recovered", "ambiguous"]
"""How a cell's value came about; `blank` and `dash` have no value, and are not zero."""

Outcome = Literal["assigned", "rejected", "abstained", "failed"]
"""What one coder did with one code on one statement."""

Level = Literal["national", "province", "prefecture", "county", "township"]
"""The administrative level of the body that reports."""

Form = Literal["free", "2014", "2019", "2021"]
"""The statutory form a report fills, told by what it contains, never by its year alone."""

Body = Literal["government", "department"]
"""What reports: a government as a whole, or one of its departments."""

CheckStatus = Literal["PASS", "FAIL", "UNCERTAIN", "NOT_ASSESSABLE"]
"""What a check found; UNCERTAIN where the wording allows two meanings."""

Dimension = Literal["completeness", "consistency", "form", "timeliness", "substance"]
"""What a check says of a report: is all there, does it agree, is it in form, in time, of any content."""

ChangeReason = Literal[
    "spelling", "blank", "line_break", "pinyin", "furniture", "page_number", "running_line"
]
"""Why the text is not, to the character, what the file holds."""

Fields = tuple[tuple[str, str], ...]
"""Named values that fill a sentence's gaps; a tuple so that it can be frozen and hashed."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """The file a document came from; `path` is relative to the folder the user named, with `/`."""

    path: str
    url: str | None
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell of a table, at its top left place in the grid; its text is `span`."""

    row: int
    column: int
    row_span: int
    column_span: int
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a document: a paragraph, or a table with its printed cells in reading order."""

    kind: Literal["paragraph", "table"]
    span: Span
    grid: tuple[GridCell, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding about a document. `code` names the sentence in `resources/prose`, `fields` fill it."""

    stage: Literal["reading", "parsing", "checks", "coding", "engine"]
    code: str
    fields: Fields = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Where the text departs from the file: `span` of the text stands for `printed`; empty if left out."""

    span: Span
    printed: str
    reason: ChangeReason


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text. The text is frozen after reading; all that follows is a span into it.

    `changes`, in the order of the text and apart, lead back to what the file holds, character by character.
    """

    id: str
    source: Source
    title: str
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[Issue, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, and for which year; what could not be told is None.

    `sources` names for each field told the place that told it: metadata, title, preamble, letterhead …
    """

    agency: str | None = None
    region: str | None = None
    adcode: str | None = None
    level: Level | None = None
    sector: str | None = None
    year: int | None = None
    published: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    body: Body | None = None
    sources: Fields = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: `key` is canonical, `title` as printed, `span` heading and body."""

    key: str
    title: str
    ordinal: int
    span: Span
    body: Span
    confidence: float
    matched_by: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One statutory cell. `raw` is as printed and never changed; `value` is what it says, or None.

    `value` counts in `unit` where the form has one (万元). An ambiguous cell may list its `readings`.
    """

    table: str
    row: str
    column: str
    value: float | None
    raw: str
    status: CellStatus
    span: Span | None
    unit: str | None = None
    readings: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tested about a report: `left` should equal `right`, or something should be there.

    `check` names the sentence in `resources/prose/checks.toml` that tells a failure, `fields` fill it;
    `cells` are canonical keys (`table.row.column`), `evidence` the places in the text, the main one first.
    """

    check: str
    dimension: Dimension
    status: CheckStatus
    left: float | None = None
    right: float | None = None
    cells: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class StatutoryTable:
    """A statutory table found in a report, with its cells in the form's order."""

    key: str
    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A document understood: who, which form, its sections and tables, and what is wrong with it."""

    id: str
    document: Document
    identity: Identity
    form: Form | None
    sections: tuple[Section, ...]
    tables: tuple[StatutoryTable, ...]
    issues: tuple[Issue, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One shortcoming or one remedy in the report's own words; `answers` are ids of problems it meets."""

    id: str
    report_id: str
    section: str
    ordinal: int
    role: Role
    span: Span
    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder says of one code on one statement, with the span that made it say so."""

    statement_id: str
    code: str
    coder: str
    outcome: Outcome
    score: float
    evidence: Span | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a code is assigned to a statement, with every coder's vote kept."""

    statement_id: str
    code: str
    assigned: bool
    score: float
    evidence: Span | None
    votes: tuple[Coding, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a coder voted as it did on a code: `because` holds what spoke, with its weight, heaviest first."""

    vote: Coding
    because: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A report's statements and decisions, with the reasons of every vote, decision by decision."""

    report: Report
    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    reasons: tuple[tuple[Reason, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a codebook. `cues` are patterns (role, pattern); `examples` (role, sentence).

    A code that is `alone` counts only where a statement has no other; one that yields to another does not
    count in a clause where that one is found.
    """

    id: str
    dimension: str
    zh: str
    en: str
    definition: str
    include: str
    exclude: str
    cues: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...]
    alone: bool = False
    yields_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A set of codes; `dimensions` maps a dimension's id to its Chinese and English names."""

    version: str
    dimensions: tuple[tuple[str, str, str], ...]
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text coded by hand: its statements, each with its codes, in the order of the text.

    Passages of one `family` are so alike that they must never stand on both sides of a test.
    """

    id: str
    family: str
    text: str
    statements: tuple[Statement, ...]
    codes: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """Passages coded by hand, and the SHA-256 of the file that holds them."""

    passages: tuple[Passage, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that one report gave: itself with its statements and codes, and its words counted.

    `own` are the spans of its own words, without tables and what forms print; `metadata` holds what the
    user's tables say of it beyond who reports: column → value.
    """

    report: Report
    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    terms: tuple[tuple[str, int], ...]
    own: tuple[Span, ...] = ()
    metadata: Fields = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that gave no report, with the reason; it is listed, never lost."""

    path: str
    sha256: str | None
    issue: Issue
