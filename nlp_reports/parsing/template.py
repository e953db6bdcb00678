"""In: `resources/templates/FORM.yaml`, a Document. Out: the statutory forms as data; which one it fills."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from nlp_reports.chinese.folding import fold
from nlp_reports.errors import ResourceError
from nlp_reports.model import Form, Issue
from nlp_reports.parsing.naming import named
from nlp_reports.resource import load_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nlp_reports.model import Document

FORMS: tuple[Form, ...] = ("2021", "2019", "2014", "free")
"""The forms, newest first."""

_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s{0,2}年?度?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers; `unit` is what the form counts in (件, 万元), if it says so.

    `presumed`: a bare number counts in that unit. An `optional` column is there only where a header names it.
    """

    key: str
    label: str
    en: str
    pattern: re.Pattern[str]
    unit: str | None = None
    presumed: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of numbers: its label, the columns it fills, the group that it must stand in if any.

    `weak` labels (总计, 其他) mean the row only where nothing but known labels stands before them.
    `unit` is what the row counts in, where rows differ in that. An `optional` row need not be there.
    """

    key: str
    label: str
    en: str
    pattern: re.Pattern[str]
    columns: tuple[str, ...]
    group: str | None = None
    weak: bool = False
    unit: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A label that heads several rows and carries no numbers of its own."""

    key: str
    label: str
    en: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Balance:
    """A 勾稽关系: the sums of `left` and of `right` agree, over the columns of a row or the other way."""

    code: str
    across: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TableTemplate:
    """A statutory table: `layout` is rows (label left, header above), columns (all labels above) or list.

    In a list each line names an indicator, its unit and its value; `head` finds the words that head one.
    The rows of an `open` table are those that an agency may choose from; it need not have them all.
    """

    key: str
    name: str
    en: str
    layout: Literal["rows", "columns", "list"]
    columns: Mapping[str, Column]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    balances: tuple[Balance, ...]
    open: bool = False
    head: re.Pattern[str] | None = None

    def unit(self, row: str, column: str) -> str | None:
        """Return what a cell counts in, as the form says. Raises KeyError for an unknown row or column."""
        return self.row(row).unit or self.columns[column].unit

    def row(self, key: str) -> Row:
        """Return the row `key`; raises KeyError for one the table does not have."""
        found = next((each for each in self.rows if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found


@dataclass(frozen=True, slots=True)
class Marker:
    """Words that tell a form, with what they weigh."""

    pattern: re.Pattern[str]
    weight: int


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A statutory form. `years` are those it was made for; from `stale_from` on it is out of date.

    A `fallback` form is chosen only where no other reaches its threshold.
    """

    form: Form
    name: str
    en: str
    years: tuple[int, int | None]
    stale_from: int | None
    threshold: int
    fallback: bool
    markers: tuple[Marker, ...]
    tables: tuple[TableTemplate, ...]


@cache
def load_templates() -> tuple[ReportTemplate, ...]:
    """Return the forms, newest first. Raises ResourceError, which names file and place, on a fault."""
    loaded: dict[Form, ReportTemplate] = {}
    for form in FORMS:
        name = f"{form}.yaml"
        loaded[form] = parse_template(load_yaml("templates", name), file=name, others=loaded)
    return tuple(loaded.values())


def load_template(form: Form) -> ReportTemplate:
    """Return one form. Raises ResourceError as `load_templates` does."""
    return next(each for each in load_templates() if each.form == form)


def parse_template(
    data: Any, *, file: str = "-", others: Mapping[Form, ReportTemplate] | None = None
) -> ReportTemplate:
    """Return the form that `data` describes; `others` are those its tables may refer to by `like`.

    Raises ResourceError, which names `file` and the place in it.
    """
    place = "form"
    try:
        form = cast("Form", data["form"])
        if form not in get_args(Form):
            raise ValueError(f"unknown form: {form}")
        place = "markers"
        markers = tuple(Marker(re.compile(each["match"]), int(each["weight"])) for each in data["markers"])
        tables = []
        for number, each in enumerate(data["tables"]):
            place = f"tables[{number}] {each.get('key', '')}"
            tables.append(_copy(each, others or {}) if "like" in each else _table(each))
        place = "years"
        first, last = data["years"]
        return ReportTemplate(
            form=form,
            name=data["name"],
            en=data["en"],
            years=(first, last),
            stale_from=data["stale_from"],
            threshold=int(data["threshold"]),
            fallback=bool(data.get("fallback", False)),
            markers=markers,
            tables=tuple(tables),
        )
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ResourceError("checks.bad_template", file=file, place=place, reason=reason) from error


def _copy(data: Mapping[str, Any], others: Mapping[Form, ReportTemplate]) -> TableTemplate:
    """Return the table of another form, with the rows in `replace` put in the place of theirs."""
    table = next(each for each in others[data["like"]].tables if each.key == data["key"])
    for name, row in data.get("replace", {}).items():
        place = next(place for place, each in enumerate(table.rows) if is_under(each.key, name))
        rows = [each for each in table.rows if not is_under(each.key, name)]
        rows.insert(place, _row(row, tuple(table.columns)))
        groups = tuple(each for each in table.groups if each.key != name)
        table = replace(table, rows=tuple(rows), groups=groups)
    return table


def _table(data: Mapping[str, Any]) -> TableTemplate:
    columns = {key: _column(key, each) for key, each in data["columns"].items()}
    table = TableTemplate(
        key=data["key"],
        name=data["name"],
        en=data["en"],
        layout=data["layout"],
        columns=columns,
        rows=tuple(_row(each, tuple(columns)) for each in data["rows"]),
        groups=tuple(
            Group(key, each["label"], each["en"], re.compile(each["match"]))
            for key, each in data.get("groups", {}).items()
        ),
        balances=tuple(
            Balance(each["code"], each["across"], tuple(each["left"]), tuple(each["right"]))
            for each in data["balances"]
        ),
        open=bool(data.get("open", False)),
        head=re.compile(data["head"]) if "head" in data else None,
    )
    _check(table)
    return table


def _column(key: str, data: Mapping[str, Any]) -> Column:
    return Column(
        key=key,
        label=data["label"],
        en=data["en"],
        pattern=re.compile(data["match"]),
        unit=data.get("unit"),
        presumed=bool(data.get("presumed", True)),
        optional=bool(data.get("optional", False)),
    )


def _row(data: Mapping[str, Any], columns: tuple[str, ...]) -> Row:
    return Row(
        key=data["key"],
        label=data["label"],
        en=data["en"],
        pattern=re.compile(data["match"]),
        columns=tuple(data.get("columns", columns)),
        group=data.get("in"),
        weak=bool(data.get("weak", False)),
        unit=data.get("unit"),
        optional=bool(data.get("optional", False)),
    )


def _check(table: TableTemplate) -> None:
    """Raise ValueError where the table speaks of a row, column, group or layout that it does not have."""
    if table.layout not in ("rows", "columns", "list"):
        raise ValueError(f"unknown layout: {table.layout}")
    keys = [row.key for row in table.rows]
    if len(set(keys)) < len(keys):
        raise ValueError(f"a row stands twice: {keys}")
    for row in table.rows:
        if unknown := set(row.columns) - set(table.columns):
            raise ValueError(f"row {row.key}: unknown columns {sorted(unknown)}")
        if row.group and row.group not in {group.key for group in table.groups}:
            raise ValueError(f"row {row.key}: unknown group {row.group}")
    for balance in table.balances:
        known: Collection[str] = keys if balance.across == "rows" else table.columns
        for name in (*balance.left, *balance.right):
            if not any(is_under(key, name) for key in known):
                raise ValueError(f"balance {balance.code}: unknown {balance.across} {name}")


def is_under(key: str, name: str) -> bool:
    """Tell whether `key` is `name` or below it: denied.state_secret is under denied."""
    return key == name or key.startswith(f"{name}.")


def fitting_table(key: str, cells: Collection[tuple[str, str]], form: Form | None) -> TableTemplate | None:
    """Return the table `key` of the form that has the most of `cells` (row, column), `form` before others.

    An open table is returned as far as it was filled, its sums over what is there.
    """
    candidates = [
        (each.form, table) for each in load_templates() for table in each.tables if table.key == key
    ]

    def rank(candidate: tuple[Form, TableTemplate]) -> tuple[int, bool]:
        known = {(row.key, column) for row in candidate[1].rows for column in row.columns}
        return len(known.intersection(cells)), candidate[0] == form

    if not candidates:
        return None
    table = max(candidates, key=rank)[1]
    named = {column for _, column in cells}
    table = narrowed(table, {key for key, each in table.columns.items() if key in named or not each.optional})
    return filled(table, {row for row, _ in cells})


def narrowed(table: TableTemplate, columns: Collection[str]) -> TableTemplate:
    """Return `table` with none but these `columns`."""
    if set(table.columns) <= set(columns):
        return table
    rows = tuple(
        replace(row, columns=tuple(key for key in row.columns if key in columns)) for row in table.rows
    )
    return replace(
        table, columns={key: table.columns[key] for key in table.columns if key in columns}, rows=rows
    )


def filled(table: TableTemplate, rows: Collection[str]) -> TableTemplate:
    """Return `table` without the rows that need not be there and are not among `rows`."""
    left_out = {row.key for row in table.rows if row.key not in rows and (table.open or row.optional)}
    if not left_out:
        return table
    balances = (
        replace(each, left=tuple(key for key in each.left if key not in left_out))
        for each in table.balances
        if left_out.isdisjoint(each.right)
    )
    kept = tuple(each for each in balances if len(each.left) > 1)
    return replace(table, rows=tuple(row for row in table.rows if row.key not in left_out), balances=kept)


def parse_form(document: Document) -> tuple[Form | None, tuple[Issue, ...]]:
    """Return the form that `document` fills, told by the words it holds, and what is odd about it.

    None where no form's markers suffice. Where they point to several forms alike, as in a report without
    tables, the year in the title decides among these, and an issue says so.
    """
    text = _SPACE.sub("", fold(document.text))
    weighed = [
        (sum(marker.weight for marker in each.markers if marker.pattern.search(text)), each)
        for each in load_templates()
    ]
    reached = [(weight, each) for weight, each in weighed if weight >= each.threshold]
    reached = [(weight, each) for weight, each in reached if not each.fallback] or reached
    if not reached:
        return None, (Issue("checks", "form_unknown"),)
    best = [each for weight, each in reached if weight == max(weight for weight, _ in reached)]
    if len(best) > 1:
        return _by_year(document, best)
    chosen, issues = best[0], []
    for _, other in reached:
        if other is not chosen and other.tables and chosen.tables:
            if not (odd := _own_words(other, chosen, text)):
                continue
            names = (*named("form", chosen), *named("other", other))
            fields = (*names, ("words", "、".join(odd)))
            issues.append(Issue("checks", "form_mixed", fields))
    return chosen.form, tuple(issues)


def _own_words(other: ReportTemplate, chosen: ReportTemplate, text: str) -> list[str]:
    """Return the words in `text` that mark `other` and do not mark `chosen` as well."""
    shared = {marker.pattern for marker in chosen.markers}
    found = (m.pattern.search(text) for m in other.markers if m.pattern not in shared)
    return [match[0] for match in found if match]


def _by_year(document: Document, forms: list[ReportTemplate]) -> tuple[Form | None, tuple[Issue, ...]]:
    year = _YEAR.search(document.title) or _YEAR.search(document.text[:400])
    for each in forms:
        first, last = each.years
        if year and first <= int(year[1]) <= (last or int(year[1])):
            fields = (*named("form", each), ("year", year[1]))
            return each.form, (Issue("checks", "form_by_year", fields),)
    return None, (Issue("checks", "form_unclear", named("forms", *forms)),)
