"""What the crawls of the benchmark took, as a Markdown table, and the machine they ran on."""

import os
import platform
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawl_run import Run
from crawl_runners import RUNNERS

# Whom the others are compared with.
PEERS = {
    "scrapy": "CPU ÷ Scrapy's",
    "parsel": "CPU ÷ ParselCrawler's",
    "crawlee": "CPU ÷ HttpCrawler's",
}
_SHOWN = ("scrapy", "aiohttp", "lxml")
_ASK = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"


def table(runs: Mapping[str, Sequence[Run]]) -> str:
    """The medians over the rounds, the range of the costs, and the ratios to those peers that took part."""
    peers = {name: title for name, title in PEERS.items() if name in runs}
    heads = ["runner", "CPU s / 1,000 pages", "(range)", "pages/s", "peak RSS MB", "wall s", "fetched", *peers.values()]
    lines = [f"| {' | '.join(heads)} |", "|---|" + "---:|" * (len(heads) - 1)]
    for name, rounds in runs.items():
        costs = [run.cpu_per_1000 for run in rounds]
        cells = [
            RUNNERS[name].title,
            f"{statistics.median(costs):.2f}",
            f"{min(costs):.2f}–{max(costs):.2f}",
            f"{statistics.median(run.speed for run in rounds):.0f}",
            f"{statistics.median(run.rss for run in rounds):.0f}",
            f"{statistics.median(run.wall for run in rounds):.1f}",
            f"{rounds[-1].fetched}",
            *(f"{ratio(rounds, runs[peer]):.2f}" for peer in peers),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def ratio(rounds: Sequence[Run], peers: Sequence[Run]) -> float:
    """The median of the rounds' ratios: what else the machine did cost runs that followed each other alike."""
    return statistics.median(a.cpu_per_1000 / b.cpu_per_1000 for a, b in zip(rounds, peers, strict=True))


def machine(articles: int, pages: int, rounds: int, peers: str) -> str:
    """What was measured, with what, and how busy the machine is now; ``peers`` is the Python that has them."""
    asked = subprocess.run([peers, "-c", _ASK, "crawlee"], capture_output=True, text=True, check=False)
    crawlee = f" crawlee {asked.stdout.strip()}." if asked.returncode == 0 else ""
    return (
        f"{articles:,} articles of 43 KB on {pages:,} pages with their columns, medians of {rounds} rounds, "
        f"nginx with one worker on the same machine.{crawlee}\n{surroundings()}"
    )


def surroundings() -> str:
    """The machine, what runs on it, and how busy it is now."""
    versions = ", ".join(f"{name} {found}" for name in _SHOWN if (found := _version(name)))
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {versions}; load before {os.getloadavg()[0]:.1f}."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    """The processor's name where the system tells it, else its architecture."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
