"""What a run comes to: its accounts counted from what is on disk, and the report that is written of it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REVISIONS, REVISITS
from crawler.extensions.account import Account, Revisited
from crawler.extensions.column import Column
from crawler.extensions.reading import Reading, readings

# Of Scrapy's statistics, what a report tells.
_REQUESTS = ("downloader/request_count", "downloader/response_status_count", "downloader/exception")
LATENCY = "downloader/latency"  # seconds that the answers took to begin, in sum


def accounts_on_disk(
    folder: Path, columns: Mapping[str, Column]
) -> tuple[dict[str, Account], Account, dict[str | None, Reading]]:
    """The columns' accounts, that of the links asked for again (their lines name no page), the columns' readings.

    ``listed`` is as counted while walking, everything else from the lines that were written. A link counts as written
    only if its article's line is there.
    """
    written: set[str] = set()

    def records() -> Iterator[dict[str, Any]]:
        for record in _objects(folder / ARTICLES):
            written.add(record["id"])
            yield record

    read = readings(records())
    accounts = {name: Account(listed=column.listed) for name, column in columns.items()}
    again = Account()
    for link in _objects(folder / LINKS):
        if link["outcome"] == "written" and link["id"] not in written:
            continue
        account = again if link["page"] is None else accounts[link["column"]]
        account.count(link["outcome"], link["reason"])
    return accounts, again, read


def revisited_on_disk(folder: Path, asked: int) -> Revisited:
    """The account of the articles looked at again; one counts as revised only if its revision's line is there."""
    revised = {record["id"] for record in _objects(folder / REVISIONS)}
    account = Revisited(revisited=asked)
    for visit in _objects(folder / REVISITS):
        if visit["outcome"] != "revised" or visit["id"] in revised:
            account.count(visit["outcome"], visit["reason"])
    return account


def changes_on_disk(folder: Path) -> dict[str | None, dict[str, int]]:
    """By column how many articles were ``revised`` and how many ``removed``."""
    files = {"revised": folder / REVISIONS, "removed": folder / REMOVALS}
    counts = {name: Counter(line["column"] for line in _objects(path)) for name, path in files.items()}
    columns = set().union(*counts.values())
    return {column: {name: count[column] for name, count in counts.items()} for column in columns}


def column_entry(column: Column, account: Account, reading: Reading, changes: Mapping[str, int]) -> dict[str, Any]:
    """One column in the report."""
    return {
        "column": column.name,
        "url": column.url,
        "ended": column.ended,
        "pages": {"declared": column.declared, "walked": len(column.walked), "failed": column.failed},
        "declared_items": column.declared_items,
        "account": account.as_dict(),
        "revised": changes.get("revised", 0),
        "removed": changes.get("removed", 0),
        "read": reading.as_dict(),
    }


def statistics(stats: Mapping[str, Any]) -> dict[str, Any]:
    """How often each rule won, and what was requested, from Scrapy's statistics."""
    ordered = sorted(stats.items())
    return {
        "fields": {key: count for key, count in ordered if key.startswith("field/")},
        "requests": {key.removeprefix("downloader/"): count for key, count in ordered if key.startswith(_REQUESTS)},
        "latency": round(stats.get(LATENCY, 0.0), 3),
    }


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open("rb") as lines:
            for line in lines:
                yield json.loads(line)
