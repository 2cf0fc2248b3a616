"""Keeps the store and the snapshot up to date, in a thread of its own, while pages are served."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from scrapy.settings import BaseSettings

from crawler import clock
from crawler.errors import LanmuError
from crawler.health.judge import judge
from crawler.spiders.site import Site
from crawler.web.snapshot import Snapshot, take
from crawler.web.store.store import NotReadyError, Store

logger = logging.getLogger(__name__)


class Keeper:
    """The pages' state: ``moment()`` is a connection to the store and the snapshot that was taken of the same moment.

    It closes the ``store``. Raises what :func:`judge` raises.
    """

    def __init__(self, store: Store, sites: Sequence[type[Site]], settings: BaseSettings) -> None:
        self.data_dir = store.data_dir
        self.sites = sites
        self._settings = settings
        self._store = store
        self._snapshots: dict[int, Snapshot] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def refresh(self, told: Callable[[str], None] | None = None) -> None:
        """Bring all up to date; ``told`` hears of each site that has been read."""
        with self._store.refreshed([str(site.name) for site in self.sites], told) as store:
            health = judge(self.data_dir, self.sites, clock.now(), self._settings)
            snapshot = take(store, health, self.sites)
            # Whoever began to read before this moment still needs the one before; so does everybody where what was
            # written can't be kept. One of this number is then of an earlier such try.
            before = max((number for number in self._snapshots if number < snapshot.generation), default=None)
            kept = {before: self._snapshots[before]} if before is not None else {}
            self._snapshots = kept | {snapshot.generation: snapshot}

    def start(self, seconds: float) -> None:
        """Refresh every so many seconds, until :meth:`close`."""
        self._thread = threading.Thread(target=self._keep, args=[seconds], daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it, and let another process write the store."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._store.close()

    @contextmanager
    def moment(self) -> Iterator[tuple[sqlite3.Connection, Snapshot]]:
        """The store and the snapshot of one moment.

        Raises :class:`NotReadyError` where there are none, as the store has been deleted and is being made anew.
        """
        with self._store.reader() as store:
            try:
                (generation,) = store.execute("SELECT number FROM generation").fetchone()
                snapshot = self._snapshots[generation]
            except (sqlite3.OperationalError, KeyError):
                raise NotReadyError from None
            yield store, snapshot

    def reader(self) -> AbstractContextManager[sqlite3.Connection]:
        """The store alone, for whoever reads for longer than a page takes."""
        return self._store.reader()

    def _keep(self, seconds: float) -> None:
        while not self._stop.wait(seconds):
            try:
                self.refresh()
            except (LanmuError, sqlite3.Error) as error:
                # The pages stay as they were, and say of when they are.
                logger.warning("the pages can't be brought up to date: %s", error)
            except Exception:  # a thread that ends would leave the pages as they are for ever
                logger.exception("the pages can't be brought up to date: a defect, please report it")
