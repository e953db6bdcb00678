"""In: YAML files below resources/. Out: their content, or one sentence that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp_reports import resource
from nlp_reports.errors import ResourceError
from nlp_reports.resource import load_yaml


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "resources" / "templates"
    folder.mkdir(parents=True)
    (folder / "odd.yaml").write_text("form: [", encoding="utf-8")
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setattr(resource, "files", lambda _: tmp_path)


def test_a_file_is_read_once() -> None:
    """Asking again gives the same object, from folders below resources too."""
    assert load_yaml("templates", "2021.yaml")["form"] == "2021"
    assert load_yaml("templates", "2021.yaml") is load_yaml("templates", "2021.yaml")


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("name", ["odd.yaml", "bytes.yaml", "gone.yaml"])
def test_a_broken_file_is_named(name: str) -> None:
    """No YAML, no text, no file: one error, and its sentence names the file in both languages."""
    with pytest.raises(ResourceError) as caught:
        load_yaml("templates", name)
    for lang in ("zh", "en"):
        assert f"templates/{name}" in caught.value.message(lang)
