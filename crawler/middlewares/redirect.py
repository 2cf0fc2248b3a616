"""Redirects, on the site only.

Scrapy drops a redirect to a foreign host between its components: neither callback nor errback hears of it, and a link
would never be settled. Here it is an error of the request like any other.
"""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares import redirect
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response


class RedirectedOffSiteError(Exception):
    """The site sends us to ``url``, which is not on it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class RedirectLoopError(Exception):
    """More redirects than REDIRECT_MAX_TIMES."""


class RedirectMiddleware(redirect.RedirectMiddleware):
    """Scrapy's middleware; raises where a redirect leads off the site or nowhere. No Referer is sent."""

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002 - Scrapy's signature
        request.headers.pop("Referer", None)

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        on_site = getattr(self.crawler.spider, "on_site", None)
        if on_site is not None and not on_site(redirected.url):
            raise RedirectedOffSiteError(redirected.url)
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            raise RedirectLoopError(str(error)) from None
