"""The floor: what a person gets who writes the loop by hand for this one site, with aiohttp and lxml and nothing else.

``python aiohttp_loop.py HOMEPAGE FILE``: the sandbox's site of seed 1, read by class names, 32 requests at once, a
line of JSON an article into FILE. The last line printed holds the number of pages. No retries, no robots.txt, no delay.
"""

import asyncio
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urljoin, urlsplit

import aiohttp
from lxml import etree, html

AT_ONCE = 32
COLUMNS = etree.XPath("//*[@class='daohang']//li[position()>1]/a/@href")
PAGER = etree.XPath("string(//*[@class='pager']/text())")
ROWS = etree.XPath("//*[@class='c_list']/*[@class='li']//a/@href")
TITLE = etree.XPath("string(//div[@class='art_t'])")
META = etree.XPath("//div[@class='xinxi']")
DAY = etree.XPath("span[not(@id='views')]/text()|b/text()")
SOURCE = etree.XPath("normalize-space(text()[1])")
BODY = etree.XPath("//div[@class='con']//text()[not(ancestor::script)]")
FURTHER = etree.XPath("//*[@class='page_num']/a[last()]")
EDITOR = re.compile(r"\s*（责任编辑：.*）$")
PAGES = re.compile(r"1/(\d+)页")
NAMED = re.compile(r"文章来源：\s*(\S+(?: \S+)*)")


class Loop:
    """One crawl."""

    def __init__(self, homepage: str, file: TextIO) -> None:
        self.host = urlsplit(homepage).netloc
        self.file = file
        self.seen: set[str] = set()
        self.pages = 0
        self.queue: asyncio.Queue[tuple[str, str, dict[str, Any] | None]] = asyncio.Queue()
        self.add("home", homepage, "")

    def add(self, kind: str, base: str, address: str, item: dict[str, Any] | None = None) -> None:
        """Queue an address of this host that wasn't queued before."""
        url = urljoin(base, address)
        if url not in self.seen and urlsplit(url).netloc == self.host:
            self.seen.add(url)
            self.queue.put_nowait((kind, url, item))

    async def run(self) -> None:
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        async with aiohttp.ClientSession(connector=connector) as session:
            workers = [asyncio.create_task(self.work(session)) for _ in range(AT_ONCE)]
            end = asyncio.create_task(self.queue.join())
            await asyncio.wait([end, *workers], return_when=asyncio.FIRST_COMPLETED)
            for worker in workers:
                # One that has ended by itself has met an error.
                if worker.done():
                    worker.result()
                worker.cancel()

    async def work(self, session: aiohttp.ClientSession) -> None:
        while True:
            kind, url, item = await self.queue.get()
            async with session.get(url) as response:
                body = await response.read()
                status = response.status
            if status == 200:
                self.pages += 1
                self.read(kind, url, html.document_fromstring(body), item)
            self.queue.task_done()

    def read(self, kind: str, url: str, page: html.HtmlElement, item: dict[str, Any] | None) -> None:
        if kind == "home":
            self.add_all("column", url, COLUMNS(page))
        elif kind == "article":
            self.article(url, page, item or fields(url, page))
        else:
            if kind == "column" and (pages := PAGES.search(str(PAGER(page)))):
                self.add_all("rows", url, (f"index_{number}.html" for number in range(2, int(pages[1]) + 1)))
            self.add_all("article", url, ROWS(page))

    def add_all(self, kind: str, base: str, addresses: Any) -> None:
        for address in addresses:
            self.add(kind, base, address)

    def article(self, url: str, page: html.HtmlElement, item: dict[str, Any]) -> None:
        """Add a page's text to its article; write it if it was the last page."""
        item["body"] = "\n".join(filter(None, [item["body"], *stripped(BODY(page))]))
        further: Any = FURTHER(page)
        if further and further[0].text == "下一页":
            self.add("article", url, further[0].get("href"), item)
            return
        item["body"] = EDITOR.sub("", item["body"])
        self.file.write(json.dumps(item, ensure_ascii=False) + "\n")


def fields(url: str, page: html.HtmlElement) -> dict[str, Any]:
    """The article's record, its body still empty."""
    meta: Any = META(page)
    named = NAMED.search(str(SOURCE(meta[0])))
    day = "".join(stripped(DAY(meta[0])))
    source = named[1] if named else None
    return {
        "url": url,
        "title": str(TITLE(page)),
        "date": day.strip("-").replace("/", "-"),
        "source": source,
        "body": "",
    }


def stripped(texts: Any) -> Iterable[str]:
    return (text.strip() for text in texts)


def main() -> None:
    with Path(sys.argv[2]).open("w", encoding="utf-8") as file:
        loop = Loop(sys.argv[1], file)
        asyncio.run(loop.run())
    print(json.dumps({"pages": loop.pages}))


if __name__ == "__main__":
    main()
