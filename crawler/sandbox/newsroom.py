"""New articles and new versions of old ones: a generator and the words of a site in, invented articles out."""

import datetime as dt
import random
from collections.abc import Collection, Iterable
from dataclasses import replace

from .cases import Shape
from .compose import Composer
from .content import Article, Block, Paragraph
from .texts import Prose
from .words import Words

FIELDS = ("title", "body", "source", "date")
_SHAPES = (
    Shape.PLAIN, Shape.PLAIN, Shape.PLAIN, Shape.STRONG_HEADS, Shape.SHORT, Shape.PICTURES, Shape.NOTICE,
    Shape.ATTACHMENTS,
)  # fmt: skip
# A day is corrected to one so many days earlier at most.
_EARLIER = 30
_TRIES = 20


class Newsroom:
    """Writes and edits; ``titles`` are those already given."""

    def __init__(self, rng: random.Random, words: Words, titles: Iterable[str]) -> None:
        self._rng = rng
        self._words = words
        self._prose = Prose(rng, words.pools)
        self._titles = set(titles)

    def written(self, number: int, column: str, moment: dt.datetime) -> Article:
        """A new article."""
        rng, words = self._rng, self._words
        title = self._title()
        return Article(
            number=number,
            column=column,
            title=title,
            moment=moment,
            source=rng.choice(words.sources),
            author=rng.choice((None, *words.authors)),
            editor=rng.choice((None, *words.editors)),
            disclaimer=False,
            pages=Composer(rng, title, moment, words).pages(rng.choice(_SHAPES), 1),
            related=(),
        )

    def edited(self, article: Article, fields: Collection[str]) -> Article:
        """The article with another value of each of these fields; its address stays."""
        if "title" in fields:
            article = replace(article, title=self._title())
        if "body" in fields:
            article = replace(article, pages=self._with_another_paragraph(article.pages))
        if "source" in fields:
            others = [source for source in self._words.sources if source != article.source]
            article = replace(article, source=self._rng.choice(others))
        if "date" in fields:
            moment = article.moment - dt.timedelta(days=self._rng.randint(1, _EARLIER))
            article = replace(article, moment=moment, filed=article.ref.day)
        return article

    def some_fields(self) -> list[str]:
        """One field or two, as chance has it."""
        return self._rng.sample(FIELDS, self._rng.randint(1, 2))

    def _title(self) -> str:
        """A title not given before."""
        drawn = (self._prose.news_title() for _ in range(_TRIES))
        title = next((title for title in drawn if title not in self._titles), "")
        # Large sites run out of combinations: a running number then tells them apart.
        title = title or f"{self._prose.news_title()}（{len(self._titles)}）"
        self._titles.add(title)
        return title

    def _with_another_paragraph(self, pages: tuple[tuple[Block, ...], ...]) -> tuple[tuple[Block, ...], ...]:
        """The pages with one paragraph rewritten; with one more in front where there is none."""
        new = Paragraph(self._prose.paragraph())
        places = [
            (page, place)
            for page, blocks in enumerate(pages)
            for place, block in enumerate(blocks)
            if isinstance(block, Paragraph)
        ]
        if not places:
            return ((new, *pages[0]), *pages[1:])
        page, place = self._rng.choice(places)
        blocks = (*pages[page][:place], new, *pages[page][place + 1 :])
        return (*pages[:page], blocks, *pages[page + 1 :])
