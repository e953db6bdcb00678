"""In: the words of a command line. Out: an exit code: 0 done, 1 work failed, 2 misuse."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from nlp_reports.errors import InputError, NlpReportsError, ResourceError, UnreadableError
from nlp_reports.wording import Language, default_language, describe_issue, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from nlp_reports.model import SetAside
    from nlp_reports.output import Corpus
    from nlp_reports.pipeline import FileResult
    from nlp_reports.reading.piece import Piece

DONE, FAILED, MISUSED = 0, 1, 2

_PLAIN_LINE_EVERY = 100
"""Files between two lines of progress where the output is no terminal."""

_WIDE = 160
"""Columns for structure that is not printed on a terminal."""

_TOLD_LATER = frozenset({"duplicate", "no_reports_here", "cannot_enter"})
"""What is set aside without being analysed, and so is not seen by the progress of the work."""

_USAGE_ERRORS = (  # argparse's own sentences, so that ours can be said in the user's language
    (re.compile(r"required: (?P<names>.+)"), "cli.missing_arguments"),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), "cli.unknown_arguments"),
    (re.compile(r"argument COMMAND: invalid choice: '(?P<name>[^']*)'"), "cli.unknown_command"),
    (
        re.compile(
            r"argument (?P<name>\S+): invalid choice: '(?P<value>.*)' \(choose from (?P<allowed>.+)\)"
        ),
        "cli.bad_choice",
    ),
    (re.compile(r"argument (?P<name>\S+): invalid int value: '(?P<value>.*)'"), "cli.bad_number"),
    (re.compile(r"argument (?P<name>\S+): expected"), "cli.no_value"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `nlp-reports`; return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = _wanted_language(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character must not end the run
            stream.reconfigure(errors="backslashreplace")
    os.environ["NLP_REPORTS_LANG"] = lang
    options = _parser(lang).parse_args(words)
    try:
        run: Callable[[argparse.Namespace, Language], int] = options.run
        return run(options, lang)
    except NlpReportsError as error:
        _complain(say("cli.error", lang=lang, sentence=error.message(lang)))
        return MISUSED if isinstance(error, InputError | ResourceError) else FAILED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _complain(say("cli.interrupted", lang=lang))
        return FAILED


def run_analyze(options: argparse.Namespace, lang: Language) -> int:
    """Run `analyze`: show progress on stderr, the closing lines on stdout."""
    from nlp_reports.output import count_outcomes
    from nlp_reports.pipeline import analyze

    with _Progress(lang) as progress:
        corpus = analyze(
            *options.input,
            out=options.out,
            meta=options.meta,
            codebook=options.codebook,
            model=options.model,
            overview=options.overview,
            text_column=options.text_column,
            jobs=options.jobs,
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
    for key, name in (("page", "report.html"), ("summary", "summary.md"), ("tables", "tables")):
        print(f"  {Path(options.out) / name}  {say(f'cli.open_{key}', lang=lang)}")
    if not corpus.analyses:
        _complain(say("cli.nothing_read", lang=lang))
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
            _complain(say("cli.error", lang=lang, sentence=error.message(lang)))
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


def _show(piece: Piece, console: Console, lang: Language) -> int:
    from nlp_reports.pipeline import parse_piece
    from nlp_reports.writing.structure import print_structure

    try:
        print_structure(parse_piece(piece), lang=lang, console=console)
    except UnreadableError as error:
        _complain(say("cli.error", lang=lang, sentence=error.message(lang)))
        return FAILED
    return DONE


def _has_failed(corpus: Corpus) -> bool:
    return any(each.issue.code in {"failed", "worker_died"} for each in corpus.set_aside)


class _Progress:
    """A bar on a terminal, plain lines otherwise; a line for each file set aside."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, result: FileResult) -> None:
        from nlp_reports.model import SetAside

        if done == 1:
            self._start(total)
        if isinstance(result, SetAside):
            self.tell(result)
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
        elif done % _PLAIN_LINE_EVERY == 0:
            self._line(say("cli.went_on", lang=self._lang, done=done, total=total))

    def tell(self, aside: SetAside) -> None:
        """Say in one line what was set aside and why."""
        from nlp_reports.writing.escaping import show_controls

        reason = describe_issue(aside.issue, lang=self._lang)
        told = say("cli.set_aside", lang=self._lang, path=aside.path, reason=reason)
        self._line(show_controls(told))

    def _start(self, total: int) -> None:
        if not sys.stderr.isatty():
            self._line(say("cli.started", lang=self._lang, total=total))
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(say("cli.reading", lang=self._lang), total=total)
        self._bar.start()

    def _line(self, sentence: str) -> None:
        if self._bar is not None:
            self._bar.console.print(sentence, markup=False, highlight=False)
        else:
            _complain(sentence)


