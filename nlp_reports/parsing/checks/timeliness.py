"""In: who reports, for which year, published when. Out: a Check of the day of publication.

Ordinance on Government Information Disclosure (2019), art. 49 and 50: departments by 31 January,
governments by 31 March of the year that follows; before it, all by 31 March (2007, art. 31).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nlp_reports.model import Check

if TYPE_CHECKING:
    from nlp_reports.model import CheckStatus, Identity

_MOVED = timedelta(days=183)
_SEPARATE_FROM = 2019
"""The first report year whose departments had an earlier day than governments."""


def check_timeliness(identity: Identity) -> Check:
    """Return whether the report came in time; not assessable where year or day of publication is not told.

    More than half a year late is UNCERTAIN, as pages bear the day they were moved; so is a day between
    both deadlines where it is not told whether a government or a department reports.
    """
    year = identity.year
    try:
        published = date.fromisoformat(identity.published or "")
    except ValueError:
        return Check("late", "timeliness", "NOT_ASSESSABLE")
    if year is None or published.year <= year:
        return Check("late", "timeliness", "NOT_ASSESSABLE")
    early, late = date(year + 1, 1, 31), date(year + 1, 3, 31)
    one_day = year < _SEPARATE_FROM or identity.body == "government"
    deadline = early if identity.body == "department" and not one_day else late
    status: CheckStatus = "PASS"
    if published > deadline:
        status = "FAIL" if published - deadline < _MOVED else "UNCERTAIN"
    elif identity.body is None and not one_day and published > early:
        status, deadline = "UNCERTAIN", early
    fields = (("published", published.isoformat()), ("deadline", deadline.isoformat()))
    return Check("late", "timeliness", status, fields=() if status == "PASS" else fields)
