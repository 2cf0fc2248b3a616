"""The site of any family: a profile, a seed and a number of articles in, the whole site out."""

import dataclasses
import random
import zlib
from collections.abc import Iterable, Sequence

from .cases import at_least_three
from .content import Article, Column, Listing, Site
from .invent import Inventor
from .listings import SECOND_SHARE, dead_rows, external_rows, row_of
from .profile import Habits, Profile
from .side_content import side_pages
from .tree import Planned, dealt, planned
from .vocabulary import VOCABULARIES
from .words import Words, words_of

# Pins want a column of two pages and more.
_PINNED_FROM = 36
_TAILS = (";jsessionid=", "?from=singlemessage", "?utm_source=weixin&utm_medium=social", "?spm=zm1012-")
# One row in so many has a tail of each kind.
_TAIL_EVERY = 31


def city(profile: Profile, habits: Habits, seed: int, count: int) -> Site:
    """The site of this seed."""
    rng = random.Random(f"{profile.name} {seed}")
    words = words_of(profile.place, profile.host_unit)
    vocabulary = VOCABULARIES[profile.vocabulary]
    plan = planned(rng, vocabulary)
    inventor = Inventor(rng, words)
    inventor.times(count, profile.turn * 10_000)
    articles = inventor.articles(dealt(rng, plan, count))
    if not habits.paged_articles:
        articles = {number: _on_one_page(article) for number, article in articles.items()}
    rows = _rows(rng, plan, list(articles.values()), words)
    tails = _TAILS if habits.sessions else _TAILS[1:]
    columns = []
    for place, column in enumerate(plan):
        own = [_tailed(row, column.path, tails) for row in rows[column.path]]
        pins = _pins(rng, own, 2 if column.form == "largest" else 1)
        columns.append(
            Column(
                name=column.name,
                path=column.path,
                rows=tuple(own if habits.repeated_pins else [*pins, *own]),
                number=profile.turn * 100 + 7 + place * 3,
                parent=column.parent,
                form="portal" if column.form == "portal" else "list",
                pins=tuple(pins) if habits.repeated_pins else (),
            )
        )
    sides = side_pages(rng, vocabulary, words, list(articles.values()), {column.path for column in plan})
    return Site(
        profile.name, profile.title, profile.host_unit, tuple(columns), articles, icp=profile.icp, side_pages=sides
    )


def _on_one_page(article: Article) -> Article:
    return dataclasses.replace(article, pages=(tuple(block for page in article.pages for block in page),))


def _rows(
    rng: random.Random, plan: Sequence[Planned], articles: Sequence[Article], words: Words
) -> dict[str, list[Listing]]:
    """The rows of every column, newest first."""
    rows: dict[str, list[Listing]] = {column.path: [] for column in plan}
    for article in articles:
        rows[article.column].append(row_of(article))
    growing = [column.path for column in plan if column.form in {"largest", "plain"}]
    for article in rng.sample(articles, at_least_three(len(articles), SECOND_SHARE)):
        path = rng.choice([path for path in growing if path != article.column])
        rows[path].append(row_of(article, absolute=rng.random() < 0.5))
    for row in [*dead_rows(rng, articles, growing, words), *external_rows(rng, articles, words)]:
        rows[row.home or rng.choice(growing)].append(row)
    for top in plan:
        if top.form == "sum":
            rows[top.path] = _distinct(row for child in plan if child.parent == top.path for row in rows[child.path])
    return {path: sorted(listed, key=lambda row: row.day, reverse=True) for path, listed in rows.items()}


def _distinct(rows: Iterable[Listing]) -> list[Listing]:
    """The rows, each target once: two children may list the same article."""
    return list({(row.number, row.address): row for row in rows}.values())


def _tailed(row: Listing, path: str, tails: Sequence[str]) -> Listing:
    """The row, now and then with a tail; another column may link the same article without one."""
    chance = zlib.crc32(f"{path} {row.number}".encode()) % _TAIL_EVERY
    if row.kind != "article" or chance >= len(tails):
        return row
    tail = tails[chance]
    value = f"{zlib.crc32(str(row.number).encode()):08X}" if tail.endswith(("=", "-")) else ""
    return dataclasses.replace(row, tail=f"{tail}{value}")


def _pins(rng: random.Random, rows: Sequence[Listing], count: int) -> list[Listing]:
    """Old articles for the top of a column; none where all rows fit on one page."""
    if len(rows) < _PINNED_FROM:
        return []
    old = [row for row in rows[len(rows) * 3 // 4 :] if row.kind == "article"]
    return [dataclasses.replace(row, pinned=True) for row in rng.sample(old, count)]