class _Parser(argparse.ArgumentParser):
    """argparse in the user's language, with one clear sentence and exit code 2 for misuse."""

    lang: Language = "zh"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_HelpFormatter, allow_abbrev=False)
        self._positionals.title = say("cli.arguments", lang=self.lang)
        self._optionals.title = say("cli.options", lang=self.lang)
        self.add_argument("-h", "--help", action="help", help=say("cli.help", lang=self.lang))

    def error(self, message: str) -> NoReturn:
        sentence = say("cli.misused", lang=self.lang, reason=message)
        for pattern, key in _USAGE_ERRORS:
            if found := pattern.search(message):
                said = {name: value.replace("'", "") for name, value in found.groupdict().items()}
                sentence = say(key, lang=self.lang, **said)
                break
        see = say("cli.see_help", lang=self.lang, command=self.prog)
        _complain(f"{say('cli.error', lang=self.lang, sentence=sentence)} {see}")
        raise SystemExit(MISUSED)


class _HelpFormatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        ours = say("cli.usage", lang=_Parser.lang) if prefix is None else prefix
        super().add_usage(usage, actions, groups, ours)


def _parser(lang: Language) -> argparse.ArgumentParser:
    _Parser.lang = lang
    parser = _Parser(prog="nlp-reports", description=say("cli.description", lang=lang))
    parser.add_argument("--version", action=_Version, nargs=0, help=say("cli.version", lang=lang))
    commands = parser.add_subparsers(
        title=say("cli.commands", lang=lang), metavar="COMMAND", required=True, parser_class=_Parser
    )
    _add_analyze(commands, lang)
    _add_parse(commands, lang)
    _add_explain(commands, lang)
    _add_train(commands, lang)
    _add_evaluate(commands, lang)
    return parser


def _add_analyze(commands: Any, lang: Language) -> None:
    analyze = _add(commands, "analyze", run_analyze, lang)
    analyze.add_argument("input", nargs="+", metavar="INPUT", help=say("cli.input", lang=lang))
    analyze.add_argument("--out", required=True, metavar="DIR", help=say("cli.out", lang=lang))
    analyze.add_argument("--meta", metavar="CSV", help=say("cli.meta", lang=lang))
    analyze.add_argument("--codebook", metavar="YAML", help=say("cli.codebook", lang=lang))
    analyze.add_argument("--model", metavar="FILE", help=say("cli.model", lang=lang))
    analyze.add_argument("--overview", action="store_true", help=say("cli.overview", lang=lang))
    analyze.add_argument("--text-column", metavar="NAME", help=say("cli.text_column", lang=lang))
    analyze.add_argument("--jobs", type=int, default=1, metavar="N", help=say("cli.jobs", lang=lang))


def _add_parse(commands: Any, lang: Language) -> None:
    parse = _add(commands, "parse", run_parse, lang)
    parse.add_argument("file", nargs="+", metavar="FILE", help=say("cli.file", lang=lang))
    parse.add_argument("--text-column", metavar="NAME", help=say("cli.text_column", lang=lang))


def _add_explain(commands: Any, lang: Language) -> None:
    explain = _add(commands, "explain", run_explain, lang)
    explain.add_argument("file", nargs="*", metavar="FILE", help=say("cli.file", lang=lang))
    explain.add_argument("--text", action="append", metavar="TEXT", help=say("cli.text", lang=lang))
    _add_coding(explain, lang)


def _add_train(commands: Any, lang: Language) -> None:
    train = _add(commands, "train", run_train, lang)
    train.add_argument("gold", metavar="GOLD", help=say("cli.gold", lang=lang))
    train.add_argument("--out", required=True, metavar="FILE", help=say("cli.model_out", lang=lang))
    train.add_argument("--codebook", metavar="YAML", help=say("cli.codebook", lang=lang))


def _add_evaluate(commands: Any, lang: Language) -> None:
    evaluate = _add(commands, "evaluate", run_evaluate, lang)
    evaluate.add_argument("gold", metavar="GOLD", help=say("cli.gold", lang=lang))
    evaluate.add_argument("--out", metavar="DIR", help=say("cli.evaluation_out", lang=lang))
    _add_coding(evaluate, lang)


def _add_coding(command: Any, lang: Language) -> None:
    command.add_argument("--codebook", metavar="YAML", help=say("cli.codebook", lang=lang))
    command.add_argument("--model", metavar="FILE", help=say("cli.model", lang=lang))


def _add(commands: Any, name: str, run: Any, lang: Language) -> Any:
    text = say(f"cli.{name}", lang=lang)
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    command.add_argument("--lang", choices=("zh", "en"), default=lang, help=say("cli.lang", lang=lang))
    return command


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"nlp-reports {version('nlp-reports')}")
        parser.exit(DONE)


def _wanted_language(words: Sequence[str]) -> Language:
    """The language must be known before the parser is built: its help and errors are in it."""
    peek = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    peek.add_argument("--lang", choices=("zh", "en"), default=default_language())
    try:
        lang: Language = peek.parse_known_args(list(words))[0].lang
    except (argparse.ArgumentError, SystemExit):
        return default_language()
    return lang


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
