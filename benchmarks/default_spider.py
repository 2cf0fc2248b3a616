"""What a crawl is measured against: the spider a person writes by hand for the sandbox's site of seed 1.

Selectors by tag and class, Scrapy's default settings, nothing of Lanmu. ``scrapy runspider`` runs it on its own.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Response


class DefaultSpider(scrapy.Spider):
    """Home page → columns → all their pages → articles, further pages joined (``-a homepage=URL``)."""

    name = "default"

    def __init__(self, homepage: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [homepage]
        self.allowed_domains = [str(urlsplit(homepage).hostname)]

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        columns = response.css(".daohang li:not(:first-child) a::attr(href)").getall()
        yield from response.follow_all(columns, self.parse_column)

    def parse_column(self, response: Response) -> Iterator[scrapy.Request]:
        pages = response.css(".pager::text").re_first(r"1/(\d+)页", default="1")
        for number in range(2, int(pages) + 1):
            yield response.follow(f"index_{number}.html", self.parse_rows)
        yield from self.parse_rows(response)

    def parse_rows(self, response: Response) -> Iterator[scrapy.Request]:
        yield from response.follow_all(response.css(".c_list .li a::attr(href)").getall(), self.parse_article)

    def parse_article(self, response: Response) -> Iterator[scrapy.Request | dict[str, Any]]:
        meta = response.css("div.xinxi")
        day = "".join(meta.css("span:not(#views)::text, b::text").getall()).strip("-").replace("/", "-")
        source = meta.xpath("normalize-space(text()[1])").re_first(r"文章来源：\s*(\S+(?: \S+)*)")
        item = {
            "url": response.url,
            "title": "".join(response.css("div.art_t::text").getall()),
            "date": day,
            "source": source,
            "body": "",
        }
        yield self.with_page(response, item)

    def parse_further(self, response: Response, item: dict[str, Any]) -> Iterator[scrapy.Request | dict[str, Any]]:
        yield self.with_page(response, item)

    def with_page(self, response: Response, item: dict[str, Any]) -> scrapy.Request | dict[str, Any]:
        """Add a page's text; what comes next is the article's next page or the whole article."""
        texts = (text.strip() for text in response.css("div.con ::text").getall())
        item["body"] = "\n".join(filter(None, [item["body"], *texts]))
        further = response.css(".page_num a::attr(href)").getall()
        last = response.css(".page_num a:last-child::text").get()
        if further and last == "下一页":
            return response.follow(further[-1], self.parse_further, cb_kwargs={"item": item})
        item["body"] = re.sub(r"\s*（责任编辑：.*）$", "", item["body"])
        return item
