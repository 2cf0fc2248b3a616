"""What is drawn of a release's coverage: a row for each of the largest columns, a cell for each month or year."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

MOST_ROWS = 14
# A picture 800 points wide can't show more; a year is the least that looks like time.
_MOST_MONTHS, _MOST_YEARS, _LEAST_MONTHS = 300, 100, 12
# A few articles with far days (1970, 2062) are left out at either end where that halves the time that is drawn.
_FAR = 0.01


@dataclass(slots=True)
class Row:
    """A column, or a site where there are several: articles and known holes by place in time."""

    name: str
    articles: Counter[int] = field(default_factory=Counter)
    missing: Counter[int] = field(default_factory=Counter)
    unread: int = 0  # 1 for a column that the last run didn't read to its end
    columns: int = 1

    def add(self, other: "Row") -> None:
        self.articles += other.articles
        self.missing += other.missing
        self.unread += other.unread
        self.columns += other.columns


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """``rows`` from the largest on; their places count from ``first``, in months since year 0, or in years.

    ``undated`` articles have no day; those ``outside`` lie before or behind.
    """

    rows: list[Row]
    first: int
    last: int
    yearly: bool
    undated: int
    outside: int

    @property
    def places(self) -> range:
        return range(self.first, self.last + 1)

    def name(self, place: int) -> str:
        return str(place) if self.yearly else f"{place // 12}-{place % 12 + 1:02}"


def month_counts(
    manifest: dict[str, Any], coverage: Iterable[dict[str, Any]], most: int = MOST_ROWS
) -> MonthCounts | None:
    """Rows of the table ``coverage`` as they are drawn, ``most`` of them; None where nothing has a day."""
    rows, undated = _by_name(manifest, coverage)
    together = Row("")
    for row in rows:
        together.add(row)
    if not together.articles.total() + together.missing.total():
        return None
    first, last = _bounds(together)
    yearly = last - first >= _MOST_MONTHS
    if yearly:
        rows = [_yearly(row) for row in rows]
        first, last = max(first // 12, last // 12 - _MOST_YEARS + 1), last // 12
    else:
        first = min(first, last - _LEAST_MONTHS + 1)
    inside = [_within(row, first, last) for row in rows]
    outside = together.articles.total() - sum(row.articles.total() for row in inside)
    return MonthCounts(_largest(inside, most), first, last, yearly, undated, outside)


def _bounds(together: Row) -> tuple[int, int]:
    """The first and the last month to draw."""
    places = sorted(+together.articles | +together.missing)
    first, last = _near(places, together.articles), _near(places[::-1], together.articles)
    whole = places[-1] - places[0] + 1
    return (first, last) if last - first + 1 <= whole / 2 else (places[0], places[-1])


def _near(places: Sequence[int], articles: Counter[int]) -> int:
    """The first of ``places`` that is not before nearly all articles."""
    passed, allowed = 0, _FAR * articles.total()
    for place in places:
        passed += articles[place]
        if passed > allowed:
            return place
    return places[0]


def _by_name(manifest: dict[str, Any], coverage: Iterable[dict[str, Any]]) -> tuple[list[Row], int]:
    """Every column or site with its months, and how many articles have none."""
    sites = manifest["sites"]
    several = len(sites) > 1
    titles = {site["site"]: site["site_name"] for site in sites}
    unread = {
        site["site"] if several else column["column"]
        for site in sites
        for column in site["columns"]
        if column["ended"] in {"incomplete", "unfinished"}
    }
    rows: dict[str | None, Row] = {}
    undated = 0
    for cell in coverage:
        key = cell["site"] if several else cell["column"]
        row = rows.setdefault(key, Row(titles[key] if several else key or "（无栏目）", unread=int(key in unread)))
        if cell["month"] is None:
            undated += cell["articles"]
            continue
        year, month = map(int, cell["month"].split("-"))
        place = year * 12 + month - 1
        row.articles[place] += cell["articles"]
        row.missing[place] += cell["missing"]
    return list(rows.values()), undated


def _yearly(row: Row) -> Row:
    result = replace(row, articles=Counter(), missing=Counter())
    for counts, of in ((result.articles, row.articles), (result.missing, row.missing)):
        for place, count in of.items():
            counts[place // 12] += count
    return result


def _within(row: Row, first: int, last: int) -> Row:
    articles, missing = (
        Counter({place: count for place, count in counts.items() if first <= place <= last})
        for counts in (row.articles, row.missing)
    )
    return replace(row, articles=articles, missing=missing)


def _largest(rows: list[Row], most: int) -> list[Row]:
    """The largest rows; those after them as one."""
    ordered = sorted(rows, key=lambda row: (-row.articles.total(), row.name))
    if len(ordered) <= most:
        return ordered
    rest = Row(f"其余 {len(ordered) - most + 1} 个", columns=0)
    for row in ordered[most - 1 :]:
        rest.add(row)
    return [*ordered[: most - 1], rest]
