"""A site's runs into the store: those that are new, or all anew where one has gone."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from crawler.dataset.runs import Run, whole_runs_in
from crawler.errors import LanmuError
from crawler.exporters.run_folder import RUNS, place_of
from crawler.web.store.add_run import SiteWriter, unpacked
from crawler.web.store.grams import grams
from crawler.web.store.stamps import Keys, read, stamps_of, written

# What reading it raises, and what SQLite says of lines that contradict each other or hold what no field may hold.
_DAMAGE = (
    *(OSError, ValueError, KeyError, TypeError, OverflowError, LanmuError),
    *(sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError),
)
_OF_COLUMNS = '"column" IN (SELECT number FROM columns WHERE site = :site)'


def bring_up(store: sqlite3.Connection, data_dir: Path, site: str) -> bool:
    """Add what runs of a site are new; returns whether anything is.

    A site whose runs can't be read stays as it was: they are just being folded, or damaged, which `lanmu health` tells.
    """
    stamps = stamps_of(data_dir, site)
    row = store.execute("SELECT number, stamps FROM sites WHERE name = ?", [site]).fetchone()
    number, kept = (row[0], read(row[1])) if row else (None, {})
    if row and {folder: stamp for folder, (stamp, _) in kept.items()} == stamps:
        return False
    same = {name: keys for name, (stamp, keys) in kept.items() if stamps.get(name) == stamp}
    had = {run: key for _, keys in kept.values() for run, key in keys.items()}
    folder = data_dir / site / RUNS
    store.execute("SAVEPOINT site")
    try:
        fresh = {name: whole_runs_in(folder / name) for name in stamps if name not in same}
        keys = same | {name: {run.name: run.key for run in runs} for name, runs in fresh.items()}
        new = _in_order(run for runs in fresh.values() for run in runs if run.name not in had)
        if number is not None and _to_be_made_anew(had, keys, new):
            forget(store, number)
            number = None
            new = _in_order(run for name in stamps for run in fresh.get(name) or whole_runs_in(folder / name))
        number = _site(store, site) if number is None else number
        writer = SiteWriter(store, number)
        for run in new:
            writer.add(run)
        rows = [(name, number, run.name) for name, runs in fresh.items() for run in runs]
        store.executemany("UPDATE runs SET folder = ? WHERE site = ? AND name = ?", rows)
        store.execute("UPDATE sites SET stamps = ? WHERE number = ?", [written(stamps, keys), number])
    except _DAMAGE:
        store.execute("ROLLBACK TO site")
        store.execute("RELEASE site")
        return False
    store.execute("RELEASE site")
    return True


def forget(store: sqlite3.Connection, site: int) -> None:
    """Take out all of a site, given its number."""
    held = "SELECT number, line FROM articles JOIN records ON article = number WHERE site = ?"
    for number, line in store.execute(held, [site]).fetchall():
        old = unpacked(line)
        words = [number, grams(old["title"] or ""), grams(old["body"])]
        store.execute("INSERT INTO texts (texts, rowid, title, body) VALUES ('delete', ?, ?, ?)", words)
    for what in (
        "records WHERE article IN (SELECT number FROM articles WHERE site = :site)",
        f"listings WHERE {_OF_COLUMNS}",
        f"walks WHERE {_OF_COLUMNS}",
        *(f"{table} WHERE site = :site" for table in ("changes", "articles", "runs", "columns")),
        "sites WHERE number = :site",
    ):
        store.execute(f"DELETE FROM {what}", {"site": site})  # noqa: S608 - of the names above


def _site(store: sqlite3.Connection, name: str) -> int:
    return int(store.execute("INSERT INTO sites VALUES (NULL, ?, '{}')", [name]).lastrowid or 0)


def _to_be_made_anew(had: dict[str, str], keys: Keys, new: list[Run]) -> bool:
    """Whether a run has gone, or one came that is older: what an article is follows from the order of all."""
    now = {run: key for runs in keys.values() for run, key in runs.items()}
    last = max(map(place_of, had), default=("", 0))
    return any(now.get(run) != key for run, key in had.items()) or (bool(new) and place_of(new[0].name) < last)


def _in_order(runs: Iterable[Run]) -> list[Run]:
    """Each run once, oldest first; one that has been folded may still lie in its own folder."""
    found = {run.name: run for run in runs}
    return sorted(found.values(), key=lambda run: place_of(run.name))
