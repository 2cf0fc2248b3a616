"""Years of daily runs of one invented site, written by Lanmu's own exporters: half of its articles came with the first.

Every run lists the newest rows of each column; the first and the last but two read all columns to their end. Some
links are dropped, some fail and are asked for again, some articles are looked at again, change or go.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.exporters import manifest, run_folder
from crawler.exporters.lines import LinesFile
from crawler.extensions.account import Account, Listing, Revisited
from crawler.items import Article, record
from crawler.page.dates import BEIJING

SITE = "demo"
COLUMNS = tuple(f"第{number}栏" for number in range(1, 21))
_HOME = "http://127.0.0.1:9"
_PAGE = 20
# Rows below the new ones that a daily run reads in each column, and articles it looks at again.
_READ, _REVISITED = 40, 50
_ABOUT = {"site": SITE, "site_name": "演示数据", "notice": "演示数据: invented by a benchmark"}


def article_id(number: int) -> str:
    """The id of article ``number``, from 0 in the order in which they came."""
    return hashlib.sha256(f"article {number}".encode()).hexdigest()[:20]


@dataclass(slots=True)
class History:
    """Writes ``runs`` daily runs, the last one yesterday, that find ``articles`` articles."""

    data_dir: Path
    runs: int
    articles: int
    now: datetime
    written: int = 0
    runs_written: int = 0
    lines: int = 0

    def write_runs(self, count: int) -> None:
        """Write the next ``count`` runs."""
        for _ in range(count):
            self._write_run(self.runs_written)
            self.runs_written += 1

    def is_sweep(self, run: int) -> bool:
        """Whether a run reads all columns to their end."""
        return run in {0, self.runs - 3}

    def _came(self, run: int) -> int:
        """How many articles there are after a run, from 0: half with the first, as many each day since."""
        return self.articles // 2 + (self.articles - self.articles // 2) * run // max(1, self.runs - 1)

    def _write_run(self, run: int) -> None:
        began = self.now - timedelta(days=self.runs - run)
        name = began.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        folder = self.data_dir / SITE / run_folder.RUNS / name
        folder.mkdir(parents=True)
        at = began.astimezone(BEIJING)
        new = range(self.written, self._came(run))
        self.written = new.stop
        account, revisited = Account(), Revisited()
        with closing(LinesFile(folder / run_folder.ARTICLES)) as file:
            for number in new:
                file.write(self._record(number, name, at, run))
        with closing(LinesFile(folder / run_folder.LINKS)) as file:
            for link in self._links(run, new):
                account.listed += 1
                account.count(str(link.outcome), link.reason)
                file.write(link.line())
            self.lines += file.count
        if new.start:
            self._look_again(folder, name, at, new.start, revisited)
        manifest.seal(folder, self._report(run, name, at, account, revisited), {**_ABOUT, "run": name})

    def _record(self, number: int, run_name: str, at: datetime, run: int) -> dict[str, Any]:
        # Those of the first run were published over the ten years before.
        age = timedelta(days=number % 3650) if run == 0 else timedelta()
        body = f"第{number}篇：会议指出，各单位认真落实部署，工作取得成效。"
        digest = hashlib.sha256(body.encode()).hexdigest()
        return record(
            Article(
                id=article_id(number),
                site=SITE,
                site_name="演示数据",
                column=COLUMNS[number % len(COLUMNS)],
                url=_url(number),
                title=f"某市召开第{number}次推进会",
                date=(at - age).date().isoformat(),
                source="某市日报",
                body=body,
                list_title=f"某市召开第{number}次推进会",
                list_date=(at - age).date().isoformat(),
                rules={"title": "title_line:list_title", "date": "labelled"},
                run=run_name,
                fetched_at=at.isoformat(timespec="seconds"),
                status=200,
                page_sha256=digest,
                content_sha256=digest,
            )
        )

    def _links(self, run: int, new: range) -> Iterator[Listing]:
        for at, column in enumerate(COLUMNS):
            whole = range(at, new.stop, len(COLUMNS))
            shown = whole if self.is_sweep(run) else whole[-(len(new) // len(COLUMNS) + _READ) :]
            for position, number in enumerate(reversed(shown)):
                page, row = divmod(position, _PAGE)
                link = Listing(column, page + 1, row + 1, _url(number), article_id(number), _title(number), None)
                link.outcome = "written" if number >= new.start else "known"
                yield link
        for number in range(3):
            away = f"http://other.invalid/{run}/{number}.html"
            yield Listing(COLUMNS[0], 1, 30 + number, away, None, "外站", None, None, "dropped", "external")
        dead, url = hashlib.sha256(f"dead {run // 5}".encode()).hexdigest()[:20], f"{_HOME}/l/9{run // 5}.jhtml"
        yield Listing(COLUMNS[1], 1, 30, url, dead, "已删", None, None, "dropped", "gone")
        # A link fails in four of ten runs, then comes no more.
        if run % 10 < 4:
            ill, url = hashlib.sha256(f"ill {run // 10}".encode()).hexdigest()[:20], f"{_HOME}/l/8{run // 10}.jhtml"
            place = 1 if run % 10 == 0 else None
            yield Listing(COLUMNS[2], place, place and 31, url, ill, "难取", None, None, "failed", "timeout")

    def _look_again(self, folder: Path, name: str, at: datetime, known: int, revisited: Revisited) -> None:
        """The newest known articles but for some: the first has been changed, the second is gone."""
        numbers = range(max(0, known - 3 * _REVISITED), max(0, known - 2 * _REVISITED))
        with (
            closing(LinesFile(folder / run_folder.REVISITS)) as visits,
            closing(LinesFile(folder / run_folder.REVISIONS)) as revisions,
            closing(LinesFile(folder / run_folder.REMOVALS)) as removals,
        ):
            for number in numbers:
                outcome = {0: "revised", 1: "gone"}.get(number - numbers.start, "unchanged")
                revisited.revisited += 1
                revisited.count(outcome, None)
                reason = "gone" if outcome == "gone" else None
                moment = at.isoformat(timespec="seconds")
                told = {"id": article_id(number), "url": _url(number), "at": moment, "status": 200}
                visits.write({**told, "outcome": outcome, "reason": reason})
                if outcome == "revised":
                    revised = self._record(number, name, at, 1) | {"body": f"第{number}篇，更正", "changes": {}}
                    revisions.write({**revised, "previous_sha256": revised["content_sha256"], "restored": False})
                elif outcome == "gone":
                    removals.write({**told, "found_at": moment, "reason": reason, "run": name})

    def _report(self, run: int, name: str, at: datetime, account: Account, revisited: Revisited) -> dict[str, Any]:
        moment = at.isoformat(timespec="seconds")
        columns = []
        for number, column in enumerate(COLUMNS):
            items = len(range(number, self.written, len(COLUMNS)))
            pages = {"declared": -(-items // _PAGE), "walked": -(-items // _PAGE) if self.is_sweep(run) else 4}
            ended = "walked" if self.is_sweep(run) else "sealed"
            address = f"{_HOME}/l{number}/index.jhtml"
            told = {"column": column, "url": address, "ended": ended, "pages": {**pages, "failed": []}}
            columns.append({**told, "declared_items": items, "account": Account().as_dict()})
        return {
            "site": SITE,
            "run": name,
            "verdict": "incomplete" if account.failed else "complete",
            "exit_code": 3 if account.failed else 0,
            "sentence": f"{account.listed} links",
            "ended": "finished",
            "started_at": moment,
            "finished_at": moment,
            "sample": 0,
            "full": False,
            "account": account.as_dict(),
            "asked_again": Account().as_dict(),
            "revisited": revisited.as_dict(),
            "columns": columns,
        }


def _url(number: int) -> str:
    return f"{_HOME}/l{number % len(COLUMNS)}/{number}.jhtml"


def _title(number: int) -> str:
    return f"某市召开第{number}次推进会"
