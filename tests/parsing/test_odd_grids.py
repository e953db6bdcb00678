from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.parsing import odd_grids as odd
from tests.parsing.odd_grids import Pieces
from tests.sample_reports import Grid, Placed, grid

REPORT = odd.sample()
A, P, R = (grid(REPORT, key) for key in ("applications", "proactive", "review_litigation"))
TRUTH = {key: odd.truth(REPORT, key) for key in ("applications", "proactive", "review_litigation")}
WIDE, TALL = odd.breadth(A), odd.height(A)
LABELS, HEADER = 3, 3
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
HEADERS = ("第二十条", "信息内容", "本年", "现行")
NUMBERS = ["序号", "", "", *map(str, range(1, TALL - 2))]


def label(cells: Grid, text: str, new: str) -> Grid:
    """Put `new` for `text` in every label."""
    return odd.texts(cells, lambda cell: cell.text.replace(text, new))


def row_of(cells: Grid, text: str) -> int:
    return next(cell.row for cell in cells if text in cell.text)


def line(name: str, *numbers: int) -> list[tuple[str, int]]:
    return [(name, 1), *((str(each), 1) for each in numbers)]


def glued_groups(cells: Grid) -> Grid:
    """Write the group into the label of each of its rows: （三）不予公开1.属于国家秘密."""
    groups = {cell.row + down: cell for cell in cells if cell.column == 1 for down in range(cell.rows)}
    out = []
    for cell in cells:
        if cell.column == 2 and cell.row >= HEADER:
            out.append(replace(cell, column=1, columns=2, text=f"{groups[cell.row].text}{cell.text}"))
        elif not (cell.column == 1 and cell.columns == 1):
            out.append(cell)
    return odd.ordered(out)


def merged_values(cells: Grid, row: int, text: str) -> Grid:
    """Merge the seven values of a row into one cell that says `text`."""
    rest = [cell for cell in cells if not (cell.row == row and cell.column >= LABELS)]
    return odd.ordered([*rest, Placed(row, LABELS, 1, 7, text)])


def short(cells: Grid, row: int, column: int) -> Grid:
    """Leave out one cell of a row; those after it move up, as they do in a page."""
    out = [cell for cell in cells if (cell.row, cell.column) != (row, column)]
    return odd.ordered(
        replace(cell, column=cell.column - 1) if cell.row == row and cell.column > column else cell
        for cell in out
    )


def one_header(cells: Grid) -> Grid:
    return odd.without_rows(cells, 0, 2)


def two_rows(cells: Grid) -> Grid:
    """Merge the values of two rows that follow each other in the first column."""
    row = row_of(cells, "予以公开")
    return odd.merged(cells, row, LABELS, 2, 1)


def parted_names(cells: Grid) -> Grid:
    """Write two of the names in two cells, one above the other."""
    out = []
    for cell in cells:
        if cell.row >= HEADER:
            out.append(replace(cell, row=cell.row + 1))
        elif cell.text in ("商业企业", "科研机构"):
            out += [replace(cell, text=cell.text[:2]), replace(cell, row=HEADER, text=cell.text[2:])]
        else:
            out.append(replace(cell, rows=cell.rows + (cell.row + cell.rows == HEADER)))
    return odd.ordered(out)


def one_column_of_labels(cells: Grid, beside: str) -> Grid:
    """Give each group a line of its own, with `beside` where its values would be."""
    out: list[Placed] = []
    row = 0
    for at in range(odd.height(cells)):
        line = [cell for cell in cells if cell.row == at]
        *groups, own = [cell.text for cell in line if cell.column < LABELS] or [""]
        for group in groups if at >= HEADER else ():
            out += [Placed(row, 0, 1, 1, group), *(Placed(row, 1 + each, 1, 1, beside) for each in range(7))]
            row += 1
        out += [Placed(row, 0, 1, 1, own)]
        out += [replace(cell, row=row, column=cell.column - 2) for cell in line if cell.column >= LABELS]
        row += 1
    return odd.ordered(out)


