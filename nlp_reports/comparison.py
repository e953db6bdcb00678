"""In: an output folder and the name of a technique. Out: its table, made anew with the options asked for.

What `nlp-reports compare` does, for use from Python. Each technique is a function of the results, whose
keyword options are those of the command; one without a default must be given.
"""

from __future__ import annotations

import inspect
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    By = tuple[str, ...]


class Results:
    """The tables of an output folder, each read when it is asked for, of the reports that `where` keeps.

    `where` maps columns of `reports`, or of the user's metadata, to the value wanted, as text. Raises
    InputError for a folder without results, a column that is not there, or a value that no report has.
    """

    def __init__(self, folder: str | Path, *, where: Mapping[str, str] | None = None) -> None:
        self._folder = Path(folder)
        self._where = dict(where or {})

    @cached_property
    def reports(self) -> pd.DataFrame:
        """The reports kept, with a column for each name of the user's metadata."""
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
    def code_ids(self) -> list[str]:
        """The codes of the codebook by which the folder was coded."""
        return sorted(self._read("prevalence")["code"].unique())

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The rows of the table `name` that belong to the reports kept."""
        if name == "reports":
            return self.reports
        table = self._read(name)
        return table[table["report_id"].isin(self.reports["report_id"])].reset_index(drop=True)

    def _read(self, name: str) -> pd.DataFrame:
        from nlp_reports.corpus.store import read_table

        return read_table(self._folder, name)


def prevalence(found: Results, *, by: By = (), least_base: int = 1) -> pd.DataFrame:
    """How many reports name what (`comparing.prevalence`)."""
    from nlp_reports.comparing.prevalence import compare_prevalence

    facts = (found.reports, found["statements"], found["codes"])
    return compare_prevalence(*facts, code_ids=found.code_ids, by=by, least_base=least_base)


def differences(found: Results, *, by: By, least_base: int = 5) -> pd.DataFrame:
    """Which groups name a code more or less often than the rest (`comparing.differences`)."""
    from nlp_reports.comparing.differences import compare_differences

    return compare_differences(prevalence(found, by=by), least_base=least_base)


def trend(found: Results) -> pd.DataFrame:
    """Which codes are named more often year by year (`comparing.trend`)."""
    from nlp_reports.comparing.trend import compare_trend

    return compare_trend(found.reports, found["statements"], found["codes"], code_ids=found.code_ids)


def pairs(found: Results) -> pd.DataFrame:
    """Which measure answers which problem (`comparing.pairing`)."""
    from nlp_reports.comparing.pairing import compare_pairs

    return compare_pairs(found["statements"], found["codes"])


def answers(found: Results, *, by: By = (), least_base: int = 1) -> pd.DataFrame:
    """How often an admitted problem meets with a measure (`comparing.answers`)."""
    from nlp_reports.comparing.answers import compare_answers

    return compare_answers(found.reports, found["codes"], pairs(found), by=by, least_base=least_base)


def change(found: Results) -> pd.DataFrame:
    """What an agency names anew, keeps and drops (`comparing.change`)."""
    from nlp_reports.comparing.change import compare_change

    return compare_change(found.reports, found["codes"])


def specificity(found: Results) -> pd.DataFrame:
    """How much each problem and measure names (`comparing.specificity`)."""
    from nlp_reports.comparing.specificity import compare_specificity

    return compare_specificity(found["statements"])


def reuse(found: Results, *, least_score: float = 0.05) -> pd.DataFrame:
    """Which reports share text (`comparing.reuse`)."""
    from nlp_reports.comparing.reuse import compare_reuse

    return compare_reuse(found.reports, found["texts"], least_score=least_score)


def clusters(found: Results, *, least_score: float = 0.5) -> pd.DataFrame:
    """Which reports have one text between them (`comparing.clusters`)."""
    from nlp_reports.comparing.clusters import compare_clusters

    return compare_clusters(found.reports, reuse(found), least_score=least_score)


def telltales(found: Results) -> pd.DataFrame:
    """What gives a copy away (`comparing.telltales`)."""
    from nlp_reports.comparing.telltales import compare_telltales

    return compare_telltales(found.reports, found["texts"], reuse(found))


def keywords(found: Results, *, top: int = 20) -> pd.DataFrame:
    """The telling terms of each report (`comparing.keywords`)."""
    from nlp_reports.comparing.keywords import compare_keywords

    return compare_keywords(_terms(found), top=top)


def keyness(found: Results, *, by: By, least_reports: int = 3, top: int = 30) -> pd.DataFrame:
    """The terms that tell a group from the rest (`comparing.keyness`)."""
    from nlp_reports.comparing.keyness import compare_keyness

    return compare_keyness(_terms(found), found.reports, by=by, least_reports=least_reports, top=top)


def kwic(found: Results, *, word: str, width: int = 20) -> pd.DataFrame:
    """A word wherever it stands (`comparing.kwic`)."""
    from nlp_reports.comparing.kwic import compare_kwic

    return compare_kwic(found["texts"], word=word, width=width)


TECHNIQUES: dict[str, Callable[..., pd.DataFrame]] = {
    each.__name__: each
    for each in (
        prevalence, differences, trend, pairs, answers, change, specificity, reuse, clusters, telltales,
        keywords, keyness, kwic,
    )
}  # fmt: skip
"""What can be asked for, by name."""


def options_of(technique: str) -> dict[str, inspect.Parameter]:
    """Return the options of a technique with their types (as text) and defaults. Raises InputError."""
    if technique not in TECHNIQUES:
        raise InputError("comparing.technique", name=technique, known=", ".join(TECHNIQUES))
    told = inspect.signature(TECHNIQUES[technique]).parameters
    return {name: each for name, each in told.items() if each.kind is inspect.Parameter.KEYWORD_ONLY}


def compare(
    folder: str | Path, technique: str, *, where: Mapping[str, str] | None = None, **options: object
) -> pd.DataFrame:
    """Return the table of one technique, from the results of `analyze` in `folder`.

    `technique` is one of `TECHNIQUES`; its options are listed there. `where` keeps the reports that have
    each value (column → value, as text). Raises InputError for a folder without results, an unknown
    technique, option, column or value, and for an option that is needed and not given.
    """
    known = options_of(technique)
    for name in options:
        if name not in known:
            raise InputError("comparing.option", name=name, known=", ".join(known) or "–")
    for name, each in known.items():
        if each.default is inspect.Parameter.empty and not options.get(name):
            raise InputError("comparing.needs", technique=technique, name=name)
    return TECHNIQUES[technique](Results(folder, where=where), **options)


def _terms(found: Results) -> pd.DataFrame:
    from nlp_reports.comparing.terms import compare_terms

    return compare_terms(found.reports, found["texts"])
