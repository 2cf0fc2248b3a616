"""The columns of a site: its articles in, columns with all their rows out."""

import random
from collections.abc import Mapping, Sequence

from .cases import at_least_three
from .content import Article, Column, Listing
from .spacing import collapse
from .texts import Prose
from .words import DEMO, Words

SECOND_SHARE = 0.05
_DEAD_SHARE = 0.007
_EXTERNAL_SHARE = 0.012
_ADDRESSES = (
    "http://other.invalid/content/{n}.shtml",
    "https://mp.weixin.invalid/s/{n}",
    "http://news.other.invalid/art/{n}.html",
    "http://mp.weixin.invalid/s?__biz=MzA{n}&mid=1&idx=1",
)


def columns(rng: random.Random, names: Mapping[str, str], articles: Sequence[Article]) -> tuple[Column, ...]:
    """The columns ``names`` (path to name); articles come newest first, the last gets no further rows."""
    rows: dict[str, list[Listing]] = {path: [] for path in names}
    for article in articles:
        rows[article.column].append(row_of(article))
    growing = list(names)[:-1]
    for article in rng.sample(articles, at_least_three(len(articles), SECOND_SHARE)):
        path = rng.choice([path for path in growing if path != article.column])
        rows[path].append(row_of(article, absolute=rng.random() < 0.5))
    for row in [*dead_rows(rng, articles, growing), *external_rows(rng, articles)]:
        rows[row.home or rng.choice(growing)].append(row)
    # Newest first, as a content management system prints them; equal days keep their order.
    ordered = {path: sorted(listed, key=lambda row: row.day, reverse=True) for path, listed in rows.items()}
    largest = max(ordered, key=lambda path: len(ordered[path]))
    for path in growing:
        ordered[path] = _pinned(rng, ordered[path], 2 if path == largest else 1) + ordered[path]
    return tuple(Column(name, path, tuple(ordered[path])) for path, name in names.items())


def row_of(article: Article, *, absolute: bool = False) -> Listing:
    """The article's row; ``absolute`` links name the host."""
    title = collapse(article.flat_title)
    return Listing(
        "article",
        title,
        article.moment.date(),
        article.number,
        article.column,
        absolute=absolute,
        filed=article.filed,
    )


def dead_rows(
    rng: random.Random, articles: Sequence[Article], paths: Sequence[str], words: Words = DEMO
) -> list[Listing]:
    """Rows whose page is gone: their numbers lie in the gaps between the articles'."""
    chosen = rng.sample(articles, at_least_three(len(articles), _DEAD_SHARE))
    title = Prose(rng, words.pools).news_title
    return [
        Listing("dead", title(), article.moment.date(), article.number - 1, rng.choice(paths)) for article in chosen
    ]


def external_rows(rng: random.Random, articles: Sequence[Article], words: Words = DEMO) -> list[Listing]:
    """Rows that lead to other sites."""
    chosen = rng.sample(articles, at_least_three(len(articles), _EXTERNAL_SHARE))
    title = Prose(rng, words.pools).news_title
    return [
        Listing(
            "external",
            title(),
            article.moment.date(),
            address=_ADDRESSES[n % 4].format(n=article.number * 37),
        )
        for n, article in enumerate(chosen)
    ]


def _pinned(rng: random.Random, rows: Sequence[Listing], count: int) -> list[Listing]:
    """Copies of old articles for the top of the column; none where all rows fit on one page."""
    if len(rows) < 36:
        return []
    old = [row for row in rows[len(rows) * 3 // 4 :] if row.kind == "article"]
    return [Listing("article", row.title, row.day, row.number, row.home, pinned=True) for row in rng.sample(old, count)]
