"""In: files and folders. Out: a Corpus, and from it the output folder. The stages, as one paragraph."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from nlp_reports.batch import WORK, carry_out, open_store
from nlp_reports.corpus.shelf import Held, Shelf
from nlp_reports.errors import InputError, UnreadableError
from nlp_reports.intake import digest, digest_piece, find_reports, hand_out
from nlp_reports.limits import Ways
from nlp_reports.model import Analysis, Issue, SetAside
from nlp_reports.output import Corpus, write_corpus
from nlp_reports.recipe import Recipe, recipe_of
from nlp_reports.wording import Language, default_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nlp_reports.coding.panel import Panel
    from nlp_reports.corpus.shelf import Tables
    from nlp_reports.intake import Task
    from nlp_reports.model import Codebook, Coding, Document, Fields, Report
    from nlp_reports.reading.piece import Piece

FileResult = Analysis | SetAside

SECTIONS = ("problems", "measures")
OVERVIEW = ("overview", *SECTIONS)
"""The sections that are coded, and those that are with `overview`."""


def analyze(
    *inputs: str | Path,
    out: str | Path | None = None,
    meta: str | Path | None = None,
    codebook: str | Path | None = None,
    model: str | Path | None = None,
    overview: bool = False,
    text_column: str | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    only: Literal["tables"] | None = None,
    lang: Language | None = None,
    progress: Callable[[int, int, FileResult | None], None] | None = None,
) -> Corpus:
    """Read, parse, code and compare the reports in `inputs`; with `out`, write the output folder too.

    `inputs` are files and folders in any mix, archives and tables of reports among them; `text_column`
    names the column of such tables that holds the texts, which otherwise is found; `meta` is a CSV that
    overrides what the reports say of themselves; `codebook` a YAML of your own, `model` a file that
    `nlp-reports train` made; with `overview` the section 总体情况 is coded too; `jobs` is the number of
    processes, `scheduler` the address of a Dask scheduler whose cluster does the work instead; with
    `only="tables"` no more than the tables is written; `progress` is called with (done, total, outcome)
    after each report, with None as the outcome of one that an earlier run into `out` has analysed, which
    is not done again. Raises InputError, ResourceError or OutputError, each one sentence for a person; a
    report that cannot be read raises nothing and is in `set_aside`.
    """
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.coding.panel import load_panel
    from nlp_reports.corpus.metadata import load_metadata

    begin = time.perf_counter()
    words = {"--out": out, "--meta": meta, "--codebook": codebook, "--model": model, "--scheduler": scheduler}
    _check_options(inputs, jobs=jobs, lang=lang, only=only, words=words | {"--text-column": text_column})
    recipe = recipe_of(sections=OVERVIEW if overview else SECTIONS, codebook=codebook, model=model)
    meta_path = Path(meta) if meta is not None else None
    book = load_codebook(recipe.codebook)
    load_panel(book, model=recipe.model)
    metadata = load_metadata(meta_path) if meta_path else {}
    intake = find_reports([Path(each) for each in inputs], text_column=text_column)
    _check_metadata(metadata, intake.names)

    with open_store(Path(out) if out is not None else None) as store:
        tasks = hand_out(intake, metadata=metadata, text_column=text_column)
        work = partial(analyze_piece, recipe=recipe)
        told = _counted(progress, len(intake.names))
        done = carry_out(tasks, store, work=work, recipe=recipe, ways=Ways(jobs, scheduler), told=told)
        set_aside = (*intake.closed, *done.set_aside)
        tables = Shelf(Path(out) / WORK / "tables") if out is not None else Held()
        told_in = lang or default_language()
        corpus = tabulate(done.analyses, set_aside, tables=tables, codebook=book, lang=told_in, begin=begin)
        corpus = replace(corpus, passed_over=intake.others, containers=intake.containers)
        if out is not None:
            options = {
                "codebook": {"version": book.version, "sha256": recipe.codebook_sha256},
                "model": {"sha256": recipe.model_sha256},
                "meta": {"sha256": _digest(meta_path)},
                "overview": overview,
                "text_column": text_column,
                "jobs": jobs,
                "scheduler": scheduler,
                "only": only,
                "lang": corpus.lang,
            }
            write_corpus(corpus, Path(out), options=options, only_tables=only == "tables")
    return replace(corpus, seconds=time.perf_counter() - begin)


def _counted(
    progress: Callable[[int, int, FileResult | None], None] | None, total: int
) -> Callable[[FileResult | None], None]:
    done = 0

    def told(result: FileResult | None) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, max(done, total), result)

    return told


def analyze_piece(task: Task, *, recipe: Recipe) -> FileResult:
    """Return what one report gives; never raises, so that the rest of a batch goes on."""
    from nlp_reports.reading.piece import read_piece

    piece = task.piece
    try:
        document = read_piece(piece)
        identity, others, doubts = _known(piece, task.metadata)
        document = replace(document, notes=(*document.notes, *doubts))
        panel = _panel(recipe.codebook, recipe.codebook_sha256, recipe.model, recipe.model_sha256)
        result = analyze_document(document, panel=panel, sections=recipe.sections, metadata=identity)
        return replace(result, metadata=others) if isinstance(result, Analysis) else result
    except UnreadableError as error:
        issue = Issue("reading", error.key.split(".")[1], tuple(error.fields.items()))
    except MemoryError:
        issue = Issue("engine", "out_of_memory")
    except Exception as error:
        issue = Issue("engine", "failed", (("error", repr(error)[:300]),))
    return SetAside(piece.name, digest_piece(piece), issue)


def parse_piece(piece: Piece) -> Report:
    """Return the structure of one report, whether or not it is an annual report. Raises UnreadableError."""
    from nlp_reports.parsing.report import parse_report
    from nlp_reports.reading.piece import read_piece

    identity, _, doubts = _known(piece, {})
    document = read_piece(piece)
    return parse_report(replace(document, notes=(*document.notes, *doubts)), metadata=identity)


def _known(piece: Piece, metadata: Mapping[str, str]) -> tuple[dict[str, str], Fields, tuple[Issue, ...]]:
    """What is known of a report beside its text: who reports, all else, and what is doubtful of it.

    The user's metadata stands over what a table says in the report's row.
    """
    from nlp_reports.corpus.metadata import read_facts, split_row

    told, others, doubts = read_facts(piece.facts)
    given, more = split_row(metadata)
    return told | given, tuple((others | more).items()), doubts


def analyze_document(
    document: Document,
    *,
    panel: Panel,
    sections: tuple[str, ...] = SECTIONS,
    metadata: Mapping[str, str] | None = None,
) -> FileResult:
    """Return a document's report, statements, decisions and terms, or say that it is no report."""
    from nlp_reports.chinese.tokens import count_terms
    from nlp_reports.coding.statements import extract_statements
    from nlp_reports.coding.substance import check_substance
    from nlp_reports.corpus.own_words import own_words
    from nlp_reports.parsing.checks import failed_issues
    from nlp_reports.parsing.genre import is_annual_report
    from nlp_reports.parsing.report import parse_report

    report = parse_report(document, metadata=metadata)
    if not is_annual_report(report):
        return SetAside(document.source.path, document.source.sha256, Issue("engine", "not_a_report"))
    statements = extract_statements(report, model=panel.roles, sections=sections)
    codings, decisions = panel.code(statements)
    failed = tuple(_coder_failed(each) for each in codings if each.outcome == "failed")
    checks = check_substance(report, statements)
    report = replace(
        report,
        issues=(*report.issues, *failed_issues(checks), *failed),
        checks=(*report.checks, *checks),
    )
    own = own_words(report)
    prose = "\n".join(document.text[span.start : span.end] for span in own)
    who = report.identity
    terms = count_terms(prose, names=(who.agency, who.province, who.city, who.county, who.region))
    return Analysis(report, statements, decisions, tuple(sorted(terms.items())), own)


