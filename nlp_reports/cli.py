"""In: the words of a command line. Out: an exit code: 0 done, 1 work failed, 2 misuse."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from nlp_reports.commands import (
    DONE,
    FAILED,
    MISUSED,
    complain,
    run_analyze,
    run_compare,
    run_evaluate,
    run_explain,
    run_parse,
    run_train,
)
from nlp_reports.errors import InputError, NlpReportsError, ResourceError
from nlp_reports.wording import Language, default_language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    (re.compile(r"argument (?P<name>\S+): invalid (?:int|float) value: '(?P<value>.*)'"), "cli.bad_number"),
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
        complain(say("cli.error", lang=lang, sentence=error.message(lang)))
        return MISUSED if isinstance(error, InputError | ResourceError) else FAILED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain(say("cli.interrupted", lang=lang))
        return FAILED


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
        complain(f"{say('cli.error', lang=self.lang, sentence=sentence)} {see}")
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
    _add_compare(commands, lang)
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
    analyze.add_argument("--only", choices=("tables",), help=say("cli.only", lang=lang))
    analyze.add_argument("--jobs", type=int, default=1, metavar="N", help=say("cli.jobs", lang=lang))
    analyze.add_argument("--scheduler", metavar="ADDRESS", help=say("cli.scheduler", lang=lang))


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


def _add_compare(commands: Any, lang: Language) -> None:
    from nlp_reports.comparison import TECHNIQUES, options_of

    text = say("cli.compare", lang=lang)
    compare = commands.add_parser("compare", help=text, description=text)
    techniques = compare.add_subparsers(
        dest="technique", title=say("cli.techniques", lang=lang), metavar="TECHNIQUE", required=True
    )
    for name in TECHNIQUES:
        technique = _add(techniques, name, run_compare, lang)
        technique.add_argument("folder", metavar="DIR", help=say("cli.folder", lang=lang))
        for option, told in options_of(name).items():
            needed = told.default is told.empty
            technique.add_argument(
                f"--{option.replace('_', '-')}",
                type=_OPTION_TYPES[str(told.annotation)],
                required=needed,
                default=None if needed else told.default,
                metavar=str(told.annotation).upper(),
                help=say(f"cli.{option}", lang=lang),
            )
        where = say("cli.where", lang=lang)
        technique.add_argument("--where", action="append", metavar="COLUMN=VALUE", help=where)
        technique.add_argument("--codebook", metavar="YAML", help=say("cli.codebook", lang=lang))
        technique.add_argument("--out", metavar="FILE", help=say("cli.table_out", lang=lang))


def _columns(words: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in words.split(",") if each.strip())


_OPTION_TYPES: dict[str, Callable[[str], object]] = {"By": _columns, "int": int, "float": float, "str": str}
"""How an option of a technique is read, by its annotation."""


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


if __name__ == "__main__":
    raise SystemExit(main())
