"""One run's report rolled up into a site's history. Article lines are read only where a report lacks their numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from crawler.dataset.runs import Run
from crawler.exporters.run_folder import ARTICLES
from crawler.extensions.reading import Reading, readings
from crawler.health.history import (
    MOST_DAYS,
    ColumnFacts,
    ColumnHistory,
    DayRead,
    RunFacts,
    SiteHistory,
    articles,
    iso,
    merged,
)
from crawler.page.dates import BEIJING

# Scrapy's counts of rules, and what of them is about the fields that are judged.
_RULE = "field/"
_FIELDS = ("title/", "date/", "source/", "body/")
# An article that was there for more days than this when it was found is of the archive. What was read is an archive's
# where a tenth of it is; once a column has been walked to its end, where it is so many: late news is none.
_LONG_AGO, _PART, _MANY = 30, 0.1, 20


def add_run(history: SiteHistory, run: Run) -> None:
    """Add a run that is newer than those in ``history``.

    Raises :class:`OSError`, :class:`ValueError`, :class:`KeyError` or :class:`TypeError` for a run that isn't whole.
    A sample isn't judged: it was never meant to be whole.
    """
    report = run.report()
    if report.get("sample"):
        return
    number = history.runs[-1].number + 1 if history.runs else 0
    read = {entry["column"]: _reading(entry["read"]) for entry in report["columns"] if "read" in entry}
    if len(read) < len(report["columns"]) or not report["columns"]:
        read = {name: reading for name, reading in readings(run.objects(ARTICLES)).items() if name is not None}
    facts = _run_facts(number, run, report)
    for entry in report["columns"]:
        _add_column(history, facts, entry)
    archived = 0
    for name, reading in read.items():
        if reading.rules:
            archived += _add_reading(history, facts, name, reading)
    history.runs.append(replace(facts, archive=archived > _PART * articles(facts.rules)))
    for column in history.columns.values():
        if column.facts and column.facts[-1].number == number and column.facts[-1].walked:
            column.last_day = facts.day
            column.walked |= column.facts[-1].ended == "walked"


def _run_facts(number: int, run: Run, report: Mapping[str, Any]) -> RunFacts:
    answers = sum(
        count for name, count in report.get("requests", {}).items() if name.startswith("response_status_count/")
    )
    rules = {
        name.removeprefix(_RULE): count
        for name, count in report.get("fields", {}).items()
        if name.removeprefix(_RULE).startswith(_FIELDS)
    }
    counts = run.manifest["counts"]
    return RunFacts(
        number=number,
        run=run.name,
        started=_beijing(report["started_at"]),
        finished=_beijing(report["finished_at"]),
        verdict=report["verdict"],
        ended=report["ended"],
        trouble=why_unread(report),
        answers=answers,
        latency=report.get("latency", 0.0),
        size=sum(file["bytes"] for file in run.manifest["files"].values()),
        new=counts["articles"],
        revised=counts["revisions"],
        removed=counts["removals"],
        rules=rules,
    )


def why_unread(report: Mapping[str, Any]) -> str | None:
    """Why no column could be read; None where one was, or the run was ended before it came to any."""
    columns = report["columns"]
    if any(entry["pages"]["walked"] for entry in columns):
        return None
    pages = Counter(page["reason"] for entry in columns for page in entry["pages"]["failed"])
    told: str | None = report.get("trouble") or (pages.most_common(1)[0][0] if pages else None)
    return told or ("unknown" if report["verdict"] == "failed" else None)


def _column(history: SiteHistory, facts: RunFacts, name: str) -> ColumnHistory:
    if name not in history.columns:
        history.columns[name] = ColumnHistory(name, facts.day, facts.number)
    return history.columns[name]


def _add_column(history: SiteHistory, facts: RunFacts, entry: Mapping[str, Any]) -> None:
    if entry["ended"] == "single_page":
        return
    column = _column(history, facts, entry["column"])
    pages, account = entry["pages"], entry["account"]
    one = ColumnFacts(
        number=facts.number,
        ended=entry["ended"],
        declared=pages["declared"],
        walked=pages["walked"],
        items=entry["declared_items"],
        listed=account["listed"],
        new=account["written"],
        page=pages["failed"][0]["page"] if pages["failed"] else None,
        pages=Counter(page["reason"] for page in pages["failed"]),
        links=account["failed"],
    )
    column.facts.append(one)
    if one.whole and one.items is not None:
        column.stated[facts.day] = one.items
    if one.whole and one.ended == "walked":
        column.rows[facts.day] = one.listed
    if pages["walked"]:
        column.reads += 1
        column.last_checked = facts.finished


def _add_reading(history: SiteHistory, facts: RunFacts, name: str, reading: Reading) -> int:
    """Articles found in a column: by their own day, or that of the run where an earlier one would have found them.

    Returns how many of them are an archive's.
    """
    column, count = _column(history, facts, name), articles(reading.rules)
    undated, newest = count - reading.days.total(), column.last_new or ""
    earliest = column.last_day if column.last_day is not None else facts.day - MOST_DAYS
    for day, found in reading.days.items():
        at = date.fromisoformat(day).toordinal()
        if at < earliest and column.last_day is None:
            newest = max(newest, day)
            continue  # older than what is kept
        # A date before the last run, or one to come, isn't the day it was put there.
        at = at if earliest <= at <= facts.day else facts.day
        column.posts[at] = column.posts.get(at, 0) + found
        newest = max(newest, iso(at))
    if undated:
        column.posts[facts.day] = column.posts.get(facts.day, 0) + undated
        newest = iso(facts.day)
    column.last_new = newest
    read = DayRead(facts.day, reading.rules, reading.flags, _is_archive(column, facts.day, reading))
    if column.days and (column.days[-1].day, column.days[-1].archive) == (read.day, read.archive):
        last = column.days.pop()
        read = replace(read, rules=merged([last.rules, read.rules]), flags=merged([last.flags, read.flags]))
    column.days.append(read)
    return count if read.archive else 0


def _is_archive(column: ColumnHistory, day: int, reading: Reading) -> bool:
    """Whether what a run has read is an archive, as a column's first runs bring: it may look different from today."""
    old = sum(count for at, count in reading.days.items() if date.fromisoformat(at).toordinal() < day - _LONG_AGO)
    return old >= (_MANY if column.walked else 1) and old >= _PART * reading.days.total()


def _reading(told: Mapping[str, Any]) -> Reading:
    return Reading(Counter(told["rules"]), Counter(told["flags"]), Counter(told["days"]))


def _beijing(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(BEIJING).isoformat(timespec="seconds")
