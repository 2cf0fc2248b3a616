"""Twelve sites of the sandbox and what happens on them from December to March: who publishes when, what goes wrong."""

import dataclasses
import math
import random
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from crawler.page.dates import BEIJING

# The sandbox is what a crawl is tested on.
from crawler.sandbox.changes import Changes  # noqa: TID251
from crawler.sandbox.newsroom import Newsroom  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.sites import build, profiles  # noqa: TID251
from crawler.sandbox.skin import Skin  # noqa: TID251
from crawler.sandbox.words import DEMO, words_of  # noqa: TID251

FIRST = date(2026, 12, 7)
DAYS = 90
BEFORE = 84  # days of articles that are there when the first run comes
SEED = 90417
_SATURDAY = 6
# In 2027 the new year is the 6th of February; offices empty a week before, and fill again with 元宵.
_SEASON = (date(2027, 1, 30), date(2027, 2, 20))
_BREAK = (date(2027, 2, 4), date(2027, 2, 13))

# Somebody knows that a site will be down, and for how long he wants to hear nothing of it.
MUTED_ON = 19
MUTE = ("--mute", "q_dedecms", "--until", "2027-01-05", "--reason", "网站搬家", "--by", "记者甲")

Rate = Callable[[date], float]  # the chance that a day has news


def offices(day: date) -> float:
    """Working days; little at weekends, less before and after Spring Festival, nothing in it."""
    if _BREAK[0] <= day <= _BREAK[1]:
        return 0.0
    if _SEASON[0] <= day <= _SEASON[1]:
        return 0.3 if day.isoweekday() < _SATURDAY else 0.0
    return 0.9 if day.isoweekday() < _SATURDAY else 0.1


def newsdesk(day: date) -> float:
    """Every day, in Spring Festival too."""
    return 0.5 if _BREAK[0] <= day <= _BREAK[1] else 0.97


def weekly(day: date) -> float:
    """Mondays, but for the weeks around Spring Festival."""
    return 0.0 if _SEASON[0] <= day <= _SEASON[1] else 0.95 if day.isoweekday() == 1 else 0.02


def now_and_then(day: date) -> float:
    """Some days, whichever."""
    return 0.25 * offices(day)


def shut(day: date) -> float:
    """Offices that are shut for three weeks."""
    return 0.0 if _SEASON[0] <= day <= _SEASON[1] else offices(day)


def ends(rate: Rate, number: int) -> Rate:
    """As ``rate``, until the day of this number; nothing from it on."""
    return lambda day: rate(day) if day < day_of(number) else 0.0


def fades(rate: Rate, number: int) -> Rate:
    """As ``rate``, then a little less each day: half of it after twelve days, a tenth after forty."""

    def faded(day: date) -> float:
        halves: float = max((day - day_of(number)).days, 0) / 12
        return rate(day) / math.pow(2, halves)

    return faded


def day_of(number: int) -> date:
    """The date of day 0, 1, …"""
    return FIRST + timedelta(days=number)


@dataclass
class Story:
    """A site: its columns' rates, what goes wrong on which days, and how often it is crawled."""

    name: str
    platform: str  # module and class of its site file
    rates: Sequence[Rate]
    every: str = "day"
    faults: Mapping[range, str] = field(default_factory=dict)  # sandbox faults by days
    redesign: int | None = None
    shrinks: range = range(0)
    before: int = BEFORE
    note: str = ""


@dataclass
class Sited:
    """A site that is served: its pages in two dresses, of which the second comes with a redesign."""

    story: Story
    listener: socket.socket
    dresses: list[Pages]
    changes: list[Changes]
    columns: list[tuple[str, str, str]]  # path, name, address
    published: int = 0

    def listed(self, number: int) -> int:
        """How many articles the first column lists."""
        return self.pages(number).shelves[self.columns[0][0]].total

    @property
    def homepage(self) -> str:
        host, port = self.listener.getsockname()[:2]
        return f"http://{host}:{port}/"

    def pages(self, number: int) -> Pages:
        """As the site looks on a day."""
        redesigned = self.story.redesign is not None and number >= self.story.redesign
        return self.dresses[redesigned]

    def faults(self, number: int) -> list[str]:
        return [fault for days, fault in self.story.faults.items() if number in days]

    def live(self, number: int) -> None:
        """What happens on a day (before the first one: below 0) until the evening."""
        day = day_of(number)
        ago = (datetime.now(BEIJING).date() - day).days
        for (path, _, _), rate in zip(self.columns, self.story.rates, strict=True):
            chance = self._chance(path, day)
            if chance.random() < rate(day):
                self._publish(path, 1 + (chance.random() < 0.3), ago)
        if number in self.story.shrinks:
            self._shrink(self.columns[0][0])

    def has_news(self, number: int) -> bool:
        """Whether the first column has anything new on a day."""
        day = day_of(number)
        return self._chance(self.columns[0][0], day).random() < self.story.rates[0](day)

    def _chance(self, path: str, day: date) -> random.Random:
        return random.Random(f"{self.story.name} {path} {day}")  # noqa: S311 - a story, the same each time

    def _publish(self, path: str, count: int, ago: int) -> None:
        for pages, changes in zip(self.dresses, self.changes, strict=True):
            column = next(one for one in pages.site.columns if one.path == path)
            # 0 would be the hour of this machine; a day is drawn by the story.
            changes.publish(count, column, 1, ago or -10_000)
        self.published += count

    def _shrink(self, path: str) -> None:
        """The two oldest articles of a column are listed no more; their pages stay."""
        for pages in self.dresses:
            shelf = pages.shelves[path]
            for row in [row for row in shelf.rows if row.listing.kind == "article"][-2:]:
                shelf.take(row.listing.number)
            pages.renew()


