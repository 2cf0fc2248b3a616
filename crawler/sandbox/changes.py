"""What changes on a site while it is served: articles published, edited, deleted, restored, moved."""

import datetime as dt
import functools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .content import Article, Column, Listing
from .listings import row_of
from .newsroom import FIELDS, Newsroom
from .pages import BEIJING, Pages
from .rows import Row
from .shelf import Taken
from .shelves import printed_row

# How the address of a deleted article answers.
HOWS = ("404", "410", "soft404", "home")


@dataclass(frozen=True, slots=True)
class Change:
    """An article that was changed: its address, the name of its column, and what of it is another now."""

    url: str
    column: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Deleted:
    """A deleted article and its rows by column."""

    article: Article
    rows: dict[str, list[Taken]]


class Changes:
    """Changes the site behind ``pages``; the same calls in the same order change the same articles of one seed."""

    def __init__(self, pages: Pages, newsroom: Newsroom, rng: random.Random) -> None:
        self._pages = pages
        self._site = pages.site
        self._newsroom = newsroom
        self._rng = rng
        self._number = max(self._site.articles)
        self._deleted: dict[int, _Deleted] = {}

    def publish(self, count: int = 1, column: Column | None = None, row: int = 1, days_ago: int = 0) -> list[Change]:
        """New articles at a row of a column counted from 1 below the pinned ones; of any column unless one is given."""
        new = []
        for _ in range(count):
            target = column or self._some_column()
            self._number += self._rng.randint(2, 7)
            article = self._newsroom.written(self._number, target.path, self._moment(days_ago))
            self._list(article, target, row)
            self._pages.directory.admit(article)
            self._site.articles[article.number] = article
            new.append(article)
        newest_first = sorted(self._site.articles.values(), key=lambda article: article.moment, reverse=True)
        self._site.articles.clear()
        self._site.articles.update({article.number: article for article in newest_first})
        return self._done([self._change(article, ("new",)) for article in new])

    def edit(self, articles: Sequence[Article], fields: Sequence[str] = ()) -> list[Change]:
        """Change the text of articles in these fields, in some unless any are given; their rows follow."""
        changes = []
        for article in articles:
            drawn = fields or self._newsroom.some_fields()
            chosen = tuple(field for field in FIELDS if field in drawn)
            edited = self._newsroom.edited(article, chosen)
            self._site.articles[article.number] = edited
            self._reprint(edited, "article")
            last = self._pages.changed.get(article.number)
            now = dt.datetime.now(BEIJING)
            # Last-Modified counts in whole seconds.
            self._pages.changed[article.number] = max(now, last + dt.timedelta(seconds=1)) if last else now
            changes.append(self._change(edited, chosen))
        return self._done(changes)

    def delete(self, articles: Sequence[Article], how: str = "404", *, listed: bool = False) -> list[Change]:
        """Delete articles; with ``listed`` their rows stay."""
        for article in articles:
            shelves = self._pages.shelves
            taken = {} if listed else {path: shelf.take(article.number) for path, shelf in shelves.items()}
            self._deleted[article.number] = _Deleted(article, taken)
            del self._site.articles[article.number]
            self._pages.gone[article.number] = how
            if listed:
                self._reprint(article, "dead")
        return self._done([self._change(article, ("deleted",)) for article in articles])

    def restore(self, number: int) -> list[Change]:
        """Bring a deleted article back with its rows."""
        deleted = self._deleted.pop(number)
        del self._pages.gone[number]
        self._site.articles[number] = deleted.article
        for path, taken in deleted.rows.items():
            self._pages.shelves[path].put_back(taken)
        self._reprint(deleted.article, "article")
        return self._done([self._change(deleted.article, ("restored",))])

    def move(self, count: int = 1) -> list[Change]:
        """Put articles, one a column that chance takes, at other places of their columns."""
        return self._done([change for _ in range(count) if (change := self._moved())])

    def some_articles(self, count: int) -> list[Article]:
        """Articles that are there, as many as there are at most."""
        there = list(self._site.articles.values())
        return self._rng.sample(there, min(count, len(there)))

    def _moved(self) -> Change | None:
        """The article that was moved; ``None`` where no column has two."""
        shelves = self._pages.shelves
        column = self._some_column()
        shelf = shelves[column.path]
        numbers = [row.listing.number for row in shelf.rows]
        places = [place for place in range(shelf.first, shelf.total) if numbers[place] in self._site.articles]
        if len(places) < 2:
            return None
        place, target = self._rng.sample(places, 2)
        shelf.shift(place, target)
        return Change(self._url(self._site.articles[numbers[place]]), column.name, ("place",))

    def _some_column(self) -> Column:
        """A column that lists articles of its own; the larger, the likelier."""
        columns = [one for one in self._site.columns if one.form == "list" and not self._site.children(one.path)]
        weights = [self._pages.shelves[one.path].total for one in columns]
        return self._rng.choices(columns, weights if any(weights) else None)[0]

    def _list(self, article: Article, column: Column, row: int) -> None:
        """Enter an article into its column, and into the one above if that lists what its children list."""
        shelf = self._pages.shelves[column.path]
        place = min(shelf.first + row - 1, shelf.total)
        below = shelf.rows[place].listing if place < shelf.total else None
        listing = row_of(article)
        shelf.put(self._printed(column.path, listing), place)
        above = self._pages.platform.columns.get(column.parent)
        if above and above.form == "list":
            shelf = self._pages.shelves[above.path]
            beside = shelf.place_of(below) if below else None
            shelf.put(self._printed(above.path, listing), shelf.first if beside is None else beside)

    def _reprint(self, article: Article, kind: Literal["article", "dead"]) -> None:
        """Let the rows of an article say what it says."""
        for path, shelf in self._pages.shelves.items():
            shelf.reprint(article.number, functools.partial(self._reprinted, path, row_of(article), kind))

    def _reprinted(self, path: str, told: Listing, kind: Literal["article", "dead"], row: Row) -> Row:
        listing = replace(row.listing, kind=kind, title=told.title, day=told.day, filed=told.filed)
        return self._printed(path, listing)

    def _printed(self, path: str, listing: Listing) -> Row:
        return printed_row(self._site, self._pages.skin, path, listing)

    def _moment(self, days_ago: int) -> dt.datetime:
        """A moment of that day in Beijing, never one to come."""
        now = dt.datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)
        midnight = dt.datetime.combine(now.date(), dt.time())
        if days_ago:
            return midnight - dt.timedelta(days=days_ago) + dt.timedelta(seconds=self._rng.randint(8 * 3600, 18 * 3600))
        return midnight + dt.timedelta(seconds=int(self._rng.random() * (now - midnight).total_seconds()))

    def _change(self, article: Article, changed: tuple[str, ...]) -> Change:
        return Change(self._url(article), self._pages.platform.columns[article.column].name, changed)

    def _url(self, article: Article) -> str:
        return self._pages.base + self._pages.platform.article(article.ref)

    def _done(self, changes: list[Change]) -> list[Change]:
        """The changes, now that every page shows them."""
        self._pages.renew()
        return changes
