"""In: statements of one code. Out: the table `typicality`: which of them says what most say."""

from __future__ import annotations

import pytest

from nlp_reports.comparing.typicality import compare_typicality
from nlp_reports.errors import SchemaError
from nlp_reports.schema import TABLES, tabulate_rows

TEXTS = ["信息更新不够及时", "部分信息更新不够及时", "栏目信息更新不及时", "台风期间抢险通告晚发了两小时"]


def tables_of(role: str = "problem") -> tuple[object, object]:
    rows = [
        {"report_id": "r", "statement_id": f"s{n}", "role": role, "code": "timeliness", "text": text}
        for n, text in enumerate(TEXTS)
    ]
    return tabulate_rows("statements", rows), tabulate_rows("codes", rows)


def test_the_usual_wording_is_typical() -> None:
    """What shares its words with the others is near the middle; the odd one is last."""
    found = compare_typicality(*tables_of())
    assert found["statement_id"].iloc[-1] == "s3" and found["score"].between(0, 1).all()
    assert found["score"].iloc[-1] < found["score"].iloc[0] / 1.5
    assert dict(found.dtypes.astype(str)) == TABLES["typicality"]


def test_roles_have_their_own_middle() -> None:
    """A measure is no typical problem: each role and code is taken by itself."""
    statements, codes = tables_of()
    alone = codes.assign(role=["problem", "problem", "problem", "measure"])
    found = compare_typicality(statements, alone).set_index("statement_id")["score"]
    assert found["s3"] == pytest.approx(1)


def test_nothing_coded_gives_no_row() -> None:
    """Without codes the table is empty; without columns it is refused."""
    statements, codes = tables_of()
    assert compare_typicality(statements, codes.iloc[:0]).empty
    with pytest.raises(SchemaError):
        compare_typicality(statements, codes.drop(columns="code"))
