"""Small article pages of our own making, read by the chain of a crawl."""

from small_site import TEXT, article_html, page_html

from crawler.items import Article
from crawler.page.lines import read_page
from crawler.pipelines import pull

TITLE = "某市召开政法队伍建设推进会"
URL = "http://www.example.gov.cn/dwjs/1024.jhtml"


def framed(meta: str, content: str, title: str = TITLE, behind: str = "") -> str:
    """A page with a title, ``meta`` in the line of date and source, and ``content`` as body."""
    return page_html(
        f"{title}-某市长安网",
        '<div class="dqwz">您的位置: <a href="/">首页</a> &gt; <a href="/dwjs/">队伍建设</a></div>'
        f'<div class="left"><h1>{title}</h1><div class="msgbar">{meta}</div><div class="content">{content}</div>'
        f'{behind}</div><div class="side"><h3>最新新闻</h3><ul><li><a href="/dwjs/9.jhtml">侧栏新闻</a>'
        "<span>2026-01-01</span></li></ul></div>",
    )


def pulled(html: str | bytes, **fields: str) -> Article:
    """The record of a page; ``fields`` are what a walk would know of it."""
    body = html.encode() if isinstance(html, str) else html
    article = Article(url=fields.pop("url", URL), site_name="某市长安网", pages=[read_page(body, URL)])
    for name, value in fields.items():
        setattr(article, name, value)
    return pull(article)


def with_meta(meta: str, **fields: str) -> Article:
    """The record of a page whose line of date and source is ``meta``."""
    return pulled(article_html(TITLE, TEXT, meta), **fields)


def with_content(content: str, **fields: str) -> Article:
    """The record of a page whose body's markup is ``content``."""
    return pulled(framed("发布时间：2024-03-05 来源：某市日报", content), **fields)
