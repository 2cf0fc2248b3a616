"""Findings made by hand, and what health says of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from crawler.health.finding import ColumnHealth, Finding, Health, Lamp, Lit, State, Words
from crawler.messages.channel_file import channels
from crawler.messages.tell import Delivery, tell
from crawler.messages.told import told_lock
from crawler.page.dates import BEIJING
from crawler.spiders.column import ColumnSpider
from crawler.spiders.demo import Demo
from crawler.spiders.hubei.jingzhou import Jingzhou

SITES: list[type[ColumnSpider]] = [Demo, Jingzhou]


def at(text: str) -> datetime:
    """A time in Beijing: ``2027-02-03 09:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def quiet(column: str = "通知公告", site: str = "jingzhou", since: str = "2027-02-01") -> Finding:
    """A column without new articles."""
    return Finding(
        site=site,
        column=column,
        kind="quiet",
        lamp=Lamp.ALIVE,
        state=State.DOUBTFUL,
        since=since,
        evidence=Words("平时工作日 4.2 篇，已 6 个工作日 0 篇", "4.2 articles a weekday, none on the last 6"),
        todo=Words("打开栏目看看是否换了地址", "open the column and see whether it has moved"),
        weight=40,
    )


def blocked(column: str | None = None, site: str = "demo", since: str = "2027-02-02") -> Finding:
    """A site that refuses."""
    return Finding(
        site=site,
        column=column,
        kind="blocked",
        lamp=Lamp.ALLOWED,
        state=State.BLOCKED,
        since=since,
        evidence=Words("12 次请求中 12 次 HTTP 403", "12 of 12 requests were answered with HTTP 403"),
        todo=Words("放慢，或询问网站", "slow down, or ask the site"),
        weight=90,
    )


def found(kind: str, column: str | None = "通知公告", site: str = "jingzhou", since: str = "2027-02-01") -> Finding:
    """Any finding, with the lamp and the state that the judge gives it."""
    lamp, state = _LIT.get(kind, (Lamp.ALLOWED, State.INCOMPLETE))
    said = Words("证据", "evidence"), Words("处理", "to do")
    return Finding(site, column, kind, lamp, state, since, *said, weight=100 * state.rank)


_LIT = {
    "not_run": (Lamp.ARRIVED, State.NOT_RUN),
    "site_file": (Lamp.ARRIVED, State.NOT_RUN),
    "incomplete": (Lamp.COMPLETE, State.INCOMPLETE),
    "lost_column": (Lamp.COMPLETE, State.INCOMPLETE),
    "stopped": (Lamp.COMPLETE, State.INCOMPLETE),
    "damaged": (Lamp.COMPLETE, State.INCOMPLETE),
    "fewer_listed": (Lamp.COMPLETE, State.DOUBTFUL),
    "quiet": (Lamp.ALIVE, State.DOUBTFUL),
    "unreadable": (Lamp.READABLE, State.DRIFTED),
    "drift": (Lamp.READABLE, State.DRIFTED),
    "fields": (Lamp.READABLE, State.DRIFTED),
    "disagree": (Lamp.READABLE, State.DRIFTED),
    "blocked": (Lamp.ALLOWED, State.BLOCKED),
    "robots": (Lamp.ALLOWED, State.BLOCKED),
    "slow": (Lamp.ALLOWED, State.DOUBTFUL),
}


def health(when: str, *findings: Finding) -> Health:
    """What health says with these findings."""
    columns = [
        ColumnHealth(site, column, State.FINE, f"{when[:10]}T06:00:00+08:00", None)
        for site, column in (("jingzhou", "通知公告"), ("jingzhou", "队伍建设"), ("demo", "要闻"))
    ]
    for one in columns:
        one.lamps = {lamp: Lit(State.FINE, Words("无异常", "nothing unusual")) for lamp in Lamp}
        for finding in findings:
            if one.site == finding.site and finding.column in {None, one.column}:
                one.state = finding.state
    ordered = sorted(findings, key=lambda one: -one.weight)
    return Health(at(when), columns, ordered, {"new": 1284, "changed": 37, "removed": 3})


class Rounds:
    """Rounds of messages over one data folder, each with the channels as they are told then."""

    def __init__(self, data_dir: Path, **settings: Any) -> None:
        self.data_dir = data_dir
        self.settings = Settings({"LANGUAGE": "zh", "QUIET_HOURS": "", "MESSAGE_TIMEOUT": 20, **settings})

    def tell(
        self, when: str, *findings: Finding, digest: bool = False, sites: Sequence[type[ColumnSpider]] = SITES
    ) -> list[Delivery]:
        return self.tell_of(health(when, *findings), digest=digest, sites=sites)

    def tell_of(
        self, said: Health, *, digest: bool = False, sites: Sequence[type[ColumnSpider]] = SITES
    ) -> list[Delivery]:
        with told_lock(self.data_dir):
            return tell(self.data_dir, said, channels(self.data_dir, self.settings), sites, digest=digest)


def told(deliveries: Iterable[Delivery]) -> dict[str, str | None]:
    """By channel: None where the message was delivered, else why not (or ``held``)."""
    return {one.channel: "held" if one.held else one.why.en if one.why else None for one in deliveries}
