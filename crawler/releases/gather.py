"""What the runs of some sites hold, gathered into a database on disk: every text, every removal, every listed row.

Texts stay where they are; the database knows where each stands. So a release takes as much memory for a million
articles as for a thousand.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from crawler.dataset.runs import Run
from crawler.errors import LanmuError
from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REVISIONS
from crawler.project import shown

# What may happen to an article in a run, in the order in which a run believes it.
KINDS = (REMOVALS, ARTICLES, REVISIONS)

_EVENTS = pa.schema(
    [
        ("site", pa.string()),
        ("run", pa.int32()),  # its place in the list of all runs
        ("kind", pa.int8()),  # its place in KINDS
        ("start", pa.int64()),  # byte in the run's part of the file
        ("id", pa.string()),
        ("url", pa.string()),
        ("column", pa.string()),
        ("date", pa.string()),
        ("fetched_at", pa.string()),
    ]
)
_ROWS = pa.schema(
    [
        ("site", pa.string()),
        ("run", pa.int32()),
        ("line", pa.int64()),
        *((name, pa.string()) for name in ("column", "id", "url", "list_title", "list_date")),
        *((name, pa.int32()) for name in ("page", "position")),
        *((name, pa.string()) for name in ("outcome", "reason", "from_id")),
    ]
)
_BATCH = 10_000
_MEMORY = "300MB"


@dataclass(frozen=True, slots=True)
class SiteRuns:
    """A site and its finished runs, oldest first."""

    site: str
    runs: Sequence[Run]


def database(work: Path) -> duckdb.DuckDBPyConnection:
    """A database in the folder ``work`` that takes disk rather than memory."""
    if "?" in str(work):
        # To DuckDB, options of the database begin there.
        raise LanmuError(f"{shown(work.parent)}: a folder with ? in its name can't be worked in; rename it")
    store = duckdb.connect(str(work / "gathered.duckdb"))
    for setting, value in (("memory_limit", _MEMORY), ("temp_directory", str(work / "spilled")), ("threads", "2")):
        store.execute(f"SET {setting} = ?", [value])
    return store


def gather(store: duckdb.DuckDBPyConnection, sites: Sequence[SiteRuns]) -> list[Run]:
    """Read all lines of all runs into the tables ``events`` and ``rows``; returns the runs they number.

    Raises :class:`LanmuError` for a run that isn't to the byte what its manifest says.
    """
    runs = [(one.site, run) for one in sites for run in one.runs]
    _fill(store, "events", _EVENTS, chain.from_iterable(_read(_events, *run, n) for n, run in enumerate(runs)))
    _fill(store, "rows", _ROWS, chain.from_iterable(_read(_rows, *run, n) for n, run in enumerate(runs)))
    return [run for _, run in runs]


def _read(
    read: Callable[[str, Run, int], Iterator[dict[str, Any]]], site: str, run: Run, number: int
) -> Iterator[dict[str, Any]]:
    try:
        yield from read(site, run, number)
    except FileNotFoundError:
        raise LanmuError(f"{shown(run.folder)} has gone while it was read (folded?); release {site} again") from None
    except (ValueError, KeyError, TypeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LanmuError(f"run {run.name} in {shown(run.folder)} is damaged ({what}); restore it") from None


def _lines(run: Run, file: str) -> Iterator[tuple[int, bytes]]:
    """The lines of one of the run's files; raises :class:`ValueError` where it isn't what its manifest says."""
    digest = hashlib.sha256()
    for start, line in run.lines(file):
        digest.update(line)
        yield start, line
    if file in run.manifest["files"] and digest.hexdigest() != run.manifest["files"][file]["sha256"]:
        raise ValueError(f"{file} is not what its manifest says")


def _events(site: str, run: Run, number: int) -> Iterator[dict[str, Any]]:
    for kind, file in enumerate(KINDS):
        for start, line in _lines(run, file):
            told = json.loads(line)
            # Of a removal, the time is that of nothing that is released.
            own = {"site": site, "run": number, "kind": kind, "start": start, "fetched_at": told.get("fetched_at")}
            yield own | {name: told[name] for name in ("id", "url", "column", "date")}


def _rows(site: str, run: Run, number: int) -> Iterator[dict[str, Any]]:
    for place, (_, line) in enumerate(_lines(run, LINKS)):
        yield {"site": site, "run": number, "line": place, **json.loads(line)}


def _fill(store: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, rows: Iterator[Mapping[str, Any]]) -> None:
    store.register("incoming", schema.empty_table())
    store.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")  # noqa: S608 (our own names)
    while some := list(islice(rows, _BATCH)):
        columns = {name: [row[name] for row in some] for name in schema.names}
        store.register("incoming", pa.table(columns, schema=schema))
        store.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608
    store.unregister("incoming")
