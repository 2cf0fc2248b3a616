"""What somebody wants to hear no more of for a time: ``data/mutes.toml``, which people read, edit and keep notes in."""

import fcntl
import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawler.errors import LanmuError, UsageError
from crawler.exporters.lines import PART
from crawler.health.finding import KINDS, Finding, Mute
from crawler.health.near import hint
from crawler.page.dates import BEIJING
from crawler.project import shown

MUTES = "mutes.toml"
# What is no site's, and what is never one column's.
_MACHINES = frozenset({"disk", "clock", "channel"})
_SITES = frozenset({"not_run", "stopped", "slow", "site_file", "damaged"})
_KEYS = ("site", "column", "kind", "until", "reason", "by", "expected")
_HEAD = """\
# What nobody wants to hear of for a time: one [[mute]] each, written by `lanmu health --mute` or by hand.
# A mute without column or kind holds for all of the site; it ends with the day `until` (Beijing time).
"""


def read_mutes(data_dir: Path) -> list[Mute]:
    """The mutes of a data folder, over or not; raises :class:`UsageError` for a file or a mute that can't be meant."""
    path = data_dir / MUTES
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {shown(path)}: {getattr(error, 'strerror', None) or 'it is no UTF-8'}") from None
    return mutes_of(text, shown(path))


