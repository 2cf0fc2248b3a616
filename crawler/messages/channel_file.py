"""Which channels there are: ``data/channels.toml`` and the setting MESSAGE_CHANNELS. No error repeats an address."""

import math
import re
import stat
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from scrapy.settings import BaseSettings

from crawler.crawl_window import seconds_left
from crawler.errors import UsageError
from crawler.health.finding import LANGUAGES, Language
from crawler.messages.addresses import sender
from crawler.messages.channel import Channel
from crawler.page.dates import BEIJING
from crawler.project import shown

CHANNELS = "channels.toml"
_SHARED = ("language", "quiet_hours", "digest")
_KEYS = ("url", "robot", "secret", "sites", "provinces", *_SHARED)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def channels(data_dir: Path, settings: BaseSettings) -> list[Channel]:
    """The channels in the order they are written, those of the setting last.

    Raises :class:`UsageError` for what can't be meant, :class:`LanmuError` where a package is missing.
    """
    path = data_dir / CHANNELS
    file, seconds = _read(path), _seconds(settings)
    shared = {"language": str(settings["LANGUAGE"]), "quiet_hours": str(settings["QUIET_HOURS"] or "")}
    top = {key: value for key, value in file.items() if not isinstance(value, dict)}
    for key in top:
        if key not in _SHARED:
            hint = f"put it below the [name] of a channel; for all channels there are: {', '.join(_SHARED)}"
            raise UsageError(f"{shown(path)}: {key} is not known before the first channel; {hint}")
    found = {
        name: _channel(f"{shown(path)}: channel {name!r}", name, shared | top | entry, seconds)
        for name, entry in file.items()
        if isinstance(entry, dict)
    }
    for name, value in _setting(settings).items():
        entry = value if isinstance(value, Mapping) else {"url": value}
        found[name] = _channel(f"MESSAGE_CHANNELS: channel {name!r}", name, shared | dict(entry), seconds)
    return list(found.values())


def channel_names(data_dir: Path, settings: BaseSettings) -> list[str]:
    """The names alone, whatever the channels are."""
    file = _read(data_dir / CHANNELS)
    return [*(name for name, entry in file.items() if isinstance(entry, dict)), *_setting(settings)]


def open_to_others(data_dir: Path) -> bool:
    """Whether the file is there and any user of this machine may read it."""
    path = data_dir / CHANNELS
    return path.exists() and bool(path.stat().st_mode & stat.S_IROTH)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"cannot read {shown(path)}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"cannot read {shown(path)}: it is no UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        # Of the error only the place: its words may quote the file.
        place = re.search(r"\(at .*\)$", str(error))
        where = f" {place[0]}" if place else ""
        raise UsageError(f"{shown(path)} is no TOML{where}; mend it, as docs/messages.md shows") from None


def _setting(settings: BaseSettings) -> dict[str, Any]:
    try:
        return dict(settings.getdict("MESSAGE_CHANNELS"))
    except (ValueError, TypeError):
        hint = """write it as {"NAME": "ADDRESS"}"""
        raise UsageError(f"MESSAGE_CHANNELS is no table of channels by name; {hint}") from None


def _seconds(settings: BaseSettings) -> float:
    try:
        seconds = settings.getfloat("MESSAGE_TIMEOUT")
    except (ValueError, TypeError):
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise UsageError(f"MESSAGE_TIMEOUT {settings['MESSAGE_TIMEOUT']!r} is no number of seconds; give one, like 20")
    return seconds


def _channel(what: str, name: str, entry: Mapping[str, Any], seconds: float) -> Channel:
    for key, value in entry.items():
        if key not in _KEYS:
            raise UsageError(f"{what} has {key!r}, which is not known; there are: {', '.join(_KEYS)}")
        listed = key in {"sites", "provinces"}
        if listed and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise UsageError(f'{what}: write {key} as ["NAME", …]')
        if not listed and not isinstance(value, str):
            raise UsageError(f"{what}: write {key} as text in quotes")
    if not name.strip() or not name.isprintable():
        raise UsageError(f"{what}: a channel needs a name of one line")
    if not entry.get("url"):
        raise UsageError(f'{what} has no address; add url = "…"')
    if entry["language"] not in LANGUAGES:
        raise UsageError(f"{what}: language {entry['language']!r} is not known; there are: {', '.join(LANGUAGES)}")
    digest = entry.get("digest", "")
    if digest and not _TIME.fullmatch(digest):
        raise UsageError(f"{what}: digest {digest!r} is no time; write it as 08:30")
    _check_quiet_hours(what, entry["quiet_hours"])
    return Channel(
        name=name,
        sender=sender(what, entry["url"].strip(), entry.get("robot", ""), entry.get("secret", "")),
        language=cast("Language", entry["language"]),
        sites=tuple(entry.get("sites", ())),
        provinces=tuple(entry.get("provinces", ())),
        quiet_hours=entry["quiet_hours"],
        digest=digest,
        seconds=seconds,
    )


def _check_quiet_hours(what: str, hours: str) -> None:
    """Raise :class:`UsageError` for what are no hours, or all of them."""
    try:
        left = seconds_left(hours, datetime(2026, 1, 1, tzinfo=BEIJING)) if hours else 0
    except UsageError:
        left = -1.0
    if left < 0 or left == math.inf:
        raise UsageError(f"{what}: quiet_hours {hours!r} are none; write them as 22:00-07:00")
