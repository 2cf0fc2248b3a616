"""How soon `lanmu web` has read many sites' runs, how soon each page answers, in how much memory.

    python benchmarks/web.py [--sites 300] [--articles 200000] [--keep FOLDER] [--requests 20]

Writes the project by ``web_data.py`` (some minutes; with ``--keep`` once) and serves it as a process of its own: once
without a store, once with the one it made. Then each view is asked for on loopback, each time with other parameters.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from web_data import WebData

from crawler.page.dates import BEIJING

_HREF = re.compile(r'href="(/[^"]+)"')
_TOTAL = re.compile(r'data-total="(\d+)"')
_SHEET = 100  # rows
# Words of two signs that many, some and 20 of 200,000 texts hold; of several; of one sign.
_WORDS = ("会议", "榫卯", "云泽", "更正", "会议 榫卯", "钉钉子精神", "公示", "主体责任 群众", "卯", "记者")


@contextmanager
def served(folder: Path, *settings: str) -> Iterator[tuple[str, int, float, float]]:
    """Address and id of a server, seconds and CPU seconds until it answered."""
    command = [sys.executable, "-m", "crawler.cmdline", "web", "--port", "0", "-s", "SPIDER_MODULES=sites"]
    command += [part for setting in settings for part in ("-s", setting)]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            if process.stderr is None:
                raise RuntimeError("a pipe was asked for")
            address = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
            urlopen(address).close()  # noqa: S310 - on loopback
            yield address.rstrip("/"), process.pid, time.perf_counter() - began, cpu_of(process.pid)
        finally:
            process.terminate()


def cpu_of(process: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def peak_of(process: int) -> float:
    """The most memory a process has had, in MB."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1000


def linked(body: str, view: str) -> list[str]:
    """Where a page leads to a view, each once."""
    links = dict.fromkeys(unescape(href).partition("#")[0] for href in _HREF.findall(body))
    return [link for link in links if link.partition("?")[0] == f"/{view}" and "tab=" not in link]


def sheets(address: str, path: str, *numbers: int) -> list[str]:
    """The addresses of these sheets of a list, those that there are."""
    found = _TOTAL.search(text(f"{address}{path}"))
    last = -(-int(found[1]) // _SHEET) if found else 1
    return [f"{path}{'&' if '?' in path else '?'}sheet={number}" for number in numbers if number <= last]


def paths(address: str, folder: Path, requests: int) -> Iterator[tuple[str, list[str]]]:
    """The views, and what to ask each for."""
    sites = sorted(path.stem for path in (folder / "sites").rglob("site*.py"))[:requests]
    yield "today", ["/", "/?all=1", "/en/"]
    yield "columns", ["/columns", "/columns?state=incomplete", *sheets(address, "/columns", *range(2, 8))]
    yield "columns, heat map", sheets(address, "/columns?view=heat", *range(1, 8))
    yield "columns, grouped", ["/columns?group=platform", "/columns?group=province", "/columns?group=site"]
    columns = linked(text(f"{address}/columns"), "column")[:requests]
    yield "column", columns
    yield "column, tabs", [f"{path}&tab={tab}" for path in columns[:5] for tab in ("failures", "changes", "settings")]
    old = sheets(address, "/runs", 150)
    yield "runs", ["/runs", "/runs?verdict=incomplete", *old, *(f"/runs?site={site}" for site in sites)]
    runs = linked(text(f"{address}/runs"), "run")[:requests]
    runs += [link for path in old for link in linked(text(address + path), "run")[:5]]
    yield "run", runs
    pages = [link for path in runs for link in linked(text(address + path), "pages")[:1]]
    yield "pages", pages
    yield "links", [path.replace("/run?", "/links?") for path in runs]
    yield "articles", ["/articles", *sheets(address, "/articles", 900), *(f"/articles?site={site}" for site in sites)]
    yield (
        "articles, filtered",
        ["/articles?missing=date", "/articles?removed=1", "/articles?source=" + quote("云泽日报")],
    )
    for word in _WORDS:
        yield f"search {word}", [f"/articles?q={quote(word)}", f"/articles?q={quote(word)}&sheet=1"]
    filters = (f"&site={sites[1]}", "&missing=source", "&from=2026-10-01", "&column=" + quote("通知公告"))
    yield "search, filtered", [f"/articles?q={quote(word)}{more}" for word in ("会议", "更正") for more in filters]
    yield "article", linked(text(f"{address}/articles"), "article")[:requests]
    yield "changes", ["/changes", "/changes?kind=removed", *(f"/changes?site={site}" for site in sites[:6])]
    yield "datasets", ["/datasets", "/en/datasets"]


def text(address: str) -> str:
    with urlopen(address) as answer:  # noqa: S310 - on loopback
        body: str = answer.read().decode("utf-8")
    return body


def measure(address: str, asked: list[str], requests: int) -> tuple[list[float], int, str]:
    """Seconds of each request, the bytes of the largest answer, the rows of the first."""
    seconds, most, rows = [], 0, "–"
    for number in range(max(requests, len(asked))):
        began = time.perf_counter()
        body = text(address + asked[number % len(asked)])
        seconds.append(time.perf_counter() - began)
        most = max(most, len(body.encode()))
        if number == 0 and (found := _TOTAL.search(body)):
            rows = found[1]
    return seconds, most, rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="where to make the project, and leave it")
    parser.add_argument("--warm", action="store_true", help="keep the store that is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        if not (folder / "data").exists():
            now = datetime.now(BEIJING).replace(microsecond=0)
            WebData(folder, given.sites, given.columns, given.days, given.articles, now).write()
        print(f"{'':22}{'seconds':>9}{'CPU':>9}{'store MB':>10}{'peak MB':>9}")
        if not given.warm:
            shutil.rmtree(folder / "data" / ".web", ignore_errors=True)
            start(folder, "started, no store")
        start(folder, "started again")
        with served(folder) as (address, process, _, _):
            print(f"{'':22}{'median ms':>10}{'p95 ms':>8}{'CPU ms':>8}{'KB':>7}{'rows':>9}")
            for name, asked in paths(address, folder, given.requests):
                if not asked:
                    print(f"{name:22} nothing to ask for")
                    continue
                before = cpu_of(process)
                seconds, most, rows = measure(address, asked, given.requests)
                cpu = (cpu_of(process) - before) / len(seconds)
                p95 = statistics.quantiles(seconds, n=20)[-1]
                told = f"{statistics.median(seconds) * 1000:>10.0f}{p95 * 1000:>8.0f}{cpu * 1000:>8.0f}"
                print(f"{name:22}{told}{most / 1000:>7.0f}{rows:>9}", flush=True)
            print(f"peak memory of the server: {peak_of(process):.0f} MB")


def start(folder: Path, what: str) -> None:
    """Start the server once, and print what that took."""
    with served(folder) as (_, process, seconds, cpu):
        size = (folder / "data" / ".web" / "pages.sqlite").stat().st_size / 1e6
        print(f"{what:22}{seconds:>9.1f}{cpu:>9.1f}{size:>10.0f}{peak_of(process):>9.0f}", flush=True)


if __name__ == "__main__":
    main()
