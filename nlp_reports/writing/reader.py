"""In: the corpus tables and texts. Out: what the page's script reads: reports, statements, their places.

Codes and reports are numbered and numbers stand for them, so that thousands of reports fit on a page.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, get_args

from nlp_reports.model import Role
from nlp_reports.writing.bilingual import both
from nlp_reports.writing.faults import tell_finding
from nlp_reports.writing.labels import finding_name, label
from nlp_reports.writing.places import Passage, cut_passages
from nlp_reports.writing.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from nlp_reports.model import Codebook
    from nlp_reports.writing.facts import Facts

ROLES: tuple[str, ...] = get_args(Role)

MOST_TEXT = 8_000_000
"""Characters of text on the page; the reports beyond are left to the tables."""

MOST_TABLES = 200
"""Reports whose statutory tables are on the page; the rest is in `tables/cells`."""

Rows = defaultdict[str, list[Any]]


def gather_reading(
    facts: Facts, tables: Mapping[str, pd.DataFrame], *, texts: Mapping[str, str], codebook: Codebook
) -> dict[str, Any]:
    """Return the page's data as lists and numbers, to be written as JSON.

    `reports` are all reports, each with the numbers of the codes it admits and promises; `read` holds, by a
    report's number, its passages, statements, findings, scores and tables, for as many as `MOST_TEXT`
    allows; `promises` are the measures promised and what the next report says.
    """
    number = {each.report_id: place for place, each in enumerate(facts.reports)}
    codes = {code.id: place for place, code in enumerate(codebook.codes)}
    passages = cut_passages(tables, texts=texts)
    parts = {
        "p": {name: [_passage(each) for each in some] for name, some in passages.items()},
        "s": _statements(tables, passages, codes),
        "f": _findings(facts),
        "q": {name: [[_words("dimension", each.dimension), each.score, each.assessed, each.failed]
                     for each in some] for name, some in facts.scores.items()},
        "g": _grids(tables, [each.report_id for each in facts.reports[:MOST_TABLES]]),
    }  # fmt: skip
    named = _named(tables, codes)
    return {
        "codes": [[code.id, code.zh, code.en] for code in codebook.codes],
        "roles": [_words("role", role) for role in ROLES],
        "reports": [
            [each.report_id, each.agency, each.year, _words("level", each.level), each.region,
             _words("sector", each.sector), each.path, each.title, *named[each.report_id]]
            for each in facts.reports
        ],
        "read": {
            number[name]: {key: part.get(name, []) for key, part in parts.items()}
            for name in _readable(number, passages)
        },
        "promises": _promises(tables["promises"], number, codes),
    }  # fmt: skip


def _words(kind: str, value: object) -> list[str]:
    told = both(label, kind, value)
    return [told.zh, told.en]


def _readable(names: Iterable[str], passages: Mapping[str, tuple[Passage, ...]]) -> list[str]:
    """The reports whose text fits on the page, in order."""
    names = list(names)
    sizes = accumulate(sum(len(each.text) for each in passages[name]) for name in names)
    return [name for name, size in zip(names, sizes, strict=True) if size <= MOST_TEXT]


def _named(tables: Mapping[str, pd.DataFrame], codes: Mapping[str, int]) -> Mapping[str, list[list[int]]]:
    """Report → the codes that it admits, and those that it promises; and whether it has statements at all."""
    found: defaultdict[str, list[set[int]]] = defaultdict(lambda: [set(), set()])
    for row in rows_of(tables["statements"][["report_id", "role"]]):
        if row["role"] in ROLES[:2]:
            found[row["report_id"]]
    for row in rows_of(tables["codes"][["report_id", "role", "code"]]):
        if row["code"] in codes and row["role"] in ROLES[:2]:
            found[row["report_id"]][ROLES.index(row["role"])].add(codes[row["code"]])
    told = {name: [sorted(each) for each in both_roles] for name, both_roles in found.items()}
    return defaultdict(list, told)


def _passage(passage: Passage) -> list[Any]:
    section = _words("section", passage.section) if passage.section else None
    return [section, passage.start, passage.end, passage.text, passage.cut_before, passage.cut_after]


def _statements(
    tables: Mapping[str, pd.DataFrame], passages: Mapping[str, tuple[Passage, ...]], codes: Mapping[str, int]
) -> Rows:
    """Report → statements: ordinal, role, passage, start and end in it, marks, ordinals of its answers."""
    marks: Rows = defaultdict(list)
    for row in rows_of(tables["codes"][["statement_id", "code", "score", "votes", "start", "end"]]):
        if row["code"] in codes:
            marks[row["statement_id"]].append(row)
    rows = rows_of(tables["statements"])
    ordinals = {row["statement_id"]: row["ordinal"] for row in rows}
    answers: Rows = defaultdict(list)
    pairs = tables["pairs"].dropna(subset=["problem_id", "measure_id"])
    for problem, measure in pairs[["problem_id", "measure_id"]].itertuples(index=False):
        answers[problem].append(ordinals[measure])
    found: Rows = defaultdict(list)
    for row in rows:
        near = passages[row["report_id"]]
        at = next((n for n, each in enumerate(near) if each.start <= row["start"] < each.end), None)
        place = partial(_units, near[at]) if at is not None else None
        told = [
            [codes[each["code"]], each["score"], each["votes"], *_span(each, place)]
            for each in marks[row["statement_id"]]
        ]
        found[row["report_id"]].append(
            [row["ordinal"], ROLES.index(row["role"]), row["text"] if at is None else at, *_span(row, place),
             told, sorted(answers[row["statement_id"]])]
        )  # fmt: skip
    return found


def _span(row: Mapping[str, Any], place: Any) -> list[int | None]:
    """Start and end in the passage, as a script counts; None where there is no such place."""
    if place is None or row["start"] is None or row["end"] is None:
        return [None, None]
    return [place(row["start"]), place(row["end"])]


def _units(passage: Passage, offset: int) -> int:
    """Return an offset in the report's text as UTF-16 units from the beginning of the passage."""
    return len(passage.text[: max(0, offset - passage.start)].encode("utf-16-le", "surrogatepass")) // 2


