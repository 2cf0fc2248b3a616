"""One run into the store."""

import json
import re
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from crawler.dataset.runs import Run
from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REVISIONS
from crawler.extensions.reading import readings
from crawler.health.rollup import why_unread
from crawler.page.dates import BEIJING
from crawler.web.store.grams import grams

# The parts of a line of links.jsonl that say which article was listed in which column. Quotes within a text are written
# as \", so no text can be taken for them.
_PLACE = re.compile(rb'^\{"column": (.*?), "page": .*? "id": ("[^"]*")')
_ACCOUNT = ("listed", "written", "known", "repeated")


class SiteWriter:
    """Adds the runs of one site, oldest first."""

    def __init__(self, store: sqlite3.Connection, site: int) -> None:
        self.store = store
        self.site = site
        self.columns: dict[str, int] = dict(store.execute("SELECT name, number FROM columns WHERE site = ?", [site]))
        self.articles: dict[str, int] = dict(store.execute("SELECT id, number FROM articles WHERE site = ?", [site]))
        listed = store.execute(
            'SELECT article, "column" FROM listings WHERE "column" IN (SELECT number FROM columns WHERE site = ?)',
            [site],
        )
        # As tuples: a row of SQLite's is equal to no tuple.
        self.listed: set[tuple[int, int]] = {(article, column) for article, column in listed}
        self.seen: set[tuple[bytes, bytes]] = set()

    def add(self, run: Run) -> None:
        """Raises :class:`OSError`, :class:`ValueError`, :class:`KeyError` or :class:`TypeError` for a damaged run."""
        report = run.report()
        started = _beijing(report["started_at"])
        day = started[:10]
        number = self._run(run, report, started)
        self._walks(number, run, report)
        for article in run.objects(ARTICLES):
            self._article(article, number, day)
        for _, line in run.lines(LINKS):
            self._listing(line, number)
        edited = sum([self._revision(record, number, day) for record in run.objects(REVISIONS)])
        removed = sum([self._removal(told, number, day) for told in run.objects(REMOVALS)])
        self.store.execute("UPDATE runs SET edited = ?, removed = ? WHERE number = ?", [edited, removed, number])

    def column(self, name: str, url: str | None = None) -> int:
        """The number of a column, which is noted where it is new."""
        if name not in self.columns:
            self.columns[name] = self._insert("columns", [None, self.site, name, url])
        elif url is not None:
            self.store.execute("UPDATE columns SET url = ? WHERE number = ?", [url, self.columns[name]])
        return self.columns[name]

    def _run(self, run: Run, report: Mapping[str, Any], started: str) -> int:
        row = [
            *(self.site, run.name, run.folder.name, started, _beijing(report["finished_at"]), started[:10]),
            *(report["verdict"], report["ended"], report["exit_code"], report["sentence"], why_unread(report)),
            *_account(report["account"]),
            *(0, 0),
        ]
        return self._insert("runs", [None, *row])

    def _walks(self, number: int, run: Run, report: Mapping[str, Any]) -> None:
        read = {entry["column"]: entry["read"]["rules"] for entry in report["columns"] if "read" in entry}
        if len(read) < len(report["columns"]):
            read = {name: one.rules for name, one in readings(run.objects(ARTICLES)).items() if name is not None}
        for entry in report["columns"]:
            if entry["ended"] == "single_page":
                continue
            pages = entry["pages"]
            row = [
                *(self.column(entry["column"], entry["url"]), number, entry["ended"], pages["declared"]),
                *(pages["walked"], len(pages["failed"]), entry["declared_items"]),
                *_account(entry["account"]),
                json.dumps(read.get(entry["column"], {})),
            ]
            self._insert("walks", row)

    def _article(self, article: dict[str, Any], run: int, day: str) -> None:
        if article["id"] in self.articles:
            return
        column = self.column(article["column"]) if article["column"] is not None else None
        row = [article["id"], self.site, column, run, day, *_present(article, day)]
        number = self._insert("articles", [None, *row, None])
        self.articles[article["id"]] = number
        self._insert("records", [number, packed(article)])
        self._text(number, article)

    def _insert(self, table: str, row: Sequence[object]) -> int:
        places = ", ".join("?" * len(row))
        return int(self.store.execute(f"INSERT INTO {table} VALUES ({places})", row).lastrowid or 0)  # noqa: S608

    def _text(self, number: int, article: Mapping[str, Any]) -> None:
        row = [number, grams(article["title"] or ""), grams(article["body"])]
        self.store.execute("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", row)

    def _listing(self, line: bytes, run: int) -> None:
        """Most lines list again what was listed before: those aren't parsed."""
        found = _PLACE.match(line)
        if found and (found[1], found[2]) in self.seen:
            return
        link = json.loads(line)
        article = self.articles.get(link["id"] or "")
        if article is None or link["page"] is None:
            return
        if found:
            self.seen.add((found[1], found[2]))
        place = (article, self.column(link["column"]))
        if place in self.listed:
            return
        self.listed.add(place)
        row = [*place, run, link["page"], link["position"], link["list_title"], link["list_date"]]
        self._insert("listings", row)

    def _revision(self, record: dict[str, Any], run: int, day: str) -> bool:
        number = self.articles.get(record["id"])
        if number is None:
            # The run that wrote it has been moved away; the next crawl takes it for new.
            return False
        (line,) = self.store.execute("SELECT line FROM records WHERE article = ?", [number]).fetchone()
        old = unpacked(line)
        words = [number, grams(old["title"] or ""), grams(old["body"])]
        self.store.execute("INSERT INTO texts (texts, rowid, title, body) VALUES ('delete', ?, ?, ?)", words)
        self._text(number, record)
        (first,) = self.store.execute("SELECT first FROM articles WHERE number = ?", [number]).fetchone()
        self.store.execute(
            "UPDATE articles SET posted = ?, title = ?, date = ?, source = ?, chars = ?, flags = ?, removed = NULL "
            "WHERE number = ?",
            [*_present(record, first), number],
        )
        self.store.execute("UPDATE records SET line = ? WHERE article = ?", [packed(record), number])
        self._change(number, run, day, record["fetched_at"], "restored" if record.get("restored") else "edited", record)
        return True

    def _removal(self, told: dict[str, Any], run: int, day: str) -> bool:
        number = self.articles.get(told["id"])
        if number is None:
            return False
        self.store.execute("UPDATE articles SET removed = ? WHERE number = ?", [day, number])
        self._change(number, run, day, told["found_at"], "removed", told)
        return True

    def _change(self, number: int, run: int, day: str, at: str, kind: str, line: dict[str, Any]) -> None:  # noqa: PLR0913, PLR0917 - a row
        (column,) = self.store.execute('SELECT "column" FROM articles WHERE number = ?', [number]).fetchone()
        row = [number, self.site, column, run, day, _beijing(at), kind, packed(line)]
        self._insert("changes", [None, *row])


def _account(account: Mapping[str, Any]) -> list[int]:
    sums = [sum(account[name].values()) for name in ("dropped", "failed")]
    return [int(account["closes"]), *(account[name] for name in _ACCOUNT), *sums]


def _present(article: Mapping[str, Any], first: str) -> list[Any]:
    """What the table holds of an article's present text."""
    date = article["date"]
    posted = date if date is not None and date <= first else first
    flags = "".join(f",{flag}" for flag in article["flags"])
    return [posted, article["title"], date, article["source"], len(article["body"]), f"{flags}," if flags else ""]


def packed(line: Mapping[str, Any]) -> bytes:
    """A line as the store keeps it."""
    return zlib.compress(json.dumps(line, ensure_ascii=False).encode())


def unpacked(line: bytes) -> dict[str, Any]:
    """What :func:`packed` packed."""
    told: dict[str, Any] = json.loads(zlib.decompress(line))
    return told


def _beijing(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(BEIJING).isoformat(timespec="seconds")
