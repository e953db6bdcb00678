"""In: texts of our own, copied and changed. Out: the table `reuse`: who shares what with whom."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from nlp_reports.comparing.fingerprints import prepare
from nlp_reports.comparing.reuse import LEAST, compare_reuse
from nlp_reports.errors import SchemaError
from nlp_reports.schema import TABLES, tabulate_rows

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold"


@pytest.fixture(scope="module")
def passages() -> list[str]:
    """Long passages of our own, each written by itself."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(GOLD.rglob("passages/*.txt")))
    bare = [re.sub(r"⟦[PMA] |⟧", "", each.partition("\n")[2]) for each in re.split(r"(?m)^### ", text)]
    return [each for each in bare if len(each) > 400][:40]


def reuse_of(*told: dict[str, object]) -> pd.DataFrame:
    rows = [{"report_id": f"r{n}", "level": "county", "year": 2022, **each} for n, each in enumerate(told)]
    texts = [{name: row.pop(name, None) for name in ("text", "own")} | row for row in rows]
    return compare_reuse(*(tabulate_rows(*each) for each in (("reports", rows), ("texts", texts))))


def test_independent_texts_share_nothing(passages: list[str]) -> None:
    """Texts about the same matters, written one by one, have no row."""
    found = reuse_of(*({"agency": f"第{n}局", "text": text} for n, text in enumerate(passages)))
    assert found.empty and list(found.columns) == list(TABLES["reuse"])


def test_a_copy_with_other_names_and_figures_is_a_copy(passages: list[str]) -> None:
    """Only digits and the agency's own names differ: above 0.95, from the earlier to the later."""
    text = passages[0].replace("我局", "青禾县水务局") + "青禾县水务局全年发布信息312条，办结申请17件。"
    other = re.sub(r"\d", "7", text.replace("青禾县水务局", "云岭县水务局"))
    found = reuse_of(
        {"agency": "云岭县水务局", "region": "云岭县", "text": other, "published": "2023-02-01"},
        {"agency": "青禾县水务局", "region": "青禾县", "text": text, "published": "2023-01-10"},
    )
    assert found["score"].tolist() == [pytest.approx(1, abs=0.05)]
    assert found[["a", "b", "kind"]].values.tolist() == [["r1", "r0", "peer"]]


def test_spans_are_the_shared_words(passages: list[str]) -> None:
    """Each span of one text says what that of the other does."""
    shared = passages[2]
    texts = [passages[0] + shared, passages[1][:200] + shared + passages[1][200:]]
    found = reuse_of(*({"agency": f"第{n}局", "text": text} for n, text in enumerate(texts)))
    (row,) = found.to_dict("records")
    sides = dict(zip(("r0", "r1"), texts, strict=True))
    bare = []
    for pair in row["spans"].split(";"):
        (one, two) = (
            prepare(sides[row[side]][slice(*map(int, span.split("-")))]).chars
            for side, span in zip("ab", pair.split("="), strict=True)
        )
        assert one == two and len(one) >= LEAST
        bare.append(one)
    assert prepare(shared).chars in "".join(bare)


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ({"agency": "甲局", "year": 2021}, {"agency": "甲局", "year": 2022}, "self"),
        ({"agency": "甲局", "level": "prefecture"}, {"agency": "乙局", "level": "county"}, "up"),
        ({"agency": "甲局", "level": "county"}, {"agency": "乙局", "level": "prefecture"}, "down"),
        ({"agency": "甲局", "level": None}, {"agency": "乙局"}, "peer"),
    ],
)
def test_the_kind_says_who_shares_with_whom(
    passages: list[str], one: dict[str, object], two: dict[str, object], kind: str
) -> None:
    """Two years of one agency, two levels, or peers; an unknown level is taken for a peer's."""
    found = reuse_of({"text": passages[0], **one}, {"text": passages[0], **two})
    assert found["kind"].tolist() == [kind]


def test_only_own_words_count(passages: list[str]) -> None:
    """What lies outside the spans of a report's own words is no copy."""
    texts = [passages[0] + passages[2], passages[1] + passages[2]]
    own = [f"0-{len(each) - len(passages[2])}" for each in texts]
    told = [{"agency": f"第{n}局", "text": text, "own": own[n]} for n, text in enumerate(texts)]
    assert reuse_of(*told).empty


def test_what_everybody_writes_does_not_count(passages: list[str]) -> None:
    """A sentence of most agencies makes no pair of them, in a corpus that is large enough to tell."""
    stock = "在市委市政府的坚强领导下认真贯彻落实条例各项规定扎实推进政府信息公开工作"
    texts = [stock + text for text in passages] + [stock + passages[3]]
    found = reuse_of(*({"agency": f"第{n}局", "text": text} for n, text in enumerate(texts)))
    assert found[["a", "b"]].values.tolist() == [["r3", f"r{len(texts) - 1}"]]


@pytest.mark.parametrize("text", ["", "无。", "2022年", "a b c"])
def test_empty_and_short_texts_share_nothing(text: str) -> None:
    """Two reports that say 无 are no copies."""
    assert reuse_of({"agency": "甲局", "text": text}, {"agency": "乙局", "text": text}).empty


def test_missing_columns_are_told() -> None:
    """Texts without their ids are refused."""
    with pytest.raises(SchemaError):
        compare_reuse(tabulate_rows("reports", []), pd.DataFrame({"text": []}))


def test_the_real_reports(real_reports: Path) -> None:
    """2012 and 2013 share words; years that were written anew do not."""
    import nlp_reports as nr

    corpus = nr.analyze(real_reports)
    path = dict(corpus.tables["reports"][["report_id", "path"]].itertuples(index=False))
    found = compare_reuse(corpus.tables["reports"], corpus.tables["texts"], least_score=0.01)
    score = {(path[a], path[b]): score for a, b, score in found[["a", "b", "score"]].itertuples(index=False)}
    assert score[("pingtan_2012_qu.txt", "pingtan_2013_xian.txt")] > 0.5
    years = [f"pingtan_{year}_qu.txt" for year in (2021, 2023, 2025)]
    assert all(score.get((a, b), 0) < 0.1 for a in years for b in years)
