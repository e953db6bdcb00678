"""In: every place of GB/T 2260, named in titles made here. Out: region codes, none wrong, few left open."""

from __future__ import annotations

import pytest

from nlp_reports.model import Document, Identity, Source
from nlp_reports.parsing.identity import parse_identity
from nlp_reports.parsing.identity.gazetteer import Place, load_gazetteer

BODIES = ("人民政府", "交通运输局", "市场监督管理局")


def identify(agency: str) -> Identity:
    text = f"{agency}2022年政府信息公开工作年度报告\n一、总体情况\n"
    return parse_identity(Document("0" * 16, Source("a.txt", None, "", ""), "", text, (), ()))[0]


def places() -> list[Place]:
    return [place for place in load_gazetteer().by_code.values() if place.until is None]


@pytest.mark.parametrize("body", BODIES)
def test_every_place_is_found_by_its_full_name(body: str) -> None:
    """All 3,200 places, named with their province and city, get their own code and one official name."""
    full_name = load_gazetteer().full_name
    names: dict[str, str] = {}
    for place in places():
        found = identify(full_name(place) + body)
        assert (found.adcode, found.level) == (place.adcode, place.level), full_name(place)
        assert found.agency and found.agency.endswith(body)
        assert names.setdefault(found.agency, place.adcode) == place.adcode, found.agency


@pytest.mark.parametrize("body", BODIES)
def test_no_place_named_alone_gets_anothers_code(body: str) -> None:
    """A place named without its city has its own code, or none where several places bear the name."""
    open_ones = 0
    for place in places():
        found = identify(place.name + body)
        assert found.adcode in (place.adcode, None), place.name
        open_ones += found.adcode is None
    assert open_ones <= 120


def test_a_name_alone_and_in_full_are_one_body() -> None:
    """Whether a report names the city above or not, its body has the same name and code."""
    gazetteer = load_gazetteer()
    for place in places():
        alone = identify(place.name + "人民政府")
        if alone.adcode:
            full = identify(gazetteer.full_name(place) + "人民政府")
            assert (alone.agency, alone.region) == (full.agency, full.region), place.name
