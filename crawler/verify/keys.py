"""What has been met before, kept on disk: ten bytes for each key, some 40 MB for a million."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

_ID = re.compile(r"[0-9a-f]{20}")
# Pages of the database held in memory, in KiB.
_CACHE = 32_768


class Keys:
    """Keys with the place each was met first, and a hash that may change; in a file of a folder of its own."""

    def __init__(self, work: Path) -> None:
        self._path = work / "keys.sqlite"
        self._path.unlink(missing_ok=True)
        self._file = sqlite3.connect(self._path, isolation_level=None)
        self._file.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE};"
            "CREATE TABLE keys (key BLOB PRIMARY KEY, place INTEGER, hash BLOB) WITHOUT ROWID; BEGIN"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._path.unlink()

    def add(self, key: bytes, place: int, digest: str = "") -> int | None:
        """Note a key; returns the place where it was met before, if it was."""
        told = (key, place, _bytes_of(digest))
        if self._file.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", told).rowcount:
            return None
        (before,) = self._file.execute("SELECT place FROM keys WHERE key = ?", (key,)).fetchone()
        return int(before)

    def place(self, key: bytes) -> int | None:
        """Where a key was met, if it was."""
        found = self._file.execute("SELECT place FROM keys WHERE key = ?", (key,)).fetchone()
        return None if found is None else int(found[0])

    def replace(self, key: bytes, digest: str, previous: str) -> bool:
        """Give a key another hash; False where it hasn't had the ``previous`` one, which is as good as None."""
        found = self._file.execute("SELECT hash FROM keys WHERE key = ?", (key,)).fetchone()
        self._file.execute("UPDATE keys SET hash = ? WHERE key = ?", (_bytes_of(digest), key))
        return found is not None and bool(found[0] == _bytes_of(previous))


def is_id(text: object) -> bool:
    """Whether something has the form of an article's id."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def key_of(parts: Iterable[object]) -> bytes:
    """The key of some values: of an article's id alone its bytes, else a hash of as many."""
    values = tuple(parts)
    if len(values) == 1 and is_id(values[0]):
        return bytes.fromhex(str(values[0]))
    return hashlib.blake2b(repr(values).encode(), digest_size=10).digest()


def _bytes_of(digest: str) -> bytes:
    """The first of a SHA-256 are enough to tell two texts apart."""
    return digest[:20].encode()
