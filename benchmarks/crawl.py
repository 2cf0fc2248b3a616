"""CPU seconds per 1,000 pages: Lanmu beside a default-settings Scrapy spider, on the sandbox's site of 10,000 articles.

``python benchmarks/crawl.py [--articles N] [--rounds N]`` prints a table. The sandbox runs in a process of its own,
started once; the crawls take turns. What is counted is each crawl's own process, start-up included. A crawl that
doesn't bring home what the site holds ends the benchmark: speed without the data would mean nothing.
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from resource import struct_rusage

# The benchmark crawls the sandbox.
from crawler.sandbox.process import running_sandbox  # noqa: TID251

TIMEOUT = 1800.0
FIELDS = ("title", "date", "source", "body")
# A field counts as read if it is filled as often as the truth fills it, give or take what the two understand by it:
# the text of an article that is nothing but attachments is empty in the truth.
TOLERANCE = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl took; ``pages`` are its answers of status 200, column and article pages."""

    pages: int
    cpu: float
    wall: float
    rss: float  # MB, at its peak

    @property
    def cpu_per_1000(self) -> float:
        return self.cpu / self.pages * 1000

    @property
    def speed(self) -> float:
        return self.pages / self.wall


def lanmu(homepage: str, folder: Path, truth: Mapping[str, int]) -> Run:
    """Crawl with Lanmu; its settings but for the delay and the requests at once, which are the other's."""
    settings = ("DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS=16", "CONCURRENT_REQUESTS_PER_DOMAIN=8", f"DATA_DIR={folder}")
    options = [argument for setting in settings for argument in ("-s", setting)]
    usage, wall = measured(["crawler.cmdline", "crawl", "demo", "-a", f"homepage={homepage}", *options], folder)
    run = next((folder / "demo" / "runs").iterdir())
    check("Lanmu", filled(json_lines(run / "articles.jsonl")), truth)
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    return result(report["requests"]["response_status_count/200"], usage, wall)


def default_scrapy(homepage: str, folder: Path, truth: Mapping[str, int]) -> Run:
    """Crawl with the hand-written spider, from a folder without settings."""
    spider = str(Path(__file__).with_name("default_spider.py"))
    usage, wall = measured(["scrapy", "runspider", spider, "-a", f"homepage={homepage}", "-O", "items.jsonl"], folder)
    check("the default spider", filled(json_lines(folder / "items.jsonl")), truth)
    stats = re.search(r"'downloader/response_status_count/200': (\d+)", (folder / "log").read_text(encoding="utf-8"))
    if stats is None:
        raise SystemExit("the default spider's log holds no statistics")
    return result(int(stats[1]), usage, wall)


def measured(arguments: Sequence[str], folder: Path) -> tuple[struct_rusage, float]:
    """Run a Python module in ``folder`` to its end, its output in the file ``log``; return its own usage and time."""
    with (folder / "log").open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", *arguments], cwd=folder, stdout=log, stderr=log)
        timer = threading.Timer(TIMEOUT, process.kill)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        finally:
            timer.cancel()
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        end = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}:\n{end}")
    return usage, wall


def result(pages: int, usage: struct_rusage, wall: float) -> Run:
    return Run(pages, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


# What was brought home


def json_lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def filled(records: Iterator[dict[str, object]]) -> Counter[str]:
    """How many records there are, and how many of them have each field filled."""
    count: Counter[str] = Counter()
    for record in records:
        count.update(["articles", *(name for name in FIELDS if record[name])])
    return count


def check(name: str, found: Mapping[str, int], truth: Mapping[str, int]) -> None:
    """Exit unless a crawl found every article, with its fields filled as the truth has them."""
    if found["articles"] != truth["articles"]:
        raise SystemExit(f"{name} found {found['articles']} of {truth['articles']} articles")
    for field in FIELDS:
        if abs(found[field] - truth[field]) > TOLERANCE * truth["articles"]:
            raise SystemExit(f"{name} filled {field} {found[field]} times; the truth {truth[field]}")


# The command


def table(runs: Mapping[str, Sequence[Run]]) -> str:
    """The medians as a Markdown table, and the ratio of the two."""
    lines = [
        "| crawl | CPU s / 1,000 pages | (range) | wall s | pages/s | peak RSS MB | pages |",
        "|---|" + "---:|" * 6,
    ]
    for name, rounds in runs.items():
        costs = [run.cpu_per_1000 for run in rounds]
        wall, speed, rss = (statistics.median(values) for values in zip(*map(_shown, rounds), strict=True))
        spread = f"{min(costs):.2f}–{max(costs):.2f}"
        lines.append(
            f"| {name} | {statistics.median(costs):.2f} | {spread} | {wall:.1f} | {speed:.0f} | {rss:.0f} "
            f"| {rounds[-1].pages} |"
        )
    # Of runs that followed each other: what else the machine did cost both alike.
    ratio = statistics.median(a.cpu_per_1000 / b.cpu_per_1000 for a, b in zip(*runs.values(), strict=True))
    return "\n".join([*lines, "", f"CPU of Lanmu / of the default spider, median of the rounds: {ratio:.2f}"])


def _shown(run: Run) -> tuple[float, float, float]:
    return run.wall, run.speed, run.rss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000, help="size of the site (default 10000)")
    parser.add_argument("--rounds", type=int, default=3, help="crawls by each (default 3)")
    options = parser.parse_args()
    crawls = {"Lanmu": lanmu, "Scrapy, default settings": default_scrapy}
    runs: dict[str, list[Run]] = {name: [] for name in crawls}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="lanmu-benchmark-") as temporary:
        truth_file = Path(temporary) / "truth.jsonl"
        with running_sandbox("--articles", str(options.articles), "--truth", str(truth_file)) as homepage:
            truth = filled(line for line in json_lines(truth_file) if line["kind"] == "article")
            for number in range(options.rounds):
                for name, crawl in crawls.items():
                    with tempfile.TemporaryDirectory(dir=temporary) as folder:
                        run = crawl(homepage, Path(folder), truth)
                    runs[name].append(run)
                    note = f"{run.cpu_per_1000:.2f} CPU s per 1,000 of {run.pages} pages, {run.wall:.1f} s"
                    print(f"round {number + 1}: {name}: {note}", file=sys.stderr, flush=True)
    print(f"{options.articles} articles, medians of {options.rounds} rounds; sandbox in a process of its own.")
    python, scrapy = platform.python_version(), version("scrapy")
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {python}, Scrapy {scrapy}, load before {load:.1f}.\n")
    print(table(runs))


if __name__ == "__main__":
    main()
