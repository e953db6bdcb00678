"""In: texts of every kind. Out: the words that jieba gives, whatever engine cuts them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jieba
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp_reports.chinese import tokens
from nlp_reports.chinese.lexicon import load_lexicon
from nlp_reports.chinese.tokens import LEXICON_FREQUENCY, count_terms, open_jieba, open_rjieba, words
from nlp_reports.errors import ResourceError

TERMS = [term for term, _ in load_lexicon("domain")]
FRAGMENTS = [
    *TERMS,
    "2023年",
    "12.5%",
    "2023-2024",
    "a.gov.cn",
    "AT&T",
    "C++",
    "B超",
    "4S店",
    "\r\n",
    "\u3000",
]
SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"

by_rjieba, by_jieba = open_rjieba(TERMS), open_jieba(TERMS)


def texts_in(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in {".txt", ".html"})
    return {path.name: path.read_bytes().decode("utf-8", errors="replace") for path in files}


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=8).map("".join))
@example("一" * 3000)
@example("\ud800主动\udfff公开")
@example("㐀主动公开\u9fd6\U00020000申请")
def test_engines_agree_on_terms_and_any_unicode(text: str) -> None:
    """rjieba gives jieba's words for the lexicon's terms mixed with any characters."""
    assert by_rjieba(text) == by_jieba(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=20))
def test_engines_agree_on_unknown_words(text: str) -> None:
    """rjieba guesses unknown words of rare characters as jieba does."""
    assert by_rjieba(text) == by_jieba(text)


@given(st.text("abzA0123456789.-_%+#&c超股恤公开 \r\n，。（）—１Ａ", max_size=20))
@example("1.2.3.4")
@example("www.a-b.gov.cn/c_1")
@example("截至2023.12.31，12.50%")
def test_engines_agree_on_latin_and_digits(text: str) -> None:
    """rjieba, set right, cuts numbers, dates, addresses and signs as jieba does."""
    assert by_rjieba(text) == by_jieba(text)


def test_engines_agree_on_the_samples() -> None:
    """rjieba gives jieba's words for every sample report."""
    for name, text in texts_in(SAMPLES).items():
        assert by_rjieba(text) == by_jieba(text), name


def test_engines_agree_on_real_reports(real_reports: Path) -> None:
    """rjieba gives jieba's words for every real report that is stored as text."""
    texts = texts_in(real_reports)
    assert len(texts) >= 10
    for name, text in texts.items():
        assert by_rjieba(text) == by_jieba(text), name


def test_engines_agree_on_words_that_jieba_knows_and_still_cuts() -> None:
    """A term that the dictionary has but cuts apart enters both engines with the same frequency."""
    torn = ["铁路工程", "改变方法", "副省级", "不礼貌"]
    plain = open_jieba([])
    assert all(len(plain(term)) > 1 for term in torn)
    rust, python = open_rjieba(torn), open_jieba(torn)
    assert all(python(term) == [term] for term in torn)
    for text in ("".join(torn), "，".join(torn), "的铁路工程改变方法不礼貌地释放出"):
        assert rust(text) == python(text)


def test_every_term_is_one_word() -> None:
    """Each term of the lexicon that stands alone is cut as one word, by the frequency it was given."""
    assert LEXICON_FREQUENCY > 0
    assert [term for term in TERMS if words(term) != [term]] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("依法做好依申请公开工作", "依法 做好 依申请公开 工作"),
        ("主动公开渠道单一", "主动公开 渠道单一"),
        ("政务新媒体更新不及时", "政务新媒体 更新不及时"),
        ("对规范性文件开展一图读懂", "对 规范性文件 开展 一图读懂"),
        ("落实三审三校，应公开尽公开", "落实 三审三校 ， 应公开尽公开"),
    ],
)
def test_terms_are_whole_in_sentences(sentence: str, expected: str) -> None:
    """The genre's terms are cut whole and do not tear their neighbours apart."""
    assert words(sentence) == expected.split(" ")


@given(st.text(max_size=60))
def test_words_are_the_text_again(text: str) -> None:
    """Nothing is lost, added or changed: the words joined are the text."""
    assert "".join(words(text)) == text


def test_lexicons_are_private() -> None:
    """Our terms do not reach the tokenizer that jieba shares."""
    words("政务新媒体")
    assert "应公开尽公开" not in jieba.dt.FREQ


def test_unknown_lexicon_is_refused() -> None:
    """An unknown lexicon is the caller's mistake."""
    with pytest.raises(ResourceError):
        words("公开", lexicon="nowhere")


@pytest.mark.parametrize("without", ["", "sys.modules['rjieba'] = None;"])
def test_loading_is_silent_and_leaves_no_cache(tmp_path: Path, without: str) -> None:
    """With rjieba and without it: nothing on stderr, nothing left in the shared temporary folder."""
    code = (
        f"import sys; {without} from nlp_reports.chinese.tokens import words;"
        "print(' '.join(words('落实依申请公开')))"
    )
    folders = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path))
    environment = {**os.environ, **folders, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, env=environment, cwd=Path(tokens.__file__).parents[2], encoding="utf-8",
    )  # fmt: skip
    assert (ran.stdout.strip(), ran.stderr) == ("落实 依申请公开", "")
    assert list(tmp_path.iterdir()) == []


def test_terms_are_content_words() -> None:
    """Stopwords, numbers, dates, single characters and marks are no terms; terms are counted."""
    text = "２０２３年，我局共开展培训十二次，更新专栏３５个。下一步，将加强培训，完善政务新媒体。"
    assert count_terms(text) == {"培训": 2, "更新": 1, "专栏": 1, "政务新媒体": 1}


def test_a_reports_own_names_are_no_terms() -> None:
    """What is a part of the report's place or agency tells nothing of it."""
    text = "示例市交通运输局开展培训，示例市更新专栏"
    assert "交通运输" in count_terms(text)
    assert not {"交通运输", "示例市", "示例"} & set(count_terms(text, names=("示例市交通运输局", None)))


def test_terms_of_form_and_print_are_the_same() -> None:
    """Full-width letters and radicals count as the characters they stand for."""
    assert count_terms("⻓效机制") == count_terms("长效机制") != {}
