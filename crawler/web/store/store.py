"""The store: opened, brought up to date from the runs, read.

One process writes at a time; whoever reads sees the state of one moment (SQLite's write-ahead log), never half a run.
"""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path

from crawler.errors import LanmuError, NotNowError
from crawler.project import shown
from crawler.web.store.bring_up import bring_up, forget

# Beside the sites' folders; hidden, so that it is taken for no site.
FOLDER = ".web"
_NAME, _LOCK = "pages.sqlite", "pages.lock"
_VERSION = 1
_CACHE_KIB = 32_768


class NotReadyError(Exception):
    """There is no store that could be read: it has been deleted while it was served, and is being made anew."""


def path_in(data_dir: Path) -> Path:
    """Where the store of a data folder is."""
    return data_dir / FOLDER / _NAME


class Store:
    """``data/.web/pages.sqlite``, or at ``path``; deleting it costs the time to read all runs again.

    Raises :class:`LanmuError` where it can't be written, :class:`NotNowError` where another process writes it.
    """

    def __init__(self, data_dir: Path, path: Path | None = None) -> None:
        self.data_dir = data_dir
        self.path = path or path_in(data_dir)
        self._lock = self._locked()
        self._writer = self._opened()
        self._inode = _inode(self.path)
        self._generation = 0

    def close(self) -> None:
        """Let another process write it."""
        self._writer.close()
        os.close(self._lock)

    def _reopen(self) -> None:
        """Make it anew where somebody has deleted it: what is written to a deleted file nobody reads."""
        if _inode(self.path) == self._inode:
            return
        self._writer.close()
        if _inode(self.path.with_name(_LOCK)) != os.fstat(self._lock).st_ino:
            lock = self._locked()
            os.close(self._lock)
            self._lock = lock
        self._writer = self._opened()
        self._inode = _inode(self.path)
        # A number that was no other state's, so that nobody takes it for one while it fills.
        self._writer.execute("UPDATE generation SET number = ?", [self._generation + 1])

    @contextlib.contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the state of one moment, however long it is used; rows are :class:`sqlite3.Row`.

        Raises :class:`NotReadyError` where the store has been deleted.
        """
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        try:
            connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        except sqlite3.OperationalError:
            if self.path.exists():
                raise
            raise NotReadyError from None
        with contextlib.closing(connection):
            connection.row_factory = sqlite3.Row
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("BEGIN")
            yield connection

    @contextlib.contextmanager
    def refreshed(
        self, sites: Iterable[str], told: Callable[[str], None] | None = None
    ) -> Iterator[sqlite3.Connection]:
        """Bring it up to date with the runs of these sites; what is read in the block is of the new state.

        Readers see it when the block has ended. With ``told``, which hears of each site, what has been read stays when
        the rest is broken off. Raises :class:`LanmuError` where it can't be written.
        """
        names = list(sites)
        self._reopen()
        with self._transaction():
            for name, number in self._writer.execute("SELECT name, number FROM sites").fetchall():
                if name not in names:
                    forget(self._writer, number)
        if told is not None:
            for site in names:
                with self._transaction():
                    bring_up(self._writer, self.data_dir, site)
                told(site)
        with self._transaction():
            for site in names:
                bring_up(self._writer, self.data_dir, site)
            self._writer.execute("UPDATE generation SET number = number + 1")
            (self._generation,) = self._writer.execute("SELECT number FROM generation").fetchone()
            yield self._writer

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            yield
            self._writer.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._unwritable(error) from None
        finally:
            # SQLite itself ends a transaction that the disk has no room for.
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")

    def _locked(self) -> int:
        path = self.path.with_name(_LOCK)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LanmuError(f"cannot write {shown(path)}: {error.strerror}") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise NotNowError(
                f"the pages of {shown(self.data_dir)} are being served already, by another lanmu web; end that first"
            ) from None
        return lock

    def _unwritable(self, error: Exception) -> LanmuError:
        todo = "end what else has it open" if "locked" in str(error) else "free space there or delete it"
        return LanmuError(f"cannot write {shown(self.path)}: {error}; {todo}")

    def _opened(self) -> sqlite3.Connection:
        try:
            store = self._connected()
            if store is None:
                for ending in ("", "-wal", "-shm"):
                    self.path.with_name(_NAME + ending).unlink(missing_ok=True)
                store = self._connected()
        except (sqlite3.Error, OSError) as error:
            raise self._unwritable(error) from None
        if store is None:
            raise LanmuError(f"{shown(self.path)} can't be made; delete {shown(self.path.parent)}")
        return store

    def _connected(self) -> sqlite3.Connection | None:
        """The store as it is on disk, made where there is none; None where it is damaged, or of another version.

        Raises :class:`sqlite3.OperationalError` where it may be whole and only can't be opened: no room, no rights.
        """
        fresh = not self.path.exists()
        store = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            # What the store holds can be made again: after a power cut the last runs may be missing, no more.
            store.executescript(
                f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{_CACHE_KIB};"
            )
            if fresh:
                schema = (resources.files("crawler.web.store") / "schema.sql").read_text(encoding="utf-8")
                # In one piece: a process killed here leaves an empty file, which has no version.
                store.executescript(f"BEGIN; {schema} PRAGMA user_version = {_VERSION}; COMMIT;")
            if store.execute("PRAGMA user_version").fetchone() == (_VERSION,):
                store.execute("SELECT number FROM generation").fetchone()
                store.row_factory = sqlite3.Row
                return store
        except sqlite3.DatabaseError as error:
            # SQLITE_ERROR: a table that it should have and hasn't, a format that nobody knows.
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
                store.close()
                raise
        store.close()
        return None


def _inode(path: Path) -> int | None:
    """Which file it is; None where there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
