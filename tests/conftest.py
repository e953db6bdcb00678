"""In: nothing. Out: the fixtures that every test may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nlp_reports.output import Corpus

ROOT = Path(__file__).resolve().parents[1]
REAL_REPORTS = ROOT.parent / "shared" / "reports"
SAMPLES = ROOT / "corpora" / "samples"


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of real public reports; they are never copied into the project."""
    if not REAL_REPORTS.is_dir():
        pytest.skip("the real reports (../shared/reports) are not on this machine")
    return REAL_REPORTS


@pytest.fixture(scope="session")
def real_corpus(real_reports: Path) -> Corpus:
    """The real reports, analysed once for all tests."""
    from nlp_reports import analyze

    return analyze(real_reports)


@pytest.fixture(scope="session")
def sample_corpus() -> Corpus:
    """The sample reports, analysed once for all tests."""
    from nlp_reports import analyze

    return analyze(SAMPLES)
