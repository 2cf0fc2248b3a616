"""Articles: a generator, a number and the words of a site in, that many invented articles out."""

import datetime as dt
import random
from collections.abc import Sequence

from .cases import AUTHORS, SHAPES, SOURCES, TITLES, Byline, Shape, TitleForm, deal
from .compose import Composer
from .content import Article
from .titles import Titles
from .words import Words

# Fewer could not show every case three times.
LEAST_ARTICLES = 100
_NEWEST = dt.datetime(2026, 10, 30, 17, 6, 42)  # noqa: DTZ001 (wall-clock time as printed)
_SPAN_DAYS = 2200
_FAR_PAST = 4


class Inventor:
    """Invents the articles of one site from one random generator.

    Its three steps are calls of their own because what the site's columns are is drawn between them.
    """

    def __init__(self, rng: random.Random, words: Words) -> None:
        self._rng = rng
        self._words = words
        self._moments: list[dt.datetime] = []
        self._numbers: list[int] = []

    def times(self, count: int, first_number: int = 1000) -> None:
        """Draw when the articles were published, and their numbers."""
        self._moments = self._drawn_moments(count)
        self._numbers = self._drawn_numbers(count, first_number)

    def articles(self, paths: Sequence[str]) -> dict[int, Article]:
        """The articles, newest first; ``paths`` are their columns."""
        rng, words, count = self._rng, self._words, len(paths)
        shapes = deal(rng, count, SHAPES, Shape.PLAIN)
        titles = Titles(rng, words).make(shapes, paths, deal(rng, count, TITLES, TitleForm.PLAIN))
        sources = deal(rng, count, SOURCES, Byline.GIVEN)
        authors = deal(rng, count, AUTHORS, Byline.GIVEN)
        paged = 0
        articles: dict[int, Article] = {}
        for place, number in enumerate(self._numbers):
            shape = shapes[place]
            paged += shape is Shape.PAGED
            composer = Composer(rng, titles[place], self._moments[place], words)
            articles[number] = Article(
                number=number,
                column=paths[place],
                title=titles[place],
                moment=self._moments[place],
                source=self._byline(sources[place], words.sources),
                author=self._byline(authors[place], words.authors),
                editor=rng.choice(words.editors) if rng.random() < 0.6 else None,
                disclaimer=rng.random() < 0.3,
                # Paged articles have two, three and four pages in turn.
                pages=composer.pages(shape, 2 + paged % 3 if shape is Shape.PAGED else 1),
                related=self._related(number, shape),
            )
        return articles

    def _drawn_moments(self, count: int) -> list[dt.datetime]:
        """Times of publication, newest first; the last few lie decades back."""
        rng = self._rng
        far = [
            self._office_hours(dt.date(rng.randint(1998, 2006), rng.randint(1, 12), rng.randint(1, 28)))
            for _ in range(_FAR_PAST)
        ]
        days = (_NEWEST.date() - dt.timedelta(days=rng.randint(1, _SPAN_DAYS)) for _ in range(count - _FAR_PAST - 1))
        return [_NEWEST, *sorted([*far, *(self._office_hours(day) for day in days)], reverse=True)]

    def _office_hours(self, day: dt.date) -> dt.datetime:
        seconds = self._rng.randint(8 * 3600, 18 * 3600)
        return dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds)

    def _drawn_numbers(self, count: int, number: int) -> list[int]:
        """Article numbers, the newest the highest; the gaps leave numbers for dead links."""
        numbers = []
        for _ in range(count):
            number += self._rng.randint(2, 7)
            numbers.append(number)
        return numbers[::-1]

    def _byline(self, case: Byline, names: tuple[str, ...]) -> str | None:
        name = self._rng.choice(names)
        return {Byline.GIVEN: name, Byline.EMPTY: "", Byline.ABSENT: None}[case]

    def _related(self, own: int, shape: Shape) -> tuple[int, ...]:
        """Articles listed under this one: a long list under short bodies, some or none under others."""
        rng = self._rng
        if shape is not Shape.SHORT and rng.random() > 0.2:
            return ()
        chosen = rng.sample(self._numbers, rng.randint(6, 10) if shape is Shape.SHORT else rng.randint(3, 6))
        return tuple(number for number in chosen if number != own)