def with_subtotals(cells: Grid) -> Grid:
    """Put a line of subtotals below each group."""
    ends = [cell.row + cell.rows for cell in cells if (cell.column, cell.columns) == (1, 1)]
    for end in sorted(ends, reverse=True):
        cells = odd.with_row(cells, end, [("小计", 2), *[("9", 1)] * 7])
    return cells


EXTRA_SUB = [("9.其他情形", 1), *[(str(each), 1) for each in (5, 1, 0, 0, 0, 0, 6)]]

APPLICATIONS: dict[str, tuple[Pieces, float]] = {
    "a column of serial numbers": ([odd.with_column(A, 0, NUMBERS)], 1),
    "serial numbers, no header": ([odd.without_rows(odd.with_column(A, 0, NUMBERS), 0, 3)], 1),
    "a blank column at the left": ([odd.with_column(A, 0)], 1),
    "a blank column between labels and values": ([odd.with_column(A, LABELS)], 1),
    "a blank column among the values": ([odd.with_column(A, LABELS + 4)], 1),
    "a blank column at the right": ([odd.with_column(A, WIDE)], 1),
    "a blank column at the right, no header": ([odd.without_rows(odd.with_column(A, WIDE), 0, 3)], 1),
    "a column of remarks": ([odd.with_column(A, WIDE, ["备注", "", "", *["详见附件"] * (TALL - 3)])], 1),
    "a column of remarks with numbers": (
        [odd.with_column(A, WIDE, ["备注", "", "", *["7"] * (TALL - 3)])],
        1,
    ),
    "a column of numbers among the values": (
        [odd.with_column(A, LABELS + 3, ["", "", "村委会", *["7"] * (TALL - 3)])],
        1,
    ),
    "numbers in a column without a header": ([odd.with_column(A, WIDE, [""] * 4 + ["7"] * (TALL - 4))], 0),
    "names parted over two cells": ([parted_names(A)], 1),
    "names parted, merged cells split": ([odd.split(parted_names(A), repeat=False)], 1),
    "names parted, texts repeated": ([odd.split(parted_names(A), repeat=True)], 1),
    "groups on lines of their own": ([one_column_of_labels(A, "")], 1),
    "groups on lines of their own with zeros": ([one_column_of_labels(A, "0")], 1),
    "subtotals below groups": ([with_subtotals(A)], 1),
    "subtotals of organisations": ([odd.with_column(A, 9, ["", "", "小计", *["7"] * (TALL - 3)])], 1),
    "shares beside totals": ([odd.with_column(A, WIDE, ["", "", "占比", *["7%"] * (TALL - 3)])], 1),
    "no header": ([odd.without_rows(A, 0, 3)], 1),
    "a header of one line": ([one_header(A)], 1),
    "a header set upright": ([odd.texts(A, lambda c: " ".join(c.text) if c.row < 3 else c.text)], 1),
    "a header that lost two names": ([label(label(A, "科研机构", ""), "法律服务机构", "")], 0),
    "totals first": ([odd.reordered(one_header(A), [6, 0, 1, 2, 3, 4, 5], LABELS)], 1),
    "applicants in another order": ([odd.reordered(one_header(A), [3, 1, 6, 0, 5, 2, 4], LABELS)], 1),
    "no column of totals": ([odd.without_column(A, WIDE - 1)], 0.8),
    "no column of totals, no header": ([odd.without_rows(odd.without_column(A, WIDE - 1), 0, 3)], 0),
    "a row that lacks a cell": ([short(A, 7, LABELS)], 0.9),
    "a row that lacks a cell, no header": ([odd.without_rows(short(A, 7, LABELS + 2), 0, 3)], 0.9),
    "one 0 for a whole row": ([merged_values(A, row_of(A, "重复申请"), "0")], 1),
    "one number for a whole row": ([merged_values(A, row_of(A, "予以公开"), "261")], 0.9),
    "one number for two rows": ([two_rows(A)], 0.9),
    "one 0 for two rows": ([odd.merged(A, row_of(A, "属于国家秘密"), LABELS, 2, 1)], 1),
    "groups within the labels": ([glued_groups(A)], 1),
    "merged cells split, texts once": ([odd.split(A, repeat=False)], 1),
    "merged cells split, texts repeated": ([odd.split(A, repeat=True)], 1),
    "set flush left, filled up at the end": ([odd.flush(A)], 1),
    "set flush left, no header": ([odd.flush(odd.without_rows(A, 0, 3))], 1),
    "a title and the unit above": ([odd.with_row(A, 0, [("云汀县申请办理情况（单位：件）", WIDE)])], 1),
    "a row of its own below a group": (
        [odd.with_row(A, row_of(A, "本机关不掌握"), EXTRA_SUB)],
        0.9,
    ),
    "a row left out": ([odd.without_rows(A, row_of(A, "重复申请"), row_of(A, "重复申请") + 1)], 0.9),
    "a group printed twice": (
        [A, odd.halves(A, row_of(A, "信访举报"))[1]],
        1,
    ),
    "lying on its side": ([odd.turned(A)], 1),
    "lying on its side, header of one line": ([odd.turned(one_header(A))], 1),
    "estimates and words": (
        [odd.texts(A, lambda c: {"261": "约261", "84": "84余件", "33": "33件"}.get(c.text, c.text))],
        0.9,
    ),
    "full-width digits": (
        [odd.texts(A, lambda c: c.text.translate(str.maketrans("0123456789", "０１２３４５６７８９")))],
        1,
    ),
    "measure words": (
        [odd.texts(A, lambda c: f"{c.text}件" if c.column >= LABELS and c.row >= HEADER else c.text)],
        1,
    ),
    "years in the labels": ([label(label(A, "本年新收", "2030年新收"), "上年结转", "上年度结转")], 1),
}


