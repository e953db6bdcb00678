"""In: a Debian Chromium. Out: pages opened in it, and all that it complained of or asked the network for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass
class Opened:
    """A page in the browser, the errors of its console, and the addresses it asked for beside its own."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium without network; skips where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt install chromium): the page is not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        with suppress(Exception):
            opened.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Opened]]:
    """Open a file in a window of its own, in which nothing may fail and nothing be asked for."""
    opened: list[Opened] = []

    def open_one(path: Path, *, width: int = 1280, height: int = 900) -> Opened:
        page = browser.new_page(viewport={"width": width, "height": height})
        one = Opened(page)
        page.on("console", lambda told: one.errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: one.errors.append(str(error)))
        page.on("request", lambda asked: one.requests.append(asked.url))
        page.goto(path.as_uri())
        one.requests.remove(path.as_uri())
        opened.append(one)
        return one

    yield open_one
    for one in opened:
        one.page.close()
        assert one.errors == [] and one.requests == []
