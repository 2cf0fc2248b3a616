"""What a crawl takes as a site grows: one of so many articles, written, crawled, checked against its truth, removed."""

import shutil
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from crawl_run import measured
from crawl_truth import Truth, records
from lanmu_project import Project
from nginx import HOSTS, running_nginx
from static_site import static_site

# Most sites pack their answers; and the site is written in this form alone, as 100,000 plain pages take 5 GB.
_VARIANT = "gzip"
# What an article takes on disk, at most: its packed page, its attachments, its place in the truth, its record.
_BYTES_AN_ARTICLE = 30_000
# Small sites are crawled several times, as start-up and other people's work weigh more there.
_MOST_ROUNDS, _ARTICLES_IN_ALL = 5, 30_000


@dataclass(frozen=True, slots=True)
class Crawled:
    """A site of so many articles, on ``pages`` pages in all; CPU and wall seconds and MB at the peak, all medians."""

    articles: int
    pages: int
    rounds: int
    cpu: float
    wall: float
    rss: float

    @property
    def cpu_per_1000(self) -> float:
        return self.cpu / self.pages * 1000


def crawl_of(articles: int, python: str) -> Crawled:
    """Crawl a site of this size with Lanmu, by this Python. Exits if a crawl fails or doesn't bring every article."""
    with tempfile.TemporaryDirectory(prefix="lanmu-growth-") as temporary:
        folder = Path(temporary)
        need_room(folder, articles * _BYTES_AN_ARTICLE)
        site = static_site(folder / "site", articles, [_VARIANT])
        truth = Truth(site.truth)
        rounds = max(1, min(_MOST_ROUNDS, _ARTICLES_IN_ALL // articles))
        done = []
        with running_nginx({_VARIANT: site.tree(_VARIANT)}, HOSTS) as ports:
            for number in range(rounds):
                own = folder / f"crawl-{number}"
                own.mkdir()
                # Another host each time: no answer of an earlier crawl can help a later one.
                project = Project.made(own, f"http://{HOSTS[number]}:{ports[_VARIANT]}/")
                done.append(measured(project.command(python), own))
                truth.check(f"the crawl of {articles} articles", records(project.run / "articles.jsonl"))
                shutil.rmtree(own)
    return Crawled(
        articles,
        truth.pages,
        rounds,
        statistics.median(run.cpu for run in done),
        statistics.median(run.wall for run in done),
        statistics.median(run.rss for run in done),
    )


def need_room(folder: Path, size: int) -> None:
    """Exit unless so many bytes are free where ``folder`` is."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise SystemExit(
            f"{size / 1e9:.1f} GB are needed in {folder.parent}, {free / 1e9:.1f} are free; "
            "set TMPDIR to a folder with more, or measure smaller sizes"
        )
