"""In: nothing. Out: a plausible corpus of invented reports, as the tables that the writing stage reads."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from nlp_reports.comparing.quality import compare_quality
from nlp_reports.comparison import compare_all
from nlp_reports.model import Code, Codebook, Issue
from nlp_reports.schema import TABLES, tabulate_rows
from nlp_reports.wording import describe_issue, pack_fields

CODES = {  # id → dimension, zh, en, ways to admit it, ways to promise better, how common
    "timeliness": (
        "content", "公开不及时", "Not timely", 0.55, 0.6,
        ("部分栏目信息{更新不及时}，个别信息滞后一个月以上才发布", "信息发布的{时效性有待提高}"),
        ("将明确各栏目更新时限，做到{及时更新}、每周巡查", "对超期未更新的栏目{逐月通报}"),
    ),
    "content_coverage": (
        "content", "公开内容不全面", "Incomplete content", 0.5, 0.5,
        ("主动公开的{内容还不够全面}，群众关心的事项公开较少", "公开目录{未能覆盖}全部权责事项"),
        ("重新梳理公开目录，{应公开尽公开}", "围绕办事流程{充实公开内容}"),
    ),
    "disclosure_form": (
        "form", "公开形式或渠道单一", "Single disclosure form or channel", 0.35, 0.3,
        ("公开{形式较为单一}，仍以网站发布文字为主",),
        ("在办事大厅和村务栏同步张贴，{拓宽公开渠道}",),
    ),
    "interpretation_form": (
        "explanation", "政策解读形式单一", "Text-only or single-form interpretation", 0.3, 0.35,
        ("政策{解读以文字为主}，图表和视频解读不多", "{解读形式}不够生动"),
        ("多用图解、短视频和现场宣讲，{丰富解读形式}",),
    ),
    "training": (
        "organisation", "业务能力与培训不足", "Weak skills or training", 0.28, 0.62,
        ("工作人员{业务能力}参差不齐，对新条例掌握不够",),
        ("每季度组织一次{业务培训}，以案例讲解答复文书", "举办全县政务公开{培训班}"),
    ),
    "staffing": (
        "organisation", "人员配备不足", "Short staffing", 0.25, 0.12,
        ("从事公开工作的{人员多为兼职}，变动频繁",),
        ("各科室确定一名{专职人员}，保持队伍稳定",),
    ),
    "awareness": (
        "organisation", "公开意识不强", "Weak awareness", 0.22, 0.3,
        ("个别单位{主动公开意识不强}，重办理、轻公开",),
        ("把公开工作列入办公会学习内容，{增强公开意识}",),
    ),
    "platform": (
        "form", "平台与栏目建设不足", "Weak platform or website columns", 0.18, 0.2,
        ("网站{栏目设置不够清晰}，检索不便",),
        ("调整网站{专栏布局}，增加检索入口",),
    ),
    "supervision": (
        "organisation", "监督考核不力", "Weak supervision or appraisal", 0.08, 0.4,
        ("对下属单位的{督促检查不够}",),
        ("将公开工作{纳入年度考核}，按季度通报",),
    ),
    "mechanism": (
        "organisation", "制度机制不健全", "Incomplete rules or mechanisms", 0.12, 0.3,
        ("部门之间{信息报送机制}尚不健全",),
        ("修订信息发布办法，{健全报送机制}",),
    ),
    "general_gap": (
        "general", "笼统差距", "Unspecific gap", 0.1, 0.05,
        ("与群众的期待相比{还有一定差距}",),
        ("继续努力，{不断提升工作水平}",),
    ),
    "none_stated": ("general", "未列明问题", "No problem stated", 0.0, 0.0, ("{无}",), ()),
}  # fmt: skip
DIMENSIONS = (
    ("content", "公开内容", "Content"),
    ("form", "形式与渠道", "Form and channel"),
    ("explanation", "解读与回应", "Interpretation and response"),
    ("organisation", "组织保障", "Organisation"),
    ("general", "总体表述", "General statements"),
)
PLACES = {  # level → (agency, region)
    "province": (("示例省人民政府办公厅", "示例省"), ("示例省交通运输厅", "示例省")),
    "prefecture": (
        ("云岭市人民政府", "示例省云岭市"),
        ("云岭市教育局", "示例省云岭市"),
        ("滨河市水务局", "示例省滨河市"),
    ),
    "county": (
        ("青禾县水务局", "示例省云岭市青禾县"),
        ("青禾县人民政府", "示例省云岭市青禾县"),
        ("石塘区卫生健康局", "示例省滨河市石塘区"),
    ),
    "township": (("青禾县柳泉镇人民政府", "示例省云岭市青禾县"),),
}
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")


@dataclass(frozen=True)
class Made:
    """What the writing stage is given."""

    tables: dict[str, pd.DataFrame]
    codebook: Codebook
    texts: dict[str, str]
    counts: dict[str, int]

    def given(self) -> dict[str, Any]:
        return {"codebook": self.codebook, "texts": self.texts, "counts": self.counts}


@dataclass
class Draft:
    """Rows while they are made."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, /, **row: object) -> None:
        self.rows[name].append(row)


