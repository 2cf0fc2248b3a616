"""The pages that a server's pages lead to, some of each view."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

_HREF = re.compile(r'href="(/[^"]*)"')
# What a page leads to that is no page.
_DOWNLOADS = re.compile(r"\.(?:csv|jsonl|css|svg)$|^/(?:en/)?file$")
_MOST = 400
# Parameters that make another page of it; the others only choose what is on it.
_ANOTHER_PAGE = {"view", "group", "tab", "version"}


def body_of(address: str) -> str:
    """The page there; raises where it isn't 200."""
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - on loopback
        text: str = answer.read().decode("utf-8")
    return text


def links_of(body: str) -> list[str]:
    """The paths that a page leads to, each once."""
    return list(dict.fromkeys(unescape(link) for link in _HREF.findall(body)))


def each_view(address: str, language: str = "") -> list[str]:
    """A path of each view, and of each tab and arrangement of it, found from the first page on."""
    found = {f"{language}/": f"{language}/"}
    waiting = list(found)
    for _ in range(_MOST):
        if not waiting:
            return sorted(found.values())
        for link in links_of(body_of(address + waiting.pop(0))):
            parts = urlsplit(link)
            chosen = sorted(one for one in parse_qsl(parts.query) if one[0] in _ANOTHER_PAGE)
            kind = str([parts.path, *(value if name == "tab" else name for name, value in chosen)])
            here = parts.path.startswith("/en/") == bool(language)
            if here and not _DOWNLOADS.search(parts.path) and kind not in found:
                found[kind] = link
                waiting.append(link)
    raise AssertionError(f"more than {_MOST} kinds of pages")
