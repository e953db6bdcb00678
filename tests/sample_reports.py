"""In: a form and its numbers. Out: a report description (`Sample`) and its tables as printed cells."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.spellings import Spelling

MARK = "本文为软件示例文本，单位与数据均系虚构。"
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
RULINGS = ("upheld", "corrected", "other", "pending")
_WEIGHTS = (86, 7, 1, 1, 4, 1)
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")

# (row key, first label, second label); an empty second label is a row whose label fills both columns.
_OTHER_2021 = (
    (
        "other.overdue_correction",
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "other.overdue_fee",
        "（六）其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("other.other", "（六）其他处理", "3.其他"),
)
_RESULTS = (
    ("granted", "（一）予以公开", ""),
    ("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    ("denied.state_secret", "（三）不予公开", "1.属于国家秘密"),
    ("denied.law_forbidden", "（三）不予公开", "2.其他法律行政法规禁止公开"),
    ("denied.safety_stability", "（三）不予公开", "3.危及“三安全一稳定”"),
    ("denied.third_party", "（三）不予公开", "4.保护第三方合法权益"),
    ("denied.internal_affairs", "（三）不予公开", "5.属于三类内部事务信息"),
    ("denied.process_info", "（三）不予公开", "6.属于四类过程性信息"),
    ("denied.enforcement_file", "（三）不予公开", "7.属于行政执法案卷"),
    ("denied.admin_query", "（三）不予公开", "8.属于行政查询事项"),
    ("unable.not_held", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("unable.needs_creation", "（四）无法提供", "2.没有现成信息需要另行制作"),
    ("unable.unclear", "（四）无法提供", "3.补正后申请内容仍不明确"),
    ("not_processed.petition", "（五）不予处理", "1.信访举报投诉类申请"),
    ("not_processed.repeat", "（五）不予处理", "2.重复申请"),
    ("not_processed.publication", "（五）不予处理", "3.要求提供公开出版物"),
    ("not_processed.excessive", "（五）不予处理", "4.无正当理由大量反复申请"),
    ("not_processed.confirm", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
)
HEADINGS = {
    "overview": "一、总体情况",
    "proactive": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "review_litigation": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}


@dataclass(frozen=True)
class Placed:
    """One printed cell of a table, at its top left place."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


Grid = tuple[Placed, ...]


@dataclass(frozen=True)
class Part:
    """A section: its canonical key, its heading as printed, its paragraphs. A table of that key follows."""

    key: str
    heading: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a report is printed; every option is a way real reports differ."""

    zero: str = "0"
    digits: Literal["half", "full"] = "half"
    merge: Literal["spans", "repeat", "first"] = "spans"
    table_header: bool = True
    run_in_headings: bool = False
    furniture: bool = False
    one_line: bool = False
    txt_cells: Literal["tab", "glued", "lines"] = "tab"
    html_style: Literal["p", "br", "pasted", "flat", "framed"] = "p"
    docx_style: Literal["plain", "numbered", "boxed", "controls"] = "plain"
    """Headings whose numbers Word counts; headings in text boxes; all in content controls."""
    pdf_style: Literal["plain", "columns", "borderless", "turned", "sideways"] = "plain"
    """Two columns a page; tables without rules; set sideways, on pages shown turned or as they are."""
    encoding: str = "utf-8"
    declared: str = ""
    """The encoding that a web page says it has, if not its own."""
    spelling: Spelling = "plain"
    wrap: int | None = None
    """The characters after which a plain text breaks its lines, be it in the middle of a word."""
    page_numbers: bool = True
    running: str = ""
    """What stands at the head of every page of a PDF or a Word document."""
    break_after: int | None = None
    """The row of the applications table after which it goes on as another, on the next page."""


@dataclass(frozen=True)
class Sample:
    """A report: what it says (`parts`, `cells`) and how it is printed (`layout`)."""

    agency: str = "示例省云汀县人民政府"
    year: int = 2022
    form: Literal["free", "2014", "2019", "2021"] = "2021"
    title: str = ""
    published: str = ""
    preamble: tuple[str, ...] = ()
    parts: tuple[Part, ...] = tuple(
        Part(key, heading, ("本部分为示例文字。",) if key in ("overview", "problems", "other") else ())
        for key, heading in HEADINGS.items()
    )
    cells: Mapping[str, float | str] = field(default_factory=dict)
    tables: tuple[str, ...] = ("proactive", "applications", "review_litigation")
    empty_tables: tuple[str, ...] = ()
    statistics: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = (MARK,)
    layout: Layout = Layout()

    @property
    def heading(self) -> str:
        return self.title or f"{self.agency}{self.year}年政府信息公开工作年度报告"


# ---------------------------------------------------------------- numbers


def result_rows(form: str) -> tuple[tuple[str, str, str], ...]:
    """Return the rows of "三、本年度办理结果" in the form's order, the total excepted."""
    return _RESULTS + (_OTHER_2021 if form == "2021" else (("other", "（六）其他处理", ""),))