def opened(story: Story) -> Sited:
    """The site of a story, with what it had published before the first day."""
    profile = profiles()[story.name]
    listener = socket.create_server((profile.host, 0))
    base = f"http://{profile.host}:{listener.getsockname()[1]}"
    dresses = [_dressed(story.name, base, changed) for changed in ([None, plain_skin] if story.redesign else [None])]
    pages = dresses[0]
    own = [one for one in pages.site.columns if one.form == "list" and not pages.site.children(one.path)]
    largest = max(own, key=lambda column: pages.shelves[column.path].total)
    others = [one for one in own if one is not largest and pages.shelves[one.path].total]
    chosen = [largest, *others][: len(story.rates)]
    columns = [(one.path, one.name, pages.platform.column(one.path)) for one in chosen]
    sited = Sited(story, listener, dresses, [_changes_of(one) for one in dresses], columns)
    for number in range(-story.before, 0):
        sited.live(number)
    return sited


def _dressed(name: str, base: str, changed: Callable[[Skin], Skin] | None) -> Pages:
    pages = build(SEED, 100, base, name, still=True)
    if changed is None:
        return pages
    skin = changed(pages.skin)
    # The same site in other clothes: what an editor sees stays, what a reader's program sees doesn't.
    return Pages(pages.site, skin, pages.platform, base)


def plain_skin(skin: Skin) -> Skin:
    """A redesign: no labels in front of date and source, the date in another form, no meta tags."""
    return dataclasses.replace(skin, date_label="", date_form="day", meta_items=("date",), meta_tags=False)


def _changes_of(pages: Pages) -> Changes:
    """As of the sandbox, but the same for both dresses."""
    profile = profiles()[pages.site.name]
    words = DEMO if profile.name == "demo" else words_of(profile.place, profile.host_unit)
    rng = random.Random(f"quarter {profile.name}")  # noqa: S311 - as above
    titles = (article.flat_title for article in pages.site.articles.values())
    return Changes(pages, Newsroom(rng, words, titles), rng)


def stories() -> list[Story]:
    """The twelve."""
    return [
        Story("demo", "jeecms:Jeecms", (newsdesk, now_and_then), note="as ever"),
        Story("jeecms", "jeecms:Jeecms", (offices, now_and_then), every="weekday", note="crawled on weekdays"),
        Story("trs", "trs:Trs", (ends(offices, 25), now_and_then), note="a column goes quiet"),
        Story("ucap", "ucap:Ucap", (offices, now_and_then), redesign=32, note="a redesign"),
        Story("jpage", "jpage:Jpage", (offices,), faults={range(40, 47): "all=challenge"}, note="blocked for a week"),
        Story("gkmlpt", "gkmlpt:Gkmlpt", (fades(newsdesk, 12),), before=150, note="dies slowly"),
        Story("phpcms", "phpcms:Phpcms", (offices,), shrinks=range(30, 60), note="its list shrinks"),
        Story("dedecms", "dedecms:Dedecms", (offices,), faults={range(20, 36): "all=503"}, note="down, and muted"),
        Story("empire", "empire:Empire", (shut, now_and_then), note="shut for three weeks"),
        Story("query", "query:Query", (weekly, offices), note="Mondays only"),
        Story("ajax", "ajax:Ajax", (offices, now_and_then), every="week", note="crawled once a week"),
        Story("nextlink", "links:Links", (shut, weekly), note="shut for three weeks"),
    ]


@dataclass(frozen=True)
class Planted:
    """A trouble, by the start of its findings' keys: from a day on it is there, and due to be found; till when it is.

    ``due`` and ``gone`` are None where the days that were lived through tell (``test_quarter.py``).
    """

    what: str
    key: str
    begins: int
    due: int | None
    gone: int | None = None


def planted() -> list[Planted]:
    """What is to be found, and nothing else."""
    return [
        # It had news on nine of ten working days, once after five days only: a week and a half of working days without
        # any (its last article is of the 30th of December) are over on the 12th of January.
        Planted("a column goes quiet", "q_trs/", 25, 36),
        Planted("a redesign", "q_ucap/", 32, 32),
        Planted("a site is blocked", "q_jpage/", 40, 40, 47),
        Planted("a column dies slowly", "q_gkmlpt/", 12, None),
        Planted("a list shrinks", "q_phpcms/", 30, None),
        # Muted the day before, until the evening of day 29; then it is told, if it is there still.
        Planted("a site is down, and muted", "q_dedecms/", 20, 20, 36),
    ]