def make_codebook() -> Codebook:
    codes = tuple(
        Code(id, dimension, zh, en, f"关于{zh}的表述。", "", "", (), ())
        for id, (dimension, zh, en, *_) in CODES.items()
    )
    return Codebook("1.1", DIMENSIONS, codes)


def add_report(
    draft: Draft,
    *,
    path: str,
    agency: str | None,
    region: str | None = None,
    level: str | None = None,
    year: int | None = None,
    problems: Iterable[tuple[str, str]] = (),
    measures: Iterable[tuple[str, str]] = (),
    rng: random.Random | None = None,
) -> str:
    """Add one report; problems and measures are (code, sentence with {evidence})."""
    report_id = hashlib.sha256(path.encode()).hexdigest()[:16]
    title = f"{agency or ''}{year or ''}年政府信息公开工作年度报告"
    text = f"{title}\n一、总体情况\n全年公开信息{(rng or random.Random(1)).randint(40, 900)}条。\n"
    begin = len(text)
    text += "五、存在的主要问题及改进情况\n（一）存在的主要问题。"
    ordinal = 0
    for role, points in (("problem", list(problems)), ("measure", list(measures))):
        text += "\n（二）改进措施。" if role == "measure" else ""
        for mark, (code, sentence) in zip("一二三四五六七八九", points, strict=False):
            text += f"{mark}是"
            at = sentence.index("{")
            words = sentence.replace("{", "").replace("}", "")
            evidence = sentence[at + 1 : sentence.index("}")]
            ordinal += 1
            statement = f"{report_id}-{ordinal:03d}"
            start = len(text)
            draft.add(
                "statements", report_id=report_id, statement_id=statement, section="problems",
                ordinal=ordinal, role=role, text=words, start=start, end=start + len(words),
            )  # fmt: skip
            draft.add(
                "codes", report_id=report_id, statement_id=statement, role=role, code=code,
                score=1.0, evidence=evidence, start=start + at, end=start + at + len(evidence),
            )  # fmt: skip
            text += words + "。"
    text += "\n"
    end = len(text)
    text += "六、其他需要报告的事项\n无。\n"
    for key, name, ordinal, start, stop in (
        ("overview", "一、总体情况", 1, len(title) + 1, begin),
        ("problems", "五、存在的主要问题及改进情况", 5, begin, end),
        ("other", "六、其他需要报告的事项", 6, end, len(text)),
    ):
        draft.add(
            "sections", report_id=report_id, key=key, ordinal=ordinal, title=name, start=start, end=stop,
            confidence=1.0, matched_by="title",
        )  # fmt: skip
    draft.add(
        "reports", report_id=report_id, path=path, sha256=report_id * 4, agency=agency, region=region,
        level=level, sector=None, year=year, form="2021" if (year or 0) > 2020 else "2019",
        n_chars=len(text), n_issues=0, adcode=None, published=None, title=title,
    )  # fmt: skip
    draft.add("texts", report_id=report_id, text=text)
    draft.texts[report_id] = text
    return report_id


def add_cells(draft: Draft, report_id: str, rng: random.Random) -> None:
    for row in ("new_received", "carried_over", "granted", "denied.state_secret", "total"):
        for column in APPLICANTS:
            status = rng.choices(("read", "blank", "dash", "ambiguous"), (90, 5, 3, 2))[0]
            value = float(rng.choice((0, 0, 0, 1, 3, 12))) if status == "read" else None
            raw = f"{value:g}" if value is not None else {"dash": "/", "ambiguous": "270"}.get(status, "")
            draft.add(
                "cells", report_id=report_id, cell=f"applications.{row}.{column}", table="applications",
                row=row, column=column, value=value, raw=raw, status=status, start=0, end=len(raw),
            )  # fmt: skip
    for row in ("review", "litigation_direct"):
        for column in ("upheld", "corrected", "other", "pending", "total"):
            draft.add(
                "cells", report_id=report_id, cell=f"review_litigation.{row}.{column}",
                table="review_litigation", row=row, column=column, value=0.0, raw="0", status="read",
                start=0, end=1,
            )  # fmt: skip
    draft.add(
        "cells", report_id=report_id, cell="proactive.fees.amount", table="proactive", row="fees",
        column="amount", value=None, raw="", status="blank", start=0, end=0,
    )  # fmt: skip