def draw_applications(
    form: str, *, new: int, over: int = 0, forward: int = 0, results: Mapping[str, int], seed: int
) -> dict[str, int]:
    """Return applications cells that satisfy every identity: `results` are totals, applicants are drawn."""
    if sum(results.values()) + forward != new + over:
        raise ValueError(f"{new} + {over} is not {dict(results)} + {forward}")
    chance = random.Random(seed)
    table: dict[str, list[int]] = {}
    for key, *_ in result_rows(form):
        drawn = chance.choices(range(6), _WEIGHTS, k=results.get(key, 0))
        table[key] = [drawn.count(column) for column in range(6)]
    table["total"] = [sum(column) for column in zip(*table.values(), strict=True)]
    table["carried_over"] = [over, 0, 0, 0, 0, 0]
    table["carried_forward"] = [forward, 0, 0, 0, 0, 0]
    table["new_received"] = [
        done + later - before
        for done, later, before in zip(
            table["total"], table["carried_forward"], table["carried_over"], strict=True
        )
    ]
    return {
        f"applications.{row}.{column}": value
        for row, values in table.items()
        for column, value in zip((*APPLICANTS, "total"), (*values, sum(values)), strict=True)
    }


def dispute_cells(rulings: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Return review_litigation cells from each row's four rulings; a row not named is all zeros."""
    cells = {}
    for row in ("review", "litigation_direct", "litigation_after_review"):
        values = tuple(rulings.get(row, (0, 0, 0, 0)))
        for column, value in zip((*RULINGS, "total"), (*values, sum(values)), strict=True):
            cells[f"review_litigation.{row}.{column}"] = value
    return cells


# ---------------------------------------------------------------- tables


def _printed(sample: Sample, key: str) -> str:
    table = key.split(".", 1)[0]
    if table in sample.empty_tables:
        return ""
    value = sample.cells.get(key, 0)
    text = value if isinstance(value, str) else sample.layout.zero if value == 0 else f"{value:.15g}"
    return text.translate(_FULL_WIDTH) if sample.layout.digits == "full" else text


def _line(row: int, texts: Sequence[str], spans: Sequence[int]) -> list[Placed]:
    placed, column = [], 0
    for text, span in zip(texts, spans, strict=True):
        placed.append(Placed(row, column, 1, span, text))
        column += span
    return placed


def _proactive_2021(sample: Sample) -> Grid:
    out, row = [], 0
    groups: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
        (
            "（一）",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            tuple(
                (label, tuple(f"proactive.{key}.{part}" for part in ("issued", "repealed", "in_force")))
                for label, key in (("规章", "regulations"), ("行政规范性文件", "normative_documents"))
            ),
        ),
        ("（五）", ("本年处理决定数量",), (("行政许可", ("proactive.permits.decisions",)),)),
        (
            "（六）",
            ("本年处理决定数量",),
            (
                ("行政处罚", ("proactive.penalties.decisions",)),
                ("行政强制", ("proactive.coercion.decisions",)),
            ),
        ),
        ("（八）", ("本年收费金额（单位：万元）",), (("行政事业性收费", ("proactive.fees.amount",)),)),
    )
    for item, columns, lines in groups:
        spans = [1] * 4 if len(columns) == 3 else [1, 3]
        out += [Placed(row, 0, 1, 4, f"第二十条第{item}项"), *_line(row + 1, ("信息内容", *columns), spans)]
        row += 2
        for label, keys in lines:
            out += _line(row, (label, *(_printed(sample, key) for key in keys)), spans)
            row += 1
    return tuple(out)