def tabulate(
    analyses: Sequence[Analysis],
    set_aside: tuple[SetAside, ...],
    *,
    tables: Tables,
    codebook: Codebook,
    lang: Language,
    begin: float,
) -> Corpus:
    """Fill `tables` with what reports gave, and every comparison; return the corpus."""
    from nlp_reports.comparison import compare_all
    from nlp_reports.corpus.tabulate import fill_tables, tabulate_terms

    fill_tables(tables, analyses, set_aside, lang=lang)
    _check_across(tables, lang)
    compare_all(tables, codebook=codebook, terms=tabulate_terms(analyses))
    tables.close()
    return Corpus(analyses, set_aside, tables, codebook, lang, time.perf_counter() - begin)


def _check_across(tables: Tables, lang: Language) -> None:
    """Hold the reports against each other: more checks and findings, and the scores of all checks."""
    import pandas as pd

    from nlp_reports.comparing.consistency import (
        compare_departments,
        compare_findings,
        compare_years,
        needed_cells,
    )
    from nlp_reports.comparing.quality import compare_quality

    reports = tables["reports"]
    cells = pd.concat([needed_cells(part) for part in tables.parts("cells")], ignore_index=True)
    comparisons = (compare(reports, cells, lang=lang) for compare in (compare_years, compare_departments))
    across = pd.concat(comparisons, ignore_index=True)
    findings = compare_findings(reports, across)
    more = reports["report_id"].map(findings["report_id"].value_counts()).fillna(0).astype("Int64")
    tables["reports"] = reports.assign(n_issues=reports["n_issues"] + more)
    tables.append("issues", findings)
    tables.append("checks", across)
    tables["quality"] = compare_quality(reports, (part for part in tables.parts("checks")))


def _coder_failed(coding: Coding) -> Issue:
    return Issue("coding", "coder_failed", (("coder", coding.coder), ("statement", coding.statement_id)))


def _check_metadata(metadata: Mapping[str, object], names: Iterable[str]) -> None:
    known = set(names)
    unknown = next((path for path in metadata if path not in known), None)
    if unknown is not None:
        raise InputError("errors.unknown_report", path=unknown)


def _check_options(
    inputs: Sequence[object], *, jobs: int, lang: str | None, only: str | None, words: Mapping[str, object]
) -> None:
    if not inputs:
        raise InputError("errors.no_inputs")
    if jobs < 1:
        raise InputError("errors.jobs", jobs=jobs)
    if lang is not None and lang not in get_args(Language):
        raise InputError("errors.lang", lang=lang)
    if only not in (None, "tables"):
        raise InputError("errors.only", only=only)
    for name, word in words.items():
        if word is not None and not str(word).strip():
            raise InputError("errors.empty_option", name=name)


def _digest(path: Path | None) -> str | None:
    """The file's SHA-256; None for what ships with the package, which the version tells."""
    return digest(path) if path is not None else None


@cache
def _panel(
    codebook: Path | None, book_sha256: str | None, model: Path | None, model_sha256: str | None
) -> Panel:
    """Compile once a process and content: a codebook edited between two runs is another one."""
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.coding.panel import load_panel

    return load_panel(load_codebook(codebook), model=model)
