"""The words for values: ours where there are any, else those that the forms print."""

from __future__ import annotations

import pytest

from nlp_reports.parsing import sections
from nlp_reports.parsing.template import load_templates
from nlp_reports.writing.labels import label, percent


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_and_column_of_every_form_has_a_name(lang: str) -> None:
    """No key of a cell is shown to a person as it stands."""
    for template in load_templates():
        for table in template.tables:
            for row in table.rows:
                assert label("row", row.key, lang=lang) != row.key  # type: ignore[arg-type]
            for key in table.columns:
                assert label("column", key, lang=lang) != key  # type: ignore[arg-type]


def test_every_evidence_for_a_section_has_a_name() -> None:
    """What speaks for a heading and what makes it doubtful is told in words."""
    for evidence in (*sections._SHARE, *sections._DOUBT, "numbering"):
        assert label("matched", evidence, lang="zh") != evidence


def test_a_value_without_a_name_stands_for_itself() -> None:
    """Nothing is made up, and nothing fails."""
    assert label("row", "no_such_row", lang="zh") == "no_such_row"
    assert label("level", None, lang="zh") == "不明"


@pytest.mark.parametrize(
    ("share", "told"), [(0, "0%"), (0.125, "13%"), (0.004, "0%"), (0.374, "37%"), (1, "100%")]
)
def test_percent_rounds_a_half_up(share: float, told: str) -> None:
    """As people round, and as the page's script does."""
    assert percent(share) == told