def mutes_of(text: str, path: str) -> list[Mute]:
    """The mutes of a file's ``text``; ``path`` names it in errors."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML: {error}; mend it, as docs/messages.md shows") from None
    entries = told.pop("mute", [])
    if told or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        odd = next(iter(told), "mute")
        raise UsageError(f"{path}: {odd!r} is not known here; each mute begins with a line [[mute]]")
    return [_mute(entry, path) for entry in entries]


def _mute(entry: Mapping[str, Any], path: str) -> Mute:
    site = entry.get("site")
    name = f"{site or ''}/{entry['column']}" if entry.get("column") else site
    what = f"{path}: the mute of {name or 'what?'}"
    for key, value in entry.items():
        if key not in _KEYS:
            raise UsageError(f"{what} has {key!r}, which is not known; there are: {', '.join(_KEYS)}")
        if key not in {"until", "expected"} and not isinstance(value, str):
            raise UsageError(f"{what}: write {key} as text in quotes, not {value!r}")
    if not site and not entry.get("kind"):
        raise UsageError(f'{what} names no site; add site = "NAME"')
    check_kind(what, site or "", entry.get("column") or None, entry.get("kind") or None)
    if not isinstance(entry.get("expected", False), bool):
        raise UsageError(f"{what}: expected is true or false, not {entry['expected']!r}")
    if entry.get("expected") and not entry.get("kind"):
        raise UsageError(f'{what}: whatever comes would be expected; add what is, like kind = "quiet"')
    if "until" not in entry:
        raise UsageError(f"{what} has no end; add until = 2026-12-01")
    for key, example in (("reason", "the site is being rebuilt"), ("by", "NAME")):
        if not entry.get(key):
            raise UsageError(f'{what} has no {key}; add {key} = "{example}"')
    return Mute(
        site=site or "",
        column=entry.get("column") or None,
        kind=entry.get("kind") or None,
        until=until_of(entry["until"], what),
        reason=entry["reason"],
        by=entry["by"],
        expected=entry.get("expected", False),
    )


def check_kind(what: str, site: str, column: str | None, kind: str | None) -> None:
    """Raise :class:`UsageError` for a kind that there is not, or not there; ``what`` says whose it is."""
    if kind is None:
        return
    if kind not in KINDS:
        raise UsageError(f"{what}: no finding is of kind {kind!r}{hint(kind, KINDS).en}")
    if not site and kind not in _MACHINES:
        raise UsageError(f"{what} names no site; without one there are: {', '.join(sorted(_MACHINES))}")
    if site and kind in _MACHINES:
        raise UsageError(f"{what}: {kind} is no site's; leave out {site}")
    if column is not None and (kind in _SITES or kind in {"disk", "clock"}):
        raise UsageError(f"{what}: {kind} is no column's; leave out {column}")


def until_of(value: object, what: str) -> str:
    """An ISO day or time, Beijing, of what TOML or a person makes of it."""
    read = value
    if isinstance(value, str):
        with suppress(ValueError):
            read = datetime.fromisoformat(value)
    if not isinstance(read, date):
        raise UsageError(f"{what}: until = {value!r} is no day; write it as 2026-12-01")
    if isinstance(value, str) and len(value) == len("2026-12-01"):
        return read.strftime("%Y-%m-%d")
    if not isinstance(read, datetime):
        return read.isoformat()
    try:
        return _beijing(read).isoformat(timespec="seconds")
    except OverflowError:
        raise UsageError(f"{what}: until = {value!r} is beyond all days; write it as 2026-12-01") from None


def _beijing(time: datetime) -> datetime:
    return time.astimezone(BEIJING) if time.tzinfo else time.replace(tzinfo=BEIJING)


def lasts(mute: Mute, now: datetime) -> bool:
    """Whether a mute has not ended yet; the day it names is its last."""
    if len(mute.until) == len("2026-12-01"):
        return f"{now.astimezone(BEIJING):%Y-%m-%d}" <= mute.until
    return now <= datetime.fromisoformat(mute.until)


def muted(findings: Iterable[Finding], mutes: Sequence[Mute], now: datetime) -> list[Finding]:
    """The same findings, each with the mute that holds for it ``now``: of several the one that ends last."""
    here = sorted((mute for mute in mutes if lasts(mute, now)), key=lambda mute: mute.until, reverse=True)
    return [replace(one, muted=next((mute for mute in here if holds(mute, one)), None)) for one in findings]


def holds(mute: Mute, finding: Finding) -> bool:
    """Whether a finding is one that a mute is of."""
    return mute.site == finding.site and mute.column in {None, finding.column} and mute.kind in {None, finding.kind}


def add_mute(data_dir: Path, mute: Mute) -> None:
    """Put a mute behind those there are; what people have written stays as it is, to the letter.

    Raises :class:`UsageError` where the file or the mute can't be meant, :class:`LanmuError` where it can't be written.
    """
    path = data_dir / MUTES
    with alone(data_dir):
        read_mutes(data_dir)  # so that a broken file is told as it is, not as it would be
        before = path.read_bytes().decode() if path.exists() else _HEAD
        text = f"{before}{'' if before.endswith(chr(10)) else chr(10)}\n{_entry(mute)}"
        mutes_of(text, shown(path))
        write_mutes(data_dir, text)


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Nobody else changes the mutes meanwhile; waits for who does. Raises :class:`LanmuError`."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        # The folder itself: the file is another one after each change.
        folder = os.open(data_dir, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise LanmuError(f"cannot write {shown(data_dir / MUTES)}: {error.strerror}") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def write_mutes(data_dir: Path, text: str) -> None:
    """Write the file, :func:`alone`; it is whole at any time. Raises :class:`LanmuError` where it can't be written."""
    path = data_dir / MUTES
    part = path.with_name(f"{MUTES}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise LanmuError(f"cannot write {shown(path)}: {error.strerror}") from None
    finally:
        # What can't be removed wasn't written either.
        with suppress(OSError):
            part.unlink(missing_ok=True)


def target_of(mute: Mute) -> str:
    """What a mute is of, as a call names it: ``SITE/COLUMN:KIND``."""
    return f"{mute.site}{f'/{mute.column}' if mute.column else ''}{f':{mute.kind}' if mute.kind else ''}"


def _entry(mute: Mute) -> str:
    """A mute in TOML; of strings without control characters JSON's way of writing is TOML's."""
    told = {"site": mute.site, "column": mute.column, "kind": mute.kind}
    lines = [f"{key} = {_text(value)}" for key, value in told.items() if value is not None]
    lines += [f"until = {mute.until}", f"reason = {_text(mute.reason)}", f"by = {_text(mute.by)}"]
    return "\n".join(["[[mute]]", *lines, *(["expected = true"] if mute.expected else []), ""])


def _text(value: str) -> str:
    if not value.isprintable():
        raise UsageError(f"{value!r} can't be written as one line; leave out line breaks and control characters")
    return json.dumps(value, ensure_ascii=False)
