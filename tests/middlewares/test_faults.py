"""Answers that are broken, endless or no page at all: each gives an article or a reason, and the crawl ends."""

import gzip
import itertools
import os
import socket
import subprocess
import time
import zlib
from importlib import import_module
from pathlib import Path

import pytest
from raw_site import Answer, RawSite, raw, reset, served, told
from small_site import article_html
from support import COMMAND, crawl, environment, the_run

PAGE = article_html("第2次队伍建设工作会议召开").encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_NUMBERS = itertools.count()
CHUNK = b"%x\r\n%b\r\n" % (len(PAGE) // 2, PAGE[: len(PAGE) // 2])
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + bytes(range(256)) * 20
CHALLENGE = (
    '<html><head><meta content="x" r="m"><script>$_ts={};$_ts.nsd=1;$_ts.cd="abc"</script></head><body></body></html>'
)


def page() -> bytes:
    """An article's page, another one each time."""
    return PAGE + b"<!-- %d -->" % next(_NUMBERS)


def reset_midway(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE[:200])
    time.sleep(0.1)
    reset(connection)


def silent(connection: socket.socket) -> None:
    connection.settimeout(30)
    connection.recv(1)  # until the crawl leaves


def drip(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n")
    for _ in range(600):
        connection.sendall(b"<p>")
        time.sleep(0.05)


def slow_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for n in range(600):
        connection.sendall(b"X-%d: 1\r\n" % n)
        time.sleep(0.05)


def gzipped(body: bytes) -> Answer:
    return told(body, Content_Encoding="gzip")


def compressed(coding: str, body: bytes) -> Answer:
    return told(body, Content_Encoding=coding)


GZIP, DEFLATE = gzip.compress(PAGE), zlib.compress(PAGE)
WRITTEN = ("written", None)
# What comes, and what becomes of it.
FAULTS: dict[str, tuple[Answer, tuple[str, str | None]]] = {
    "silent": (silent, ("failed", "timeout")),
    "drip": (drip, ("failed", "timeout")),
    "slow head": (slow_head, ("failed", "timeout")),
    "reset": (reset, ("failed", "connection")),
    "reset midway": (reset_midway, ("failed", "cut_off")),
    "short": (raw(HEAD + b"Content-Length: 90000\r\n\r\n" + PAGE), ("failed", "cut_off")),
    "short chunks": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK), ("failed", "cut_off")),
    "bad chunks": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + PAGE), ("failed", "bad_answer")),
    "bad status line": (raw(b"HTTP/1.1 OK fine\r\n\r\n" + PAGE), ("failed", "bad_answer")),
    "no status line": (raw(b"<html>hello</html>\r\n\r\n"), ("failed", "bad_answer")),
    "binary garbage": (raw(bytes(range(256)) * 4), ("failed", "bad_answer")),
    "huge head": (raw(HEAD + b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n"), ("failed", "bad_answer")),
    "bad length": (raw(HEAD + b"Content-Length: many\r\n\r\n" + PAGE), ("failed", "bad_answer")),
    "closed": (raw(b""), ("failed", "connection")),
    "empty": (told(""), ("failed", "empty_page")),
    "PDF": (told(PDF), ("failed", "not_text")),
    "PDF said": (told(PDF, Content_Type="application/pdf"), ("failed", "not_text")),
    "HTML called bytes": (told(page(), Content_Type="application/octet-stream"), WRITTEN),
    "HTML called a picture": (told(page(), Content_Type="image/png"), WRITTEN),
    "HTML without a type": (told(page(), Content_Type=""), WRITTEN),
    "HTML of no known type": (told(page(), Content_Type="text"), WRITTEN),
    "wrong charset": (told(page(), Content_Type="text/html; charset=gb2312"), WRITTEN),
    "no such charset": (told(page(), Content_Type="text/html; charset=nonesuch"), WRITTEN),
    "without a length": (raw(HEAD + b"Connection: close\r\n\r\n" + page()), WRITTEN),
    "gzip": (gzipped(gzip.compress(page())), WRITTEN),
    "gzip in two members": (gzipped(gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:])), WRITTEN),
    "x-gzip": (compressed("x-gzip", gzip.compress(page())), WRITTEN),
    "deflate": (compressed("deflate", zlib.compress(page())), WRITTEN),
    "raw deflate": (compressed("deflate", zlib.compress(page())[2:-4]), WRITTEN),
    "brotli": (compressed("br", import_module("brotli").compress(page())), WRITTEN),
    "gzip cut off": (gzipped(GZIP[: len(GZIP) // 2]), ("failed", "cut_off")),
    "gzip cut off at once": (gzipped(GZIP[:5]), ("failed", "cut_off")),
    "gzip without its end": (gzipped(GZIP[:-8]), ("failed", "cut_off")),
    "deflate cut off": (compressed("deflate", DEFLATE[: len(DEFLATE) // 2]), ("failed", "cut_off")),
    "gzip broken": (gzipped(GZIP[:60] + bytes(40) + GZIP[100:]), ("failed", "bad_answer")),
    "no gzip at all": (gzipped(PAGE), ("failed", "bad_answer")),
    "no brotli at all": (compressed("br", PAGE), ("failed", "bad_answer")),
    "no deflate at all": (compressed("deflate", PAGE), ("failed", "bad_answer")),
    "unknown coding": (compressed("sdch", page()), WRITTEN),
    "gzip bomb": (gzipped(gzip.compress(bytes(200_000_000))), ("failed", "too_large")),
    "gzip bomb in a bomb": (
        compressed("gzip, gzip", gzip.compress(gzip.compress(bytes(200_000_000)))),
        ("failed", "too_large"),
    ),
    "gzip of empty members": (gzipped(gzip.compress(b"") * 200_000), ("failed", "too_large")),
    "too long": (raw(HEAD + b"Content-Length: 99999999999\r\n\r\n"), ("failed", "too_large")),
    "soft 404": (told("<p>您访问的页面不存在或已删除！</p>"), ("dropped", "soft_404")),
    "challenge": (told(CHALLENGE), ("failed", "blocked_challenge")),
    "challenge 202": (told(CHALLENGE, "202 Accepted"), ("failed", "blocked_challenge")),
    "204": (told("", "204 No Content"), ("failed", "empty_page")),
    "999": (told("", "999 Denied"), ("failed", "http_999")),
}
# Twisted tells less of what it could not read.
REACTOR = dict.fromkeys(
    ("bad status line", "no status line", "binary garbage", "huge head", "bad length"), ("failed", "connection")
) | {"bad chunks": ("failed", "cut_off")}
OPTIONS = ("-s", "DOWNLOAD_TIMEOUT=3", "-s", "RETRY_TIMES=1", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")


@pytest.fixture(scope="module", params=["asyncio", "reactor"])
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """A crawl of a column that leads to all of these; what became of each."""
    folder = tmp_path_factory.mktemp("faults")
    site = RawSite(len(FAULTS) + 1)
    for n, (answer, _) in enumerate(FAULTS.values(), 2):
        site.answers[f"/dwjs/{n}.jhtml"] = answer
    reactor = ("-s", "TWISTED_REACTOR_ENABLED=1") if request.param == "reactor" else ()
    with served(site):
        done = crawl("jingzhou", site.address, *OPTIONS, *reactor, cwd=folder)
    assert done.returncode == 3, done.stderr
    run = the_run(folder, "jingzhou")
    assert run.report["account"]["closes"] is True
    told_of = run.outcomes()
    assert told_of["dwjs/1.jhtml"] == WRITTEN
    return {
        "": done.stderr,
        "reactor": bool(reactor),
        **{name: told_of[f"dwjs/{n}.jhtml"] for n, name in enumerate(FAULTS, 2)},
    }


@pytest.mark.parametrize("name", FAULTS)
def test_what_becomes_of_it(outcomes: dict[str, object], name: str) -> None:
    expected = FAULTS[name][1]
    assert outcomes[name] == (REACTOR.get(name, expected) if outcomes["reactor"] else expected)


def test_nothing_but_the_closing_line_is_said(outcomes: dict[str, object]) -> None:
    assert str(outcomes[""]).count("\n") == 1, outcomes[""]


def endless(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    piece = b"<p>%s</p>" % (b"x" * 60_000)
    for _ in range(20_000):
        connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))


def peak(site: RawSite, folder: Path) -> int:
    """Megabytes of memory that a crawl of ``site`` took at its peak."""
    command = [*COMMAND, "crawl", "jingzhou", "-a", f"homepage={site.address}", "-s", "DOWNLOAD_DELAY=0"]
    process = subprocess.Popen([*command, "-s", "RETRY_BACKOFF=0"], cwd=folder, env=environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss // 1024


def test_what_never_ends_takes_no_more_memory_than_a_large_page(tmp_path: Path) -> None:
    """Four answers at a time, none larger than DOWNLOAD_MAXSIZE."""
    usual, bad = tmp_path / "usual", tmp_path / "bad"
    for folder in (usual, bad):
        folder.mkdir()
    with served(RawSite(8)) as site:
        little = peak(site, usual)
        bomb = gzip.compress(gzip.compress(bytes(1_000_000_000), 1))
        for n in range(1, 5):
            site.answers[f"/dwjs/{n}.jhtml"] = endless
            site.answers[f"/dwjs/{n + 4}.jhtml"] = compressed("gzip, gzip", bomb)
        much = peak(site, bad)
    assert the_run(bad, "jingzhou").report["account"]["failed"] == {"too_large": 8}
    assert much - little < 200
