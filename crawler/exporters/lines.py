"""JSON lines that survive anything: each line is flushed as it is written, the file gets its name when it is whole."""

import json
import os
from pathlib import Path
from typing import Any

PART = ".part"


class LinesFile:
    """A JSON-lines file under the name ``*.part`` until :meth:`close` renames it. UTF-8, Chinese as itself.

    ``when_needed``: there is no file until there is a line.
    """

    def __init__(self, path: Path, *, when_needed: bool = False) -> None:
        self.path = path
        self.count = 0
        self._part = path.with_name(path.name + PART)
        self._end = 0
        self._inode = 0
        self._file: int | None = None
        if not when_needed:
            self._open()

    def write(self, line: dict[str, Any]) -> None:
        """Raises :class:`OSError` if the line could not be written whole; then nothing of it is in the file."""
        file = self._open() if self._file is None else self._file
        # A file that has been deleted or moved away would take lines that nobody finds.
        if self._part.stat().st_ino != self._inode:
            raise FileNotFoundError(2, "the file has been replaced", str(self._part))
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        # One unbuffered call a line, so a killed process leaves whole lines and at most one cut one.
        try:
            written = os.write(file, data)
            if written != len(data):
                # A full disk takes a part, and says so only when asked again.
                written += os.write(file, data[written:])
        except OSError:
            os.ftruncate(file, self._end)
            raise
        if written != len(data):
            os.ftruncate(file, self._end)
            raise OSError(28, "no space left for a whole line", str(self._part))
        self._end += written
        self.count += 1

    def close(self) -> None:
        """Sync to the disk and give the file its name."""
        if self._file is not None:
            os.fsync(self._file)
            self.abandon()
            self._part.rename(self.path)

    def abandon(self) -> None:
        """Let go of the file as it is, under the name ``*.part``: the next run takes its lines over."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        self._file = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
        self._inode = os.fstat(self._file).st_ino
        return self._file
