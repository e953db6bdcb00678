from __future__ import annotations

import pytest

from nlp_reports.model import Body, Identity
from nlp_reports.parsing.checks.timeliness import check_timeliness
from nlp_reports.wording import say


@pytest.mark.parametrize(
    ("year", "published", "body", "status"),
    [
        (2023, "2024-01-31", "department", "PASS"),
        (2023, "2024-02-01", "department", "FAIL"),
        (2023, "2024-03-31", "government", "PASS"),
        (2023, "2024-04-01", "government", "FAIL"),
        (2023, "2024-02-20", None, "UNCERTAIN"),
        (2023, "2024-01-20", None, "PASS"),
        (2023, "2024-04-01", None, "FAIL"),
        (2018, "2019-03-20", "department", "PASS"),
        (2018, "2019-04-20", None, "FAIL"),
        (2020, "2023-07-01", "department", "UNCERTAIN"),
        (2020, "2021-12-17", "department", "UNCERTAIN"),
        (2023, "2023-12-30", "department", "NOT_ASSESSABLE"),
        (2023, None, "department", "NOT_ASSESSABLE"),
        (None, "2024-01-20", "department", "NOT_ASSESSABLE"),
    ],
)
def test_the_day_of_publication(
    year: int | None, published: str | None, body: Body | None, status: str
) -> None:
    """Departments report by 31 January, governments (and before 2019 all) by 31 March of the next year."""
    check = check_timeliness(Identity(year=year, published=published, body=body))
    assert (check.check, check.dimension, check.status) == ("late", "timeliness", status)
    if status in ("FAIL", "UNCERTAIN"):
        assert published and published in say("checks.late", lang="en", **dict(check.fields))
