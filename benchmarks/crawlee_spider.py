"""The same job by Crawlee for Python: the spider a person writes by hand, with what makes it fast.

``python crawlee_spider.py HOMEPAGE FILE [ENCODING]``: the sandbox's site of seed 1, read by class names, 32 requests at
once, a line of JSON an article into FILE. The last line printed holds the number of pages.

Of Crawlee's crawlers this is the fastest on this job: HttpCrawler with one parsel Selector a page, a fifth faster than
ParselCrawler, ten times BeautifulSoupCrawler. Requests and results stay in memory, no sessions, no log.
"""

import asyncio
import json
import logging
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urljoin, urlsplit

from crawlee import ConcurrencySettings, Request
from crawlee.crawlers import HttpCrawler, HttpCrawlingContext
from crawlee.router import Router
from crawlee.storage_clients import MemoryStorageClient
from parsel import Selector

AT_ONCE = 32


class Spider:
    """One crawl's handlers; ``encoding`` is that of the pages, as whoever writes a spider for one site knows it."""

    def __init__(self, file: TextIO, encoding: str) -> None:
        self.file = file
        self.encoding = encoding
        self.router = Router[HttpCrawlingContext]()
        self.router.default_handler(self.home)
        for name in ("column", "rows", "article"):
            self.router.handler(name)(getattr(self, name))

    async def page(self, context: HttpCrawlingContext) -> Selector:
        return Selector(body=await context.http_response.read(), encoding=self.encoding)

    async def home(self, context: HttpCrawlingContext) -> None:
        page = await self.page(context)
        await follow(context, page.css(".daohang li:not(:first-child) a::attr(href)").getall(), "column")

    async def column(self, context: HttpCrawlingContext) -> None:
        page = await self.page(context)
        pages = page.css(".pager::text").re_first(r"1/(\d+)页", default="1")
        await follow(context, (f"index_{number}.html" for number in range(2, int(pages) + 1)), "rows")
        await self.follow_rows(context, page)

    async def rows(self, context: HttpCrawlingContext) -> None:
        await self.follow_rows(context, await self.page(context))

    async def follow_rows(self, context: HttpCrawlingContext, page: Selector) -> None:
        await follow(context, page.css(".c_list .li a::attr(href)").getall(), "article")

    async def article(self, context: HttpCrawlingContext) -> None:
        page = await self.page(context)
        known = context.request.user_data.get("item")
        item = json.loads(known) if isinstance(known, str) else fields(context.request.url, page)
        texts = (text.strip() for text in page.css(".con ::text").getall())
        item["body"] = "\n".join(filter(None, [item["body"], *texts]))
        last = page.css(".page_num a:last-child")
        if last.css("::text").get() == "下一页":
            await follow(context, [last.attrib["href"]], "article", item=json.dumps(item))
            return
        item["body"] = re.sub(r"\s*（责任编辑：.*）$", "", item["body"])
        self.file.write(json.dumps(item, ensure_ascii=False) + "\n")


async def follow(context: HttpCrawlingContext, addresses: Iterable[str], label: str, **data: str) -> None:
    """Queue what stands on the same host."""
    own = context.request.url
    urls = [url for url in (urljoin(own, address) for address in addresses) if same_host(url, own)]
    await context.add_requests([Request.from_url(url, label=label, user_data=dict(data)) for url in urls])


def same_host(url: str, other: str) -> bool:
    return urlsplit(url).netloc == urlsplit(other).netloc


def fields(url: str, page: Selector) -> dict[str, Any]:
    """The article's record, its body still empty."""
    meta = page.css(".xinxi")
    return {
        "url": url,
        "title": "".join(page.css(".art_t::text").getall()),
        "date": "".join(meta.css("span:not(#views)::text, b::text").getall()).strip("-").replace("/", "-"),
        "source": meta.xpath("normalize-space(text()[1])").re_first(r"文章来源：\s*(\S+(?: \S+)*)"),
        "body": "",
    }


async def crawl(homepage: str, output: Path, encoding: str) -> int:
    """Write the articles; the number of pages."""
    with output.open("w", encoding="utf-8") as file:
        crawler = HttpCrawler(
            request_handler=Spider(file, encoding).router,
            storage_client=MemoryStorageClient(),
            concurrency_settings=ConcurrencySettings(
                min_concurrency=AT_ONCE, max_concurrency=AT_ONCE, desired_concurrency=AT_ONCE
            ),
            use_session_pool=False,
            retry_on_blocked=False,
            configure_logging=False,
        )
        done = await crawler.run([homepage])
    pages: int = done.requests_finished
    return pages


def main() -> None:
    logging.disable(logging.CRITICAL)
    encoding = sys.argv[3] if len(sys.argv) > 3 else "utf-8"
    print(json.dumps({"pages": asyncio.run(crawl(sys.argv[1], Path(sys.argv[2]), encoding))}))


if __name__ == "__main__":
    main()