@pytest.mark.parametrize("name", APPLICATIONS)
def test_no_cell_of_an_odd_table_is_wrong_and_unmarked(name: str) -> None:
    """However a table is put, each cell that is read is right; the share that is read does not fall."""
    pieces, share = APPLICATIONS[name]
    found, _ = odd.read(pieces)
    assert odd.wrong(found, TRUTH["applications"]) == {}
    assert odd.right(found, TRUTH["applications"]) >= share


NAMES = (
    ("商业企业", "商业组织"),
    ("科研机构", "科研单位"),
    ("社会公益组织", "公益组织"),
    ("社会公益组织", "社会组织"),
    ("其他", "其它组织"),
    ("其他", "其他法人或其他组织"),
    ("总计", "总数"),
    ("本年新收政府信息公开申请数量", "今年收到的政府信息公开申请数"),
    ("上年结转", "去年结转"),
    ("（一）予以公开", "（一）同意公开"),
    ("危及“三安全一稳定”", "危及“三安全、一稳定”"),
    ("危及“三安全一稳定”", "危及国家安全、公共安全、经济安全和社会稳定"),
    ("第三方", "第三人"),
    ("三类内部事务信息", "内部管理信息"),
    ("行政查询事项", "查询事项"),
    ("不掌握", "未掌握"),
    ("重复申请", "重复提出申请"),
    ("逾期不补正", "逾期未补正"),
    ("逾期未按收费通知要求缴纳费用", "逾期未缴纳费用"),
    ("3.其他", "3.其他情形"),
    ("（七）总计", "（七）合计"),
    ("结转下年度", "转结下年度"),
    ("结转下年度", "结转到下一年"),
)


@pytest.mark.parametrize(("name", "other"), NAMES)
def test_names_are_known_in_other_words(name: str, other: str) -> None:
    """Agencies put the names of rows and applicants in words of their own; no cell is lost by it."""
    whole = name in ("其他", "总计")
    renamed = odd.texts(A, lambda c: c.text.replace(name, other) if not whole or c.text == name else c.text)
    assert renamed != A
    for cells in (renamed, odd.without_rows(renamed, 0, HEADER)):
        found, _ = odd.read([cells])
        assert odd.wrong(found, TRUTH["applications"]) == {}
        assert odd.right(found, TRUTH["applications"]) == 1


