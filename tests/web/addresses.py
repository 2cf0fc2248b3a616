"""The pages that a server's pages lead to, some of each view."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

_HREF = re.compile(r'href="(/[^"]*)"')
# What a page leads to that is no page.
_DOWNLOADS = re.compile(r"\.(?:csv|jsonl|css|svg)$|^/(?:en/)?file$")
_MOST = 400


def body_of(address: str) -> str:
    """The page there; raises where it isn't 200."""
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - on loopback
        text: str = answer.read().decode("utf-8")
    return text


def verdict_of(body: str) -> str:
    """The sentence on the first page."""
    return unescape(re.sub(r"<[^>]*>", "", body.partition('<h1 class="verdict">')[2].partition("</h1>")[0]))


def links_of(body: str) -> list[str]:
    """The paths that a page leads to, each once."""
    return list(dict.fromkeys(unescape(link) for link in _HREF.findall(body)))


def some_of_each_view(address: str, language: str = "", of_each: int = 2) -> list[str]:
    """Paths of pages, found from the first page on: at most so many of a view with the same parameters given."""
    found: dict[tuple[object, ...], list[str]] = {}
    waiting = [f"{language}/"]
    asked: set[str] = set()
    while waiting and len(asked) < _MOST:
        path = waiting.pop(0)
        if path in asked:
            continue
        asked.add(path)
        for link in links_of(body_of(address + path)):
            parts = urlsplit(link)
            here = parts.path.startswith("/en/") == bool(language)
            kind = (parts.path, *sorted(name for name, _ in parse_qsl(parts.query)))
            if here and not _DOWNLOADS.search(parts.path) and len(found.setdefault(kind, [])) < of_each:
                found[kind].append(link)
                waiting.append(link)
    return sorted({f"{language}/", *(link for links in found.values() for link in links)})
