"""The bar that a person sees of a crawl."""

import os
import re
import select
import subprocess
import threading
import time
from pathlib import Path

from small_site import SmallSite
from support import COMMAND, crawl, crawl_arguments, environment

# Generous: what is waited for comes within a second or two.
SECONDS = 60
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LINKS = re.compile(r"(\d+)/(\d+) links, (\d+)/(\d+) column pages")
ONE_BY_ONE = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "RETRY_TIMES=0")


def shown(terminal: int, awaited: str) -> str:
    """What a terminal shows until ``awaited`` is in it, without its colours."""
    text, deadline = "", time.monotonic() + SECONDS
    while awaited not in text and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            text = _COLOUR.sub("", text + os.read(terminal, 65536).decode("utf-8", "replace"))
    return text


def test_links_asked_for_again_are_among_those_to_settle(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    failing = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(1, 7)]
    pages = {row.href: site.answer_of(row.href) for row in failing}
    for path in pages:
        site.fault(path, 500)
    site.column("/dwjs/", failing)
    assert crawl("jingzhou", site.address, *ONE_BY_ONE, cwd=tmp_path).returncode == 3
    for path, page in pages.items():
        site.serve(path, page)
    site.column("/dwjs/", [site.article("/dwjs/7.jhtml", "第7次队伍建设工作会议召开")])
    let_go = threading.Event()
    site.before = lambda path: let_go.wait(SECONDS) if path == "/dwjs/7.jhtml" else None
    terminal, theirs = os.openpty()
    try:
        with subprocess.Popen(
            [*COMMAND, *crawl_arguments("jingzhou", site.address, *ONE_BY_ONE)],
            cwd=tmp_path,
            env={**environment(), "TERM": "xterm", "COLUMNS": "160"},
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        ) as process:
            try:
                seen = shown(terminal, "6/7 links, 1/1 column pages")
                let_go.set()
                shown(terminal, "jingzhou complete: ")
                assert process.wait(SECONDS) == 0
            finally:
                process.kill()
    finally:
        let_go.set()
        os.close(terminal)
        os.close(theirs)
    told = [tuple(map(int, found)) for found in _LINKS.findall(seen)]
    assert told[-1] == (6, 7, 1, 1), seen
    assert all(settled <= links for settled, links, _, _ in told)
