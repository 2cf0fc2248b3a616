"""Fields where a site file says by CSS selectors where they stand."""

from dataclasses import replace

import pytest
from article_pages import TITLE, URL, framed
from small_site import META, TEXT, page_html

from crawler.items import Article
from crawler.page.article_pages import further_pages
from crawler.page.lines import read_page
from crawler.page.model import Page
from crawler.page.selectors import FIELDS, NONE, Selectors
from crawler.pipelines import pull

ALL = Selectors(title="h1", date=".msgbar", source=".msgbar", body=".content")
BODY = f"<p>{TEXT}</p><p>{TEXT}</p>"
PAGE = framed(META, BODY)


def pulled(where: Selectors, *pages: str, **fields: str) -> tuple[Article, list[Page]]:
    """The record of an article's pages, and what was read of them."""
    read = [read_page(page.encode(), URL, where) for page in pages]
    article = Article(url=URL, site_name="某市长安网", list_title=TITLE, fetched_at="2026-11-22T12:00:00+08:00")
    for name, value in fields.items():
        setattr(article, name, value)
    article.pages = list(read)
    return pull(article), read


def rules(where: Selectors, page: str) -> dict[str, str]:
    return pulled(where, page)[0].rules


def values(article: Article) -> dict[str, object]:
    """What was read, but not by which rules."""
    names = "title date published source author body attachments images flags".split()
    return {name: getattr(article, name) for name in names}


def test_with_all_four_only_the_chosen_elements_are_walked() -> None:
    article, (page,) = pulled(ALL, PAGE)
    assert page.partial
    assert [line.text for line in page.lines] == [TITLE, META, TEXT, TEXT]
    assert article.rules == {
        "title": "title_line:selector",
        "date": "selector",
        "source": "selector",
        "body": "selector",
    }
    assert values(article) == values(pulled(NONE, PAGE)[0])


@pytest.mark.parametrize("name", FIELDS)
def test_one_alone_answers_for_its_field_and_leaves_the_others_to_the_rules(name: str) -> None:
    article, (page,) = pulled(Selectors(**{name: getattr(ALL, name)}), PAGE)
    assert not page.partial
    chosen = {field for field, rule in article.rules.items() if rule.endswith("selector")}
    assert chosen == {name}
    assert values(article) == values(pulled(NONE, PAGE)[0])


@pytest.mark.parametrize("name", FIELDS)
def test_where_one_finds_nothing_the_rules_answer(name: str) -> None:
    where = Selectors(**{field: ".none" if field == name else getattr(ALL, field) for field in FIELDS})
    article, (page,) = pulled(where, PAGE)
    assert not page.partial
    assert not article.rules[name].endswith("selector")
    assert values(article) == values(pulled(NONE, PAGE)[0])


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (PAGE.replace(f"<h1>{TITLE}</h1>", f"<h1></h1><h2>{TITLE}</h2>"), "title"),
        (PAGE.replace(META, "浏览次数：52").replace(BODY, BODY + f"</div><div>{META}"), "date"),
        (PAGE.replace(META, "2024-03-05").replace(BODY, BODY + "</div><div>来源：某市日报"), "source"),
        (framed(META, "").replace('<div class="side">', f"<div>{BODY}</div><div>"), "body"),
    ],
)
def test_an_element_without_what_it_is_chosen_for_leaves_it_to_the_rules(page: str, name: str) -> None:
    article, (read,) = pulled(ALL, page)
    assert not article.rules.get(name, "").endswith("selector")
    assert read.partial == (name == "source")
    # Of a page of which no more was walked, only the chosen elements could name a source.
    assert article.source == (None if name == "source" else pulled(NONE, page)[0].source)


def test_a_title_inside_the_body_element_is_no_body() -> None:
    inner = f'<div class="all"><h1>{TITLE}</h1><div class="msgbar">{META}</div>{BODY}</div>'
    where = Selectors(title="h1", date=".msgbar", source=".msgbar", body=".all")
    article, (page,) = pulled(where, page_html(TITLE, inner))
    assert page.partial
    assert (article.title, article.body, article.source) == (TITLE, f"{TEXT}\n{TEXT}", "某市日报")


@pytest.mark.parametrize("partial", [True, False])
def test_a_body_chosen_paragraph_by_paragraph_is_all_from_the_first_to_the_last(*, partial: bool) -> None:
    inner = (
        f"<p>{TEXT}</p><table><tr><td>单位</td><td>数量</td></tr><tr><td>甲</td><td>2</td></tr></table>"
        f'<div><img src="/a.jpg"></div><p>{TEXT}</p><p>（责任编辑：编辑甲）</p>'
    )
    where = replace(ALL if partial else NONE, body=".content > p")
    article, (page,) = pulled(where, framed(META, inner))
    assert page.partial == partial
    assert article.body == f"{TEXT}\n单位\t数量\n甲\t2\n{TEXT}"
    assert [image["url"] for image in article.images] == ["http://www.example.gov.cn/a.jpg"]
    assert article.rules["body"] == "selector"


@pytest.mark.parametrize("where", [ALL, Selectors(body=".content")])
def test_attachments_in_a_box_behind_the_body_are_the_articles(where: Selectors) -> None:
    page = framed(META, BODY, behind='<div>附件：</div><div><a href="/f/1.doc">报名表</a></div>')
    article, _ = pulled(where, page)
    assert article.attachments == [{"url": "http://www.example.gov.cn/f/1.doc", "name": "报名表", "type": "doc"}]
    assert values(article) == values(pulled(NONE, page)[0])


