"""What the dataset already holds, and what is to be done about it. The dataset is the state."""

import itertools
import json
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler import clock
from crawler.dataset.digest import moment_of, row_key, row_mark
from crawler.dataset.index import open_index
from crawler.dataset.policy import Policy
from crawler.dataset.revisit import Revisit
from crawler.dataset.runs import finished_runs
from crawler.dataset.salvage import salvage_runs
from crawler.extensions.account import Listing
from crawler.extensions.seal import Past

# Younger ones than that are looked at by their age, the others in turn.
_YOUNG_DAYS = 90


class Known:
    """Answers from the index of the site's finished runs; killed runs are taken over first.

    Raises :class:`~crawler.errors.LanmuError` for a run that isn't whole any more: its articles would come twice.
    """

    def __init__(self, data_dir: Path, site: str, policy: Policy, spider: object) -> None:
        self.policy = policy
        self.salvaged = salvage_runs(data_dir, site, spider)
        self.runs = finished_runs(data_dir, site)
        self.index: sqlite3.Connection = open_index(data_dir / site, self.runs)
        self.rewordings = 0
        self.today = clock.now().date().toordinal()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spidercls
        policy = Policy.from_settings(crawler.settings)
        known = cls(Path(crawler.settings["DATA_DIR"]), str(spider.name), policy, spider)
        crawler.signals.connect(known.close, signal=signals.engine_stopped)
        return known

    def close(self) -> None:
        self.index.close()

    # Articles

    def __contains__(self, article_id: str) -> bool:
        return self._has("articles", row_key(article_id))

    def target(self, article_id: str) -> str | None:
        """The article the dataset holds to which the address with this id has redirected; None if it never has."""
        found = self.index.execute("SELECT article FROM aliases WHERE id = ?", (row_key(article_id),)).fetchone()
        return found[0].hex() if found is not None and self._has("articles", found[0]) else None

    def _has(self, table: str, key: bytes) -> bool:
        found = self.index.execute(f"SELECT 1 FROM {table} WHERE id = ?", (key,))  # noqa: S608 - our own tables
        return found.fetchone() is not None

    # Links that gave no article

    def verdict_on(self, article_id: str) -> str | None:
        """Why a link that gave no article in earlier runs isn't asked for; None if it is."""
        row = self.index.execute(
            "SELECT outcome, asks, first, last FROM troubles WHERE id = ?", (row_key(article_id),)
        ).fetchone()
        if row is None:
            return None
        outcome, asks, first, last = row
        if outcome == "failed":
            return "given_up" if self.policy.gives_up(asks, first, last) else None
        return None if self.policy.asks_again(asks, last, self.today) else "gone_before"

    def failed_links(self, *, given_up: bool) -> Iterator[Listing]:
        """The links that failed in earlier runs and are to be asked for again; with those ``given_up`` or without."""
        rows = self.index.execute(
            "SELECT id, url, column, list_title, list_date, asks, first, last FROM troubles WHERE outcome = 'failed'"
        ).fetchall()
        for key, url, column, list_title, list_date, asks, first, last in rows:
            if given_up or not self.policy.gives_up(asks, first, last):
                yield Listing(column, None, None, url, key.hex(), list_title, list_date)

    # Columns

    def columns(self) -> dict[str, str]:
        """Name and address of the columns that have been read."""
        return dict(self.index.execute("SELECT name, url FROM columns ORDER BY number"))

    def past(self, column: str) -> Past | None:
        """A column as the last run left it; None where it has to be walked to its end."""
        row = self.index.execute(
            "SELECT number, walked, items, front FROM columns WHERE name = ?", (column,)
        ).fetchone()
        if row is None or row[1] is None or self.today - row[1] >= self.policy.full_sweep_days:
            return None
        number, _, items, front = row
        rows = frozenset(json.loads(front))
        return Past(rows, items, partial(self._is_listed, number)) if rows else None

    def _is_listed(self, column: int, row: str) -> bool:
        found = self.index.execute("SELECT 1 FROM listings WHERE column = ? AND row = ?", (column, row_key(row)))
        return found.fetchone() is not None

    def vanished(self, column: str, rows: set[str]) -> Iterator[Revisit]:
        """The articles that a column listed when it was last read, and that aren't among its ``rows`` any more."""
        keys = {row_key(row) for row in rows}
        listed = self.index.execute(
            "SELECT row FROM listings WHERE column = (SELECT number FROM columns WHERE name = ?)", (column,)
        )
        missing = [key for (key,) in listed if key not in keys]
        return self._revisits(missing, "gone = 0")

    def reworded(self, listing: Listing) -> Iterator[Revisit]:
        """The article of a row whose title or day isn't the one that its column last listed it by."""
        if listing.id is None or self.rewordings >= self.policy.revisit_reworded:
            return
        key = row_key(listing.id)
        row = self.index.execute(
            "SELECT mark FROM listings WHERE row = ? AND column = (SELECT number FROM columns WHERE name = ?)",
            (key, listing.column),
        ).fetchone()
        if row is not None and row[0] != row_mark(listing.list_title, listing.list_date):
            self.rewordings += 1
            yield from self._revisits([key], "gone = 0")

    # Revisits

    def due(self) -> Iterator[Revisit]:
        """The articles to look at again in this run: young ones by age, gone ones, then the longest not looked at."""
        policy = self.policy
        young = self.index.execute(
            "SELECT id, day, checked FROM articles WHERE day > ? AND gone = 0 ORDER BY checked",
            (self.today - _YOUNG_DAYS,),
        )
        due = [key for key, day, checked in young if policy.is_due(day, checked, self.today)]
        gone = self.index.execute("SELECT id, gone, checked FROM articles WHERE gone > 0")
        due += [key for key, looks, checked in gone if policy.is_gone_due(looks, checked, self.today)]
        old = self.index.execute(
            "SELECT id FROM articles WHERE checked <= ? AND gone = 0 ORDER BY checked, id LIMIT ?",
            (self.today - policy.revisit_old_days, policy.revisit_old),
        )
        # A young article may also be long unseen: it is looked at once.
        keys = dict.fromkeys([*due, *(key for (key,) in old)])
        return self._revisits(list(keys), "1")

    def _revisits(self, keys: list[bytes], condition: str) -> Iterator[Revisit]:
        for key in itertools.islice(keys, self.policy.revisit_most):
            row = self.index.execute(
                f"SELECT gone, seen, run, file, start FROM articles WHERE id = ? AND {condition}",  # noqa: S608
                (key,),
            ).fetchone()
            if row is not None:
                gone, seen, run, file, start = row
                yield Revisit(key.hex(), self.runs[run].line_at(file, start), gone, moment_of(seen))
