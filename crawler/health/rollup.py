"""One run's report rolled up into a site's history. Article lines are read only where a report lacks their numbers."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crawler.dataset.runs import Run
from crawler.exporters.run_folder import ARTICLES
from crawler.extensions.reading import Reading, readings
from crawler.health.history import MOST_DAYS, ColumnFacts, ColumnHistory, DayRead, RunFacts, SiteHistory, merged
from crawler.page.dates import BEIJING

# Scrapy's counts of rules, and what of them is about the fields that are judged.
_RULE = "field/"
_FIELDS = ("title/", "date/", "source/", "body/")


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
    for name, reading in read.items():
        if reading.rules:
            _add_reading(history, facts, name, reading)
    history.runs.append(facts)
    for column in history.columns.values():
        if column.facts and column.facts[-1].number == number and column.facts[-1].walked:
            column.last_day = facts.day


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
    column.facts.append(
        ColumnFacts(
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
    )
    if pages["walked"]:
        column.reads += 1
        column.last_checked = facts.finished


def _add_reading(history: SiteHistory, facts: RunFacts, name: str, reading: Reading) -> None:
    """Articles found in a column: by their own day, or that of the run where an earlier one would have found them."""
    column = _column(history, facts, name)
    count = sum(count for rule, count in reading.rules.items() if rule.startswith("title/"))
    earliest = column.last_day if column.last_day is not None else facts.day - MOST_DAYS
    for day, articles in reading.days.items():
        at = date.fromisoformat(day).toordinal()
        if at < earliest and column.last_day is None:
            continue  # older than what is kept
        # A date before the last run, or one to come, isn't the day it was put there.
        at = at if earliest <= at <= facts.day else facts.day
        column.posts[at] = column.posts.get(at, 0) + articles
    if undated := count - reading.days.total():
        column.posts[facts.day] = column.posts.get(facts.day, 0) + undated
    column.last_new = facts.finished
    if column.days and column.days[-1].day == facts.day:
        last = column.days.pop()
        rules, flags = merged([last.rules, reading.rules]), merged([last.flags, reading.flags])
        column.days.append(DayRead(facts.day, rules, flags))
    else:
        column.days.append(DayRead(facts.day, reading.rules, reading.flags))


def _reading(told: Mapping[str, Any]) -> Reading:
    return Reading(Counter(told["rules"]), Counter(told["flags"]), Counter(told["days"]))


def _beijing(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(BEIJING).isoformat(timespec="seconds")
