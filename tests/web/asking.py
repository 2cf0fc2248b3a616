"""Requests as no client of ours would send them, and what holds for every answer."""

import http.client
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from addresses import body_of, links_of

# The project's folder: no page names it.
FOLDER = "no-page-names-this-folder"
# What is reached and is no page.
FILES = re.compile(r"\.(?:csv|jsonl|css|svg)$|/file$")
_MOST = 600
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Answer:
    """What came back."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.body = answer.read().decode("utf-8", "replace")


class _AsItIs(http.client.HTTPConnection):
    """Sends a target that the standard library takes for a slip."""

    def _validate_path(self, url: str) -> None:
        pass


def ask(
    address: str, target: str, method: str = "GET", headers: Mapping[str, str] | None = None, host: str | None = None
) -> Answer:
    """One request, its target sent as it is: no client of ours tidies it up."""
    parts = urlsplit(address)
    connection = _AsItIs(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.putrequest(method, target, skip_host=True)
        connection.putheader("Host", parts.netloc if host is None else host)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        return Answer(connection.getresponse())
    finally:
        connection.close()


def check_answer(answer: Answer, what: str) -> None:
    """Nothing broke, nothing of the disk is told, the headers are there."""
    assert answer.status < 500, what
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, what
    for word in (FOLDER, "Traceback", "root:x:", "sqlite", "/site-packages/"):
        assert word not in answer.body, (what, word)


def reached_from(address: str) -> list[str]:
    """All that is reached from the first page, pages and files."""
    waiting, found = ["/", "/en/"], set[str]()
    while waiting and len(found) < _MOST:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [] if FILES.search(urlsplit(path).path) else links_of(body_of(address + path))
    return sorted(found)