@pytest.mark.parametrize("seed", range(150))
def test_a_table_put_oddly_at_random_is_right_or_marked(seed: int) -> None:
    """Any mixture of merging, splitting, breaking and adding of columns gives right or marked cells."""
    pieces, done = odd.randomly(A, random.Random(seed), labels=LABELS, header=HEADER)
    found, _ = odd.read(pieces)
    assert odd.wrong(found, TRUTH["applications"], blanks="zeros" in done) == {}, done


def lines_of(cells: Grid) -> Grid:
    """Put the reviews as three lines below one header."""
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    header = [Placed(0, 0, 1, 1, "类别"), *(Placed(0, 1 + at, 1, 1, each) for at, each in enumerate(RULINGS))]
    values = [cell for cell in cells if cell.row == 3]
    body = [replace(cell, row=1 + cell.column // 5, column=1 + cell.column % 5) for cell in values] + [
        Placed(1 + at, 0, 1, 1, name) for at, name in enumerate(names)
    ]
    return odd.ordered([*header, *body])


RULINGS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def part(cells: Grid, first: int, last: int) -> Grid:
    """Take the columns `first` to `last` (exclusive) of the reviews."""
    return odd.ordered(
        replace(cell, column=cell.column - first) for cell in cells if first <= cell.column < last
    )


def below(upper: Grid, lower: Grid) -> Grid:
    """Put one table below the other in one grid."""
    return (*upper, *(replace(cell, row=cell.row + odd.height(upper)) for cell in lower))


REVIEWS: dict[str, tuple[Pieces, float]] = {
    "split cells": ([odd.split(R, repeat=False)], 1),
    "repeated labels": ([odd.split(R, repeat=True)], 1),
    "as three lines": ([lines_of(R)], 1),
    "as a list of fifteen": ([odd.turned(R)], 1),
    "as two tables": ([part(R, 0, 5), "行政诉讼情况", part(R, 5, 15)], 1),
    "one below the other": ([below(part(R, 0, 5), part(R, 5, 15))], 1),
    "reviews last": ([below(part(R, 5, 15), part(R, 0, 5))], 1),
    "no header": ([odd.without_rows(R, 0, 3)], 0),
    "a title above": ([odd.with_row(R, 0, [("复议诉讼情况（单位：件）", 15)])], 1),
    "a blank line before the values": ([odd.with_row(R, 3, [("", 1)] * 15)], 1),
    "a column of remarks": ([odd.with_column(R, 15, ["备注", "", "", "无"])], 1),
    "a blank column": ([odd.with_column(R, 5)], 0),
    "a lacking cell": ([short(R, 3, 4)], 0),
    "merged values": ([odd.merged(odd.texts(R, lambda c: c.text), 3, 0, 1, 5)], 0),
    "a note below": ([odd.with_row(R, 4, [("注：数据截至年底", 15)])], 1),
    "a broken page": ([*odd.halves(R, 3)], 1),
    "a page number in between": ([odd.halves(R, 2)[0], "- 9 -", odd.halves(R, 2)[1]], 0),
}

PROACTIVE: dict[str, tuple[Pieces, float]] = {
    "serial numbers": ([odd.with_column(P, 0, ["序号", *map(str, range(1, odd.height(P)))])], 1),
    "split cells": ([odd.split(P, repeat=False)], 1),
    "repeated labels": ([odd.split(P, repeat=True)], 1),
    "columns in another order": ([odd.reordered(P, [2, 0, 1], 1)], 1),
    "a column of remarks": ([odd.with_column(P, 4, ["备注", *[""] * (odd.height(P) - 1)])], 1),
    "a blank column": ([odd.with_column(P, 2)], 1),
    "no articles": ([odd.ordered(cell for cell in P if "第二十条" not in cell.text)], 1),
    "no headers": (
        [odd.ordered(cell for cell in P if not any(word in cell.text for word in HEADERS))],
        1,
    ),
    "broken after the first group": ([odd.halves(P, 4)[0], "- 2 -", odd.halves(P, 4)[1]], 1),
    "broken below a header": ([odd.halves(P, 2)[0], "- 2 -", odd.halves(P, 2)[1]], 1),
    "measure words": ([odd.texts(P, lambda c: f"{c.text}件" if c.text.isdigit() else c.text)], 1),
    "notes in brackets": ([odd.texts(P, lambda c: f"{c.text}（含修订）" if c.text.isdigit() else c.text)], 1),
}


@pytest.mark.parametrize(
    ("table", "name"),
    [("review_litigation", each) for each in REVIEWS] + [("proactive", each) for each in PROACTIVE],
)
def test_no_cell_of_the_other_tables_is_wrong_and_unmarked(table: str, name: str) -> None:
    """The tables whose labels all stand above, or that change their columns on the way, are safe as well."""
    pieces, share = {"review_litigation": REVIEWS, "proactive": PROACTIVE}[table][name]
    found, issues = odd.read(pieces)
    assert odd.wrong(found, TRUTH[table]) == {}
    assert odd.right(found, TRUTH[table]) >= share
    if len(found) > 0 and odd.right(found, TRUTH[table]) < 1:
        assert issues


def test_a_blank_table_of_lines_is_blank() -> None:
    """Reviews as lines without numbers are fifteen blank cells, not none."""
    found, _ = odd.read([odd.texts(lines_of(R), lambda cell: "" if cell.text.isdigit() else cell.text)])
    assert [cell.status for cell in found.values()] == ["blank"] * 15


@pytest.mark.parametrize("seed", range(120))
@pytest.mark.parametrize("table", ["review_litigation", "proactive"])
def test_other_tables_put_oddly_at_random_are_right_or_marked(table: str, seed: int) -> None:
    """Splitting, blank columns, remarks and page breaks never shift a number."""
    cells = {"review_litigation": R, "proactive": P}[table]
    chance = random.Random(seed)
    if chance.random() < 0.4:
        cells = odd.split(cells, repeat=chance.random() < 0.5)
    if chance.random() < 0.6:
        cells = odd.with_column(cells, chance.randint(0, odd.breadth(cells)))
    if chance.random() < 0.4:
        cells = odd.texts(cells, lambda c: "" if c.text == "0" and chance.random() < 0.5 else c.text)
    if chance.random() < 0.4:
        notes = [chance.choice(["", "3", "无", "见附件"]) for _ in range(odd.height(cells) - 1)]
        cells = odd.with_column(cells, odd.breadth(cells), ["备注", *notes])
    if chance.random() < 0.3:
        cells = odd.flush(cells)
    pieces: Pieces = [cells]
    if chance.random() < 0.5:
        upper, lower = odd.halves(cells, chance.randrange(1, odd.height(cells)))
        pieces = [upper, *(["- 2 -"] if chance.random() < 0.5 else []), lower]
    found, _ = odd.read(pieces)
    assert odd.wrong(found, TRUTH[table], blanks=True) == {}


# ---------------------------------------------------------------- lists of indicators

LIST = (
    ("一、主动公开情况", "——", "——", None),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "3917", "disclosed"),
    ("　　　其中：主动公开规范性文件数", "条", "17", "disclosed_normative"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", "——", None),
    ("1.政府公报公开政府信息数", "条", "0", "channels.gazette"),
    ("2.政府网站公开政府信息数", "条", "3102", "channels.website"),
    ("三、依申请公开情况", "——", "——", None),
    ("（一）收到申请数", "件", "41", "received.total"),
    ("1.当面申请数", "件", "6", "received.in_person"),
    ("2.传真申请数", "件", "2", "received.fax"),
    ("3.网络申请数", "件", "28", "received.online"),
    ("4.信函申请数", "件", "5", "received.mail"),
    ("四、行政复议数量", "件", "9", "review.total"),
    ("（一）维持具体行政行为数", "件", "4", "review.upheld"),
    ("（二）被依法纠错数", "件", "3", "review.corrected"),
    ("（三）其他情形数", "件", "2", "review.other"),
    ("五、行政诉讼数量", "件", "7", "litigation.total"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "6", "litigation.upheld"),
    ("（二）被依法纠错数", "件", "1", "litigation.corrected"),
    ("（三）其他情形数", "件", "0", "litigation.other"),
    ("七、依申请公开信息收取的费用", "万元", "1.5", "fees"),
    ("（三）从事政府信息公开工作人员数", "人", "13", "staff.total"),
    ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "3", "staff.full_time"),
    ("2.兼职人员数", "人", "10", "staff.part_time"),
    ("（三）接受培训人员数", "人次", "260", "trained"),
)
VALUES = {f"statistics.{key}.value": value for *_, value, key in LIST if key}