def _findings(facts: Facts) -> Rows:
    found: Rows = defaultdict(list)
    for fault in facts.faults:
        name = both(finding_name, fault.stage, fault.code)
        for place in fault.places:
            told = both(tell_finding, place)
            found[place.report.report_id].append([name.zh, name.en, told.zh, told.en])
    return found


def _grids(tables: Mapping[str, pd.DataFrame], wanted: list[str]) -> Rows:
    """Report → its statutory tables: name, columns, rows of (raw, status, whether a sum fails) by column."""
    checks = tables["checks"]
    failed = checks[(checks["status"] == "FAIL") & checks["report_id"].isin(wanted)].dropna(subset=["cells"])
    faulty = {(row["report_id"], cell) for row in rows_of(failed) for cell in row["cells"].split(";")}
    cells = tables["cells"]
    grids: defaultdict[tuple[str, str], dict[tuple[str, str], list[Any]]] = defaultdict(dict)
    for row in rows_of(cells[cells["report_id"].isin(wanted)]):
        here = [row["raw"] or "", row["status"], (row["report_id"], row["cell"]) in faulty]
        grids[row["report_id"], row["table"]][row["row"], row["column"]] = here
    found: Rows = defaultdict(list)
    for (report_id, table), grid in grids.items():
        columns, rows = (list(dict.fromkeys(key[place] for key in grid)) for place in (1, 0))
        body = [[_words("row", row), [grid.get((row, column)) for column in columns]] for row in rows]
        found[report_id].append([_words("table", table), [_words("column", each) for each in columns], body])
    return found


def _promises(promises: pd.DataFrame, number: Mapping[str, int], codes: Mapping[str, int]) -> list[list[Any]]:
    """Promises made with the shortcoming: report, ordinal of the measure, code, next report, recurs, done."""
    made = promises[(promises["admitted"] == 1) & promises["code"].isin(list(codes))]
    return [
        [number[row["report_id"]], int(row["measure_id"].rsplit("-", 1)[1]), codes[row["code"]],
         number[row["next_id"]], row["recurs"], row["done"]]
        for row in rows_of(made)
    ]  # fmt: skip
