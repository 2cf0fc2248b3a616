"""A month in the life of a dataset: what does a daily run ask for, and when does it notice an edit or a removal?

    python benchmarks/daily.py [--articles 10000]

A site is crawled, then again 1, 2, 3, 7, 8, 14, 30 and 31 days later (LANMU_DAYS_AHEAD). Seven articles are published
before the second run, edits and removals are planted before the third, some taken back later. Prints for each run the
requests by kind, as docs/runs.md and the settings have them (``policy_model.py``) and as the site logged them, and for
each change the day by which the policy finds it and the day on which it was found. Exit 1 where they differ, a change
is found later, or a run isn't complete.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawled import Ended, crawl_arguments, lanmu
from policy_model import Asked, Model, columns_of
from served import Line, Served, served

from crawler import clock, settings
from crawler.page.addresses import article_key
from crawler.pipelines.identity import article_id

DAYS = (0, 1, 2, 3, 7, 8, 14, 30, 31)
KINDS = ("robots", "home", "list pages", "new articles", "revisits", "dead links", "other")
LONGEST = 1800.0
_NAMES = (
    "SEAL_PAGES", "FULL_SWEEP_DAYS", "REVISIT_DAYS", "REVISIT_OLD_DAYS", "REVISIT_OLD", "REVISIT_GONE_DAYS",
    "REVISIT_REWORDED", "GONE_ASKS",
)  # fmt: skip


@dataclass(slots=True)
class Change:
    """Something planted before the run of day ``planted``; ``due`` is the day by which the policy looks at it."""

    what: str
    url: str
    planted: int
    file: str  # where it shows: revisions or removals
    due: int | None = None
    found: int | None = None
    in_turn: int | None = None


@dataclass(slots=True)
class Month:
    """The site, its dataset, and what has been seen so far."""

    site: Served
    folder: Path
    model: Model
    first_day: int
    changes: list[Change] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    to_home: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    # What happens on the site

    def publish(self, column: str, count: int, days_ago: int) -> list[str]:
        return [one["url"] for one in self.site.change("publish", column=column, count=count, days_ago=days_ago)]

    def edit(self, day: int, whose: str, url: str, name: str) -> None:
        self.site.change("edit", url=url, field=name)
        self.changes.append(Change(f"{name} of {whose}", url, day, "revisions"))

    def delete(self, day: int, whose: str, url: str, how: str, *, listed: bool) -> None:
        self.site.change("delete", url=url, how=how, listed=int(listed))
        self.gone.add(url)
        if how == "home":
            self.to_home.add(url)
        told = ", still listed" if listed else ""
        self.changes.append(Change(f"removal ({how}{told}) of {whose}", url, day, "removals"))

    def restore(self, day: int, whose: str, url: str) -> None:
        self.site.change("restore", url=url)
        self.gone.discard(url)
        self.changes.append(Change(f"return of {whose}", url, day, "revisions"))

    # A run

    def run(self, day: int) -> None:
        """Crawl on this day, and hold what was asked for against the policy."""
        truth, start = self.site.truth(), self.site.logged()
        self.model.order = _Order()
        asked = self.model.run(self.first_day + day, days_as_numbers(truth), self.gone)
        data_dir = self.folder / "data"
        runs = data_dir / "demo" / "runs"
        before = set(runs.glob("[0-9]*"))
        ended = lanmu(
            crawl_arguments(self.site.home, data_dir, "DOWNLOAD_DELAY=0"),
            self.folder / "log",
            most=LONGEST,
            days_ahead=day,
        )
        if ended.code != 0:
            self.faults.append(f"day {day}: exit {ended.code}: {ended.line}")
        for folder in set(runs.glob("[0-9]*")) - before:
            self._take(folder, day)
        for change in self.changes:
            if change.due is None and change.url in asked.revisits:
                change.due = day
        expected = expectation(asked, {line["url"]: line["pages"] for line in truth if line["kind"] == "article"}, self)
        requests = self.site.requests(start)
        actual = counted(requests, asked)
        actual["unmodified"] = sum(request["status"] == 304 for request in requests)
        self._print(day, expected, actual, asked, ended)

    def _take(self, folder: Path, day: int) -> None:
        """Note what a run found of the changes."""
        for change in self.changes:
            path = folder / f"{change.file}.jsonl"
            if change.found is None and path.exists():
                wanted = article_key(change.url) or ""
                lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
                if any(line["id"] == article_id("demo", wanted) for line in lines):
                    change.found = day

    def _print(
        self, day: int, expected: Mapping[str, int], actual: Mapping[str, int], asked: Asked, ended: Ended
    ) -> None:
        cells = [f"{expected[kind]}/{actual[kind]}" for kind in KINDS]
        told = "".join(f"{cell:>{max(12, len(kind) + 2)}}" for kind, cell in zip(KINDS, cells, strict=True))
        counts = f"{actual['unmodified']:>6}{asked.sealed:>8}"
        print(f"{day:>4}{told}{counts}{ended.seconds:>8.1f}{ended.rss:>6.0f}", flush=True)
        for kind in KINDS:
            if expected[kind] != actual[kind]:
                self.faults.append(f"day {day}: {actual[kind]} requests for {kind}, by the policy {expected[kind]}")


class _Order(dict[str, str]):
    """The id of each article, by its address."""

    def __missing__(self, url: str) -> str:
        return article_id("demo", article_key(url) or "")


def days_as_numbers(truth: list[Line]) -> list[Line]:
    """The truth with the articles' dates as day numbers."""
    day = date.fromisoformat
    return [{**line, "date": day(line["date"]).toordinal()} if line["kind"] == "article" else line for line in truth]


