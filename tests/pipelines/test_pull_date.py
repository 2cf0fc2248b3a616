"""The day printed on the page, in whatever form, and no other day."""

import pytest
from article_pages import TITLE, URL, framed, pulled, with_meta
from small_site import TEXT, page_html


@pytest.mark.parametrize(
    ("meta", "published"),
    [
        ("发布时间:2020-09-04 来源:", None),
        ("发布时间：2020/09/04", None),
        ("发布日期：2020年9月4日", None),
        ("日期：二〇二〇年九月四日", None),
        ("2020.09.04 某市日报", None),
        ("时间：２０２０－０９－０４", None),
        ("发布时间：2020-09-04 17:00", "2020-09-04T17:00:00+08:00"),
        ("发布时间：2020-09-04 17:00:30", "2020-09-04T17:00:30+08:00"),
        ("2020年9月4日 17时00分", "2020-09-04T17:00:00+08:00"),
        ("2020-09-04T17:00:00+08:00", "2020-09-04T17:00:00+08:00"),
        ("<i>-2020-</i><b>09/04</b><em>17:00</em>", "2020-09-04T17:00:00+08:00"),
        ("<p>-2020-</p><p>09/04</p><p>17:00</p>", "2020-09-04T17:00:00+08:00"),
        ("<span>2020-</span><span>09-04</span> <span>17:00</span>", "2020-09-04T17:00:00+08:00"),
        ("点击：20200101 次 发布时间：2020-09-04", None),
        ("文号：某政办〔2019〕25号 发布时间：2020-09-04", None),
        ("成文日期：2020-08-01 发布日期：2020-09-04", None),
        ("有效期至：2025-12-31 发布日期：2020-09-04", None),
    ],
)
def test_every_printed_form(meta: str, published: str | None) -> None:
    article = with_meta(meta)
    assert (article.date, article.published) == ("2020-09-04", published)
    assert article.date_text
    assert article.flags == []


def test_the_published_date_goes_before_the_update() -> None:
    article = with_meta("更新时间：2020-09-10 发布时间：2020-09-04")
    assert (article.date, article.flags) == ("2020-09-04", [])


def test_an_update_counts_only_alone_and_is_flagged() -> None:
    article = with_meta("更新时间：2020-09-10 17:00 来源：某市日报")
    assert (article.date, article.published) == ("2020-09-10", "2020-09-10T17:00:00+08:00")
    assert article.rules["date"] == "updated"
    assert article.flags == ["date_is_update"]


def test_a_date_in_the_body_is_not_taken() -> None:
    text = f"<p>2020年9月4日，{TEXT}</p><p>{TEXT}</p><p>某市委政法委员会</p><p>2020年9月5日</p>"
    article = pulled(framed("来源：某市日报", text))
    assert article.date is None
    assert article.flags == ["no_date"]
    assert "2020年9月5日" in article.body


def test_a_date_of_the_sidebar_is_not_taken() -> None:
    article = pulled(framed("来源：某市日报", f"<p>{TEXT}</p>"))
    assert article.date is None


def test_a_date_behind_the_body_is_found_by_its_label() -> None:
    article = pulled(
        framed("来源：某市日报", f"<p>{TEXT}</p>", behind="<p>责任编辑：甲</p><p>发布时间：2020-09-04</p>")
    )
    assert (article.date, article.body) == ("2020-09-04", TEXT)


def test_the_printed_date_goes_before_the_meta_tag() -> None:
    html = framed("发布时间：2020-09-04", f"<p>{TEXT}</p>")
    tagged = html.replace("<head>", '<head><meta name="PubDate" content="2020-09-08 10:00">')
    assert pulled(tagged).date == "2020-09-04"
    bare = tagged.replace("发布时间：2020-09-04", "来源：某市日报")
    article = pulled(bare)
    assert (article.date, article.rules["date"]) == ("2020-09-08", "meta")


@pytest.mark.parametrize(
    "path",
    [
        "202009/t20200904_1024.html",
        "2020-09/04/content_1024.htm",
        "art/2020/9/4/art_1_2.html",
        "c1/2020-09/04/content_1.shtml",
    ],
)
def test_a_page_without_a_date_has_the_one_of_its_address(path: str) -> None:
    article = pulled(framed("来源：某市日报", f"<p>{TEXT}</p>"), url=f"http://www.example.gov.cn/{path}")
    assert (article.date, article.rules["date"]) == ("2020-09-04", "address")


def test_at_last_the_list_pages_date() -> None:
    article = pulled(framed("来源：某市日报", f"<p>{TEXT}</p>"), list_date="2020-09-04")
    assert (article.date, article.rules["date"], article.flags) == ("2020-09-04", "listed", [])


def test_another_date_than_the_list_pages_is_flagged() -> None:
    article = with_meta("发布时间：2020-09-04", list_date="2020-09-05")
    assert (article.date, article.flags) == ("2020-09-04", ["date_differs_from_list"])


@pytest.mark.parametrize(
    "meta", ["发布时间：2020-13-01", "发布时间：2020-02-30", "发布时间：1970-01-01", "发布时间：2098-01-01"]
)
def test_impossible_days_are_refused(meta: str) -> None:
    article = with_meta(meta, fetched_at="2026-11-22T16:00:00+08:00")
    assert (article.date, article.flags) == (None, ["no_date"])


@pytest.mark.parametrize(
    ("said", "day"), [("昨天 17:00", "2026-11-21"), ("3小时前", "2026-11-22"), ("2天前", "2026-11-20")]
)
def test_relative_words_need_a_time_of_fetching(said: str, day: str) -> None:
    meta = f"发布时间：{said} 来源：某市日报"
    assert with_meta(meta, fetched_at="2026-11-22T16:00:00+08:00").date == day
    assert with_meta(meta).date is None


def test_times_just_behind_midnight_stay_on_their_day() -> None:
    article = with_meta("发布时间：2020-09-04 00:05:00")
    assert (article.date, article.published) == ("2020-09-04", "2020-09-04T00:05:00+08:00")


def test_no_trace_of_a_date_gives_null() -> None:
    article = pulled(page_html(TITLE, f"<h1>{TITLE}</h1><div><p>{TEXT}</p></div>"), url=URL)
    assert (article.date, article.published, article.date_text) == (None, None, None)


@pytest.mark.parametrize(
    "line", ["公示期：2023年8月30日至2023年9月5日", "报名时间：2023年3月1日至3月5日", "举办时间：2023-05-01"]
)
def test_where_nothing_else_is_printed_a_time_of_the_event_is_no_date(line: str) -> None:
    article = pulled(framed("", f"<p>{line}</p><p>{TEXT}</p>"))
    assert (article.date, article.source) == (None, None)


def test_dates_of_related_articles_are_not_its_own() -> None:
    entry = "<li><a href=2.jhtml>去年防汛总结</a><span>发布时间：2019-01-02 来源：某报</span></li>"
    behind = f"<h4>相关阅读</h4><ul>{entry}</ul>"
    article = pulled(framed("", f"<p>{TEXT}</p>", behind=behind))
    assert (article.date, article.source) == (None, None)
