"""What the dataset already holds, and what is to be done about it. The dataset is the state."""

import json
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler import clock
from crawler.dataset.digest import is_id, moment_of, row_key, row_mark
from crawler.dataset.index import open_index
from crawler.dataset.policy import Policy
from crawler.dataset.revisit import Revisit
from crawler.dataset.runs import finished_runs
from crawler.dataset.salvage import salvage_runs
from crawler.extensions.account import Listing
from crawler.extensions.seal import Past

# An article may be looked at so many days later than its age wants it, before it is one of the old.
_LATE_DAYS = 60


class Known:
    """Answers from the index of the site's finished runs; killed runs are taken over first.

    Raises :class:`~crawler.errors.LanmuError` for a run that isn't whole any more: its articles would come twice.
    """

    def __init__(self, data_dir: Path, site: str, policy: Policy, spider: object) -> None:
        self.policy = policy
        salvage_runs(data_dir, site, spider)
        self.runs = finished_runs(data_dir, site)
        self.index: sqlite3.Connection = open_index(data_dir / site, self.runs)
        self.doubts = 0
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
        return self._holds(row_key(article_id))

    def _holds(self, key: bytes) -> bool:
        return self.index.execute("SELECT 1 FROM articles WHERE id = ?", (key,)).fetchone() is not None

    def target(self, article_id: str) -> str | None:
        """The article the dataset holds to which the address with this id redirects; None if it isn't known to."""
        row = self.index.execute("SELECT article, day FROM aliases WHERE id = ?", (row_key(article_id),)).fetchone()
        if row is None or not 0 <= self.today - row[1] < self.policy.revisit_old_days or not self._holds(row[0]):
            return None
        return bytes(row[0]).hex()

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

    def was_gone(self, article_id: str) -> bool:
        """Whether a link has been asked for in an earlier run, and led to no article."""
        row = self.index.execute(
            "SELECT 1 FROM troubles WHERE id = ? AND outcome = 'dropped' AND asks > 0", (row_key(article_id),)
        )
        return row.fetchone() is not None

    def failed_links(self, *, given_up: bool) -> Iterator[Listing]:
        """The links that failed in earlier runs and are to be asked for again; with those ``given_up`` or without.

        So are those that were gone in an outage: nothing has been learnt of them yet.
        """
        rows = self.index.execute(
            "SELECT id, url, column, list_title, list_date, asks, first, last FROM troubles"
            " WHERE outcome = 'failed' OR asks = 0"
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
        # A day to come is a wrong clock's.
        if row is None or row[1] is None or not 0 <= self.today - row[1] < self.policy.full_sweep_days:
            return None
        number, _, items, front = row
        rows = frozenset(json.loads(front))
        return Past(rows, items, partial(self._is_listed, number)) if rows else None

    def _is_listed(self, column: int, row: str) -> bool:
        """Whether the column has listed a row, and something is known of what it leads to."""
        key = row_key(row)
        listed = self.index.execute("SELECT 1 FROM listings WHERE column = ? AND row = ?", (column, key)).fetchone()
        if listed is None or not is_id(row) or self._holds(key):
            return listed is not None
        return self.target(row) is not None or self._has_failed(key)

    def _has_failed(self, key: bytes) -> bool:
        return self.index.execute("SELECT 1 FROM troubles WHERE id = ?", (key,)).fetchone() is not None

    def vanished(self, column: str, rows: set[str]) -> Iterator[Revisit]:
        """The articles that a column listed when it was last read, and that aren't among its ``rows`` any more."""
        keys = {row_key(row) for row in rows}
        listed = self.index.execute(
            "SELECT DISTINCT row FROM listings WHERE column = (SELECT number FROM columns WHERE name = ?)", (column,)
        )
        return self._revisits([key for (key,) in listed if key not in keys], there=True)

    def doubtful(self, listing: Listing) -> Iterator[Revisit]:
        """The article of a row that hasn't the words by which its column listed it before, or that was gone."""
        if listing.id is None or self.doubts >= self.policy.revisit_reworded:
            return
        key = row_key(listing.id)
        marks = self.index.execute(
            "SELECT mark FROM listings WHERE row = ? AND column = (SELECT number FROM columns WHERE name = ?)",
            (row_key(listing.from_id or listing.id), listing.column),
        ).fetchall()
        gone = self.index.execute(
            "SELECT 1 FROM articles WHERE id = ? AND gone > 0 AND checked <= ?",
            (key, self.today - self.policy.full_sweep_days),
        ).fetchone()
        if gone or (marks and (row_mark(listing.list_title, listing.list_date),) not in marks):
            self.doubts += 1
            yield from self._revisits([key], there=False)

    # Revisits

    def due(self) -> Iterator[Revisit]:
        """The articles to look at again in this run.

        First those in doubt that earlier runs didn't get to, then young ones by age, gone ones, and those longest not
        looked at.
        """
        policy, today = self.policy, self.today
        due = [key for (key,) in self.index.execute("SELECT id FROM doubtful JOIN articles USING (id) WHERE gone = 0")]
        young = self.index.execute(
            "SELECT id, day, checked FROM articles WHERE day > ? AND gone = 0 ORDER BY checked",
            (today - max(policy.revisit_days, default=0) - _LATE_DAYS,),
        )
        due += [key for key, day, checked in young if policy.is_due(day, checked, today)]
        gone = self.index.execute("SELECT id, gone, checked FROM articles WHERE gone > 0")
        due += [key for key, looks, checked in gone if policy.is_gone_due(looks, checked, today)]
        old = self.index.execute(
            "SELECT id FROM articles WHERE (checked <= ? OR checked > ?) AND gone = 0 ORDER BY checked, id LIMIT ?",
            (today - policy.revisit_old_days, today, policy.revisit_old),
        )
        # An article may be due for more than one reason: it is looked at once.
        return self._revisits(list(dict.fromkeys([*due, *(key for (key,) in old)])), there=False)

    def _revisits(self, keys: list[bytes], *, there: bool) -> Iterator[Revisit]:
        """The articles among ``keys``, as many as a run may look at; with ``there``, none that is gone."""
        left = self.policy.revisit_most
        for key in keys:
            row = self.index.execute(
                "SELECT gone, seen, run, file, start FROM articles WHERE id = ?", (key,)
            ).fetchone()
            if row is None or (there and row[0]):
                continue
            if not left:
                return
            left -= 1
            gone, seen, run, file, start = row
            yield Revisit(key.hex(), self.runs[run].line_at(file, start), gone, moment_of(seen))
