"""In: tables of reports, statements and codes. Out: the comparisons made of them, all or one by one.

What `analyze` adds to its tables, and what `nlp-reports compare` makes anew from an output folder. Each
technique is a function of Found, whose keyword options are those of the command; one without a default must
be given.
"""

from __future__ import annotations

import inspect
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError
from nlp_reports.schema import tabulate_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    import pandas as pd

    from nlp_reports.model import Codebook

    By = tuple[str, ...]

BREAKDOWNS = ((), ("year",), ("level",), ("sector",), ("province",), ("city",))
"""The groupings that `analyze` makes: all reports, and by these columns of `reports` where any is known."""


class Found:
    """What is known of the reports that `where` keeps: their tables, terms and codes.

    `read` gives a table by its name; `where` maps columns of `reports`, or of the user's metadata, to the
    value wanted, as text. `codebook` and `terms` (`comparing.terms`) are found where they are not given.
    """

    def __init__(
        self,
        read: Callable[[str], pd.DataFrame],
        *,
        where: Mapping[str, str] | None = None,
        codebook: Codebook | None = None,
        terms: pd.DataFrame | None = None,
    ) -> None:
        self._read = read
        self._where = dict(where or {})
        self._codebook = codebook
        self._terms = terms

    @cached_property
    def reports(self) -> pd.DataFrame:
        """The reports kept, with a column for each name of the user's metadata.

        Raises InputError for a column that is not there, or a value that no report has.
        """
        from nlp_reports.comparing.grouping import add_metadata

        reports = add_metadata(self._read("reports"), self._read("metadata"))
        for name, value in self._where.items():
            if name not in reports.columns:
                raise InputError("comparing.where", name=name, columns=", ".join(reports.columns))
            reports = reports[reports[name].astype("string").eq(value).fillna(False)]
            if reports.empty:
                raise InputError("comparing.nothing_left", name=name, value=value)
        return reports.reset_index(drop=True)

    @property
    def codebook(self) -> Codebook:
        """The codebook, by default the shipped one."""
        from nlp_reports.coding.codebook import load_codebook

        return self._codebook or load_codebook()

    @property
    def code_ids(self) -> list[str]:
        """The ids of the codebook that the reports were coded by, as far as it is known."""
        if self._codebook:
            return [code.id for code in self._codebook.codes]
        return sorted(self._read("prevalence")["code"].unique())

    @cached_property
    def terms(self) -> pd.DataFrame:
        """How often each term stands in each report."""
        from nlp_reports.comparing.terms import compare_terms

        return compare_terms(self.reports, self["texts"]) if self._terms is None else self._terms

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The rows of the table `name` that belong to the reports kept."""
        table = self._read(name)
        if not self._where:
            return table
        ids = [column for column in ("report_id", "a", "b") if column in table.columns]
        kept = table[ids].isin(set(self.reports["report_id"])).all(axis=1)
        return table[kept].reset_index(drop=True)


def prevalence(found: Found, *, by: By = (), least_base: int = 1) -> pd.DataFrame:
    """How many reports name what (`comparing.prevalence`)."""
    from nlp_reports.comparing.prevalence import compare_prevalence

    facts = (found.reports, found["statements"], found["codes"])
    return compare_prevalence(*facts, code_ids=found.code_ids, by=by, least_base=least_base)


def differences(found: Found, *, by: By, least_base: int = 5) -> pd.DataFrame:
    """Which groups name a code more or less often than the rest (`comparing.differences`)."""
    from nlp_reports.comparing.differences import compare_differences

    return compare_differences(prevalence(found, by=by), least_base=least_base)


def trend(found: Found) -> pd.DataFrame:
    """Which codes are named more often year by year (`comparing.trend`)."""
    from nlp_reports.comparing.trend import compare_trend

    return compare_trend(found.reports, found["statements"], found["codes"], code_ids=found.code_ids)


def pairs(found: Found) -> pd.DataFrame:
    """Which measure answers which problem (`comparing.pairing`)."""
    from nlp_reports.comparing.pairing import compare_pairs

    return compare_pairs(found["statements"], found["codes"])


def answers(found: Found, *, by: By = (), least_base: int = 1) -> pd.DataFrame:
    """How often an admitted problem meets with a measure (`comparing.answers`)."""
    from nlp_reports.comparing.answers import compare_answers

    return compare_answers(found.reports, found["codes"], found["pairs"], by=by, least_base=least_base)


def change(found: Found) -> pd.DataFrame:
    """What an agency names anew, keeps and drops (`comparing.change`)."""
    from nlp_reports.comparing.change import compare_change

    return compare_change(found.reports, found["codes"])


def promises(found: Found) -> pd.DataFrame:
    """What became of each promised measure (`comparing.promises`)."""
    from nlp_reports.coding.done import code_done
    from nlp_reports.comparing.promises import compare_promises

    facts = (found.reports, found["sections"], found["texts"], found["codes"])
    return compare_promises(*facts, code_done=partial(code_done, codebook=found.codebook))


def specificity(found: Found) -> pd.DataFrame:
    """How much each problem and measure names (`comparing.specificity`)."""
    from nlp_reports.comparing.specificity import compare_specificity

    return compare_specificity(found["statements"])


def typicality(found: Found) -> pd.DataFrame:
    """How near each statement is to the middle of its code (`comparing.typicality`)."""
    from nlp_reports.comparing.typicality import compare_typicality

    return compare_typicality(found["statements"], found["codes"])


def reuse(found: Found, *, least_score: float = 0.05) -> pd.DataFrame:
    """Which reports share text (`comparing.reuse`)."""
    from nlp_reports.comparing.reuse import compare_reuse

    return compare_reuse(found.reports, found["texts"], least_score=least_score)


def clusters(found: Found, *, least_score: float = 0.5) -> pd.DataFrame:
    """Which reports have one text between them (`comparing.clusters`)."""
    from nlp_reports.comparing.clusters import compare_clusters

    return compare_clusters(found.reports, found["reuse"], least_score=least_score)


def telltales(found: Found) -> pd.DataFrame:
    """What gives a copy away (`comparing.telltales`)."""
    from nlp_reports.comparing.telltales import compare_telltales

    return compare_telltales(found.reports, found["texts"], found["reuse"])


def keywords(found: Found, *, top: int = 20) -> pd.DataFrame:
    """The telling terms of each report (`comparing.keywords`)."""
    from nlp_reports.comparing.keywords import compare_keywords

    return compare_keywords(found.terms, top=top)


def keyness(found: Found, *, by: By, least_reports: int = 3, top: int = 30) -> pd.DataFrame:
    """The terms that tell a group from the rest (`comparing.keyness`)."""
    from nlp_reports.comparing.keyness import compare_keyness

    return compare_keyness(found.terms, found.reports, by=by, least_reports=least_reports, top=top)


def kwic(found: Found, *, word: str, width: int = 20) -> pd.DataFrame:
    """A word wherever it stands (`comparing.kwic`)."""
    from nlp_reports.comparing.kwic import compare_kwic

    return compare_kwic(found.reports, found["texts"], word=word, width=width)


TECHNIQUES: dict[str, Callable[..., pd.DataFrame]] = {
    each.__name__: each
    for each in (
        prevalence, differences, trend, pairs, answers, change, promises, specificity, typicality,
        reuse, clusters, telltales, keywords, keyness, kwic,
    )
}  # fmt: skip
"""What can be made, by name; later ones use tables of earlier ones."""


def options_of(technique: str) -> dict[str, inspect.Parameter]:
    """Return the options of a technique with their types (as text) and defaults. Raises InputError."""
    if technique not in TECHNIQUES:
        raise InputError("comparing.technique", name=technique, known=", ".join(TECHNIQUES))
    told = inspect.signature(TECHNIQUES[technique]).parameters
    return {name: each for name, each in told.items() if each.kind is inspect.Parameter.KEYWORD_ONLY}


def compare_all(
    tables: MutableMapping[str, pd.DataFrame], *, codebook: Codebook, terms: pd.DataFrame | None = None
) -> None:
    """Add to `tables` all comparisons that need no question, grouped ones by `BREAKDOWNS`."""
    import pandas as pd

    found = Found(tables.__getitem__, codebook=codebook, terms=terms)
    reports = tables["reports"]
    known = [by for by in BREAKDOWNS if all(reports[name].notna().any() for name in by)]
    for name, technique in TECHNIQUES.items():
        options = options_of(name)
        if "by" in options:
            groupings = [by for by in known if by or not _is_needed(options["by"])]
            parts = [technique(found, by=by) for by in groupings]
            tables[name] = pd.concat(parts, ignore_index=True) if parts else tabulate_rows(name, [])
        elif not any(map(_is_needed, options.values())):
            tables[name] = technique(found)


def compare(
    folder: str | Path,
    technique: str,
    *,
    where: Mapping[str, str] | None = None,
    codebook: str | Path | None = None,
    **options: object,
) -> pd.DataFrame:
    """Return the table of one technique, from the results of `analyze` in `folder`.

    `technique` is one of `TECHNIQUES`; its options are listed there. `where` keeps the reports that have
    each value (column → value, as text); `codebook` is that of the run, where it was your own. Raises
    InputError for a folder without results, an unknown technique, option, column or value, and for an
    option that is needed and not given.
    """
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.corpus.store import read_table

    known = options_of(technique)
    for name in options:
        if name not in known:
            raise InputError("comparing.option", name=name, known=", ".join(known) or "–")
    for name, each in known.items():
        if _is_needed(each) and not options.get(name):
            raise InputError("comparing.needs", technique=technique, name=name)
    book = load_codebook(Path(codebook)) if codebook else None
    found = Found(partial(read_table, Path(folder)), where=where, codebook=book)
    return TECHNIQUES[technique](found, **options)


def _is_needed(option: inspect.Parameter) -> bool:
    return option.default is inspect.Parameter.empty