def table(*rows: tuple[str, ...]) -> Grid:
    return tuple(
        Placed(at, column, 1, 1, text) for at, row in enumerate(rows) for column, text in enumerate(row)
    )


HEAD = ("统计指标", "单位", "统计数")
ROWS = [each[:3] for each in LIST]
CODED = [(*row[:2], f"{at:02}", row[2]) for at, row in enumerate(ROWS)]
ABOUT = [(name, unit, value.replace("3102", "约3102")) for name, unit, value in ROWS]
TITLE = [("云汀县政府信息公开情况统计表（2016年度）", 3)]
OWN = [("主动公开机构人事信息", "条", "88"), ("主动公开政府文件数", "条", "66")]
HALF = len(ROWS) // 2
PAIRS = [(*ROWS[at], *(ROWS[at + HALF] if at + HALF < len(ROWS) else ("", "", ""))) for at in range(HALF + 1)]

LISTS: dict[str, tuple[Pieces, float]] = {
    "indicator, unit, value": ([table(HEAD, *ROWS)], 1),
    "no header": ([table(*ROWS)], 1),
    "no units": ([table(("指标名称", "数量"), *((name, value) for name, _, value in ROWS))], 1),
    "no units, no header": ([table(*((name, value) for name, _, value in ROWS))], 1),
    "serial numbers": (
        [table(("序号", *HEAD), *((str(at), *row) for at, row in enumerate(ROWS, 1)))],
        1,
    ),
    "serial numbers, no header": ([table(*((str(at), *row) for at, row in enumerate(ROWS, 1)))], 1),
    "codes": (
        [table((*HEAD[:2], "代码", HEAD[2]), *CODED)],
        1,
    ),
    "codes, no header": ([table(*CODED)], 0),
    "two halves side by side": ([table((*HEAD, *HEAD), *PAIRS[:-1], PAIRS[-1])], 1),
    "two halves, no header": ([table(*PAIRS)], 1),
    "two halves without units": (
        [table(("指标", "数量") * 2, *((row[0], row[2], row[3], row[5]) for row in PAIRS))],
        1,
    ),
    "all years beside": ([table((*HEAD[:2], "2016年度", "历年累计"), *((*row, "99999") for row in ROWS))], 1),
    "last year beside": (
        [table((*HEAD[:2], "2015年", "2016年"), *((*row[:2], "77777", row[2]) for row in ROWS))],
        0,
    ),
    "units of a government beside": (
        [
            table(
                (*HEAD[:2], "区政府统计数", "区直单位统计数", "合计"),
                *((*row[:2], "1", "2", row[2]) for row in ROWS),
            )
        ],
        1,
    ),
    "remarks": ([table((*HEAD, "备注"), *((*row, "详见说明") for row in ROWS))], 1),
    "remarks with numbers": ([table((*HEAD, "备注"), *((*row, "8") for row in ROWS))], 1),
    "categories to the left": (
        [
            (
                *table(("类别", *HEAD)),
                Placed(1, 0, len(ROWS), 1, "统计内容"),
                *(replace(cell, row=cell.row + 1, column=cell.column + 1) for cell in table(*ROWS)),
            )
        ],
        1,
    ),
    "units within the labels": ([table(("指标", "数量"), *((f"{n}（{u}）", v) for n, u, v in ROWS))], 1),
    "broken pages": ([table(HEAD, *ROWS[:9]), table(*ROWS[9:14]), "- 7 -", table(*ROWS[14:])], 1),
    "repeated header": ([table(HEAD, *ROWS[:9]), "- 7 -", table(HEAD, *ROWS[9:])], 1),
    "a title above": (
        [odd.with_row(table(HEAD, *ROWS), 0, TITLE)],
        1,
    ),
    "printed twice": ([table(HEAD, *ROWS), "附", table(HEAD, *ROWS)], 1),
    "rows of its own": (
        [
            table(
                HEAD,
                *ROWS[:2],
                ("主动公开机构人事信息", "条", "88"),
                ("主动公开政府文件数", "条", "66"),
                *ROWS[2:],
            )
        ],
        1,
    ),
    "words for a value": ([table(HEAD, *ABOUT)], 0.9),
    "words for a value, no header": (
        [table(*ABOUT)],
        0.9,
    ),
    "a value merged over two rows": ([odd.merged(table(HEAD, *ROWS), 9, 2, 2, 1)], 0.8),
    "a blank column": ([odd.with_column(table(HEAD, *ROWS), 2)], 1),
    "a blank column, no header": ([odd.with_column(table(*ROWS), 1)], 1),
}


