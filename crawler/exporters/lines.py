"""JSON lines that survive anything: each line is flushed as it is written, the file gets its name when it is whole."""

import json
import os
from pathlib import Path
from typing import Any

PART = ".part"


class LinesFile:
    """A JSON-lines file under the name ``*.part`` until :meth:`close` renames it. UTF-8, Chinese as itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._part = path.with_name(path.name + PART)
        # Unbuffered: one write call a line, so a killed process leaves whole lines and at most one cut one.
        self._file = self._part.open("xb", buffering=0)

    def write(self, line: dict[str, Any]) -> None:
        """Raises :class:`OSError` if the line could not be written whole: the disk is full."""
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if self._file.write(data) != len(data):
            raise OSError(f"{self._part} could not be written whole; is the disk full?")
        self.count += 1

    def close(self) -> None:
        """Sync to the disk and give the file its name."""
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self.path)
