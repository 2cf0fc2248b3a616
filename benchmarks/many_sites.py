"""Many sites in one process: are their slots kept busy, is each served alike, does a second process help?

    python benchmarks/many_sites.py [--sites 40] [--seconds 60]
    python benchmarks/many_sites.py --shards [--sites 40] [--articles 200] [--rounds 5]

The same written site on so many loopback addresses, one site file for each, crawled by ``lanmu crawlall``. Politely:
with the default settings, one request a second and site, for some seconds; the requests are counted in nginx's log
once all sites have begun. With ``--shards``: without delay to the end, by one process and by two that share the sites.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from crawled import ended, peak_mb, started
from nginx import HOSTS, running_nginx
from static_site import static_site

_SITE = """\
from crawler.platforms.jeecms import Jeecms


class {name}(Jeecms):
    name = "{name}"
    site_name = "云泽长安网（演示数据）"
    homepage = "http://{host}:{port}/"
"""
_VARIANT = "plain"
# What no round takes; and what a crawl that is ended has, to seal its runs.
_LONGEST = 900.0
_END_IN = 60.0


@dataclass(frozen=True, slots=True)
class Polite:
    """What a polite crawl of some seconds came to, over the time in which all sites were being crawled."""

    sites: int
    seconds: float
    requests: Counter[str]
    cpu: float
    rss: float

    def told(self) -> str:
        total = self.requests.total()
        shares = [count * self.sites / total for count in self.requests.values()]
        return (
            f"{self.sites} sites in one process, {self.seconds:.0f} s: {total} requests, "
            f"{total / self.seconds / self.sites:.1%} of one a second and site; a site's share of the mean: "
            f"{min(shares):.1%} to {max(shares):.1%}; {self.cpu / total * 1000:.2f} CPU ms a page, "
            f"{self.cpu / self.seconds:.1%} of a core; peak RSS {self.rss:.0f} MB"
        )


def project(folder: Path, port: int, hosts: Sequence[str]) -> list[str]:
    """A project in ``folder`` with a site file for each host; the sites' names."""
    (folder / "sites").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
    (folder / "sites" / "__init__.py").touch()
    names = [f"site{number:02}" for number in range(1, len(hosts) + 1)]
    for name, host in zip(names, hosts, strict=True):
        text = _SITE.format(name=name, host=host, port=port)
        (folder / "sites" / f"{name}.py").write_text(text, encoding="utf-8")
    return names


def crawlall(names: Sequence[str], data: Path, *options: str) -> list[str]:
    """The arguments of ``lanmu``."""
    return ["crawlall", *names, "-s", f"DATA_DIR={data}", *options]


def politely(names: Sequence[str], hosts: Sequence[str], folder: Path, log: Path, seconds: float) -> Polite:
    """Crawl for so long, counted from a few seconds after the last site was first asked for something."""
    said = folder / "said"
    process = started(crawlall(names, folder / "data"), said)
    try:
        wait_until_all_are_asked(process, hosts, log)
        begin, cpu = time.time(), cpu_seconds(process.pid)
        time.sleep(seconds)
        end, cpu, rss = time.time(), cpu_seconds(process.pid) - cpu, peak_mb(process.pid)
        process.send_signal(signal.SIGINT)
    except BaseException:
        process.kill()
        process.wait()
        raise
    done = ended(process, said, time.monotonic(), _END_IN)
    if done.code != 3:
        raise SystemExit(f"exit {done.code} where 3 was due: {done.line}")
    requests = Counter(dict.fromkeys(hosts, 0))
    requests.update(host for at, host in asked(log) if begin <= at < end)
    return Polite(len(hosts), end - begin, requests, cpu, rss)


def wait_until_all_are_asked(process: subprocess.Popen[bytes], hosts: Sequence[str], log: Path) -> None:
    """Return when the pace is that of all sites."""
    end = time.monotonic() + _END_IN
    while len({host for _, host in asked(log)}) < len(hosts):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit("not all sites were begun")
        time.sleep(0.2)
    time.sleep(3)


def asked(log: Path) -> list[tuple[float, str]]:
    """When which host was asked."""
    lines = [line.split() for line in log.read_text(encoding="utf-8").splitlines() if line.count(" ") >= 2]
    return [(float(at), host) for at, host, *_ in lines]


def cpu_seconds(pid: int) -> float:
    """What a running process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def to_the_end(names: Sequence[str], folder: Path, shards: int, articles: int) -> tuple[float, float]:
    """Crawl all sites without delay by so many processes; articles a second, and CPU seconds of all processes."""
    folder.mkdir()
    cpu, since = 0.0, time.monotonic()
    running: list[tuple[subprocess.Popen[bytes], Path]] = []
    try:
        for shard in range(1, shards + 1):
            said = folder / f"said-{shard}"
            options = ("--shard", f"{shard}/{shards}", "-s", "DOWNLOAD_DELAY=0")
            running.append((started(crawlall(names, folder / "data", *options), said), said))
        for process, said in running:
            done = ended(process, said, since, _LONGEST)
            cpu += done.cpu
            if done.code:
                raise SystemExit(f"exit {done.code}: {done.line}")
    finally:
        for process, _ in running:
            if process.returncode is None:
                process.kill()
                process.wait()
    return len(names) * articles / (time.monotonic() - since), cpu


def compare_shards(names: Sequence[str], folder: Path, rounds: int, articles: int) -> None:
    """Print what a second process brings."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds):
        told = []
        for processes, measured in rates.items():
            rate, cpu = to_the_end(names, folder / f"round-{number}-{processes}", processes, articles)
            measured.append(rate)
            told.append(f"{rate:.0f} articles/s, {cpu:.1f} CPU s by {processes}")
        print(f"round {number + 1}: {'; '.join(told)}", flush=True)
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    print(
        f"{len(names)} sites, medians of {rounds} rounds: {median(rates[1]):.0f} articles/s by one process, "
        f"{median(rates[2]):.0f} by two; ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sites", type=int, default=len(HOSTS), choices=range(1, len(HOSTS) + 1), metavar="N")
    parser.add_argument("--articles", type=int, default=200, help="of each site (default 200)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of the polite crawl (default 60)")
    parser.add_argument("--shards", action="store_true", help="one process against two, without delay")
    parser.add_argument("--rounds", type=int, default=5, help="of --shards (default 5)")
    parser.add_argument("--keep", type=Path, default=None, help="keep the written site in this folder")
    options = parser.parse_args()
    hosts = HOSTS[: options.sites]
    with tempfile.TemporaryDirectory(prefix="lanmu-many-") as temporary:
        folder = Path(temporary)
        log = folder / "asked"
        log.touch()
        site = static_site(options.keep or folder / "written", options.articles)
        with running_nginx({_VARIANT: site.tree(_VARIANT)}, hosts, None if options.shards else log) as ports:
            names = project(folder / "project", ports[_VARIANT], hosts)
            os.chdir(folder / "project")
            if options.shards:
                compare_shards(names, folder, options.rounds, options.articles)
            else:
                print(politely(names, hosts, folder, log, options.seconds).told())
    return 0


if __name__ == "__main__":
    sys.exit(main())
