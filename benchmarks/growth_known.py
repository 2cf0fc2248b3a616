"""What it takes to start on a dataset as it grows: one of so many articles, written, opened in three ways, removed."""

import statistics
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from growth_pages import need_room
from known import ask, files_and_mb, first_request
from known_dataset import History
from served import served

from crawler import clock

# Daily runs: as many as make the largest that of benchmarks/known.py, a million articles in 1,000 runs.
_ARTICLES_A_RUN, _LEAST_RUNS = 1000, 10
_BYTES_AN_ARTICLE = 2000
# How often what takes a second is measured.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A dataset of so many articles in so many runs, with the links and MB of all its runs; how it is opened.

    Seconds, and MB at the peak: ``anew``, the index is made from the runs; ``start``, it is at hand; ``first``, ``lanmu
    crawl`` until it asks its first question, Python's and Scrapy's start included. The latter two are medians.
    """

    articles: int
    runs: int
    links: int
    mb: float
    anew: float
    anew_rss: float
    start: float
    start_rss: float
    first: float
    first_rss: float


def known_of(articles: int, python: str) -> Known:
    """Write and open a dataset of this size, by this Python. Exits if it doesn't answer the same every time."""
    with tempfile.TemporaryDirectory(prefix="lanmu-growth-") as temporary:
        folder = Path(temporary)
        need_room(folder, articles * _BYTES_AN_ARTICLE)
        runs = max(_LEAST_RUNS, articles // _ARTICLES_A_RUN)
        history = History(folder / "data", runs, articles, clock.now() - timedelta(hours=1))
        history.write_runs(runs)
        _, size = files_and_mb(history.data_dir)
        anew, *starts = (ask(history.data_dir, articles, python) for _ in range(1 + _ROUNDS))
        if any(told["digest"] != anew["digest"] or told["known"] != 1 for told in starts):
            raise SystemExit(f"{articles} known articles: the answers differ, or an article isn't known")
        with served(folder / "requests") as site:
            firsts = [first_request(site, history.data_dir, folder, python) for _ in range(_ROUNDS)]
    return Known(
        articles,
        runs,
        history.lines,
        size,
        anew["seconds"],
        anew["rss"],
        statistics.median(told["seconds"] for told in starts),
        statistics.median(told["rss"] for told in starts),
        statistics.median(seconds for seconds, _ in firsts),
        statistics.median(rss for _, rss in firsts),
    )
