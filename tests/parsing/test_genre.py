"""In: reports, and texts about reports. Out: which of them is an annual report on disclosure."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.build_samples import SAMPLES, load_sources
from nlp_reports.model import Block, Document, Source, Span
from nlp_reports.parsing.genre import is_annual_report
from nlp_reports.parsing.report import parse_report
from nlp_reports.reading.document import read_document

REAL_FILES = 12

GUIDE = """青禾市林业局政府信息公开指南
为了更好地提供政府信息公开服务，方便公民、法人和其他组织获取本机关的政府信息，根据《中华人民共和国政府信息公开条例》，编制本指南。
一、主动公开
（一）公开范围。本机关向社会主动公开机构职能、政策文件、林木采伐许可和政府信息公开工作年度报告。
（二）公开形式。主要通过青禾市政府网站公开，2023年起同时在政务服务大厅公开。
二、依申请公开
（一）受理机构。本机关自2020年1月1日起受理申请，受理机构为局办公室。
（二）收到和处理政府信息公开申请的程序。申请人填写《申请表》，本机关在20个工作日内答复。
三、收费情况
依申请提供政府信息不收取费用，但申请数量、频次明显超过合理范围的除外。
四、监督和救济
认为本机关未依法履行公开义务的，可以投诉，也可以申请行政复议或者提起行政诉讼。
五、其他需要说明的事项
本指南由局办公室负责解释。
"""

REGULATION = """中华人民共和国政府信息公开条例
第一章 总则
第一条 为了保障公民获取政府信息，制定本条例。
第二条 本条例所称政府信息，是指行政机关在履行职责中制作或者获取的信息。
第二章 主动公开
第三条 行政机关应当主动公开涉及公众利益的政府信息。
第三章 依申请公开
第四条 申请人可以向行政机关申请获取政府信息。
第五条 行政机关收到申请的，应当在20个工作日内答复。
第四章 监督和保障
第六条 行政机关应当在每年1月31日前公布上一年度政府信息公开工作年度报告。
第七条 政府信息公开工作年度报告应当包括下列内容：
（一）总体情况；
（二）行政机关主动公开政府信息的情况；
（三）行政机关收到和处理政府信息公开申请的情况；
（四）因政府信息公开工作被申请行政复议、提起行政诉讼的情况；
（五）政府信息公开工作存在的主要问题及改进情况；
（六）其他需要报告的事项。
第八条 本条例自2019年5月15日起施行。
"""

LINKS = """政府信息公开年报
青禾市林业局2023年政府信息公开工作年度报告 2024-01-20
青禾市林业局2022年政府信息公开工作年度报告 2023-01-18
青禾市林业局2021年政府信息公开工作年度报告 2022-01-21
青禾市林业局2020年度政府信息公开工作年度报告 2021-01-25
青禾市林业局2012年政府信息公开年报 2013-02-25
共5条 第1页 下一页
"""

NOTICE = """关于做好2023年度政府信息公开工作年度报告编制工作的通知
各乡镇人民政府，县政府各部门：
根据《中华人民共和国政府信息公开条例》，现就做好2023年政府信息公开工作年度报告编制和发布工作通知如下。
一、总体情况。简要写明本机关2023年的工作。
二、主动公开政府信息情况。按表格填报本年制发件数、本年废止件数、现行有效件数。
三、收到和处理政府信息公开申请情况。申请数量与办理结果应当符合勾稽关系。
四、政府信息公开行政复议、行政诉讼情况。按表格填报。
五、存在的主要问题及改进情况。要实事求是，不得照搬往年。
六、其他需要报告的事项。包括收取信息处理费的情况。
请于2024年1月20日前报县政府办公室。
附件：XX单位2023年政府信息公开工作年度报告
云岫县人民政府办公室
2023年12月20日
"""

ACCOUNTS = """青禾市林业局2022年度部门决算公开
目录
第一部分 部门概况
第二部分 2022年度部门决算情况说明
第三部分 其他重要事项的情况说明
一、部门概况
本部门主要负责森林资源保护。
二、收入支出决算总体情况说明
2022年度收入总计1203.5万元，比上年减少2.1%。
三、行政事业性收费情况
2022年度收费12万元。
四、存在的问题及下一步改进措施
预算执行进度有待加快。下一步将加强管理。
五、其他重要事项说明
政府采购支出35.2万元。
"""

EARLY = """青禾市盐务局2009年政府信息公开工作年度报告
2009年，我局主动公开信息12条，没有收到公开申请，没有收取费用，也没有发生行政复议和诉讼。
"""

BODY = """首页 政务公开 政府信息公开指南 政府信息公开制度 政府信息公开年报
一、概述
2010年，我局继续做好政府信息公开工作，工作运行正常。
二、主动公开政府信息情况
全年主动公开政府信息175条。
三、依申请公开政府信息情况
2010年度未收到申请。
四、政府信息公开收费及减免情况
未收取费用。
五、行政复议和行政诉讼情况
没有发生。
六、主要问题和改进措施
公开的文件数量较少，下一步将扩大公开范围。
"""

NOT_REPORTS = {
    "guide": GUIDE,
    "regulation": REGULATION,
    "links": LINKS,
    "notice": NOTICE,
    "accounts": ACCOUNTS,
}


def judge(text: str, *, title: str | None = None) -> bool:
    """Whether a text is taken for a report; its title is its first line, as readers give it."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", Span(start, start + len(line)), (), None))
        start += len(line) + 1
    source = Source("file.html", None, "text/html", "0" * 64)
    head = text.split("\n")[0] if title is None else title
    return is_annual_report(parse_report(Document("0" * 16, source, head, text, tuple(blocks), ())))


