"""A store for whoever only writes pages once, while `lanmu web` may be serving the same data folder."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from crawler.errors import NotNowError
from crawler.web.store.store import Store, path_in


@contextlib.contextmanager
def store_beside(data_dir: Path) -> Iterator[Store]:
    """The store of a data folder; where another process writes it, a copy in a temporary folder. To be closed.

    A copy is brought up to date like any store: the other process may be of other sites, or behind by a minute. Raises
    what :class:`Store` raises, but for the other process.
    """
    with contextlib.ExitStack() as stack:
        try:
            store = Store(data_dir)
        except NotNowError:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lanmu-web-")))
            _copy(path_in(data_dir), folder)
            store = Store(data_dir, path_in(folder))
        yield store


def _copy(store: Path, folder: Path) -> None:
    """The state of one moment; where that can't be read, nothing: then all runs are read."""
    path = path_in(folder)
    path.parent.mkdir()
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(path)) as copy,
        ):
            source.backup(copy)
    except sqlite3.Error:
        path.unlink(missing_ok=True)
