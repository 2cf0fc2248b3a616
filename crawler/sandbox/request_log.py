"""The log of a site: one line of JSON for each request, written when it has been answered or given up."""

import contextlib
import dataclasses
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from aiohttp import web


@dataclass(slots=True)
class Entry:
    """One request; ``at`` and ``until`` are seconds since 1970, ``active`` counts the requests under way, itself too.

    ``status`` stays ``None`` where none was sent; ``fault`` names what went wrong on purpose.
    """

    at: float
    until: float
    method: str
    path: str
    status: int | None
    kind: str
    active: int
    agent: str
    conditional: bool
    fault: str | None


class RequestLog:
    """Counts the requests under way and writes a line for each to ``file``, if there is one."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self._active = 0

    @contextlib.contextmanager
    def entry(self, request: web.Request) -> Iterator[Entry]:
        """The entry of a request that has just come in; it is written when the block is left, however it is left."""
        self._active += 1
        now = time.time()
        headers = request.headers
        entry = Entry(
            at=now,
            until=now,
            method=request.method,
            path=request.raw_path,
            status=None,
            kind="none",
            active=self._active,
            agent=headers.get("User-Agent", ""),
            conditional="If-None-Match" in headers or "If-Modified-Since" in headers,
            fault=None,
        )
        try:
            yield entry
        finally:
            self._active -= 1
            entry.until = time.time()
            self._write(entry)

    def _write(self, entry: Entry) -> None:
        if self._file:
            self._file.write(f"{json.dumps(dataclasses.asdict(entry), ensure_ascii=False)}\n")
            self._file.flush()