def expectation(asked: Asked, pages: Mapping[str, int], month: Month) -> dict[str, int]:
    """Requests by kind: an article of several pages is asked for page by page, one that is gone once."""
    home = sum(url in month.to_home & month.gone for url in asked.revisits)
    return {
        "robots": asked.robots,
        "home": asked.home + home,
        "list pages": asked.list_pages,
        "new articles": sum(pages[url] for url in asked.new),
        "revisits": sum(1 if url in month.gone else pages[url] for url in asked.revisits),
        "dead links": len(asked.dead),
        "other": 0,
    }


def counted(requests: list[Line], asked: Asked) -> dict[str, int]:
    """The requests of a run by kind; those of articles by what the policy asks for them for."""
    paths = {name: {urlsplit(url).path for url in urls} for name, urls in (
        ("new articles", asked.new), ("revisits", asked.revisits), ("dead links", asked.dead))}  # fmt: skip
    count = dict.fromkeys(KINDS, 0)
    for request in requests:
        # A further page of an article: /dwjs/1024_2.jhtml.
        first = re.sub(r"_\d+(?=\.jhtml$)", "", request["path"])
        kind = {"robots": "robots", "home": "home", "column": "list pages"}.get(request["kind"])
        count[kind or next((name for name, known in paths.items() if first in known), "other")] += 1
    return count


# The story


def plant_first(month: Month) -> list[str]:
    """Before the second run: seven articles in three columns."""
    return [url for column, count in (("dwjs", 3), ("zfyw", 2), ("tzgg", 2)) for url in month.publish(column, count, 0)]


def plant_changes(month: Month, new: list[str], young: Mapping[int, str]) -> None:
    """Before the run of day 2."""
    month.edit(2, "an article of two days", new[0], "body")
    month.edit(2, "an article of two days", new[1], "title")
    month.delete(2, "an article of two days", new[2], "404", listed=False)
    month.delete(2, "an article of two days", new[3], "410", listed=True)
    month.edit(2, "an article of 7 days", young[5], "body")
    month.edit(2, "an article of 12 days", young[10], "source")
    month.delete(2, "an article of 22 days", young[20], "soft404", listed=True)
    truth = month.site.truth()
    old = old_articles(month, truth)
    month.edit(2, "an old article, far down", old["deep"], "title")
    month.delete(2, "an old article", old["other"], "404", listed=False)
    month.delete(2, "an old article, soon in turn", old["soon"], "home", listed=True)
    month.edit(2, "an old article, a day later in turn", old["later"], "body")
    month.edit(2, "an old article, last in turn", old["last"], "body")
    turn = month.model.in_turn(month.first_day + month.model.policy["REVISIT_OLD_DAYS"])
    month.changes[-1].in_turn = turn.index(old["last"])


