"""One crawl of a site at a time: a lock on ``data/<site>/lock`` that dies with its process."""

import fcntl
import os
import weakref
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler import clock
from crawler.errors import LanmuError, NotNowError, TooLongError
from crawler.page.dates import BEIJING

LOCK = "lock"
# What the file says of who has it: ``process 4711, since 2026-11-22 16:00:03 Beijing time``.
_SINCE = ", since "
_TIME = "%Y-%m-%d %H:%M:%S Beijing time"
# A crawl that takes longer than this holds up the one of the next day.
_LONG = timedelta(days=1)


class Lock:
    """Held from the start of a crawl until its run is sealed, or until nobody knows it any more.

    Raises :class:`NotNowError` where another crawl has it, :class:`TooLongError` where that has had it for more than a
    day, :class:`LanmuError` where it can't be had.
    """

    def __init__(self, data_dir: Path, site: str) -> None:
        path = data_dir / site / LOCK
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LanmuError(f"cannot write {path}: {error.strerror}") from None
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # For whoever finds it taken.
            os.ftruncate(self.file, 0)
            os.pwrite(self.file, f"process {os.getpid()}{_SINCE}{clock.now():{_TIME}}\n".encode(), 0)
        except BlockingIOError:
            holder = os.pread(self.file, 200, 0).decode("utf-8", "replace").strip()
            os.close(self.file)
            raise _taken(site, holder) from None
        except OSError as error:
            # A disk without room, or a file system of a network that knows no locks.
            os.close(self.file)
            raise LanmuError(
                f"cannot lock {path}: {error.strerror}; mend that, or take another data folder: -s DATA_DIR=FOLDER"
            ) from None
        # A crawl that fails while it is being started tells nobody, and its process may have others to do.
        self._close = weakref.finalize(self, os.close, self.file)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        lock = cls(Path(crawler.settings["DATA_DIR"]), str(crawler.spidercls.name))
        crawler.signals.connect(lock.release, signal=signals.engine_stopped)
        return lock

    def release(self) -> None:
        """Let the next crawl begin."""
        self._close()


def _taken(site: str, holder: str) -> LanmuError:
    """What to tell of a site's lock that another crawl has; ``holder`` is what the file says of it."""
    who = f" ({holder})" if holder else ""
    since = _since(holder)  # None: it has the lock, and hasn't written its line yet
    if since is not None and clock.now() - since > _LONG:
        return TooLongError(f"{site} is still being crawled{who}, for more than a day; look at that process")
    return NotNowError(f"{site} is being crawled already{who}; wait until that has ended")


def is_taken(data_dir: Path, site: str) -> bool:
    """Whether a crawl has the site's lock; True also where that can't be told. It is had for the moment of asking."""
    try:
        file = os.open(data_dir / site / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def last_taken(data_dir: Path, site: str) -> datetime | None:
    """When the site's lock was last taken, by whomever, ``+08:00``; None where that isn't known."""
    try:
        return _since((data_dir / site / LOCK).read_text(encoding="utf-8", errors="replace").strip())
    except OSError:
        return None


def _since(holder: str) -> datetime | None:
    try:
        return datetime.strptime(holder.partition(_SINCE)[2], _TIME).replace(tzinfo=BEIJING)
    except ValueError:
        return None
