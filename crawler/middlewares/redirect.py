"""Redirects, on the site only.

Scrapy drops a redirect to a foreign host between its components: neither callback nor errback hears of it, and a link
would never be settled. Here it is an error of the request like any other, and so is one that leads nowhere.
"""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares import redirect
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.browser import SUB_REQUESTS

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class RedirectError(Exception):
    """The site sends us to ``url``, and we don't go there."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class RedirectedOffSiteError(RedirectError):
    """``url`` is not on the site."""


class PrivateAddressError(RedirectedOffSiteError):
    """``url`` is in the network we crawl from, or another service of the site's own host."""


class OtherSchemeError(RedirectError):
    """``url`` is no http address."""


class NoAddressError(RedirectError):
    """``url`` is none, or empty."""


class RedirectLoopError(RedirectError):
    """More redirects than REDIRECT_MAX_TIMES."""


class RedirectMiddleware(redirect.RedirectMiddleware):
    """Scrapy's middleware; raises where a redirect leads off the site or nowhere. No Referer is sent."""

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002 - Scrapy's signature
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response, spider: object = None) -> Request | Response:  # noqa: ARG002 - Scrapy's signature
        if response.status not in _REDIRECTS:
            return response
        location = (response.headers.get("Location") or b"").decode("latin-1").strip()
        if not location:
            raise NoAddressError("")
        try:
            redirected = super().process_response(request, response)
        except ValueError:
            raise NoAddressError(location) from None
        if isinstance(redirected, Response):
            raise OtherSchemeError(location)
        return redirected

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        parts = urlsplit(redirected.url)
        if parts.scheme in {"http", "https"} and not parts.hostname:
            raise NoAddressError(redirected.url)
        on_site = getattr(self.crawler.spider, "on_site", None)
        if on_site is not None and not on_site(redirected.url):
            own = urlsplit(request.url).hostname
            private = parts.hostname == own or is_private(parts.hostname or "")
            raise (PrivateAddressError if private else RedirectedOffSiteError)(redirected.url)
        # Both are of the address that was asked for: its host's queue, and what its page was when it was last read.
        if redirected.meta.get("download_slot") != SUB_REQUESTS:
            redirected.meta.pop("download_slot", None)
        for condition in _CONDITIONS:
            redirected.headers.pop(condition, None)
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest:
            raise RedirectLoopError(redirected.url) from None


def is_private(host: str) -> bool:
    """Whether a host is, by its name alone, this machine or one of a network that isn't public."""
    host = host.rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return not mapped.is_global or mapped.is_multicast