@pytest.mark.parametrize("kind", NOT_REPORTS)
@pytest.mark.parametrize("title", [None, "青禾市人民政府"])
def test_texts_about_reports_are_none(kind: str, title: str | None) -> None:
    """Guide, regulation, list of links, notice and accounts are no reports, whatever the page's title."""
    assert not judge(NOT_REPORTS[kind], title=title)


@pytest.mark.parametrize("kind", NOT_REPORTS)
def test_texts_about_reports_are_none_in_one_line(kind: str) -> None:
    """Neither are they where the page lost its line breaks."""
    assert not judge(NOT_REPORTS[kind].replace("\n", " "), title="青禾市人民政府")


@pytest.mark.parametrize(
    "text",
    [
        "云岫县人民政府2023年政府信息公开指南\n" + GUIDE.split("\n", 1)[1],
        "关于报送2022年政府信息公开年报的函\n" + NOTICE.split("\n", 1)[1],
        "青禾市2024年政务公开工作要点\n一、主动公开。扩大范围。\n二、依申请公开。规范答复。\n三、政策解读。丰富形式。",
        "青禾市政府工作报告\n2023年，全市生产总值增长5%。\n一、2023年工作回顾\n二、存在的问题\n三、2024年工作安排",
        "云岫县2023年法治政府建设年度报告\n一、主要情况\n推进政务公开。\n二、存在的问题\n三、下一步打算",
        "青禾市人民政府\n政府信息公开年报\n" + GUIDE,
        "一图读懂青禾市2023年政府信息公开工作年度报告\n公开信息175条。",
        "青禾市林业局统计年报\n数据的统计期限自2022年1月1日起至12月31日止。\n造林面积1200亩。",
        "青禾市林业局2023年政府网站工作年度报表\n填报单位 青禾市林业局\n信息发布 120条",
    ],
)
def test_neighbouring_genres_are_none(text: str) -> None:
    """Other papers of the same offices share words with the reports and are none."""
    assert not judge(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (EARLY, None),
        (EARLY, "青禾市盐务局"),
        (BODY, "青禾市林业局"),
        (BODY, ""),
        (BODY.replace("\n", " "), "青禾市人民政府门户网站"),
        ("青禾市林业局\n2012年政府信息公开\n年度报告\n全年公开信息9条。", "通知公告"),
        ("青禾市文化局（版权局）2012年政府信息公开工作年度报告\n全年公开信息9条。", "青禾市"),
        ("附件1：青禾市林业局2013年政府信息公开工作年度报告\n全年公开信息9条。", "附件"),
        ("青禾市林业局2011年度政务公开工作报告\n全年公开信息9条。", None),
        ("2012年度青禾市信息公开年报\n全年公开政府信息9条。", None),
        ("关于青禾市2010年政府信息公开工作情况的报告\n全年公开信息9条。", None),
        ("关于2013年政府信息公开工作的年度报告\n全年公开信息9条。", None),
        ("青禾市林业局政府信息公开工作年度报告（2014年度）\n全年公开信息9条。", None),
        (
            "本报告由总体情况、主动公开政府信息情况等六个部分组成。\n一、总体情况\n2022年，认真落实条例，公开信息9条。",
            "",
        ),
        ("数据的统计期限自2012年1月1日起至12月31日止。一、概述\n2012年，公开信息9条。", "青禾市"),
        ("2023年政府信息公開(kāi)工作年度報(bào)告\n青禾市文化局\n一、總體情況\n公開9條。", "青禾市"),
        (
            "首页>公开指南>年报 青禾市林业局2009年政府信息公开工作年度报告 发布时间：2010-01-09\n公开9条。",
            "青禾市",
        ),
        ("中华人民共和国政府信息公开条例\n政府信息公开指南\n" + EARLY, "政府信息公开目录"),
        (EARLY + "\n相关报告\n青禾市盐务局2008年政府信息公开工作年度报告", None),
        ("青禾市林业局\n政府信息公开工作年度报告\n（2010年度）\n全年公开信息9条。", "通知公告"),
        ("关于公布2010年政府信息公开工作年度报告的公告\n" + BODY, None),
    ],
)
def test_short_and_oddly_titled_reports_stay_in(text: str, title: str | None) -> None:
    """A report needs neither tables nor the page's title; titles break over lines and vary in wording."""
    assert judge(text, title=title)


@pytest.mark.parametrize("source", load_sources(), ids=lambda source: source.path)
def test_every_sample_is_one(source: object) -> None:
    """No report of the sample corpus is lost."""
    path = SAMPLES / "reports" / str(source.path)  # type: ignore[attr-defined]
    assert is_annual_report(parse_report(read_document(path)))


def test_every_real_report_is_one(real_reports: Path) -> None:
    """No real report is lost, the blank form included."""
    files = [path for path in real_reports.iterdir() if path.suffix in {".txt", ".pdf", ".docx", ".html"}]
    assert len(files) == REAL_FILES
    assert [path.name for path in files if not is_annual_report(parse_report(read_document(path)))] == []
