"""The same job by Crawlee for Python: the spider a person writes by hand.

``python crawlee_spider.py HOMEPAGE FILE [ENCODING] [--documented]``: the sandbox's site of seed 1, read by class names,
32 requests at once, a line of JSON an article into FILE. The last line printed holds the number of pages.

Without ``--documented`` it is as fast as Crawlee goes on this job: HttpCrawler with one parsel Selector a page,
requests and results in memory, no sessions, no log. With it, it is as Crawlee's documentation shows: ParselCrawler,
push_data; but its storage is in memory too, as nobody else here keeps a queue on disk.
"""

import argparse
import asyncio
import json
import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO, TypeAlias
from urllib.parse import urljoin, urlsplit

from crawlee import ConcurrencySettings, Request
from crawlee.crawlers import HttpCrawler, HttpCrawlingContext, ParselCrawler, ParselCrawlingContext
from crawlee.router import Router
from crawlee.storage_clients import MemoryStorageClient
from parsel import Selector

AT_ONCE = 32
Context: TypeAlias = HttpCrawlingContext | ParselCrawlingContext


class Spider:
    """One crawl's handlers."""

    def __init__(self) -> None:
        self.router = Router[Any]()
        self.router.default_handler(self.home)
        for name in ("column", "rows", "article"):
            self.router.handler(name)(getattr(self, name))

    async def page(self, context: Any) -> Selector:
        raise NotImplementedError

    async def save(self, context: Any, item: dict[str, Any]) -> None:
        raise NotImplementedError

    async def home(self, context: Context) -> None:
        page = await self.page(context)
        await follow(context, page.css(".daohang li:not(:first-child) a::attr(href)").getall(), "column")

    async def column(self, context: Context) -> None:
        page = await self.page(context)
        pages = page.css(".pager::text").re_first(r"1/(\d+)页", default="1")
        await follow(context, (f"index_{number}.html" for number in range(2, int(pages) + 1)), "rows")
        await self.follow_rows(context, page)

    async def rows(self, context: Context) -> None:
        await self.follow_rows(context, await self.page(context))

    async def follow_rows(self, context: Context, page: Selector) -> None:
        await follow(context, page.css(".c_list .li a::attr(href)").getall(), "article")

    async def article(self, context: Context) -> None:
        page = await self.page(context)
        known = context.request.user_data.get("item")
        item = json.loads(known) if isinstance(known, str) else fields(context.request.url, page)
        texts = (text.strip() for text in page.css("div.con ::text").getall())
        item["body"] = "\n".join(filter(None, [item["body"], *texts]))
        last = page.css(".page_num a:last-child")
        if last.css("::text").get() == "下一页":
            await follow(context, [last.attrib["href"]], "article", item=json.dumps(item))
            return
        item["body"] = re.sub(r"\s*（责任编辑：.*）$", "", item["body"])
        await self.save(context, item)


class FastSpider(Spider):
    """``encoding`` is that of the pages, as whoever writes a spider for one site knows it."""

    def __init__(self, file: TextIO, encoding: str) -> None:
        super().__init__()
        self.file = file
        self.encoding = encoding

    async def page(self, context: HttpCrawlingContext) -> Selector:
        return Selector(body=await context.http_response.read(), encoding=self.encoding)

    async def save(self, context: HttpCrawlingContext, item: dict[str, Any]) -> None:  # noqa: ARG002 - as the other's
        write(self.file, item)


class DocumentedSpider(Spider):
    """Takes pages as they are parsed, and leaves items in the crawl's dataset."""

    async def page(self, context: ParselCrawlingContext) -> Selector:
        page: Selector = context.selector
        return page

    async def save(self, context: ParselCrawlingContext, item: dict[str, Any]) -> None:
        await context.push_data(item)


def write(file: TextIO, item: Any) -> None:
    file.write(json.dumps(item, ensure_ascii=False) + "\n")


async def follow(context: Context, addresses: Iterable[str], label: str, **data: str) -> None:
    """Queue what stands on the same host."""
    own = context.request.url
    urls = [url for url in (urljoin(own, address) for address in addresses) if same_host(url, own)]
    await context.add_requests([Request.from_url(url, label=label, user_data=dict(data)) for url in urls])


def same_host(url: str, other: str) -> bool:
    return urlsplit(url).netloc == urlsplit(other).netloc


def fields(url: str, page: Selector) -> dict[str, Any]:
    """The article's record, its body still empty."""
    meta = page.css("div.xinxi")
    return {
        "url": url,
        "title": "".join(page.css("div.art_t::text").getall()),
        "date": "".join(meta.css("span:not(#views)::text, b::text").getall()).strip("-").replace("/", "-"),
        "source": meta.xpath("normalize-space(text()[1])").re_first(r"文章来源：\s*(\S+(?: \S+)*)"),
        "body": "",
    }


async def crawl(homepage: str, file: TextIO, encoding: str) -> int:
    """Write the articles, as fast as it goes; the number of pages."""
    crawler = HttpCrawler(
        request_handler=FastSpider(file, encoding).router,
        storage_client=MemoryStorageClient(),
        concurrency_settings=concurrency(),
        use_session_pool=False,
        retry_on_blocked=False,
        configure_logging=False,
    )
    done = await crawler.run([homepage])
    return int(done.requests_finished)


async def crawl_as_documented(homepage: str, file: TextIO) -> int:
    """The same, but that Crawlee is told no more than how much it may ask for at once, and to keep no queue on disk."""
    crawler = ParselCrawler(
        request_handler=DocumentedSpider().router,
        storage_client=MemoryStorageClient(),
        concurrency_settings=concurrency(),
    )
    done = await crawler.run([homepage])
    dataset = await crawler.get_dataset()
    async for item in dataset.iterate_items():
        write(file, item)
    return int(done.requests_finished)


def concurrency() -> ConcurrencySettings:
    return ConcurrencySettings(min_concurrency=AT_ONCE, max_concurrency=AT_ONCE, desired_concurrency=AT_ONCE)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("homepage")
    parser.add_argument("file", type=Path)
    parser.add_argument("encoding", nargs="?", default="utf-8")
    parser.add_argument("--documented", action="store_true")
    options = parser.parse_args()
    with options.file.open("w", encoding="utf-8") as file:
        if options.documented:
            pages = asyncio.run(crawl_as_documented(options.homepage, file))
        else:
            logging.disable(logging.CRITICAL)
            pages = asyncio.run(crawl(options.homepage, file, options.encoding))
    print(json.dumps({"pages": pages}))


if __name__ == "__main__":
    main()