@pytest.mark.parametrize("name", LISTS)
def test_no_indicator_is_wrong_and_unmarked(name: str) -> None:
    """However the list is set, its indicators keep their own values, and those of like names apart."""
    pieces, share = LISTS[name]
    found, _ = odd.read(pieces, form="2014")
    values = {key: cell for key, cell in found.items() if key.endswith(".value")}
    assert odd.wrong(values, VALUES) == {}
    assert odd.right(values, VALUES) >= share
    assert set(values) >= set(VALUES)


def test_units_are_those_printed_or_the_forms() -> None:
    """A cell counts in the unit its line prints, else in the form's; 万元 are kept, and 元 become 万元."""
    found, _ = odd.read([table(HEAD, *ROWS)], form="2014")
    assert found["statistics.received.total.value"].unit == "件"
    assert (found["statistics.fees.value"].value, found["statistics.fees.value"].unit) == (1.5, "万元")
    rows = [
        (name, "元" if unit == "万元" else "条", "15000" if unit == "万元" else v) for name, unit, v in ROWS
    ]
    found, _ = odd.read([table(HEAD, *rows)], form="2014")
    fees = found["statistics.fees.value"]
    assert (fees.value, fees.unit, fees.raw) == (1.5, "万元", "15000")
    assert found["statistics.received.total.value"].unit == "条"