def add_issue(
    draft: Draft, report_id: str | None, where: str, stage: str, code: str,
    *, start: int | None = None, end: int | None = None, **fields: str,
) -> None:  # fmt: skip
    issue = Issue(stage, code, tuple(fields.items()))  # type: ignore[arg-type]
    draft.add(
        "issues", report_id=report_id, path=where, stage=stage, code=code, start=start, end=end,
        fields=pack_fields(fields), message=describe_issue(issue, lang="zh"),
    )  # fmt: skip


def finish(draft: Draft, *, set_aside: Iterable[str] = ()) -> Made:
    for path in set_aside:
        add_issue(draft, None, path, "reading", "empty_file", path=path)
    tables = {name: tabulate_rows(name, rows) for name, rows in draft.rows.items()}
    compare_all(tables, codebook=make_codebook())
    tables["quality"] = compare_quality(tables["reports"], tables["checks"])
    counts = {
        "read": len(draft.texts),
        "coded": len({row["report_id"] for row in draft.rows["codes"]}),
        "set_aside": len(list(set_aside)),
    }
    return Made(tables, make_codebook(), draft.texts, counts)


def make_corpus(n_years: int = 5) -> Made:
    """Some forty reports of nine invented agencies."""
    rng, draft = random.Random(20), Draft()
    suffixes = ("html", "pdf", "docx", "txt")
    for level, agencies in PLACES.items():
        for agency, region in agencies:
            for year in range(2024 - n_years + 1, 2025):
                problems, measures = [], []
                for code, (_, _, _, admit, promise, worded, remedied) in CODES.items():
                    shift = (2024 - year) * 0.09 if code == "timeliness" else 0
                    shift += 0.3 if code == "staffing" and level in {"county", "township"} else 0
                    if rng.random() < admit + shift:
                        problems.append((code, rng.choice(worded)))
                    if remedied and rng.random() < promise:
                        measures.append((code, rng.choice(remedied)))
                if rng.random() < 0.06:
                    problems, measures = [("none_stated", "{无}")], []
                path = f"{region}/{agency}_{year}.{rng.choice(suffixes)}"
                report_id = add_report(
                    draft, path=path, agency=agency, region=region, level=level, year=year,
                    problems=problems[:9], measures=measures[:9], rng=rng,
                )  # fmt: skip
                add_cells(draft, report_id, rng)
                failed = rng.random() < 0.3
                draft.add(
                    "checks", report_id=report_id, check="row_sum", dimension="consistency",
                    status="FAIL" if failed else "PASS", message="合计不符。" if failed else None,
                )  # fmt: skip
                if failed:
                    total, parts = rng.randint(20, 90), rng.randint(20, 90)
                    add_issue(
                        draft, report_id, path, "checks", "row_sum", start=20, end=32,
                        table_zh="申请处理表", table_en="requests table", row_zh="本年新收", row_en="New",
                        left=str(parts), right=str(total), remark_zh="", remark_en="",
                    )  # fmt: skip
                if rng.random() < 0.1:
                    add_issue(
                        draft, report_id, path, "parsing", "heading_missing",
                        title_zh="主动公开政府信息情况", title_en="Proactive disclosure",
                    )  # fmt: skip
    for place, term in enumerate(("政务公开", "专栏", "依申请公开", "解读", "办事大厅", "公开目录"), 1):
        draft.add(
            "keywords", report_id=None, term=term, frequency=300 // place, docfreq=40 - place,
            tfidf=1 / place, rank=place,
        )  # fmt: skip
    return finish(
        draft,
        set_aside=("云岭市/空白.txt", "滨河市/扫描件.pdf"),
    )


@pytest.fixture(scope="session")
def made() -> Made:
    return make_corpus()


@pytest.fixture(scope="session")
def make() -> Callable[..., Made]:
    """Build a corpus of the given reports (keywords of `add_report`)."""

    def build(*reports: Mapping[str, Any], set_aside: Iterable[str] = ()) -> Made:
        draft = Draft()
        for number, report in enumerate(reports):
            add_report(draft, **({"path": f"{number}.txt", "agency": "青禾县水务局", "year": 2023} | report))
        return finish(draft, set_aside=set_aside)

    return build
