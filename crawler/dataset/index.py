"""The index of a site's dataset: SQLite in ``data/<site>/cache/``, brought up to date from the runs when it is opened.

It holds nothing that the runs don't say. Where it doesn't fit them (another version, a run gone, a damaged file) it is
made anew; deleting it costs time only.
"""

import contextlib
import os
import sqlite3
from importlib import resources
from pathlib import Path

from crawler.dataset.digest import add_run
from crawler.dataset.runs import Run
from crawler.errors import LanmuError
from crawler.exporters.lines import PART

CACHE = "cache"
_NAME = "index.sqlite"
_VERSION = 8


def open_index(site_folder: Path, runs: list[Run]) -> sqlite3.Connection:
    """The index of ``runs`` (all finished ones, oldest first), to be read.

    Raises :class:`LanmuError` for a run that can't be read, or a cache folder that can't be written.
    """
    path = site_folder / CACHE / _NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        index = _opened(path, runs)
        if index is None:
            _rebuild(path, runs)
            index = _opened(path, runs)
    except (sqlite3.Error, OSError) as error:
        raise LanmuError(f"cannot write the index {path}: {error}; free space there or delete {path.parent}") from None
    if index is None:
        raise LanmuError(f"the index {path} does not fit the runs it was just made of; is another crawl going on?")
    return index


def _opened(path: Path, runs: list[Run]) -> sqlite3.Connection | None:
    """The index at ``path`` with what it lacks added; None if it isn't one of these runs."""
    if not path.exists():
        return None
    index = sqlite3.connect(path, isolation_level=None)
    try:
        held = index.execute("SELECT key FROM runs ORDER BY number").fetchall()
        fits = index.execute("PRAGMA user_version").fetchone() == (_VERSION,)
        if fits and held == [(run.key,) for run in runs[: len(held)]]:
            _add(index, runs, len(held))
            return index
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
            index.close()
            raise
    index.close()
    return None


def _rebuild(path: Path, runs: list[Run]) -> None:
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    path.with_name(path.name + "-journal").unlink(missing_ok=True)
    index = sqlite3.connect(part, isolation_level=None)
    with contextlib.closing(index):
        # The file gets its name when it is whole, so nothing has to be undone; ids come in no order, so room helps.
        index.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
        index.executescript((resources.files("crawler.dataset") / "index.sql").read_text(encoding="utf-8"))
        index.execute(f"PRAGMA user_version = {_VERSION}")
        _add(index, runs, 0)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(path)


def _add(index: sqlite3.Connection, runs: list[Run], first: int) -> None:
    """Add the runs from number ``first`` on, all or none."""
    if first == len(runs):
        return
    index.execute("BEGIN")
    try:
        for number, run in enumerate(runs[first:], first):
            try:
                add_run(index, number, run)
            except (OSError, ValueError, KeyError, TypeError) as error:
                what = f"{type(error).__name__}: {error}"
                raise LanmuError(
                    f"{run.folder} is damaged (run {run.name}, {what}); restore it or move it away"
                ) from None
        index.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            index.execute("ROLLBACK")
        index.close()
        raise