def plant_late(month: Month, new: list[str]) -> None:
    """Before the run of day 8."""
    month.restore(8, "the one that was still listed", new[3])
    month.edit(8, "an article of 8 days", new[4], "body")


def old_articles(month: Month, truth: list[Line]) -> dict[str, str]:
    """Articles for old changes: by their turn, and by where they are listed."""
    pages = {line["url"]: line["pages"] for line in truth if line["kind"] == "article"}
    places: dict[str, list[int]] = {}
    for column in columns_of(truth).values():
        for number, page in enumerate(column, 1):
            for row in page:
                places.setdefault(row["url"], []).append(number)
    turn = month.model.in_turn(month.first_day + month.model.policy["REVISIT_OLD_DAYS"])
    turn = [url for url in turn if url in pages]
    per_run = month.model.policy["REVISIT_OLD"]
    # Listed once and behind what a sealed column reads; one column is walked to its end for what was taken off it.
    deep = [url for url in turn if len(places.get(url, ())) == 1 and places[url][0] > 6]
    walked = [url for url in deep[2 * per_run : -1] if "/dwjs/" in url]
    return {
        "soon": turn[3],
        "later": turn[per_run + 5],
        "deep": next(url for url in deep[2 * per_run : -1] if "/dwjs/" not in url),
        "other": walked[0],
        "last": turn[-1],
    }


def tell(month: Month) -> None:
    """The changes: when they had to be found, and when they were."""
    print(f"\n{'change':<62}{'planted before':>15}{'due':>6}{'found':>7}")
    for change in month.changes:
        late = change.due is not None and (change.found is None or change.found > change.due)
        due = "-" if change.due is None else change.due
        found = "-" if change.found is None else change.found
        print(f"{change.what:<62}{f'day {change.planted}':>15}{due:>6}{found:>7}{'  LATE' if late else ''}")
        if change.due is None and change.in_turn is None:
            month.faults.append(f"{change.what} was never due; the benchmark proves nothing of it")
        if late:
            month.faults.append(f"{change.what} had to be found on day {change.due}, was on {change.found}")
        if change.in_turn is not None:
            policy = month.model.policy
            day = policy["REVISIT_OLD_DAYS"] + change.in_turn // policy["REVISIT_OLD"]
            print(f"{'  its turn comes, with a run each day, on day':<62}{'':>15}{day:>6}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    policy: dict[str, Any] = {name: getattr(settings, name) for name in _NAMES}
    with tempfile.TemporaryDirectory(prefix="lanmu-daily-") as temporary:
        folder = Path(temporary)
        with served(folder / "requests", "--still", "--validators", "--articles", str(options.articles)) as site:
            today = clock.now().date()
            month = Month(site, folder, Model(policy, _Order()), today.toordinal())
            young = {days: month.publish("dwjs", 1, days)[0] for days in (5, 10, 20)}
            print(f"{options.articles} articles; requests: by the policy / as logged")
            heads = "".join(f"{kind:>{max(12, len(kind) + 2)}}" for kind in KINDS)
            print(f"{'day':>4}{heads}{'304s':>6}{'sealed':>8}{'s':>8}{'MB':>6}")
            new: list[str] = []
            for day in DAYS:
                if day == 1:
                    new = plant_first(month)
                elif day == 2:
                    plant_changes(month, new, young)
                elif day == 8:
                    plant_late(month, new)
                month.run(day)
            if clock.now().date() != today:
                raise SystemExit("midnight came (Beijing), so the days are not what they should be; run it again")
            tell(month)
    for fault in month.faults:
        print(f"FAULT: {fault}")
    print("as the policy has it" if not month.faults else f"{len(month.faults)} FAULTS")
    return 1 if month.faults else 0


if __name__ == "__main__":
    sys.exit(main())
