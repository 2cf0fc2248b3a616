"""All sites due at once: are all crawled, politely, in how much more than the ideal time, and does memory stay flat?

    python benchmarks/due.py [--sites 300] [--at-once 100 300] [--articles 20]

A small site on so many loopback addresses, a site file with ``every = "day"`` for each, and ``lanmu crawlall --due``
with the default settings: about one request a second and site. On the first day nothing is known; the next day all are
due again. The ideal is what the delay alone asks for: rounds of ``--at-once`` sites, each of so many requests less one.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from pathlib import Path
from statistics import mean

from crawled import Ended, ended, started
from nginx import Tree, running_nginx

_SITE = """\
from crawler.platforms.jeecms import Jeecms


class {name}(Jeecms):
    name = "{name}"
    site_name = "云泽长安网（演示数据）"
    homepage = "http://{host}:{port}/"
    every = "day"
"""
_PAGE = (
    '<html><head><meta charset="utf-8"><title>{title}</title></head><body>'
    '<div class="top">云泽长安网</div>{inner}<div class="footer">主办单位：云泽市委政法委员会</div></body></html>'
)
_TEXT = "<p>会议指出，今年以来各单位认真落实部署，工作取得明显成效。下一步要聚焦重点任务，逐项抓好落实。</p>"
_LONGEST = 3600.0
_LOOK = 0.5


@dataclass
class Watched:
    """A process's memory (MB) at so many seconds after its start."""

    memory: list[tuple[float, float]] = field(default_factory=list)

    def watch(self, pid: int, over: threading.Event) -> None:
        since = time.monotonic()
        while not over.wait(_LOOK):
            try:
                pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
            except OSError:
                return
            self.memory.append((time.monotonic() - since, pages * os.sysconf("SC_PAGE_SIZE") / 2**20))

    def at(self, share: float) -> float:
        """The mean over a tenth of the time, around a share of it."""
        end = self.memory[-1][0]
        near = [mb for when, mb in self.memory if abs(when - share * end) <= end / 20]
        return mean(near)


@dataclass(frozen=True, slots=True)
class Done:
    """One ``crawlall --due`` that has ended."""

    at_once: int
    ended: Ended
    watched: Watched


def write_site(folder: Path, articles: int) -> None:
    """One column of one page."""
    (folder / "dwjs").mkdir(parents=True)
    (folder / "robots.txt").write_text("User-agent: *\nDisallow:\n", encoding="utf-8")
    rows = []
    for number in range(1, articles + 1):
        title, path = f"第{number}次队伍建设工作会议召开", f"dwjs/{number}.html"
        body = f'<div class="left"><h1>{title}</h1><div>发布时间：2026-03-05 来源：某市日报</div>{_TEXT * 3}</div>'
        (folder / path).write_text(_PAGE.format(title=title, inner=body), encoding="utf-8")
        rows.append(f'<li><span>2026-03-05</span><a href="/{path}" title="{title}">{title}</a></li>')
    listed = f'<ul class="list">{"".join(rows)}</ul><div class="pager">共{articles}条记录 1/1页</div>'
    (folder / "dwjs" / "index.html").write_text(_PAGE.format(title="队伍建设", inner=listed), encoding="utf-8")
    home = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/dwjs/index.html">队伍建设</a></li></ul>'
    (folder / "index.html").write_text(_PAGE.format(title="云泽长安网", inner=home), encoding="utf-8")


def write_project(folder: Path, port: int, hosts: list[str]) -> None:
    (folder / "sites").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
    (folder / "sites" / "__init__.py").touch()
    for number, host in enumerate(hosts, 1):
        name = f"due{number:03}"
        (folder / "sites" / f"{name}.py").write_text(_SITE.format(name=name, host=host, port=port), encoding="utf-8")


def crawl(data: Path, at_once: int, day: int, said: Path) -> Done:
    """All that is due on a day."""
    watched, over = Watched(), threading.Event()
    arguments = ["crawlall", "--due", "-s", f"DATA_DIR={data}", "-s", f"CONCURRENT_SITES={at_once}"]
    since = time.monotonic()
    process = started(arguments, said, {"LANMU_DAYS_AHEAD": str(day)})
    watcher = threading.Thread(target=watched.watch, args=(process.pid, over))
    watcher.start()
    try:
        return Done(at_once, ended(process, said, since, _LONGEST), watched)
    finally:
        over.set()
        watcher.join()


def told(done: Done, sites: int, asked_for: str) -> str:
    """One row of the table; ``asked_for`` is nginx's log."""
    asked: dict[str, list[float]] = defaultdict(list)
    for line in asked_for.splitlines():
        when, host, _ = line.split(" ", 2)
        asked[host].append(float(when))
    counts = Counter({host: len(times) for host, times in asked.items()})
    gaps = sorted(later - sooner for times in asked.values() for sooner, later in pairwise(times))
    end = done.ended
    rounds, requests = ceil(sites / done.at_once), counts.total() / sites
    ideal = rounds * (requests - 1)
    pace = f"{mean(gaps):.2f} s, 99 % over {gaps[len(gaps) // 100]:.2f} s"
    memory = " ".join(f"{done.watched.at(share):.0f}" for share in (0.25, 0.5, 0.75, 0.95))
    return (
        f"| {done.at_once} | {len(counts)} of {sites} | {requests:.0f} | {pace} "
        f"| {ideal:.0f} s | {end.seconds:.0f} s | {end.cpu:.0f} s | {memory} MB, peak {end.rss:.0f} MB |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sites", type=int, default=300, help="at most 2,000 (default 300)")
    parser.add_argument("--at-once", type=int, nargs="+", default=[100, 300], metavar="N", help="CONCURRENT_SITES")
    parser.add_argument("--articles", type=int, default=20, help="of each site (default 20)")
    options = parser.parse_args()
    hosts = [f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(options.sites)]
    with tempfile.TemporaryDirectory(prefix="lanmu-due-") as temporary:
        folder = Path(temporary)
        log = folder / "asked"
        log.touch()
        write_site(folder / "site", options.articles)
        folder.chmod(0o755)
        with running_nginx({"site": Tree(folder / "site")}, hosts, log) as ports:
            write_project(folder / "project", ports["site"], hosts)
            os.chdir(folder / "project")
            print("| at once | sites asked | requests each | between two | ideal | took | CPU | memory, by quarters |")
            print("|---|---|---|---|---|---|---|---|", flush=True)
            for at_once in options.at_once:
                for day in (0, 1):
                    start = log.stat().st_size
                    done = crawl(folder / f"data-{at_once}", at_once, day, folder / "said")
                    if done.ended.code:
                        raise SystemExit(f"exit {done.ended.code}: {done.ended.line}")
                    print(told(done, options.sites, log.read_text(encoding="utf-8")[start:]), flush=True)
                    print(f"  {done.ended.line}", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
