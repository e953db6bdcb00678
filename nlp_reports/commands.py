"""In: the options of a command. Out: its work done, told on stdout, and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_reports.errors import InputError, UnreadableError
from nlp_reports.wording import Language, say

if TYPE_CHECKING:
    import argparse

    from rich.console import Console

    from nlp_reports.output import Corpus
    from nlp_reports.reading.piece import Piece

DONE, FAILED, MISUSED = 0, 1, 2

_WIDE = 160
"""Columns for structure that is not printed on a terminal."""

_TOLD_LATER = frozenset({"duplicate", "no_reports_here", "cannot_enter"})
"""What is set aside without being analysed, and so is not seen by the progress of the work."""

_MOST_ROWS = 40
"""Rows of a comparison that are shown where no file is asked for."""


def run_analyze(options: argparse.Namespace, lang: Language) -> int:
    """Run `analyze`: show progress on stderr, the closing lines on stdout."""
    from nlp_reports.output import WORTH_OPENING, count_outcomes
    from nlp_reports.pipeline import analyze
    from nlp_reports.progress import Progress

    with Progress(lang) as progress:
        corpus = analyze(
            *options.input,
            out=options.out,
            meta=options.meta,
            codebook=options.codebook,
            model=options.model,
            overview=options.overview,
            text_column=options.text_column,
            jobs=options.jobs,
            scheduler=options.scheduler,
            only=options.only,
            lang=lang,
            progress=progress,
        )
        for each in corpus.set_aside:
            if each.issue.code in _TOLD_LATER:
                progress.tell(each)
    counts = count_outcomes(corpus)
    print(say("cli.done", lang=lang, **counts, seconds=f"{corpus.seconds:.1f}"))
    if corpus.passed_over:
        kinds = " ".join(f"{kind or '-'} ({n})" for kind, n in corpus.passed_over.items())
        print(say("cli.passed_over", lang=lang, kinds=kinds))
    print(say("cli.open", lang=lang))
    for key, name in WORTH_OPENING.items():
        if (path := Path(options.out) / name).exists():
            print(f"  {path}  {say(f'cli.open_{key}', lang=lang)}")
    if not corpus.analyses:
        complain(say("cli.nothing_read", lang=lang))
    return DONE if corpus.analyses and not _has_failed(corpus) else FAILED


def run_parse(options: argparse.Namespace, lang: Language) -> int:
    """Run `parse`: print the structure of each file; a file that cannot be read is told on stderr."""
    from rich.console import Console

    from nlp_reports.intake import open_named

    width = None if sys.stdout.isatty() else _WIDE
    console = Console(markup=False, highlight=False, emoji=False, width=width, soft_wrap=False)
    outcome = DONE
    for name in options.file:
        try:
            for piece in open_named(name, text_column=options.text_column):
                outcome = max(outcome, _show(piece, console, lang))
        except InputError as error:
            complain(say("cli.error", lang=lang, sentence=error.message(lang)))
            outcome = MISUSED
    return outcome


def run_explain(options: argparse.Namespace, lang: Language) -> int:
    """Run `explain`: print the statements of files or texts with their codes, and why they got them."""
    from nlp_reports.coding.codebook import load_codebook
    from nlp_reports.study import explain
    from nlp_reports.writing.reasons import describe_explained

    codebook = load_codebook(Path(options.codebook) if options.codebook else None)
    files = {"codebook": options.codebook, "model": options.model}
    for each in explain(*options.file, texts=options.text or (), **files):
        print(describe_explained(each, codebook=codebook, lang=lang))
    return DONE


def run_train(options: argparse.Namespace, lang: Language) -> int:
    """Run `train`: make a model of coded passages."""
    from nlp_reports.study import train

    print(say("cli.trained", lang=lang, path=train(options.gold, out=options.out, codebook=options.codebook)))
    return DONE


def run_evaluate(options: argparse.Namespace, lang: Language) -> int:
    """Run `evaluate`: print how codes compare with coded passages; with `--out` write the tables too."""
    from nlp_reports.study import evaluate
    from nlp_reports.writing.evaluation import describe_evaluation, write_evaluation

    tables = evaluate(options.gold, codebook=options.codebook, model=options.model)
    print(describe_evaluation(tables, lang=lang))
    if options.out:
        print(say("cli.evaluated", lang=lang, path=write_evaluation(tables, Path(options.out))))
    return DONE


def run_compare(options: argparse.Namespace, lang: Language) -> int:
    """Run `compare`: print the head of a comparison table; with `--out` write all of it."""
    from nlp_reports.comparison import compare, options_of
    from nlp_reports.corpus.store import write_table
    from nlp_reports.writing.listing import describe_table

    given = {name: getattr(options, name) for name in options_of(options.technique)}
    where = dict(_pair(each) for each in options.where or ())
    files = {"codebook": options.codebook}
    table = compare(options.folder, options.technique, where=where, **files, **given)
    if options.out:
        path = write_table(table, Path(options.out))
        print(say("cli.compared", lang=lang, rows=len(table), path=path))
    else:
        print(describe_table(table.head(_MOST_ROWS)))
        if len(table) > _MOST_ROWS or table.empty:
            print(say("cli.rows", lang=lang, rows=len(table), shown=min(len(table), _MOST_ROWS)))
    return DONE


def _pair(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not sign:
        raise InputError("comparing.where_form", words=words)
    return name.strip(), value.strip()


def complain(sentence: str) -> None:
    """Say `sentence` on stderr."""
    print(sentence, file=sys.stderr)


def _show(piece: Piece, console: Console, lang: Language) -> int:
    from nlp_reports.pipeline import parse_piece
    from nlp_reports.writing.structure import print_structure

    try:
        print_structure(parse_piece(piece), lang=lang, console=console)
    except UnreadableError as error:
        complain(say("cli.error", lang=lang, sentence=error.message(lang)))
        return FAILED
    return DONE


def _has_failed(corpus: Corpus) -> bool:
    from nlp_reports.batch import FAILURES

    return any(each.issue.code in FAILURES for each in corpus.set_aside)
