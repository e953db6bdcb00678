"""In: nothing. Out: the fixtures that every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

REAL_REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of real public reports; they are never copied into the project."""
    if not REAL_REPORTS.is_dir():
        pytest.skip("the real reports (../shared/reports) are not on this machine")
    return REAL_REPORTS