def test_all_years_are_a_column_of_their_own() -> None:
    """历年累计 is kept beside the year's value, where the list has it."""
    found, _ = odd.read(LISTS["all years beside"][0], form="2014")
    assert found["statistics.fees.cumulative"].value == 99999
    assert found["statistics.fees.value"].value == 1.5


def test_rows_of_an_agencys_own_are_reported() -> None:
    """Indicators that the form does not have are findings; those of its own name are not taken for others."""
    _, issues = odd.read(LISTS["rows of its own"][0], form="2014")
    assert [dict(each.fields)["label"] for each in issues if each.code == "row_unexpected"] == [
        "主动公开机构人事信息",
        "主动公开政府文件数",
    ]


def test_headers_with_remarks_and_cut_names() -> None:
    """A header whose remarks name other columns, and one whose names were cut off, shift no number."""
    remarks = table(
        ("第二十条第（一）项", "", "", ""),
        ("信息内容", "本年新 制作数量", "本年新公开数量（含本年制作的）", "对外公开总数量（不论何时制作）"),
        ("规章（设区的市以上政府填写）", "1", "2", "30"),
        ("规范性文件（以“规定”“办法”等为名的，不含规章）", "4", "5", "60"),
        ("其他主动公开文件", "7", "8", "90"),
    )
    cut = table(
        ("信息内容", "本年新", "本年新", "对外公开总数量", ""),
        ("规章", "1", "2", "30", ""),
        ("规范性文件", "4", "5", "60", ""),
    )
    for cells in (remarks, cut):
        found, issues = odd.read([cells], form="2019")
        assert [cell.value for cell in found.values()] == [1, 2, 30, 4, 5, 60]
        assert [dict(each.fields)["label"] for each in issues] == (
            ["其他主动公开文件"] if cells is remarks else []
        )
