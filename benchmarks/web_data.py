"""Weeks of daily runs of many invented sites, as crawls write them: what the page is measured on (``web.py``).

    python benchmarks/web_data.py FOLDER [--sites 300] [--columns 5] [--days 60] [--articles 200000]

Two fifths of a site's articles came with its first run; each later one lists the newest rows of each column, looks at
some known articles again, and finds some of them edited or gone. Now and then a page fails, and three of a hundred
sites refuse in the end. Texts are those of ``release_texts.py``, by number. Past months are folded.
"""

import argparse
import hashlib
import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from release_texts import Texts
from web_run import WholeRun, column_entry

from crawler.dataset.fold import fold_runs
from crawler.exporters.articles import revision
from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REVISIONS, REVISITS, RUNS
from crawler.extensions.account import Account, Listing, Outcome, Revisited
from crawler.extensions.reading import readings
from crawler.items import Article, record
from crawler.page.dates import BEIJING
from crawler.pipelines.identity import article_id, content_sha256

_PAGE, _PAGES = 15, 2  # rows a page; pages that a daily run reads of each column
_REVISITED = 20
_FIRST = 0.4
_NAMES = "通知公告 工作动态 队伍建设 政法要闻 平安建设 基层风采 警示教育 理论学习 法治宣传".split()
_PROVINCES = ("hubei", "guangdong", "zhejiang", "sichuan", "henan", "gansu")
_PLATFORMS = ("Jeecms", "Trs", "Jpage", "Dedecms", "Ucap", "Phpcms")
_SOURCES = [f"{place}{paper}" for place in "云泽 青榆 白棠 柳岚 砚湖".split() for paper in "日报 长安网 发布".split()]
_TITLES = (
    "召开{}推进会部署下一阶段工作",
    "扎实开展{}专题学习会",
    "以{}护航高质量发展",
    "关于{}先进集体的公示",
    "{}实战练兵见成效",
)
_THEMES = "政治建设 作风整顿 纪律教育 平安创建 矛盾化解 反诈宣传 执法规范化 队伍管理 文化育警 普法强基 案件评查".split()
_SITE = """from crawler.platforms.{module} import {platform}


class {title}({platform}):
    name = {name!r}
    site_name = {told!r}
    homepage = "http://127.0.0.1:9/{name}/"
    every = "day"
"""


