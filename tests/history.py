"""Crawls of one site on days to come, and what must hold of their dataset after each of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from news_site import NewsSite
from support import Done, Record, Run, crawl, runs

from crawler import clock

SITE = "jingzhou"
# All of a test's days are counted from noon of the present one, in Beijing: none ends between two crawls.
_NOW = clock.now()
_NOON = _NOW.replace(hour=12, minute=0, second=0, microsecond=0)
LINES = ("articles", "links", "revisits", "revisions", "removals")


def date_on(day: int) -> str:
    """The date that a page printed on day ``day`` has."""
    return (_NOON + timedelta(days=day)).date().isoformat()


def environment_on(day: int) -> dict[str, str]:
    """What makes it day ``day`` for a process."""
    return {"LANMU_DAYS_AHEAD": str((_NOON - _NOW) / timedelta(days=1) + day)}


@dataclass(frozen=True)
class Crawled:
    """One crawl: what the command said, its run, and the paths it asked for."""

    done: Done
    run: Run
    asked: list[str]

    def link(self, path: str) -> Record:
        """The line of ``links.jsonl`` about an article; the only one, or the first."""
        return next(link for link in self.run.links if urlsplit(link["url"]).path == path)

    def links(self, path: str) -> list[tuple[int | None, str, str | None]]:
        """Page, outcome and reason of every line of ``links.jsonl`` about an article."""
        found = (link for link in self.run.links if urlsplit(link["url"]).path == path)
        return [(link["page"], link["outcome"], link["reason"]) for link in found]

    def visit(self, path: str) -> tuple[str, int | None, str | None] | None:
        """Outcome, status and reason of an article's revisit; None where it wasn't looked at."""
        visits = [visit for visit in self.run.revisits if urlsplit(visit["url"]).path == path]
        assert len(visits) <= 1
        return next(((visit["outcome"], visit["status"], visit["reason"]) for visit in visits), None)

    def column(self, name: str) -> Record:
        found: Record = next(column for column in self.run.report["columns"] if column["column"] == name)
        return found

    def ended(self, name: str) -> str:
        ended: str = self.column(name)["ended"]
        return ended

    @property
    def written(self) -> set[str]:
        return paths_of(self.run.articles)


def paths_of(records: Iterable[Record]) -> set[str]:
    return {urlsplit(record["url"]).path for record in records}


@dataclass(frozen=True)
class History:
    """Crawls of ``site`` into ``folder/data``."""

    site: NewsSite
    folder: Path

    def crawl(self, day: int, *options: str, code: int = 0) -> Crawled:
        """Crawl on day ``day``, one request at a time; the dataset is checked afterwards."""
        self.site.requested.clear()
        one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", *options)
        done = crawl(SITE, self.site.address, *one, cwd=self.folder, env=environment_on(day))
        assert done.returncode == code, done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        check_dataset(self.folder)
        return Crawled(done, self.runs()[-1], list(self.site.requested))

    def runs(self) -> list[Run]:
        return runs(self.folder, SITE)

    def written(self) -> set[str]:
        """The paths of all articles of all runs."""
        return paths_of(record for run in self.runs() for record in run.articles)


def check_dataset(folder: Path, site: str = SITE) -> None:
    """Every run is what its manifest says, every account closes, no article comes twice, revisions join up."""
    newest: dict[str, str] = {}
    for run in runs(folder, site):
        _check_manifest(run)
        _check_accounts(run)
        for record in run.articles:
            assert record["id"] not in newest, f"{record['url']} twice"
            assert record["run"] == run.folder.name
            newest[record["id"]] = record["content_sha256"]
        for record in run.revisions:
            assert record["previous_sha256"] == newest[record["id"]]
            newest[record["id"]] = record["content_sha256"]
        assert {visit["id"] for visit in run.revisits} <= set(newest)


def _check_manifest(run: Run) -> None:
    files = {path.name: path.read_bytes() for path in run.folder.iterdir()}
    files.pop("manifest.json")
    assert run.manifest["files"] == {
        name: {"bytes": len(data), "lines": data.count(b"\n"), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    }
    assert run.manifest["counts"] == {name: len(getattr(run, name)) for name in LINES}
    assert run.manifest["verdict"] == run.report["verdict"]
    assert run.manifest["run"] == run.report["run"] == run.folder.name


def _check_accounts(run: Run) -> None:
    report = run.report
    accounts = [column["account"] for column in report["columns"]] + [report["account"]]
    accounts += [report["asked_again"]] if "asked_again" in report else []
    assert all(account["closes"] for account in (*accounts, report["revisited"]))
    for account in accounts:
        settled = sum(account[name] for name in ("written", "known", "repeated"))
        assert account["listed"] == settled + sum(account["dropped"].values()) + sum(account["failed"].values())
    visited = report["revisited"]
    settled = visited["unchanged"] + visited["revised"] + visited["gone"] + sum(visited["failed"].values())
    assert visited["revisited"] == settled == len(run.revisits)
    assert report["account"]["listed"] == len(run.links)
    assert report["account"]["written"] == len(run.articles)
