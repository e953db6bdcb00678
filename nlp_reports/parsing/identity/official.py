"""In: a body's name and its Location. Out: its official name, one for every year, and whether it governs.

A district carries its city's name, as its seal does (南京市鼓楼区教育局); a county or city stands alone
unless another bears its name. A place named without a body is its government. What is called for short in
`resources/identity.yaml` is written in full. A name whose place is not certain keeps its place as printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp_reports.parsing.identity.gazetteer import MUNICIPALITIES, Place, load_gazetteer
from nlp_reports.parsing.identity.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from nlp_reports.model import Body
    from nlp_reports.parsing.identity.places import Location

_GOVERNMENT = re.compile(r"^政府")
_COMMISSION = re.compile(r"(?<![省市县区旗州盟镇乡党纪政工团常])委$")


def official_name(name: str, where: Location) -> str:
    """Return the body's official name; `name` is as read, `where` what `locate` says of it."""
    organ = _official_organ(where)
    if len(where.places) == 1 and where.in_full:
        return "".join((where.state, _place_name(where.places[0]), *where.units, organ))
    printed = name[: len(name) - len(where.organ)]
    street = bool(where.units) and where.units[-1].endswith("街道") and printed.endswith("街")
    return printed + "道" * street + organ


def body_kind(where: Location) -> Body:
    """Return whether the body is a government (or stands in for one) or a department of any kind."""
    return "government" if _official_organ(where) in load_vocabulary().governments else "department"


def _official_organ(where: Location) -> str:
    vocabulary = load_vocabulary()
    if not where.organ:
        return _own_government(where)
    organ = _GOVERNMENT.sub("人民政府", where.organ).replace("管委会", "管理委员会")
    organ = vocabulary.short_names.get(organ, organ)
    return _COMMISSION.sub("委员会", organ)


def _own_government(where: Location) -> str:
    """A place's name alone means its government; a zone has a committee, a street its office."""
    unit = where.units[-1] if where.units else ""
    if load_vocabulary().zone.fullmatch(unit):
        return "管理委员会"
    return "办事处" if unit.endswith("街道") else "人民政府"


def _place_name(place: Place) -> str:
    gazetteer = load_gazetteer()
    above = gazetteer.by_code.get(place.parent)
    shared = len({each.adcode for each in gazetteer.by_name[place.name]}) > 1
    in_city = above is not None and (above.level == "prefecture" or above.adcode in MUNICIPALITIES)
    district = in_city and place.name.endswith("区")
    return above.name + place.name if above and (shared or district) else place.name
