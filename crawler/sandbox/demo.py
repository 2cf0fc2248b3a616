"""The site ``demo``: an invented city's 长安网. A seed and a number of articles in, the whole site out."""

import datetime as dt
import random

from .cases import AUTHORS, SHAPES, SOURCES, TITLES, Byline, Shape, TitleForm, deal
from .compose import Composer
from .content import Article, Site
from .listings import columns
from .titles import Titles
from .words import AUTHORS as AUTHOR_NAMES
from .words import EDITORS, HOST_UNIT
from .words import SOURCES as SOURCE_NAMES

# Fewer could not show every case three times.
LEAST_ARTICLES = 100
_NEWEST = dt.datetime(2026, 10, 30, 17, 6, 42)  # noqa: DTZ001 (wall-clock time as printed)
_SPAN_DAYS = 2200
_FAR_PAST = 4
# Path, name and share of the articles; the last one stays a single page whatever the size.
_COLUMNS = (
    ("dwjs", "队伍建设", 0.45),
    ("zfyw", "政法要闻", 0.15),
    ("pajs", "平安建设", 0.11),
    ("fzjs", "法治建设", 0.08),
    ("jczl", "基层治理", 0.07),
    ("tzgg", "通知公告", 0.05),
    ("shce", "扫黑除恶", 0.05),
    ("zfwh", "政法文化", 0.03),
    ("ldjh", "领导讲话", 0.0),
)
_SMALL_COLUMN_ARTICLES = 5


def demo(seed: int, count: int) -> Site:
    """The site of this seed with so many articles."""
    rng = random.Random(f"demo {seed}")
    moments = _moments(rng, count)
    numbers = _numbers(rng, count)
    paths = _paths(rng, count)
    shapes = deal(rng, count, SHAPES, Shape.PLAIN)
    titles = Titles(rng).make(shapes, paths, deal(rng, count, TITLES, TitleForm.PLAIN))
    sources = deal(rng, count, SOURCES, Byline.GIVEN)
    authors = deal(rng, count, AUTHORS, Byline.GIVEN)
    paged = 0
    articles: dict[int, Article] = {}
    for place, number in enumerate(numbers):
        shape = shapes[place]
        paged += shape is Shape.PAGED
        composer = Composer(rng, titles[place], moments[place])
        articles[number] = Article(
            number=number,
            column=paths[place],
            title=titles[place],
            moment=moments[place],
            source=_byline(rng, sources[place], SOURCE_NAMES),
            author=_byline(rng, authors[place], AUTHOR_NAMES),
            editor=rng.choice(EDITORS) if rng.random() < 0.6 else None,
            disclaimer=rng.random() < 0.3,
            # Paged articles have two, three and four pages in turn.
            pages=composer.pages(shape, 2 + paged % 3 if shape is Shape.PAGED else 1),
            related=_related(rng, numbers, number, shape),
        )
    names = {path: name for path, name, _ in _COLUMNS}
    return Site("demo", "云泽长安网", HOST_UNIT, columns(rng, names, list(articles.values())), articles)


def _moments(rng: random.Random, count: int) -> list[dt.datetime]:
    """Times of publication, newest first; the last few lie decades back."""
    far = [_office_hours(rng, dt.date(rng.randint(1998, 2006), rng.randint(1, 12), rng.randint(1, 28)))
           for _ in range(_FAR_PAST)]  # fmt: skip
    days = (_NEWEST.date() - dt.timedelta(days=rng.randint(1, _SPAN_DAYS)) for _ in range(count - _FAR_PAST - 1))
    return [_NEWEST, *sorted([*far, *(_office_hours(rng, day) for day in days)], reverse=True)]


def _office_hours(rng: random.Random, day: dt.date) -> dt.datetime:
    seconds = rng.randint(8 * 3600, 18 * 3600)
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds)


def _numbers(rng: random.Random, count: int) -> list[int]:
    """Article numbers, the newest the highest; the gaps leave numbers for dead links."""
    number = 1000
    numbers = []
    for _ in range(count):
        number += rng.randint(2, 7)
        numbers.append(number)
    return numbers[::-1]


def _paths(rng: random.Random, count: int) -> list[str]:
    """The column of each article."""
    paths = [_COLUMNS[-1][0]] * _SMALL_COLUMN_ARTICLES
    for path, _, share in _COLUMNS[1:-1]:
        paths += [path] * round(count * share)
    paths += [_COLUMNS[0][0]] * (count - len(paths))
    rng.shuffle(paths)
    return paths


def _byline(rng: random.Random, case: Byline, names: tuple[str, ...]) -> str | None:
    name = rng.choice(names)
    return {Byline.GIVEN: name, Byline.EMPTY: "", Byline.ABSENT: None}[case]


def _related(rng: random.Random, numbers: list[int], own: int, shape: Shape) -> tuple[int, ...]:
    """Articles listed under this one: a long list under short bodies, some or none under others."""
    if shape is not Shape.SHORT and rng.random() > 0.2:
        return ()
    chosen = rng.sample(numbers, rng.randint(6, 10) if shape is Shape.SHORT else rng.randint(3, 6))
    return tuple(number for number in chosen if number != own)
