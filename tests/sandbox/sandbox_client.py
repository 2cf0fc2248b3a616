"""A plain client of a running sandbox: no library between the test and what comes over the wire."""

import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Record = dict[str, Any]
# Generous: a slow machine is no fault.
TIMEOUT = 30


@dataclass(frozen=True)
class Answer:
    """What came back, as it came; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Record:
        found: Record = json.loads(self.body)
        return found


def ask(
    homepage: str, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, timeout: float = TIMEOUT
) -> Answer:
    """One request on a connection of its own; redirections are not followed."""
    parts = urlsplit(homepage)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def connected(homepage: str, path: str) -> socket.socket:
    """A connection on which a request has been sent and nothing read."""
    parts = urlsplit(homepage)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: probe\r\n\r\n".encode())
    return connection


def path_of(url: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def of_kind(truth: list[Record], kind: str) -> list[Record]:
    return [line for line in truth if line["kind"] == kind]
