"""Runs of invented sites, written by Lanmu's own exporters; their texts are those of ``release_texts.py``, by number.

Each site has some runs; the later ones found some titles corrected, and some notices gone.
"""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from release_texts import Texts

from crawler.exporters import manifest, run_folder
from crawler.exporters.lines import LinesFile
from crawler.extensions.account import Account, Listing, Revisited
from crawler.items import Article, record
from crawler.page.dates import BEIJING
from crawler.pipelines.identity import article_id, content_sha256

COLUMNS = tuple(f"第{number}栏" for number in range(1, 21))
_HOME = "http://127.0.0.1:9"
_PAGE = 20
_FIRST_DAY, _DAYS = date(2006, 1, 1), 7500
# Articles that a run looks at again.
_REVISITED = 200
_SOURCES = tuple(
    f"{place}{paper}" for place in ("云泽", "青榆", "白棠", "柳岚") for paper in ("日报", "长安网", "发布")
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """``articles`` articles in ``runs`` runs of each of ``sites`` sites."""

    data_dir: Path
    articles: int
    sites: int
    runs: int
    now: datetime
    seed: int = 1

    def write(self) -> None:
        """Write all runs, two sites at a time."""
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
            # What went wrong in a process is raised here.
            list(processes.map(self.write_run, *zip(*self._all_runs(), strict=True)))

    def names(self) -> list[str]:
        return [f"site{number}" for number in range(self.sites)]

    def gone(self) -> set[int]:
        """The numbers of the articles that the last run no longer found."""
        texts = Texts(self.seed)
        seen = (self._revisited(texts, site, run) for site, run in self._all_runs() if run)
        return {number for _, gone in seen for number in gone}

    def write_run(self, site: int, run: int) -> None:
        """Write a run of a site, both counted from 0."""
        texts, name = Texts(self.seed), self.names()[site]
        began = self.now - timedelta(days=self.runs - run)
        run_name = began.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        folder = self.data_dir / name / run_folder.RUNS / run_name
        folder.mkdir(parents=True)
        moment = began.astimezone(BEIJING).isoformat(timespec="seconds")
        account, revisited = Account(), Revisited()
        with (
            closing(LinesFile(folder / run_folder.ARTICLES)) as articles,
            closing(LinesFile(folder / run_folder.LINKS)) as links,
        ):
            for place, number in enumerate(self._new(site, run)):
                article = self._article(texts, name, number, run_name, moment)
                articles.write(record(article))
                for link in _listings(article, place):
                    account.listed += 1
                    account.count(str(link.outcome), link.reason)
                    links.write(link.line())
        if run:
            self._look_again(texts, folder, (site, run), (run_name, moment), revisited)
        told = {"site": name, "site_name": f"演示站{site + 1}", "publisher": "演示单位", "homepage": _HOME}
        told |= {"run": run_name, "notice": "演示数据: invented by a benchmark"}
        manifest.seal(folder, _report(name, run_name, moment, account, revisited), told)

    def _all_runs(self) -> list[tuple[int, int]]:
        return [(site, run) for run in range(self.runs) for site in range(self.sites)]

    def _new(self, site: int, run: int) -> range:
        """The numbers of the articles that a run found first: the first one found half of them."""
        half, later = self.articles // 2, self.articles - self.articles // 2
        start = 0 if run == 0 else half + later * (run - 1) // max(1, self.runs - 1)
        stop = (half if self.runs > 1 else self.articles) if run == 0 else half + later * run // (self.runs - 1)
        return range(start + (site - start) % self.sites, stop, self.sites)

    def _article(self, texts: Texts, site: str, number: int, run_name: str, moment: str) -> Article:
        day = (_FIRST_DAY + timedelta(days=number * _DAYS // self.articles)).isoformat()
        url, title, body = _url(number), f"某市召开第{number}次推进会部署下一阶段工作", texts.text(number)
        article = Article(
            id=article_id(site, url),
            site=site,
            site_name="演示数据",
            column=COLUMNS[number % len(COLUMNS)],
            url=url,
            title=title,
            date=day,
            published=f"{day}T17:00:00+08:00",
            date_text=f"{day} 17:00",
            source=_SOURCES[number * 7 % len(_SOURCES)],
            author="记者甲" if number % 3 else None,
            body=body,
            list_title=title,
            list_date=day,
            rules={"title": "title_line:list_title", "date": "labelled", "source": "labelled", "body": "window"},
            flags=[] if len(body) > 50 else ["short_body"],
            run=run_name,
            fetched_at=moment,
            status=200,
            page_sha256=hashlib.sha256(body.encode()).hexdigest(),
        )
        article.content_sha256 = content_sha256(article)
        return article

    def _revisited(self, texts: Texts, site: int, run: int) -> tuple[list[int], list[int]]:
        """The numbers of the articles whose title a run found corrected, and of those it found gone."""
        known = self._new(site, run - 1)[:_REVISITED]
        return (
            [number for number in known[::10] if texts.plan(number).kind != "notice"],
            [number for number in known if texts.plan(number).kind == "notice"],
        )

    def _look_again(
        self, texts: Texts, folder: Path, of: tuple[int, int], named: tuple[str, str], revisited: Revisited
    ) -> None:
        run_name, moment = named
        site = self.names()[of[0]]
        corrected, gone = self._revisited(texts, *of)
        with (
            closing(LinesFile(folder / run_folder.REVISITS)) as visits,
            closing(LinesFile(folder / run_folder.REVISIONS, when_needed=True)) as revisions,
            closing(LinesFile(folder / run_folder.REMOVALS, when_needed=True)) as removals,
        ):
            for number in self._new(of[0], of[1] - 1)[:_REVISITED]:
                outcome = "gone" if number in gone else "revised" if number in corrected else "unchanged"
                revisited.revisited += 1
                revisited.count(outcome, None)
                reason = "gone" if outcome == "gone" else None
                article = self._article(texts, site, number, run_name, moment)
                seen = {"id": article.id, "url": article.url, "at": moment, "status": 404 if reason else 200}
                visits.write({**seen, "outcome": outcome, "reason": reason})
                if outcome == "revised":
                    before, article.title = article.content_sha256, f"{article.title}（更正）"
                    article.content_sha256 = content_sha256(article)
                    changes = {"title": [article.list_title, article.title]}
                    revisions.write(
                        {**record(article), "previous_sha256": before, "changes": changes, "restored": False}
                    )
                elif outcome == "gone":
                    of_article = {key: record(article)[key] for key in ("id", "url", "column", "title", "date")}
                    times = {"content_sha256": article.content_sha256, "last_seen": moment, "found_at": moment}
                    removals.write({**of_article, **times, "status": 404, "reason": reason, "run": run_name})


def _url(number: int) -> str:
    return f"{_HOME}/l{number % len(COLUMNS)}/{number}.jhtml"


def number_of(url: str) -> int:
    """The number of the article at an address."""
    return int(url.rpartition("/")[2].partition(".")[0])


def _listings(article: Article, place: int) -> Iterator[Listing]:
    """The rows that list an article: one, of every tenth a second one in another column."""
    for column, outcome in ((article.column, "written"), (COLUMNS[0], "repeated")):
        page, row = divmod(place, _PAGE)
        told = (article.url, article.id, article.list_title, article.list_date)
        if outcome == "written" or (place % 10 == 0 and article.column != COLUMNS[0]):
            listing = Listing(column, page + 1, row + 1, *told)
            listing.outcome = "written" if outcome == "written" else "repeated"
            yield listing


def _report(site: str, run: str, moment: str, account: Account, revisited: Revisited) -> dict[str, Any]:
    pages = -(-account.listed // _PAGE // len(COLUMNS))
    columns = [
        {
            "column": column,
            "url": f"{_HOME}/l{number}/index.jhtml",
            "ended": "walked",
            "pages": {"declared": pages, "walked": pages, "failed": []},
            "declared_items": None,
            "account": Account().as_dict(),
        }
        for number, column in enumerate(COLUMNS)
    ]
    return {
        "site": site,
        "run": run,
        "verdict": "complete",
        "exit_code": 0,
        "sentence": f"{site} complete: {account.listed} links listed",
        "ended": "finished",
        "started_at": moment,
        "finished_at": moment,
        "sample": 0,
        "full": True,
        "account": account.as_dict(),
        "asked_again": Account().as_dict(),
        "revisited": revisited.as_dict(),
        "columns": columns,
    }
