"""Downloader middlewares of a user's own do what Scrapy's documentation says of them, though the chain is ours."""

from pathlib import Path

import pytest
from small_site import SmallSite
from support import Done, Run, crawl, the_run

TITLE = "队伍建设工作会议召开"
HEAD = """
import asyncio
import gzip

from scrapy.http import HtmlResponse


def is_article(request):
    return request.url.endswith("/dwjs/1.jhtml")


class Own:
"""
SETTINGS = """
from crawler.settings import *

DOWNLOADER_MIDDLEWARES = {**DOWNLOADER_MIDDLEWARES, "own_middleware.Own": 610}
"""
PAGE = f"<h1>{TITLE}</h1><p>发布时间：2024-03-05 来源：某市日报</p><p>自己的正文，由中间件给出。</p>".encode()
GIVEN = "自己的正文，由中间件给出。"


def crawl_with(site: SmallSite, folder: Path, methods: str) -> tuple[Done, Run]:
    """Crawl one article with a middleware of these methods, the last before the download."""
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", TITLE)])
    (folder / "own_middleware.py").write_text(HEAD + methods, encoding="utf-8")
    (folder / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    done = crawl("jingzhou", site.address, "-L", "CRITICAL", cwd=folder, settings="own_settings")
    return done, the_run(folder, "jingzhou")


def test_one_that_says_nothing_changes_nothing(site: SmallSite, tmp_path: Path) -> None:
    done, run = crawl_with(
        site,
        tmp_path,
        """
    async def process_request(self, request):
        await asyncio.sleep(0)

    async def process_response(self, request, response):
        await asyncio.sleep(0)
        return response
""",
    )
    assert done.returncode == 0, done.stderr
    assert [article["title"] for article in run.articles] == [TITLE]


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_response_to_a_request_is_taken_and_nothing_is_fetched(site: SmallSite, tmp_path: Path, kind: str) -> None:
    done, run = crawl_with(
        site,
        tmp_path,
        f"""
    {kind} process_request(self, request):
        if is_article(request):
            return HtmlResponse(request.url, body={PAGE!r}, encoding="utf-8")
""",
    )
    assert done.returncode == 0, done.stderr
    assert [article["body"] for article in run.articles] == [GIVEN]
    assert "/dwjs/1.jhtml" not in site.requested


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_another_response_goes_through_the_rest_of_the_chain(site: SmallSite, tmp_path: Path, kind: str) -> None:
    """It is packed here; the chain unpacks it."""
    done, run = crawl_with(
        site,
        tmp_path,
        f"""
    {kind} process_response(self, request, response):
        if is_article(request):
            return HtmlResponse(request.url, body=gzip.compress({PAGE!r}), headers={{"Content-Encoding": "gzip"}})
        return response
""",
    )
    assert done.returncode == 0, done.stderr
    assert [article["body"] for article in run.articles] == [GIVEN]


@pytest.mark.parametrize(
    "method",
    [
        "process_request(self, request):",
        "process_response(self, request, response):",
    ],
)
@pytest.mark.parametrize("kind", ["def", "async def"])
def test_another_request_is_made_instead(site: SmallSite, tmp_path: Path, method: str, kind: str) -> None:
    other = "return" if "response" not in method else "return response"
    done, run = crawl_with(
        site,
        tmp_path,
        f"""
    {kind} {method}
        if is_article(request):
            return request.replace(url=request.url.replace("1.jhtml", "2.jhtml"))
        {other}
""",
    )
    # The article is asked for at another address, which the site does not have.
    assert done.returncode == 0, done.stderr
    assert run.outcomes() == {"dwjs/1.jhtml": ("dropped", "gone")}
    assert "/dwjs/2.jhtml" in site.requested


@pytest.mark.parametrize("wrong", ['"text"', "42", "{}"])
@pytest.mark.parametrize(
    ("method", "other"),
    [("process_request(self, request):", "None"), ("process_response(self, request, response):", "response")],
)
def test_a_wrong_answer_fails_that_link_alone(
    site: SmallSite, tmp_path: Path, method: str, other: str, wrong: str
) -> None:
    done, run = crawl_with(
        site, tmp_path, f"\n    def {method}\n        return {wrong} if is_article(request) else {other}\n"
    )
    assert done.returncode == 3
    assert run.outcomes() == {"dwjs/1.jhtml": ("failed", "_InvalidOutput")}
    assert run.report["account"]["closes"] is True


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_an_exception_is_heard_by_the_chain(site: SmallSite, tmp_path: Path, kind: str) -> None:
    """process_exception gives a response instead, and that goes on as any other."""
    done, run = crawl_with(
        site,
        tmp_path,
        f"""
    {kind} process_request(self, request):
        if is_article(request):
            raise LookupError

    {kind} process_exception(self, request, exception):
        if isinstance(exception, LookupError):
            return HtmlResponse(request.url, body={PAGE!r}, encoding="utf-8")
""",
    )
    assert done.returncode == 0, done.stderr
    assert [article["body"] for article in run.articles] == [GIVEN]


def test_an_exception_that_nobody_takes_fails_the_link(site: SmallSite, tmp_path: Path) -> None:
    done, run = crawl_with(
        site,
        tmp_path,
        """
    async def process_request(self, request):
        if is_article(request):
            raise LookupError
""",
    )
    assert done.returncode == 3
    assert run.outcomes() == {"dwjs/1.jhtml": ("failed", "LookupError")}
