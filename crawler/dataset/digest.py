"""One finished run into the index: its articles, revisits, columns and the links that gave nothing."""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from crawler.dataset.policy import GONE, NOT_ASKED, REDIRECTED_BEFORE, SHARED_REDIRECT
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
# Days; a site of which most is gone for longer is like that.
_LONGEST_OUTAGE = 7


def is_id(row: str) -> bool:
    """Whether what stands for a row is an article's id, and no address."""
    return ":" not in row


def row_key(row: str) -> bytes:
    """What the index holds of a row: an article's id, or the hash of an address."""
    return bytes.fromhex(row) if is_id(row) else hashlib.sha256(row.encode()).digest()[:10]


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
    _add_columns(index, run, report)
    # What this run has fetched needs no other look.
    index.execute("DELETE FROM doubtful WHERE id IN (SELECT id FROM articles WHERE run = ?)", (number,))
    for visit in run.objects(REVISITS):
        _add_visit(index, visit)
    for removal in run.objects(REMOVALS):
        # A run may be killed between this line and that of the visit.
        found = (_day_of(removal["found_at"]), row_key(removal["id"]))
        index.execute("UPDATE articles SET gone = 1, checked = ? WHERE id = ? AND gone = 0", found)
    _add_troubles(index, run, _day_of(run.manifest["finished_at"]), outage=report.get("most_gone", False))


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
    if visit["outcome"] != "failed":
        index.execute("DELETE FROM doubtful WHERE id = ?", (key,))
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
    """The columns, and of those that were closed what they list and where the next run may stop."""
    # A run that could not write may lack the line of a row that it has read.
    if report["sample"] or report["verdict"] == "failed":
        return
    columns = {column["column"]: column for column in report["columns"] if column["ended"] != "single_page"}
    if report.get("full") and columns:
        # What a full sweep's navigation doesn't lead to is no column any more.
        held = index.execute("SELECT number, name FROM columns").fetchall()
        for number in (number for number, name in held if name not in columns):
            index.execute("DELETE FROM columns WHERE number = ?", (number,))
            index.execute("DELETE FROM listings WHERE column = ?", (number,))
    index.executemany(
        "INSERT INTO columns (name, url) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET url = excluded.url",
        [(name, column["url"]) for name, column in columns.items()],
    )
    closed = {name: column for name, column in columns.items() if column["ended"] in CLOSED}
    rows: dict[str, list[tuple[bytes, int]]] = {name: [] for name in closed}
    front: dict[str, dict[str, None]] = {name: {} for name in closed}
    for link in run.objects(LINKS) if closed else ():
        if link["page"] is not None and link["column"] in closed:
            row = link["from_id"] or link["id"] or plain_url(link["url"])
            rows[link["column"]].append((row_key(row), row_mark(link["list_title"], link["list_date"])))
            if link["page"] == 1:
                front[link["column"]][row] = None
    day = _day_of(run.manifest["finished_at"])
    for name, column in closed.items():
        (number,) = index.execute("SELECT number FROM columns WHERE name = ?", (name,)).fetchone()
        told = (column["declared_items"], json.dumps(list(front[name]), ensure_ascii=False), number)
        index.execute("UPDATE columns SET items = ?, front = ? WHERE number = ?", told)
        _add_listings(index, number, rows[name], whole=column["ended"] == "walked")
        if column["ended"] == "walked":
            index.execute("UPDATE columns SET walked = ? WHERE number = ?", (day, number))


def _add_listings(index: sqlite3.Connection, column: int, rows: list[tuple[bytes, int]], *, whole: bool) -> None:
    """What a column lists. Articles are doubtful whose rows have other words, or are gone from a ``whole`` list."""
    doubtful = set()
    for row, mark in rows:
        # Row by row: a column may list a hundred times more than a run has read.
        marks = index.execute("SELECT mark FROM listings WHERE column = ? AND row = ?", (column, row)).fetchall()
        if marks and (mark,) not in marks:
            doubtful.add(row)
    if whole:
        doubtful |= {
            row for (row,) in index.execute("SELECT row FROM listings WHERE column = ?", (column,))
        }.difference(row for row, _ in rows)
        index.execute("DELETE FROM listings WHERE column = ?", (column,))
    index.executemany("INSERT OR IGNORE INTO listings VALUES (?, ?, ?)", ((column, row, mark) for row, mark in rows))
    index.executemany("INSERT OR IGNORE INTO doubtful VALUES (?)", ((row,) for row in doubtful))


def _add_troubles(index: sqlite3.Connection, run: Run, day: int, *, outage: bool) -> None:
    """The links that gave nothing, and those that no longer do; the addresses that lead to another article.

    In an ``outage`` most were gone: that says nothing of any of them.
    """
    troubled = {key for (key,) in index.execute("SELECT id FROM troubles")}
    led: dict[bytes, bytes] = {}
    at_random = False
    for link in run.objects(LINKS):
        own = link["from_id"] or link["id"]
        if own is None:
            continue
        key, outcome, reason = row_key(own), link["outcome"], link["reason"]
        if outcome in {"written", "known", "repeated"}:
            if link["from_id"] is not None and reason != REDIRECTED_BEFORE:
                led[key] = row_key(link["id"])
            if outcome != "repeated" and key in troubled:
                index.execute("DELETE FROM troubles WHERE id = ?", (key,))
        elif outcome == "failed" or (outcome == "dropped" and reason in GONE):
            at_random = at_random or reason == SHARED_REDIRECT
            told = (link["url"], link["column"], link["list_title"], link["list_date"])
            asked = reason not in NOT_ASKED and not (outage and outcome == "dropped" and not _is_old(index, key, day))
            _add_trouble(index, (key, outcome, reason, *told), day, asked=asked)
    # Where a site sent many addresses to one, none of them says what it stands for.
    if not at_random:
        aliases = ((key, target, day) for key, target in led.items())
        index.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", aliases)


def _is_old(index: sqlite3.Connection, key: bytes, day: int) -> bool:
    """Whether a link has been gone for so long that no outage explains it."""
    row = index.execute("SELECT first FROM troubles WHERE id = ? AND outcome = 'dropped'", (key,)).fetchone()
    return row is not None and day - row[0] >= _LONGEST_OUTAGE


def _add_trouble(index: sqlite3.Connection, trouble: tuple[Any, ...], day: int, *, asked: bool) -> None:
    """Count a try, if it was one: ``asks``, ``first`` and ``last`` are of tries that ended the same way in a row."""
    index.execute(
        "INSERT INTO troubles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " asks = IIF(outcome = excluded.outcome, asks, 0) + excluded.asks,"
        " first = IIF(outcome = excluded.outcome AND (asks > 0 OR outcome = 'dropped'), first, excluded.first),"
        " last = IIF(excluded.asks > 0, excluded.last, last), outcome = excluded.outcome,"
        " reason = IIF(excluded.asks > 0, excluded.reason, reason)",
        (*trouble, int(asked), day, day),
    )


def _day_of(moment: str) -> int:
    return datetime.fromisoformat(moment).astimezone(BEIJING).date().toordinal()


def moment_of(seconds: int) -> str:
    """A time of the index as it stands in a record."""
    return (datetime.fromtimestamp(0, BEIJING) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
