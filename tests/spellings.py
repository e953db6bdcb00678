"""In: a text as an editor means it. Out: the same text as odd pages and files spell it.

`plain_again` takes out what spelling put in, so that two spellings of one text can be compared.
"""

from __future__ import annotations

import re
from typing import Literal

Spelling = Literal["plain", "traditional", "pinyin", "radicals", "blanks", "wide"]
"""As meant; in Traditional characters; these with readings; look-alikes; stray blanks; full width."""

_PAIRS = """
专專 业業 东東 两兩 严嚴 个個 临臨 为為 举舉 义義 习習 乡鄉 书書 买買 争爭 产產 亲親 仅僅 从從 们們
众眾 会會 传傳 侦偵 债債 倾傾 偿償 关關 兴興 养養 内內 册冊 写寫 农農 决決 况況 减減 击擊 则則 刚剛
创創 别別 剂劑 剧劇 办辦 务務 动動 励勵 区區 医醫 华華 协協 单單 卫衛 厅廳 历歷 压壓 县縣 参參 双雙
发發 变變 号號 启啟 员員 响響 园園 围圍 国國 图圖 场場 块塊 坚堅 坞塢 声聲 处處 备備 够夠 头頭 奖獎
学學 实實 审審 宽寬 对對 导導 将將 尽盡 层層 届屆 属屬 屿嶼 岗崗 岛島 师師 带帶 帮幫 广廣 库庫 应應
废廢 开開 张張 强強 归歸 当當 录錄 彻徹 径徑 态態 总總 户戶 执執 扩擴 扫掃 扬揚 护護 报報 担擔 拟擬
拨撥 挡擋 挥揮 换換 揽攬 摊攤 撑撐 数數 断斷 无無 旧舊 时時 显顯 晓曉 暂暫 术術 杂雜 权權 条條 来來
枢樞 枪槍 标標 栏欄 样樣 档檔 桥橋 检檢 楼樓 汇匯 沟溝 没沒 泽澤 测測 济濟 浏瀏 渔漁 温溫 滞滯 满滿
滥濫 澜瀾 灯燈 灵靈 灾災 点點 炼煉 热熱 牵牽 独獨 环環 现現 电電 画畫 畅暢 疗療 监監 盖蓋 盘盤 着著
矿礦 码碼 积積 称稱 税稅 稳穩 笔筆 筛篩 筹籌 签簽 简簡 类類 粮糧 紧緊 纠糾 红紅 约約 级級 纪紀 纳納
纸紙 纽紐 纾紓 线線 组組 细細 织織 终終 绍紹 经經 绑綁 结結 绕繞 绘繪 给給 络絡 统統 继繼 绩績 续續
维維 综綜 绿綠 编編 缩縮 缴繳 罚罰 获獲 职職 联聯 脑腦 脱脫 舆輿 艰艱 节節 苍蒼 药藥 营營 虑慮 虚虛
虽雖 衔銜 补補 见見 观觀 规規 视視 览覽 觉覺 计計 订訂 认認 讨討 让讓 训訓 议議 记記 讲講 许許 论論
讼訟 设設 访訪 证證 评評 识識 诈詐 诉訴 诊診 词詞 试試 话話 询詢 该該 误誤 说說 请請 读讀 课課 谁誰
调調 谈談 谨謹 负負 财財 责責 败敗 账賬 货貨 质質 贩販 贫貧 购購 贴貼 贸貿 费費 资資 赔賠 赖賴 赠贈
车車 转轉 轮輪 软軟 轻輕 载載 较較 辅輔 辑輯 输輸 辖轄 边邊 达達 迁遷 过過 迈邁 运運 还還 这這 进進
远遠 违違 连連 迟遲 迹跡 选選 邮郵 释釋 鉴鑒 针針 钟鐘 钩鉤 钱錢 链鏈 销銷 锁鎖 错錯 键鍵 锻鍛 镇鎮
长長 门門 闭閉 问問 闲閒 间間 闻聞 阅閱 队隊 阳陽 阵陣 阶階 际際 陈陳 险險 随隨 隐隱 难難 霁霽 页頁
项項 顺順 须須 顾顧 预預 领領 频頻 颗顆 题題 额額 风風 飞飛 饮飲 馆館 馈饋 马馬 驶駛 驻駐 驾駕 验驗
鹭鷺 麦麥 黄黃 齐齊 龄齡
"""
_TRADITIONAL = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_READINGS = {"進": "jìn", "開": "kāi", "報": "bào", "總": "zǒng", "問": "wèn", "關": "guān"}
_RADICALS = str.maketrans("一工高长见行用方人大小日月文生立自面页", "⼀⼯⾼⻓⻅⾏⽤⽅⼈⼤⼩⽇⽉⽂⽣⽴⾃⾯⻚")
_WIDE = str.maketrans("0123456789.%()", "０１２３４５６７８９．％（）")
_READING = re.compile(r"\([a-zà-ǜ]{1,6}\)")
_GAPS = re.compile(r"(?<=[工要结行申年诉])(?=[\u4e00-\u9fff])|(?<=\d)(?=[\d年件])")


def respell(text: str, spelling: Spelling) -> str:
    """Return `text` in another spelling."""
    if spelling in ("traditional", "pinyin"):
        text = text.translate(_TRADITIONAL)
    if spelling == "pinyin":
        return "".join(f"{char}({_READINGS[char]})" if char in _READINGS else char for char in text)
    if spelling == "radicals":
        return text.translate(_RADICALS)
    if spelling == "wide":
        return text.translate(_WIDE)
    return _GAPS.sub("\u00a0", text) if spelling == "blanks" else text


def plain_again(text: str) -> str:
    """Return `text` without blanks and readings, its look-alikes and full-width signs made ordinary."""
    back = {new: old for table in (_RADICALS, _WIDE) for old, new in table.items()}
    return _READING.sub("", "".join(text.translate(back).split()))
