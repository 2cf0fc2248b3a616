"""One page in Chromium: from the document in hand to the DOM that its scripts have made of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from playwright.async_api import Error, Page, Route
from playwright.async_api import Request as Asked
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.middlewares.redirect import RedirectedOffSiteError, RedirectLoopError
from crawler.page.links import host_of

Fetch = Callable[[Asked], Awaitable[Response]]

# A page has settled when for _QUIET seconds it has neither waited for an answer nor changed its size. One that never
# rests (a ticker) is taken after _RESTLESS seconds, as soon as it waits for nothing.
_LOOK, _QUIET, _RESTLESS = 0.1, 0.6, 5.0
_SIZE = "`${document.getElementsByTagName('*').length} ${document.documentElement.textContent.length}`"
# Pictures, fonts, films, frames, streams and counters tell nothing of the text.
_DATA = frozenset({"script", "xhr", "fetch"})
# A page that asks for more, or sends itself on more often, does so for ever.
_MOST_REQUESTS, _MOST_DOCUMENTS = 200, 5
# A body goes to Chromium unpacked and in one piece.
_PACKING = frozenset({b"Content-Length", b"Content-Encoding", b"Transfer-Encoding"})


class Visit:
    """Answers what ``page`` asks for by ``fetch``, on the host of ``document`` only, until the page has settled."""

    def __init__(self, page: Page, document: HtmlResponse, fetch: Fetch) -> None:
        self.page = page
        self.document: Response = document
        self.request = document.request
        self.fetch = fetch
        self.addresses: dict[str, str] = {}
        self.documents = self.requests = self.waiting = 0
        self.answered = time.monotonic()
        self.error: Exception | None = None
        for event in ("crash", "close"):
            page.on(event, lambda _: self.fail(Error("the window has gone")))

    def fail(self, error: Exception) -> None:
        """The page can't be had; the first reason stands."""
        self.error = self.error or error

    async def settle(self) -> HtmlResponse:
        """The settled page: its last document's status and headers, the address it ended at, its DOM as UTF-8.

        Has no limit in time: a page that waits for an answer is waited for. Raises what the page failed with.
        """
        await self.page.route("**", self.answer)
        await self.page.goto(self.document.url, wait_until="commit", timeout=0)
        began = changed = time.monotonic()
        size: object = None
        html: str | None = None
        while html is None:
            await asyncio.sleep(_LOOK)
            seen: object = None
            # An error: the page is on its way to another document.
            with suppress(Error):
                seen = await self.page.evaluate(_SIZE)
            if self.error is not None:
                raise self.error
            now = time.monotonic()
            if seen is None or seen != size:
                size, changed = seen, now
            calm = 0.0 if self.waiting else now - self.answered
            still = now - changed
            if (calm >= _QUIET and still >= _QUIET) or (calm >= _LOOK and now - began >= _RESTLESS):
                with suppress(Error):
                    html = await self.page.content()
        url = self.page.url
        return self.document.replace(
            cls=HtmlResponse,
            url=self.addresses.get(url, url),
            body=html.encode("utf-8", "replace"),
            encoding="utf-8",
            request=self.request,
        )

    async def answer(self, route: Route) -> None:
        """Answer one request of the page, or refuse it."""
        self.waiting += 1
        try:
            response = await self.response_to(route.request)
            # The page may have gone meanwhile.
            with suppress(Error):
                if response is None:
                    await route.abort()
                else:
                    await route.fulfill(status=response.status, headers=_headers(response), body=response.body)
        finally:
            self.waiting -= 1
            self.answered = time.monotonic()

    async def response_to(self, asked: Asked) -> Response | None:
        """The answer to one request; None refuses it.

        What lies elsewhere the page does without. It fails with what its own host can't give this time, or forbids to
        robots: what is left would pass for the page.
        """
        if asked.is_navigation_request():
            return await self.next_document(asked) if asked.frame == self.page.main_frame else None
        if asked.resource_type == "stylesheet":
            # A script that waits for its style sheet would fail.
            return Response(asked.url, headers={"Content-Type": "text/css"})
        if asked.resource_type not in _DATA or host_of(asked.url) != host_of(self.document.url):
            return None
        self.requests += 1
        if self.requests > _MOST_REQUESTS:
            self.fail(DownloadCancelledError(f"{self.document.url} asks for more than {_MOST_REQUESTS} parts"))
            return None
        try:
            response = await self.fetch(asked)
        except RedirectedOffSiteError:
            return None
        except Exception as error:  # noqa: BLE001 - raised by settle
            self.fail(error)
            return None
        if response.status >= 500 or response.status in {408, 429}:
            self.fail(HttpError(response))
        return response

    async def next_document(self, asked: Asked) -> Response | None:
        """The document in hand, then those a script or a meta tag sends the page on to; without one the page fails."""
        self.documents += 1
        if self.documents == 1:
            return self.document
        if host_of(asked.url) != host_of(self.document.url):
            self.fail(RedirectedOffSiteError(asked.url))
            return None
        if self.documents > _MOST_DOCUMENTS:
            self.fail(RedirectLoopError(f"{asked.url} is document {self.documents} of one page"))
            return None
        try:
            self.document = await self.fetch(asked)
        except Exception as error:  # noqa: BLE001 - raised by settle
            self.fail(error)
            return None
        self.addresses[asked.url] = self.document.url
        return self.document


def _headers(response: Response) -> dict[str, str]:
    """The headers as playwright takes them: several values of one name stand on lines of their own."""
    return {
        name.decode("latin-1"): "\n".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
        if name not in _PACKING
    }