def _proactive_2019(sample: Sample) -> Grid:
    made = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
    projects = ("上一年项目数量", "本年增/减", "处理决定数量")
    changes = ("previous", "change", "decisions")
    groups = (
        (
            "（一）",
            made,
            ("made", "disclosed", "total_disclosed"),
            (("规章", "regulations"), ("规范性文件", "normative_documents")),
        ),
        ("（五）", projects, changes, (("行政许可", "permits"), ("其他对外管理服务事项", "other_services"))),
        ("（六）", projects, changes, (("行政处罚", "penalties"), ("行政强制", "coercion"))),
        ("（八）", projects[:2], changes[:2], (("行政事业性收费", "fees"),)),
        (
            "（九）",
            ("采购项目数量", "采购总金额"),
            ("projects", "amount"),
            (("政府集中采购", "procurement"),),
        ),
    )
    out, row = [], 0
    for item, columns, parts, lines in groups:
        spans = [1] * 4 if len(columns) == 3 else [1, 1, 2]
        out += [Placed(row, 0, 1, 4, f"第二十条第{item}项"), *_line(row + 1, ("信息内容", *columns), spans)]
        row += 2
        for label, key in lines:
            out += _line(
                row, (label, *(_printed(sample, f"proactive.{key}.{part}") for part in parts)), spans
            )
            row += 1
    return tuple(out)


def _applicants_header() -> list[Placed]:
    names = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    return [
        Placed(0, 0, 3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
        Placed(0, 3, 1, 7, "申请人情况"),
        Placed(1, 3, 2, 1, "自然人"),
        Placed(1, 4, 1, 5, "法人或其他组织"),
        Placed(1, 9, 2, 1, "总计"),
        *(Placed(2, 4 + index, 1, 1, name) for index, name in enumerate(names)),
    ]


def _applications(sample: Sample) -> Grid:
    results = (*result_rows(sample.form), ("total", "（七）总计", ""))
    keys = ["new_received", "carried_over", *(key for key, *_ in results), "carried_forward"]
    top = 3 if sample.layout.table_header else 0
    out = _applicants_header() if top else []
    out += [
        Placed(top, 0, 1, 3, "一、本年新收政府信息公开申请数量"),
        Placed(top + 1, 0, 1, 3, "二、上年结转政府信息公开申请数量"),
        Placed(top + 2, 0, len(results), 1, "三、本年度办理结果"),
        Placed(top + 2 + len(results), 0, 1, 3, "四、结转下年度继续办理"),
    ]
    groups = [label for _, label, _ in results]
    for index, (_, label, sub) in enumerate(results):
        if groups.index(label) == index:
            out.append(Placed(top + 2 + index, 1, groups.count(label), 1 if sub else 2, label))
        if sub:
            out.append(Placed(top + 2 + index, 2, 1, 1, sub))
    for row, key in enumerate(keys):
        for column, name in enumerate((*APPLICANTS, "total")):
            out.append(Placed(top + row, 3 + column, 1, 1, _printed(sample, f"applications.{key}.{name}")))
    return tuple(sorted(out, key=lambda cell: (cell.row, cell.column)))


def _review_litigation(sample: Sample) -> Grid:
    rulings = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = ("review", "litigation_direct", "litigation_after_review")
    out = [Placed(0, 0, 1, 5, "行政复议"), Placed(0, 5, 1, 10, "行政诉讼")]
    out += [Placed(1, column, 2, 1, name) for column, name in enumerate(rulings)]
    out += [Placed(1, 5, 1, 5, "未经复议直接起诉"), Placed(1, 10, 1, 5, "复议后起诉")]
    out += [Placed(2, 5 + column, 1, 1, name) for column, name in enumerate(rulings * 2)]
    keys = [f"review_litigation.{row}.{column}" for row in rows for column in (*RULINGS, "total")]
    out += [Placed(3, column, 1, 1, _printed(sample, key)) for column, key in enumerate(keys)]
    return tuple(out)


def grid(sample: Sample, table: str) -> Grid:
    """Return one table of the sample as printed cells, merged as its layout says."""
    if table == "statistics":
        cells = tuple(
            cell
            for row, texts in enumerate(sample.statistics)
            for cell in _line(row, texts, [1] * len(texts))
        )
    elif table == "proactive":
        cells = _proactive_2019(sample) if sample.form == "2019" else _proactive_2021(sample)
    else:
        cells = {"applications": _applications, "review_litigation": _review_litigation}[table](sample)
    return (
        cells if sample.layout.merge == "spans" else unmerged(cells, repeat=sample.layout.merge == "repeat")
    )


def unmerged(cells: Grid, *, repeat: bool) -> Grid:
    """Return the grid with every merged cell split; its text once, or (`repeat`) in each place."""
    single = [
        Placed(cell.row + down, cell.column + right, 1, 1, cell.text if repeat or not (down or right) else "")
        for cell in cells
        for down in range(cell.rows)
        for right in range(cell.columns)
    ]
    return tuple(sorted(single, key=lambda cell: (cell.row, cell.column)))