@dataclass(frozen=True, slots=True)
class WebData:
    """A project in ``folder``: site files, and ``days`` daily runs of each site, the last an hour before ``now``."""

    folder: Path
    sites: int
    columns: int
    days: int
    articles: int
    now: datetime

    def write(self) -> None:
        """Write all of it, two sites at a time."""
        for number in range(self.sites):
            self._write_file(number)
        (self.folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
        (self.folder / "sites" / "__init__.py").touch()
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
            # What went wrong in a process is raised here.
            for done, _ in enumerate(processes.map(self.write_site, range(self.sites)), 1):
                if done % 30 == 0:
                    print(f"{done} of {self.sites} sites", flush=True)

    def write_site(self, number: int) -> None:
        """Write all runs of a site."""
        site = _Site(self, number, Texts(1))
        for day in range(self.days):
            site.write_run(day)
        fold_runs(self.folder / "data", site.name, f"{self.now.astimezone(UTC):%Y%m}")

    def _write_file(self, number: int) -> None:
        folder = self.folder / "sites" / _PROVINCES[number % len(_PROVINCES)]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
        platform, name = _PLATFORMS[number % 13 % len(_PLATFORMS)], f"site{number:03}"
        told = {"module": platform.lower(), "platform": platform, "title": name.title(), "name": name}
        (folder / f"{name}.py").write_text(_SITE.format(**told, told=f"云泽{number}号长安网"), encoding="utf-8")


@dataclass(slots=True)
class _Site:
    """One site while its runs are written; its articles are numbered from 0, the oldest first."""

    of: WebData
    number: int
    texts: Texts
    rng: random.Random = field(init=False)
    name: str = field(init=False)
    title: str = field(init=False)
    columns: list[str] = field(init=False)
    came: list[int] = field(init=False)  # how many articles there are after each run
    edits: Counter[int] = field(default_factory=Counter)
    gone: set[int] = field(default_factory=set)
    failed: dict[str, Listing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name, self.title = f"site{self.number:03}", f"云泽{self.number}号长安网"
        self.rng = random.Random(self.number)  # noqa: S311 - the same each time
        self.columns = [_NAMES[place] if place < len(_NAMES) else f"第{place}栏" for place in range(self.of.columns)]
        count = self.of.articles // self.of.sites + (self.number < self.of.articles % self.of.sites)
        days = [self._began(day) for day in range(1, self.of.days)]
        shares = itertools.accumulate(1.0 if day.isoweekday() < 6 else 0.2 for day in days)
        weights = [0.0, *shares]
        first = round(count * _FIRST) if days else count
        self.came = [first + round((count - first) * weight / (weights[-1] or 1)) for weight in weights]

    def _began(self, day: int) -> datetime:
        spread = timedelta(seconds=self.number * 7)
        return (self.of.now - timedelta(days=self.of.days - 1 - day, hours=1) - spread).astimezone(BEIJING)

    def write_run(self, day: int) -> None:
        began = self._began(day)
        run, moment = f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}", began.isoformat(timespec="seconds")
        folder = self.of.folder / "data" / self.name / RUNS / run
        new = range(self.came[day - 1] if day else 0, self.came[day])
        if self.number % 33 == 7 and day >= self.of.days - 3 > 0:
            self.came[day] = new.start
            refused = [
                column_entry(self._column_url(at), name, "blocked_challenge", Account(), None)
                for at, name in enumerate(self.columns)
            ]
            WholeRun(self.name, self.title, began, refused).write(folder)
            return
        ill = self.rng.randrange(len(self.columns)) if day and self.rng.random() < 0.03 else None
        records = [record(self.article(number, run, moment)) for number in new]
        links = [link for place in range(len(self.columns)) for link in self._links(place, new, day, place == ill)]
        again = [self._again(one) for one in self.failed.values()]
        self.failed = {one.id or "": one for one in links if one.outcome == "failed"}
        lines: dict[str, list[dict[str, Any]]] = {ARTICLES: records, LINKS: [one.line() for one in [*links, *again]]}
        revisited = Revisited()
        if day:
            self._look_again(lines, new.start, (run, moment), revisited)
        accounts = {name: Account() for name in self.columns}
        for link in links:
            accounts[str(link.column)].listed += 1
            accounts[str(link.column)].count(str(link.outcome), link.reason)
        read = readings(records)
        columns = []
        for place, name in enumerate(self.columns):
            pages = max(-(-sum(1 for _ in self._shown(place, new.stop)) // _PAGE), 1)
            walked = pages if day == 0 else min(_PAGES, pages)
            reason = "http_500" if place == ill else None
            entry = column_entry(self._column_url(place), name, reason, accounts[name], read.get(name))
            entry["pages"] |= {"declared": pages, "walked": walked - (place == ill)}
            entry["ended"] = "incomplete" if place == ill else "walked" if walked == pages else "sealed"
            columns.append(entry)
        WholeRun(self.name, self.title, began, columns, lines, revisited, again).write(folder)

    def article(self, number: int, run: str, moment: str) -> Article:
        """An article as it is after its edits so far."""
        whole = number * self.of.sites + self.number
        began = datetime.fromisoformat(moment)
        rng = random.Random(whole)  # noqa: S311 - as above
        if number < self.came[0]:
            began = self._began(0) - timedelta(days=(self.came[0] - number) * 700 / self.came[0])
        else:
            began = self._began(next(day for day, came in enumerate(self.came) if came > number))
        day = f"{began - timedelta(days=rng.random() < 0.2):%Y-%m-%d}"
        title = f"云泽{rng.randrange(40)}县" + rng.choice(_TITLES).format(rng.choice(_THEMES)) + f" {whole}"
        body = self.texts.text(whole) + ("\n陈列榫卯构件。" if whole % 10_007 == 7 else "")
        body += "".join(f"\n更正{edit + 1}：有关数字以本文为准。" for edit in range(self.edits[number]))
        url = self._url(number)
        article = Article(
            id=article_id(self.name, url),
            site=self.name,
            site_name=self.title,
            column=self.columns[number % len(self.columns)],
            url=url,
            title=title,
            date=day if rng.random() > 0.02 else None,
            source=rng.choice(_SOURCES) if rng.random() > 0.04 else None,
            body=body,
            list_title=title,
            list_date=day,
            rules={"title": "title_line:list_title", "body": "window"},
            flags=[] if len(body) > 50 else ["short_body"],
            run=run,
            fetched_at=moment,
            status=200,
            page_sha256=hashlib.sha256(url.encode()).hexdigest(),
        )
        article.rules |= {"date": "labelled"} if article.date else {}
        article.rules |= {"source": "labelled"} if article.source else {}
        article.content_sha256 = content_sha256(article)
        return article

    def _column_url(self, place: int) -> str:
        return f"http://127.0.0.1:9/{self.name}/l{place}/"

    def _url(self, number: int) -> str:
        return f"http://127.0.0.1:9/{self.name}/l{number % len(self.columns)}/{number}.jhtml"

    def _shown(self, place: int, stop: int) -> Iterator[int]:
        """The articles that a column lists, the newest first."""
        first = stop - 1 - (stop - 1 - place) % len(self.columns)
        return (number for number in range(first, -1, -len(self.columns)) if number not in self.gone)

    def _links(self, place: int, new: range, day: int, ill: bool) -> Iterator[Listing]:
        """A column's rows; where it is ill its second page fails. Some links lead away, some are dead or fail."""
        name, known = self.columns[place], f"http://127.0.0.1:9/{self.name}/l{place}"
        rows = itertools.islice(self._shown(place, new.stop), None if day == 0 else _PAGE * _PAGES)
        for position, number in enumerate(rows):
            page, row = divmod(position, _PAGE)
            if ill and page == 1:
                break
            url, title = self._url(number), f"第{number}篇的标题"
            outcome: Outcome = "written" if number in new else "known"
            yield Listing(name, page + 1, row + 1, url, article_id(self.name, url), title, None, outcome=outcome)
        if place == 0:
            away = f"http://other.invalid/{day // 9}.html"
            yield Listing(name, 1, _PAGE + 1, away, None, "外站", None, None, "dropped", "external")
        if place == 1 and day % 7 == 1:
            yield self._listing(name, f"{known}/dead{day}.jhtml", "dropped", "gone")
        if place == 2 and self.rng.random() < 0.02:
            yield self._listing(name, f"{known}/ill{day}.jhtml", "failed", "timeout")

    def _listing(self, name: str, url: str, outcome: Outcome, reason: str) -> Listing:
        told = article_id(self.name, url), "某市召开会议", None
        return Listing(name, 1, _PAGE + 2, url, *told, outcome=outcome, reason=reason)

    def _again(self, one: Listing) -> Listing:
        return Listing(one.column, None, None, one.url, one.id, one.list_title, None, None, "dropped", "gone")

    def _look_again(
        self, lines: dict[str, list[dict[str, Any]]], known: int, named: tuple[str, str], revisited: Revisited
    ) -> None:
        run, moment = named
        there = [number for number in range(max(0, known - 150), known) if number not in self.gone]
        for number in self.rng.sample(there, min(_REVISITED, len(there))):
            chance = self.rng.random()
            outcome = "revised" if chance < 0.02 else "gone" if chance < 0.023 else "unchanged"
            url = self._url(number)
            seen = {"id": article_id(self.name, url), "url": url, "at": moment, "status": 200, "outcome": outcome}
            reason = "gone" if outcome == "gone" else None
            revisited.revisited += 1
            revisited.count(outcome, None)
            lines.setdefault(REVISITS, []).append({**seen, "status": 404 if reason else 200, "reason": reason})
            if outcome == "unchanged":
                continue
            before = record(self.article(number, run, moment))
            if reason:
                self.gone.add(number)
                told = {key: before[key] for key in ("id", "url", "column", "title", "date", "content_sha256")}
                found = {"last_seen": moment, "found_at": moment, "status": 404, "reason": reason, "run": run}
                lines.setdefault(REMOVALS, []).append({**told, **found})
            else:
                self.edits[number] += 1
                lines.setdefault(REVISIONS, []).append(revision(self.article(number, run, moment), before))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--articles", type=int, default=200_000)
    given = parser.parse_args()
    began, now = time.perf_counter(), datetime.now(BEIJING).replace(microsecond=0)
    WebData(given.folder, given.sites, given.columns, given.days, given.articles, now).write()
    print(f"written in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
