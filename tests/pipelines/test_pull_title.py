"""The title as printed on the page."""

import pytest
from article_pages import TITLE, framed, pulled, with_meta
from small_site import TEXT, page_html

META = "发布时间：2020-09-04 来源：某市日报"
BODY = f"<p>{TEXT}</p>"


@pytest.mark.parametrize("element", ["h1", "h2", "div", "p", "td"])
def test_a_title_in_any_element(element: str) -> None:
    html = framed(META, BODY).replace("<h1>", f"<{element}>").replace("</h1>", f"</{element}>")
    assert pulled(html).title == TITLE


def test_a_title_broken_over_lines_is_one() -> None:
    html = framed(META, BODY, title="某市召开政法队伍建设推进会").replace("<h1>某市召开", "<h1>某市召开<br>")
    assert pulled(html).title == TITLE


@pytest.mark.parametrize(
    "cut",
    ["某市召开政法队伍…", "某市召开政法队伍...", "某市召开政法队伍……", "某市召开．．．", "某市召开‥", "某市召开... "],
)
def test_a_cut_list_title_leads_to_the_whole_one(cut: str) -> None:
    article = with_meta(META, list_title=cut)
    assert (article.title, article.flags) == (TITLE, [])


@pytest.mark.parametrize("dots", ["…", "．．．", "‥", "... "])
def test_a_title_of_any_length_is_found_by_its_beginning(dots: str) -> None:
    title = "关于印发某市政法队伍建设年度重点工作任务分解方案和考核办法以及责任清单和时间进度安排表的通知（修订稿）"
    html = framed(META, BODY, title=title).replace("<title>", "<title>某网</title><!--").replace("</title>", "-->", 1)
    article = pulled(html, list_title=f"关于印发某市{dots}")
    assert (article.title, article.rules["title"]) == (title, "title_line:list_title")


def test_another_title_than_the_list_pages_is_flagged() -> None:
    article = with_meta(META, list_title="某县开展平安创建活动")
    assert (article.title, article.flags) == (TITLE, ["title_differs_from_list"])


@pytest.mark.parametrize(
    "listed", ["某市召开政法队伍建设推进会", "某市召开 政法队伍建设推进会", "某市召开政法队伍建设推进会 "]
)
def test_white_space_makes_no_other_title(listed: str) -> None:
    assert with_meta(META, list_title=listed).flags == []


def test_quotes_and_width_make_no_other_title() -> None:
    html = framed(META, BODY, title="某市“两个责任”ＡＢ落实会：再部署")
    assert pulled(html, list_title='某市"两个责任"AB落实会:再部署').flags == []


def test_the_breadcrumb_and_sidebar_repeat_the_title() -> None:
    html = framed(META, BODY).replace("</a></div>", f"</a> &gt; {TITLE}</div>", 1)
    html = html.replace("侧栏新闻", TITLE)
    article = pulled(html)
    assert (article.title, article.body) == (TITLE, TEXT)


def test_without_a_title_line_the_head_names_it() -> None:
    html = page_html(f"{TITLE}-某市长安网", f"<div><p>{META}</p><p>{TEXT}</p></div>")
    assert pulled(html).title == TITLE


def test_without_any_the_list_page_names_it() -> None:
    html = page_html("某市长安网", f"<div><p>{META}</p><p>{TEXT}</p></div>")
    article = pulled(html, list_title=TITLE)
    assert (article.title, article.rules["title"]) == (TITLE, "listed")


def test_the_sites_name_is_no_title() -> None:
    article = pulled(page_html("某市长安网", f"<div><p>{META}</p><p>{TEXT}</p></div>"))
    assert article.title is None
    assert "no_title" in article.flags
