"""In: outcomes, one by one. Out: on stderr, how far the work is and what was set aside."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from nlp_reports.wording import Language, describe_issue, say

if TYPE_CHECKING:
    from nlp_reports.model import SetAside
    from nlp_reports.pipeline import FileResult

PLAIN_LINE_EVERY = 100
"""Files between two lines of progress where the output is no terminal."""


class Progress:
    """A bar on a terminal, plain lines otherwise; a line for each file set aside."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, result: FileResult | None) -> None:
        """Take note of one more outcome: `done` of `total`."""
        from nlp_reports.model import SetAside

        if done == 1:
            self._start(total)
        if isinstance(result, SetAside):
            self.tell(result)
        if self._bar is not None:
            self._bar.update(self._task, completed=done)
        elif done % PLAIN_LINE_EVERY == 0:
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
        from rich import progress
        from rich.console import Console

        told = progress.TextColumn("{task.description}")
        columns = (told, progress.BarColumn(), progress.MofNCompleteColumn(), progress.TimeRemainingColumn())
        self._bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(say("cli.reading", lang=self._lang), total=total)
        self._bar.start()

    def _line(self, sentence: str) -> None:
        if self._bar is not None:
            self._bar.console.print(sentence, markup=False, highlight=False)
        else:
            print(sentence, file=sys.stderr)
