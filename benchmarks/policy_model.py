"""What a crawl should ask for by docs/runs.md, "The next run": a second reading of the rules, on the sandbox's truth.

Knows the numbers of the settings and what the site shows, nothing of Lanmu's code. For a site whose columns state their
number of articles, all in order; days are :meth:`datetime.date.toordinal`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Line = Mapping[str, Any]
_YOUNG = 90


@dataclass(slots=True)
class Column:
    """A column as a run left it: ``listed`` goes from an address to the words of its row."""

    walked: int
    front: frozenset[str]
    items: int
    listed: dict[str, tuple[str, str]]


@dataclass(slots=True)
class Looked:
    """A known article: ``day`` it is dated, ``checked`` when it was last looked at, ``gone`` how often in a row."""

    day: int
    checked: int
    gone: int = 0


@dataclass(slots=True)
class Asked:
    """What a run should ask for: numbers of requests, and the addresses of articles behind them."""

    robots: int = 1
    home: int = 1
    list_pages: int = 0
    new: set[str] = field(default_factory=set)
    revisits: dict[str, None] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    sealed: int = 0


@dataclass(slots=True)
class Model:
    """``policy`` has the settings by name, ``order`` tells in which order articles equally long unseen are taken."""

    policy: Mapping[str, Any]
    order: Mapping[str, str]
    articles: dict[str, Looked] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    dead: dict[str, list[int]] = field(default_factory=dict)  # the days on which each was asked for

    def run(self, today: int, truth: Sequence[Line], gone: Iterable[str]) -> Asked:
        """Take a run on the site as it is; ``gone`` are the addresses of articles that aren't there any more."""
        asked, gone = Asked(), set(gone)
        dates = {line["url"]: line["date"] for line in truth if line["kind"] == "article"}
        due = list(self.due(today))
        rewordings = 0
        for name, pages in columns_of(truth).items():
            read, again, past = self.read(today, name, pages)
            asked.list_pages += read + again
            rows = [row for page in pages[:read] for row in page]
            before = past.listed if past else {}
            for row in rows:
                url = row["url"]
                if url in self.articles:
                    if before.get(url, words(row)) != words(row) and rewordings < self.policy["REVISIT_REWORDED"]:
                        rewordings += 1
                        self._look(asked, [url])
                elif row["target"] == "article":
                    asked.new.add(url)
                elif row["target"] == "dead" and self._asks_dead(url, today):
                    asked.dead.add(url)
            now = {row["url"]: words(row) for row in rows}
            if read == len(pages):
                self._look(asked, [url for url in before if url not in now])
            else:
                asked.sealed += 1
            kept = {} if read == len(pages) else before
            walked = today if read == len(pages) or past is None else past.walked
            self.columns[name] = Column(
                walked, frozenset(row["url"] for row in pages[0]), items(pages), {**kept, **now}
            )
        for url in due:
            asked.revisits[url] = None
        for url in asked.revisits:
            one = self.articles[url]
            one.checked, one.gone = today, one.gone + 1 if url in gone else 0
        for url in asked.new:
            self.articles[url] = Looked(min(today, dates[url]), today)
        for url in asked.dead:
            self.dead.setdefault(url, []).append(today)
        return asked

    def _look(self, asked: Asked, urls: Iterable[str]) -> None:
        """Look at known articles at once, those that aren't known to be gone."""
        asked.revisits |= {url: None for url in urls if url in self.articles and not self.articles[url].gone}

    def _asks_dead(self, url: str, today: int) -> bool:
        days = self.dead.get(url, [])
        return len(days) < self.policy["GONE_ASKS"] and today not in days

    def due(self, today: int) -> Iterator[str]:
        """The articles to be looked at by age, after having been gone, and in turn."""
        policy = self.policy
        for url, one in self.articles.items():
            if one.gone:
                steps = policy["REVISIT_GONE_DAYS"]
                if one.gone <= len(steps) and one.checked + steps[one.gone - 1] <= today:
                    yield url
            elif one.day > today - _YOUNG and any(one.checked < one.day + at <= today for at in policy["REVISIT_DAYS"]):
                yield url
        yield from self.in_turn(today)[: policy["REVISIT_OLD"]]

    def in_turn(self, today: int) -> list[str]:
        """The articles that haven't been looked at for long, the longest first."""
        last = today - self.policy["REVISIT_OLD_DAYS"]
        old = [url for url, one in self.articles.items() if one.checked <= last and not one.gone]
        return sorted(old, key=lambda url: (self.articles[url].checked, self.order[url]))

    def read(self, today: int, name: str, pages: Sequence[Sequence[Line]]) -> tuple[int, int, Column | None]:
        """How many pages of a column are read, how many read again, and what is known of it."""
        past = self.columns.get(name)
        read = len(pages)
        if past is not None and today - past.walked < self.policy["FULL_SWEEP_DAYS"]:
            read = self._sealed_at(pages, past)
        if read == len(pages) == 1:
            return 1, 0, past
        return read, 1 + (shown_twice(pages) if read == len(pages) else 0), past

    def _sealed_at(self, pages: Sequence[Sequence[Line]], past: Column) -> int:
        new: set[str] = set()
        met: set[str] = set()
        quiet = 0
        for number, page in enumerate(pages, 1):
            urls = {row["url"] for row in page}
            fresh = {url for url in urls if url not in past.listed} - new
            new |= fresh
            met |= urls & past.front
            quiet = 0 if fresh else quiet + 1
            grown = items(pages) - past.items == len(new)
            if quiet >= self.policy["SEAL_PAGES"] and 2 * len(met) > len(past.front) and grown:
                return number
        return len(pages)


def columns_of(truth: Sequence[Line]) -> dict[str, list[list[Line]]]:
    """The rows of each column by page."""
    columns: dict[str, list[list[Line]]] = {}
    for line in truth:
        if line["kind"] == "link":
            pages = columns.setdefault(line["column"], [])
            while len(pages) < line["page"]:
                pages.append([])
            pages[line["page"] - 1].append(line)
    return columns


def words(row: Line) -> tuple[str, str]:
    return row["list_title"], row["list_date"]


def items(pages: Sequence[Sequence[Line]]) -> int:
    """The number of articles that the column states."""
    return sum(map(len, pages))


def shown_twice(pages: Sequence[Sequence[Line]]) -> int:
    """How many pages behind the first have a row that another page shows too; one at one place of page 1 is pinned."""
    first = {row["url"]: at for at, row in enumerate(pages[0])}
    times = Counter(row["url"] for page in pages for row in page)
    behind = pages[1:]
    return sum(any(times[row["url"]] > 1 and first.get(row["url"]) != at for at, row in enumerate(p)) for p in behind)
