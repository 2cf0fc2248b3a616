"""A sandbox site for a benchmark: served in a process of its own, changed by request, its log read."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

# The benchmarks crawl the sandbox.
from crawler.sandbox.process import running_sandbox  # noqa: TID251

Line = dict[str, Any]
_ANSWER_IN = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is being served; ``log`` is a file of JSON lines, one a request."""

    home: str
    log: Path

    def requests(self, start: int = 0) -> list[Line]:
        """What was requested so far, from byte ``start`` of the log on."""
        with self.log.open("rb") as lines:
            lines.seek(start)
            return [json.loads(line) for line in lines if line.endswith(b"\n")]

    def logged(self) -> int:
        """How many bytes the log has by now."""
        return self.log.stat().st_size

    def truth(self) -> list[Line]:
        """What a crawl should find now."""
        return [json.loads(line) for line in self._ask("GET", "truth").splitlines()]

    def change(self, action: str, **sent: object) -> list[Line]:
        """Publish, edit, delete, restore or move; returns the articles that changed (``url``, ``column``, …)."""
        done: list[Line] = json.loads(self._ask("POST", action, urlencode(sent)))["articles"]
        return done

    def _ask(self, method: str, name: str, body: str = "") -> str:
        parts = urlsplit(self.home)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=_ANSWER_IN)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, f"/__sandbox__/{name}", body or None, form if body else {})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 200:
            raise SystemExit(f"the sandbox refuses {name} {body}: {text}")
        return text


@contextmanager
def served(log: Path, *options: str) -> Iterator[Served]:
    """Serve a site with ``options`` of ``lanmu sandbox``, its log in the file ``log``."""
    with running_sandbox("--log", str(log), *options) as home:
        yield Served(home, log)
