"""The coverage of a version: a strip of months for each column, or each site where there are several.

How dark a month is says how many articles it has; a hatched one is known to lack some.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

from markupsafe import Markup

from crawler.health.finding import Words
from crawler.releases.plots.month_counts import MonthCounts, Row, month_counts
from crawler.web.datasets.catalogue import MANIFEST, lines_of, manifest_in, stamp_of

FILE = "coverage.jsonl.gz"
_MOST_ROWS, _MOST_LINES = 60, 1_000_000
_LEVELS = 5
_TALL, _WIDEST, _WIDTH = 18, 24, 900
_MOST_NAMED = 5
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of the map; ``name`` is None for the rest, which stands for so many ``columns``."""

    name: str | None
    columns: int
    articles: int
    missing: int
    unread: bool
    told: Words
    picture: Markup


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """The strips, their axis, and the same by year; articles ``outside`` lie far before or behind."""

    strips: Sequence[Strip]
    axis: Markup
    first: str
    last: str
    yearly: bool
    undated: int
    outside: int
    years: Sequence[tuple[str, int, int]]  # year, articles, missing


def coverage_in(folder: Path) -> CoverageMap | None:
    """Of the version in a folder, None where nothing has a day; kept as long as its files stay as they are.

    Raises what ``catalogue.DAMAGE`` names.
    """
    return _coverage_in(folder, stamp_of(folder, [MANIFEST, FILE]))


@lru_cache(_KEPT)
def _coverage_in(folder: Path, _: tuple[int, ...]) -> CoverageMap | None:
    counts = month_counts(manifest_in(folder), lines_of(folder, FILE, _MOST_LINES), _MOST_ROWS)
    if counts is None:
        return None
    most = max(max(row.articles.values(), default=0) for row in counts.rows)
    step = max(min(_WIDTH // len(counts.places), _WIDEST), 3)
    return CoverageMap(
        strips=[_strip(counts, row, most, step) for row in counts.rows],
        axis=_axis(counts, step),
        first=counts.name(counts.first),
        last=counts.name(counts.last),
        yearly=counts.yearly,
        undated=counts.undated,
        outside=counts.outside,
        years=list(_years(counts)),
    )


def _strip(counts: MonthCounts, row: Row, most: int, step: int) -> Strip:
    """``columns`` of the rest are those it stands for; of any other row it is 1."""
    articles, missing = row.articles.total(), row.missing.total()
    told = _told(counts, row)
    return Strip(
        name=row.name if row.columns == 1 else None,
        columns=row.columns,
        articles=articles,
        missing=missing,
        unread=row.unread > 0,
        told=told,
        picture=_picture(counts, row, most, step),
    )


def _told(counts: MonthCounts, row: Row) -> Words:
    """What a strip shows, in words."""
    fullest = max(row.articles, key=lambda place: (row.articles[place], -place), default=counts.first)
    holes = sorted(place for place, count in row.missing.items() if count)
    named = ", ".join(f"{counts.name(place)} ({row.missing[place]:,})" for place in holes[:_MOST_NAMED])
    more = len(holes) - _MOST_NAMED
    lack_zh = f"；已知缺失：{named}{f'，另有 {more:,} 处' if more > 0 else ''}" if holes else "；没有已知缺失"
    lack_en = (
        f"; known missing: {named}{f', and {more:,} more' if more > 0 else ''}" if holes else "; none known missing"
    )
    total, top, when = row.articles.total(), row.articles[fullest], counts.name(fullest)
    return Words(
        f"{total:,} 篇，最多是 {when} 的 {top:,} 篇{lack_zh}", f"{total:,}, at most {top:,} in {when}{lack_en}"
    )


def _picture(counts: MonthCounts, row: Row, most: int, step: int) -> Markup:
    """One path for each shade, and one for what is missing."""
    shades: dict[int, list[int]] = {}
    for place, count in row.articles.items():
        if count:
            shades.setdefault(_level(count, most), []).append(place - counts.first)
    shapes = [
        Markup('<path class="shade{}" d="{}"/>').format(level, _cells(places, step))
        for level, places in sorted(shades.items())
    ]
    if holes := [place - counts.first for place, count in row.missing.items() if count]:
        shapes.append(Markup('<path class="hole" d="{}"/>').format(_hatched(holes, step)))
    return Markup(
        '<svg class="months" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">{shapes}</svg>'
    ).format(w=step * len(counts.places), h=_TALL, shapes=Markup("").join(shapes))


def _level(count: int, most: int) -> int:
    """From 1 to :data:`_LEVELS`, by orders of size: a month of 3 is to be told from one of 30."""
    return _LEVELS if most <= 1 else 1 + round((_LEVELS - 1) * log(count) / log(most))


def _cells(places: Sequence[int], step: int) -> str:
    return "".join(f"M{place * step} 0h{step - 1}v{_TALL}h-{step - 1}z" for place in sorted(places))


def _hatched(places: Sequence[int], step: int) -> str:
    """Strokes from corner to corner, and a line around: no pattern, which would need a name in the page."""
    wide = step - 1
    lines = (
        f"M{p * step} {_TALL}l{wide} -9M{p * step} {_TALL - 9}l{wide} -9M{p * step} 0h{wide}v{_TALL}h-{wide}z"
        for p in sorted(places)
    )
    return "".join(lines)


def _axis(counts: MonthCounts, step: int) -> Markup:
    """The years, as far apart as they can be read."""
    per_year = 1 if counts.yearly else 12
    apart = next(years for years in (1, 2, 5, 10, 20, 50, 1_000) if years * per_year * step >= 44)
    labels = [
        Markup('<text x="{}" y="12">{}</text>').format((place - counts.first) * step, place // per_year)
        for place in counts.places
        if place % (per_year * apart) == 0
    ]
    return Markup(
        '<svg class="months" viewBox="0 0 {w} 16" width="{w}" height="16" aria-hidden="true">{labels}</svg>'
    ).format(w=step * len(counts.places), labels=Markup("").join(labels))


def _years(counts: MonthCounts) -> Iterator[tuple[str, int, int]]:
    """Newest first."""
    per_year = 1 if counts.yearly else 12
    articles, missing = Counter[int](), Counter[int]()
    for row in counts.rows:
        for place, count in row.articles.items():
            articles[place // per_year] += count
        for place, count in row.missing.items():
            missing[place // per_year] += count
    for year in sorted(+articles | +missing, reverse=True):
        yield str(year), articles[year], missing[year]
