"""来源 and 作者 as printed; an empty one is null."""

import pytest
from article_pages import framed, pulled, with_meta
from small_site import TEXT


@pytest.mark.parametrize(
    "meta",
    [
        "发布时间:2020-09-04 来源:",
        "发布时间：2020-09-04 来源： 作者：",
        "来源： 发布时间：2020-09-04",
        "发布时间：2020-09-04 来源：　　浏览次数：1203",
        "发布时间：2020-09-04 来源：【字体：大 中 小】",
        "<span>发布时间：2020-09-04</span><span>来源：</span><span>点击：</span><span>12</span>",
        "发布时间：2020-09-04",
        "发布时间：2020-09-04 信息来源：  责任编辑：",
    ],
)
def test_an_empty_source_is_null_and_takes_no_other_word(meta: str) -> None:
    article = with_meta(meta)
    assert (article.source, article.author, article.date) == (None, None, "2020-09-04")


@pytest.mark.parametrize(
    "meta",
    [
        "发布时间：2020-09-04 来源：某市日报",
        "来源：某市日报 发布时间：2020-09-04",
        "2020-09-04 08:30 来源:某市日报 【字体：大 中 小】",
        "发布时间：2020-09-04 作者： 来源：某市日报 浏览次数：1203",
        "信息来源：某市日报 | 发布时间：2020-09-04 | 点击：12",
        "<span>2020-09-04</span><span>来源：<a href=http://x/>某市日报</a></span><span>打印</span>",
        "发布日期：2020年9月4日&nbsp;&nbsp;文章来源：某市日报&nbsp;&nbsp;责任编辑：甲",
        "2020-09-04　来源：某市日报　编辑：乙",
        "稿源：某市日报 2020/09/04",
    ],
)
def test_the_printed_source(meta: str) -> None:
    article = with_meta(meta)
    assert (article.source, article.date) == ("某市日报", "2020-09-04")


def test_a_source_with_a_space_or_a_bracket_is_whole() -> None:
    assert with_meta("发布时间：2020-09-04 来源：《某市政法》2期").source == "《某市政法》2期"
    assert with_meta("发布时间：2020-09-04 来源：某市公安局（交警支队） 浏览：5").source == "某市公安局（交警支队）"


def test_author_and_source_are_kept_apart() -> None:
    article = with_meta("发布时间：2020-09-04 作者：记者甲 来源：某市日报 浏览次数：1203")
    assert (article.author, article.source) == ("记者甲", "某市日报")
    article = with_meta("发布时间：2020-09-04 来源：某市日报 作者：记者甲 记者乙")
    assert (article.author, article.source) == ("记者甲 记者乙", "某市日报")


def test_an_author_is_no_source() -> None:
    article = with_meta("发布时间：2020-09-04 作者：记者甲")
    assert (article.author, article.source) == ("记者甲", None)


def test_a_source_behind_the_body() -> None:
    html = framed("2020-09-04", f"<p>{TEXT}</p>", behind="<p>（来源：某市日报）</p><p>责任编辑：甲</p>")
    article = pulled(html)
    assert (article.source, article.body) == ("某市日报", TEXT)


def test_a_source_named_in_the_text_is_not_the_source() -> None:
    text = "群众反映的问题来源：信访、热线和走访三个方面，已经逐一登记并交由责任单位限期办理。"
    article = pulled(framed("发布时间：2020-09-04", f"<p>{TEXT}</p><p>{text}</p><p>{TEXT}</p>"))
    assert article.source is None
    assert text in article.body


@pytest.mark.parametrize(
    "behind", ["编稿：张三", "扫一扫", "我要打印", "语音播报", "A- A+", "字 号：大 中 小", "— 浏览量 12", "收藏本页"]
)
def test_an_empty_source_takes_nothing_behind_it(behind: str) -> None:
    assert with_meta(f"发布时间：2024-03-05 来源： {behind}").source is None


@pytest.mark.parametrize("behind", ["已阅 3", "热度 3", "复制链接", "10:23", "文/图 记者甲", "记者 某某"])
def test_a_source_ends_where_its_name_ends(behind: str) -> None:
    assert with_meta(f"发布时间：2024-03-05 来源：某市日报 {behind}").source == "某市日报"


@pytest.mark.parametrize("word", ["队伍建设", "我要分享", "手机版网页", "视力保护色", "【放大】【缩小】"])
def test_a_word_beside_the_date_is_no_source(word: str) -> None:
    assert pulled(framed(f"2024-03-05 {word}", f"<p>{TEXT}</p>")).source is None