@pytest.mark.parametrize("where", [ALL, Selectors(body=".content"), Selectors(title="h1", body=".content")])
def test_a_body_of_attachments_or_pictures_alone_is_kept(where: Selectors) -> None:
    behind = "<div>责任编辑：编辑甲</div><div>浏览次数：52 发布时间：2024-03-05</div>"
    files = framed(META, '<p>1.<a href="/f/1.doc">报名表</a></p><p>2.<a href="/f/2.xls">名单</a></p>', behind=behind)
    article, _ = pulled(where, files)
    assert (article.body, article.rules["body"]) == ("", "attachments_only")
    assert [file["name"] for file in article.attachments] == ["报名表", "名单"]
    article, _ = pulled(where, framed(META, '<p><img src="/a.jpg"></p>', behind=behind))
    assert (article.body, article.rules["body"]) == ("", "pictures_only")


def test_inline_elements_may_be_chosen() -> None:
    meta = '日期 <span class="d">2024-03-05 10:20</span> 稿源 <a class="s" href="/">某市日报</a> <i class="a">52</i>'
    where = Selectors(title="h1", date=".d", source="a.s", body=".content")
    article, (page,) = pulled(where, framed(meta, BODY))
    assert page.partial
    assert (article.date, article.published, article.source) == ("2024-03-05", "2024-03-05T10:20:00+08:00", "某市日报")
    assert article.body == f"{TEXT}\n{TEXT}"


@pytest.mark.parametrize("source", ["", "来源：", "&nbsp;"])
@pytest.mark.parametrize(
    "where", [Selectors(title="h1", date=".d", source=".s", body=".content"), Selectors(source=".s")]
)
def test_an_empty_source_is_an_answer(where: Selectors, source: str) -> None:
    meta = f'<span class="d">2024-03-05</span> <span class="s">{source}</span>'
    behind = "<p>来源：另一家报</p>"
    article, _ = pulled(where, framed(meta, BODY, behind=behind))
    assert (article.source, article.rules["source"]) == (None, "selector")


@pytest.mark.parametrize(
    "printed",
    [
        "发布时间：2024-03-05",
        "2024年3月5日",
        "20240305",
        "发布时间：20240305",
        "二〇二四年三月五日",
        "<i>-2024-</i><b>03/05</b>",
    ],
)
def test_a_day_is_read_however_it_is_printed(printed: str) -> None:
    article, _ = pulled(ALL, framed(f"{printed} 来源：某市日报", BODY))
    assert article.date == pulled(NONE, framed(f"{printed} 来源：某市日报", BODY))[0].date


def test_a_chosen_date_that_no_page_can_have_is_none() -> None:
    article, _ = pulled(ALL, framed("发布时间：2044-03-05 来源：某市日报", BODY), list_date="2024-03-04")
    assert (article.date, article.rules["date"]) == ("2024-03-04", "listed")


def test_a_title_of_several_elements_or_lines_is_the_first_with_words() -> None:
    where = replace(ALL, title=".t")
    page = framed(META, BODY).replace(
        f"<h1>{TITLE}</h1>", '<div class="t"><img src="/x.gif"></div><div class="t">某市召开<br>推进会</div>'
    )
    assert pulled(where, page)[0].title == "某市召开推进会"


def test_a_further_page_without_title_and_date_gives_its_body() -> None:
    further = page_html(TITLE, f'<div class="left"><div class="content"><p>第二页。{TEXT}</p></div></div>')
    article, (first, second) = pulled(ALL, PAGE, further)
    assert (first.partial, second.partial) == (True, False)
    assert article.body == f"{TEXT}\n{TEXT}\n第二页。{TEXT}"


def test_a_further_page_with_its_head_gives_its_body_alone() -> None:
    further = framed(META, f"<p>第二页。{TEXT}</p>")
    article, (_, second) = pulled(ALL, PAGE, further)
    assert second.partial
    assert article.body == f"{TEXT}\n{TEXT}\n第二页。{TEXT}"


def test_of_nested_elements_the_outer_one_is_the_body() -> None:
    editor = '<div class="content"><div class="content">{}</div></div><img src="/pic/1.jpg">'
    page = framed(META, BODY).replace(BODY, "").replace('<div class="content">', "<div>")
    page = page.replace("</body>", editor.format(BODY) + "</body>")
    article, (read,) = pulled(ALL, page)
    assert read.partial
    assert (article.body, article.images) == (f"{TEXT}\n{TEXT}", [])


def test_a_number_of_views_is_no_date() -> None:
    page = framed('<span class="day">浏览：1.2万次</span>', f"{BODY}<p>发布时间：2020-09-04</p>")
    where = replace(ALL, date=".day")
    assert pulled(where, page)[0].date == pulled(NONE, page)[0].date == "2020-09-04"


def test_numbers_of_a_row_of_pictures_are_no_further_pages() -> None:
    carousel = "".join(f'<li><a href="/content/20230105-{n + 11}.html">{n}</a></li>' for n in range(1, 5))
    page = framed(META, BODY).replace("</body>", f"<ul>{carousel}</ul></body>")
    _, (read,) = pulled(ALL, page)
    assert read.partial
    assert further_pages(read, "http://www.example.gov.cn/content/20230105-12.html") == []
