"""A dataset of 1,000 runs and a million articles: how long until a crawl of it asks its first question, in what memory?

    python benchmarks/known.py [--runs 1000] [--links 1000000]

Writes years of daily runs of one invented site into a temporary folder (about 2 GB for a million), then measures, each
in a fresh process: the index made anew; the start of a crawl with one run to add, and with none; the time to the first
request of `lanmu crawl`; `lanmu fold`. The answers to what a crawl asks have to be the same before and after folding,
with the index at hand and made anew. Exit 1 if they aren't, or if a start takes more than 5 s or 300 MB.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawled import crawl_arguments, lanmu, peak_mb, started
from known_dataset import SITE, History
from served import Served, served

from crawler import clock
from crawler.dataset.index import CACHE

MOST_SECONDS, MOST_MB = 5.0, 300.0
LONGEST = 1800.0


def ask(data_dir: Path, articles: int, python: str = sys.executable) -> dict[str, Any]:
    """Open the dataset in a fresh process: seconds, MB and the digest of its answers."""
    command = [python, str(Path(__file__).with_name("known_answers.py")), str(data_dir), str(articles)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise SystemExit(f"the dataset can't be opened: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def forget(data_dir: Path) -> None:
    """Delete the index."""
    shutil.rmtree(data_dir / SITE / CACHE)


def index_mb(data_dir: Path) -> float:
    return sum(path.stat().st_size for path in (data_dir / SITE / CACHE).iterdir()) / 2**20


def files_and_mb(data_dir: Path) -> tuple[int, float]:
    files = [path for path in (data_dir / SITE / "runs").rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files) / 2**20


def first_request(site: Served, data_dir: Path, folder: Path, python: str = sys.executable) -> tuple[float, float]:
    """Seconds from the start of ``lanmu crawl`` to its first request, and MB at its peak until then.

    The crawl is killed then, its run removed.
    """
    runs = data_dir / SITE / "runs"
    before, start, began = set(runs.iterdir()), site.logged(), time.time()
    process = started(crawl_arguments(site.home, data_dir, site=SITE), folder / "log", python=python)
    try:
        while site.logged() == start:
            if process.poll() is not None or time.time() > began + 120:
                raise SystemExit(f"no request came: {(folder / 'log').read_text(encoding='utf-8')[-500:]}")
            time.sleep(0.005)
        rss = peak_mb(process.pid)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    for run in set(runs.iterdir()) - before:
        shutil.rmtree(run)
    return float(site.requests(start)[0]["at"]) - began, rss


class Table:
    """Prints what is measured and keeps what is not as it should be."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.digests: dict[str, str] = {}

    def line(self, what: str, told: Mapping[str, Any], *, limited: bool = False) -> None:
        print(f"{what:<52}{told['seconds']:>8.2f} s{told['rss']:>8.0f} MB", flush=True)
        if limited and (told["seconds"] > MOST_SECONDS or told["rss"] > MOST_MB):
            self.faults.append(f"{what}: more than {MOST_SECONDS:.0f} s or {MOST_MB:.0f} MB")
        if told["known"] != 1 or told["wrongly_known"]:
            self.faults.append(f"{what}: knows {told['known']:.3%}, and {told['wrongly_known']} that are none")
        self.digests[what] = told["digest"]


def measure(history: History, articles: int, folder: Path, table: Table) -> None:
    data_dir = history.data_dir
    table.line("index made anew, last run still to come", ask(data_dir, history.written))
    history.write_runs(1)
    table.digests.clear()
    table.line("start with one run to add", ask(data_dir, articles), limited=True)
    told = ask(data_dir, articles)
    table.line("start with nothing to add", told, limited=True)
    print(
        f"answers: {articles} articles known, {told['columns']} columns with a past, {told['due']} due revisits, "
        f"{told['failed']} failed links, {told['gone']} gone; index {index_mb(data_dir):.0f} MB"
    )
    with served(folder / "requests") as site:
        seconds, rss = first_request(site, data_dir, folder)
    print(f"{'lanmu crawl, to its first request':<52}{seconds:>8.2f} s{rss:>8.0f} MB", flush=True)
    if seconds > MOST_SECONDS:
        table.faults.append(f"the first request came after {seconds:.1f} s")
    forget(data_dir)
    table.line("index made anew", ask(data_dir, articles))
    files, size = files_and_mb(data_dir)
    done = lanmu(["fold", SITE, "-s", f"DATA_DIR={data_dir}"], folder / "log", most=LONGEST)
    after, size_after = files_and_mb(data_dir)
    print(
        f"{'lanmu fold':<52}{done.seconds:>8.2f} s{done.rss:>8.0f} MB  {files} files ({size:.0f} MB) -> "
        f"{after} ({size_after:.0f} MB)",
        flush=True,
    )
    if done.code:
        table.faults.append(f"lanmu fold ended with {done.code}: {done.line}")
    table.line("start after folding", ask(data_dir, articles), limited=True)
    forget(data_dir)
    table.line("index made anew after folding", ask(data_dir, articles))
    if len(set(table.digests.values())) != 1:
        table.faults.append(f"the answers differ: {table.digests}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--links", type=int, default=1_000_000, help="articles that are known")
    options = parser.parse_args()
    if options.runs < 10:
        parser.error("--runs: at least 10, so that every kind of run occurs")
    table = Table()
    with tempfile.TemporaryDirectory(prefix="lanmu-known-") as temporary:
        folder = Path(temporary)
        began = time.monotonic()
        history = History(folder / "data", options.runs, options.links, clock.now() - timedelta(hours=1))
        history.write_runs(options.runs - 1)
        files, size = files_and_mb(history.data_dir)
        print(
            f"{options.runs} daily runs, {options.links} articles, {history.lines} links in {files} files, "
            f"{size:.0f} MB (written in {time.monotonic() - began:.0f} s)",
            flush=True,
        )
        measure(history, options.links, folder, table)
    for fault in table.faults:
        print(f"FAULT: {fault}")
    print("the same answers every time" if not table.faults else f"{len(table.faults)} FAULTS")
    return 1 if table.faults else 0


if __name__ == "__main__":
    sys.exit(main())
