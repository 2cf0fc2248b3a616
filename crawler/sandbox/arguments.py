"""The options of ``lanmu sandbox``: what was typed in, what it means or one clear line out."""

import contextlib
import difflib
import ipaddress
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from crawler.errors import LanmuError, UsageError

from .profile import Profile
from .sites import profiles

_SECONDS = re.compile(r"\d{1,4}(?:\.\d{1,6})?")
# Bytes: what a page of the sandbox has anyhow, and more than a real one has.
_SIZES = range(1_000, 1_000_001)


def profile_of(name: str) -> Profile:
    """The site of this name."""
    known = profiles()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        raise UsageError(
            f"--site {name}: there is no such site; {'near' if near else 'known'}: {', '.join(near or known)}"
        )
    return known[name]


def page_size(size: int | None) -> int:
    """The bytes of ``--page-size``; 0 without it."""
    if size is not None and size not in _SIZES:
        raise UsageError(f"--page-size {size}: give bytes from {_SIZES[0]} to {_SIZES[-1]}, like 43000")
    return size or 0


def seconds(option: str, text: str) -> float:
    """The seconds of an option."""
    if not _SECONDS.fullmatch(text):
        raise UsageError(f"{option} {text}: give seconds from 0 to 9999, like 0.5")
    return float(text)


def crawl_delay(text: str | None) -> str | None:
    """The delay as it was written, where it is one."""
    if text is not None:
        seconds("--crawl-delay", text)
    return text


def prefix(text: str) -> str:
    """The path prefix of a ``--disallow``."""
    if not text.startswith("/") or len(text.split()) != 1:
        raise UsageError(f"--disallow {text}: give the beginning of a path, like /dwjs/")
    return text


def listener(host: str, port: int) -> socket.socket:
    """A bound socket on loopback."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise UsageError(f"--host {host}: the sandbox serves on loopback only, for example 127.0.0.1")
    if not 0 <= port <= 65535:
        raise UsageError(f"--port {port}: a port lies between 0 and 65535")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise LanmuError(f"cannot listen on {host}:{port}: {error.strerror}; try another --port") from error


@contextlib.contextmanager
def opened_log(path: Path | None) -> Iterator[TextIO | None]:
    """The log opened for appending, if there is one."""
    if path is None:
        yield None
        return
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as error:
        raise LanmuError(f"cannot write the log {path}: {error.strerror}") from error
    with file:
        yield file
