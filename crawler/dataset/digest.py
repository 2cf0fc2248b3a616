"""One finished run into the index: its articles, revisits, columns and the links that gave nothing."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from crawler.dataset.policy import GONE, NOT_ASKED
from crawler.dataset.runs import Run
from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REVISIONS, REVISITS
from crawler.page.addresses import plain_url
from crawler.page.dates import BEIJING

# How a column ends of which nothing above the seal or the end is unknown.
CLOSED = frozenset({"walked", "sealed"})
# Days: more than any article is looked at by its age, so that a failed look doesn't count for one by age.
_IN_TURN = 31
# Failed looks in a row; after so many, the next is that of an old article.
_MOST_TRIES = 5


def row_key(row: str) -> bytes:
    """What the index holds of a row: an article's id, or the hash of an address."""
    try:
        return bytes.fromhex(row)
    except ValueError:
        return hashlib.sha256(row.encode()).digest()[:10]


def row_mark(title: str | None, day: str | None) -> int:
    """What the index holds of the words of a row."""
    return zlib.crc32(f"{title} {day}".encode())


def add_run(index: sqlite3.Connection, number: int, run: Run) -> None:
    """Add run ``number`` (from 0, in order). Raises what reading a damaged run raises."""
    report = run.report()
    index.execute("INSERT INTO runs VALUES (?, ?, ?)", (number, run.name, run.key))
    index.executemany("INSERT OR IGNORE INTO articles VALUES (?, ?, ?, ?, 0, 0, ?, ?, ?)", _articles(number, run))
    for start, line in run.lines(REVISIONS):
        record = json.loads(line)
        place = (number, REVISIONS, start, row_key(record["id"]))
        index.execute("UPDATE articles SET run = ?, file = ?, start = ?, gone = 0 WHERE id = ?", place)
    for visit in run.objects(REVISITS):
        _add_visit(index, visit)
    for removal in run.objects(REMOVALS):
        # A run may be killed between this line and that of the visit.
        found = (_day_of(removal["found_at"]), row_key(removal["id"]))
        index.execute("UPDATE articles SET gone = 1, checked = ? WHERE id = ? AND gone = 0", found)
    _add_columns(index, run, report)
    _add_troubles(index, run, _day_of(run.manifest["finished_at"]))


def _articles(number: int, run: Run) -> Iterator[tuple[bytes, int, int, int, int, str, int]]:
    count = 0
    for start, line in run.lines(ARTICLES):
        count += 1
        record = json.loads(line)
        fetched = datetime.fromisoformat(record["fetched_at"])
        day = fetched.astimezone(BEIJING).date().toordinal()
        # A day that hasn't come yet is a misprint.
        published = min(day, date.fromisoformat(record["date"]).toordinal()) if record["date"] else day
        yield row_key(record["id"]), published, day, int(fetched.timestamp()), number, ARTICLES, start
    if count != run.manifest["counts"]["articles"]:
        raise ValueError(f"{ARTICLES} holds {count} articles, the manifest says {run.manifest['counts']['articles']}")


def _add_visit(index: sqlite3.Connection, visit: dict[str, Any]) -> None:
    at = datetime.fromisoformat(visit["at"])
    day, key = _day_of(visit["at"]), row_key(visit["id"])
    if visit["outcome"] == "gone":
        index.execute("UPDATE articles SET gone = gone + 1, failed = 0, checked = ? WHERE id = ?", (day, key))
    elif visit["outcome"] == "failed":
        # Those that never answer must not be in the way of others that are looked at in turn; and wait for their own.
        index.execute(
            "UPDATE articles SET failed = failed + 1, checked = IIF(failed + 1 >= ?, ?, MAX(checked, ?)) WHERE id = ?",
            (_MOST_TRIES, day, day - _IN_TURN, key),
        )
    else:
        there = (day, int(at.timestamp()), key)
        index.execute("UPDATE articles SET gone = 0, failed = 0, checked = ?, seen = ? WHERE id = ?", there)


def _add_columns(index: sqlite3.Connection, run: Run, report: dict[str, Any]) -> None:
    """The columns that were closed: what they list, and where the next run may stop."""
    # A run that could not write may lack the line of a row that it has read.
    columns = [] if report["sample"] or report["verdict"] == "failed" else report["columns"]
    if report.get("full") and report["verdict"] == "complete":
        # What a full sweep's navigation doesn't lead to is no column any more.
        names = [column["column"] for column in columns]
        marks = ",".join("?" * len(names))
        index.execute(f"DELETE FROM columns WHERE name NOT IN ({marks})", names)  # noqa: S608 - question marks
    closed = {column["column"]: column for column in columns if column["ended"] in CLOSED}
    if not closed:
        return
    rows: dict[str, list[tuple[str, int]]] = {name: [] for name in closed}
    front: dict[str, dict[str, None]] = {name: {} for name in closed}
    for link in run.objects(LINKS):
        if link["page"] is None or link["column"] not in closed:
            continue
        row = link["from_id"] or link["id"] or plain_url(link["url"])
        rows[link["column"]].append((row, row_mark(link["list_title"], link["list_date"])))
        if link["page"] == 1:
            front[link["column"]][row] = None
    day = _day_of(run.manifest["finished_at"])
    for name, column in closed.items():
        index.execute("INSERT OR IGNORE INTO columns (name, url) VALUES (?, ?)", (name, column["url"]))
        told = (column["url"], column["declared_items"], json.dumps(list(front[name]), ensure_ascii=False), name)
        index.execute("UPDATE columns SET url = ?, items = ?, front = ? WHERE name = ?", told)
        (number,) = index.execute("SELECT number FROM columns WHERE name = ?", (name,)).fetchone()
        if column["ended"] == "walked":
            index.execute("UPDATE columns SET walked = ? WHERE number = ?", (day, number))
            index.execute("DELETE FROM listings WHERE column = ?", (number,))
        keys = ((number, row_key(row), mark) for row, mark in rows[name])
        index.executemany("INSERT OR REPLACE INTO listings VALUES (?, ?, ?)", keys)


def _add_troubles(index: sqlite3.Connection, run: Run, day: int) -> None:
    """The links that gave nothing, and those that no longer do."""
    troubled = {key for (key,) in index.execute("SELECT id FROM troubles")}
    for link in run.objects(LINKS):
        own = link["from_id"] or link["id"]
        if own is None:
            continue
        key, outcome, reason = row_key(own), link["outcome"], link["reason"]
        if outcome in {"written", "known", "repeated"}:
            if link["from_id"] is not None:
                index.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (key, row_key(link["id"])))
            if outcome != "repeated" and key in troubled:
                index.execute("DELETE FROM troubles WHERE id = ?", (key,))
        elif outcome == "failed" or (outcome == "dropped" and reason in GONE):
            asked = int(reason not in NOT_ASKED)
            told = (link["url"], link["column"], link["list_title"], link["list_date"])
            index.execute(
                "INSERT INTO troubles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " asks = IIF(outcome = excluded.outcome, asks, 0) + excluded.asks,"
                " first = IIF(outcome = excluded.outcome AND asks > 0, first, excluded.first),"
                " last = excluded.last, reason = excluded.reason, outcome = excluded.outcome",
                (key, outcome, reason, *told, asked, day, day),
            )


def _day_of(moment: str) -> int:
    return datetime.fromisoformat(moment).astimezone(BEIJING).date().toordinal()


def moment_of(seconds: int) -> str:
    """A time of the index as it stands in a record."""
    return (datetime.fromtimestamp(0, BEIJING) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
