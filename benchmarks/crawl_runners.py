"""Who takes part in the benchmark: how each is started, and where it leaves its records."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawl_run import Run, measured
from crawl_truth import Truth, records
from lanmu_project import AT_ONCE, Project

HERE = Path(__file__).resolve().parent
# Scrapy as it comes, but that it may ask for as much at once, and doesn't print every record.
SCRAPY_SETTINGS = (
    f"CONCURRENT_REQUESTS={AT_ONCE}",
    f"CONCURRENT_REQUESTS_PER_DOMAIN={AT_ONCE}",
    "LOG_LEVEL=INFO",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl to be done: of the site at ``homepage``, whose pages are in ``encoding``, in an empty ``folder``."""

    homepage: str
    encoding: str
    folder: Path
    truth: Truth
    peers: str  # the Python that has the peers; Lanmu and Scrapy run by this one


@dataclass(frozen=True, slots=True)
class Runner:
    """One who does the job; ``start`` does it, checks it and tells what it took."""

    title: str
    start: Callable[[Job], Run]
    needs: str = ""  # the package it is made with, which the Python of the peers must have

    def check(self, peers: str) -> None:
        """Exit if it can't start."""
        if self.needs and not _has(peers, self.needs):
            raise SystemExit(f"{peers} has no {self.needs}; make bench installs it, or name another with --peers")


def _has(python: str, package: str) -> bool:
    """Whether a Python can import a package; exits if it can't be run."""
    test = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({package!r}) is None)"
    try:
        return subprocess.run([python, "-c", test], check=False).returncode == 0
    except OSError as error:
        raise SystemExit(f"{python} can't be run: {error.strerror}; --peers takes a Python") from None


def lanmu(job: Job) -> Run:
    return _lanmu("Lanmu", job, selectors=False)


def lanmu_by_selectors(job: Job) -> Run:
    return _lanmu("Lanmu with selectors", job, selectors=True)


def _lanmu(name: str, job: Job, *, selectors: bool) -> Run:
    """Crawl with Lanmu, in a project of its own."""
    project = Project.made(job.folder, job.homepage, selectors=selectors)
    done = measured(project.command(sys.executable), job.folder)
    job.truth.check(name, records(project.run / "articles.jsonl"))
    return done.run(job.truth.pages, project.report()["requests"]["response_status_count/200"])


def default_scrapy(job: Job) -> Run:
    """Crawl with the hand-written Scrapy spider, from a folder without settings."""
    settings = [part for setting in SCRAPY_SETTINGS for part in ("-s", setting)]
    spider = str(HERE / "default_spider.py")
    command = ["-m", "scrapy", "runspider", spider, "-a", f"homepage={job.homepage}", "-O", "items.jsonl", *settings]
    done = measured([sys.executable, *command], job.folder)
    job.truth.check("the default spider", records(job.folder / "items.jsonl"))
    stats = re.search(r"'downloader/response_status_count/200': (\d+)", done.log.read_text(encoding="utf-8"))
    if stats is None:
        raise SystemExit("the default spider's log holds no statistics")
    return done.run(job.truth.pages, int(stats[1]))


def crawlee(job: Job) -> Run:
    return _script("crawlee_spider.py", job)


def crawlee_as_documented(job: Job) -> Run:
    return _script("crawlee_spider.py", job, "--documented")


def by_hand(job: Job) -> Run:
    return _script("aiohttp_loop.py", job)


def _script(name: str, job: Job, *options: str) -> Run:
    """Run one of the scripts beside this file, whose last line says how many pages it got."""
    command = [job.peers, str(HERE / name), job.homepage, "items.jsonl", job.encoding, *options]
    done = measured(command, job.folder)
    job.truth.check(name, records(job.folder / "items.jsonl"))
    return done.run(job.truth.pages, json.loads(done.line)["pages"])


RUNNERS: Mapping[str, Runner] = {
    "lanmu": Runner("Lanmu, generic rules", lanmu),
    "selectors": Runner("Lanmu, site selectors", lanmu_by_selectors),
    "scrapy": Runner("Scrapy, default settings", default_scrapy),
    "crawlee": Runner("Crawlee for Python, HttpCrawler + parsel", crawlee, needs="crawlee"),
    "parsel": Runner("Crawlee for Python, ParselCrawler", crawlee_as_documented, needs="crawlee"),
    "aiohttp": Runner("aiohttp + lxml by hand", by_hand, needs="aiohttp"),
}
