"""Addresses on a page: what a link leads to, and whose host it is."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from crawler.page.model import Anchor, Page

_NO_TARGET = ("#", "javascript:", "mailto:", "tel:")
# location.href='index_2.jhtml', window.open("/art/1.html"), encodeURI('…'): the first quoted word that is an address.
_QUOTED = re.compile(
    r"""['"]([^'"\s]{0,300}(?:/|\?|\.(?:[jsx]?html?|jspx?|aspx?|php))[^'"\s]{0,600})['"]""", re.IGNORECASE
)
# Pictures may be in their addresses (data:), too large to be kept.
_LONG = 1000
_ROOT = re.compile(r"[a-z]+://[^/?#]+/")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def absolute(page: Page, href: str) -> str | None:
    """``href`` as an absolute address, or None where it is none (a malformed one included)."""
    # From the root of a host, links mean the same on all its pages.
    base = _ROOT.match(page.base) if href.startswith("/") else None
    return (_joined if len(href) < _LONG else _joined.__wrapped__)(base[0] if base else page.base, href)


@lru_cache(maxsize=4096)  # the links of a column page are asked by its rows, its pager and its navigation
def _joined(base: str, href: str) -> str | None:
    href = href.strip()
    if not href or href.lower().startswith(_NO_TARGET):
        return None
    try:
        url = urljoin(base, href)
        urlsplit(url)
    except ValueError:
        return None
    return url


def target(page: Page, anchor: Anchor) -> str | None:
    """The absolute address a link leads to, by its ``href`` or else by its script; None where it is no address."""
    return absolute(page, anchor.href) or scripted(page, f"{anchor.href} {anchor.script}")


def scripted(page: Page, script: str) -> str | None:
    """The absolute address that an ``onclick`` or a ``javascript:`` link holds, or None."""
    quoted = _QUOTED.search(script) if "'" in script or '"' in script else None
    return absolute(page, quoted[1]) if quoted else None


@lru_cache(maxsize=4096)  # each link of a column page is asked several times, the home page with every link
def host_of(url: str) -> str:
    """Host and port for comparing: no ``www.``, no default port, lower case; the scheme makes no difference.

    An address without a host, or a malformed one, is its own: nothing equals it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if host is None or parts.scheme not in _DEFAULT_PORTS:
        return url
    host = host.rstrip(".").removeprefix("www.")
    return host if port in {None, *_DEFAULT_PORTS.values()} else f"{host}:{port}"
