"""An end for a mute before its time: its lines become a note in ``data/mutes.toml``, and all others stay."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from crawler.errors import LanmuError, UsageError
from crawler.health.finding import Mute
from crawler.health.mutes import MUTES, alone, lasts, mutes_of, read_mutes, target_of, write_mutes
from crawler.project import shown

_HEAD = re.compile(r"\s*\[\[\s*mute\s*\]\]")


def unmute(data_dir: Path, target: tuple[str, str | None, str | None], now: datetime) -> list[Mute]:
    """End the mutes that last of a site, a column and a kind (None: of any kind), and return them.

    Raises :class:`UsageError` where there is none, :class:`LanmuError` where the file can't be changed.
    """
    if not (data_dir / MUTES).exists():
        raise UsageError("no mute lasts")
    with alone(data_dir):
        return _unmuted(data_dir / MUTES, target, now)


def _unmuted(path: Path, target: tuple[str, str | None, str | None], now: datetime) -> list[Mute]:
    mutes = read_mutes(path.parent)
    site, column, kind = target
    ended = [
        number
        for number, one in enumerate(mutes)
        if lasts(one, now) and (one.site, one.column) == (site, column) and kind in {None, one.kind}
    ]
    if not ended:
        there = ", ".join(target_of(one) for one in mutes if lasts(one, now))
        raise UsageError(f"no such mute lasts; there are: {there}" if there else "no mute lasts")
    text = _without(path.read_bytes().decode(), ended, now)
    if mutes_of(text, shown(path)) != [one for number, one in enumerate(mutes) if number not in ended]:
        raise LanmuError(f"{shown(path)} is written in another way than lanmu does; take the mute out by hand")
    write_mutes(path.parent, text)
    return [mutes[number] for number in ended]


def _without(text: str, ended: Sequence[int], now: datetime) -> str:
    """The text with the mutes of these numbers as notes."""
    lines: list[str] = []
    for number, part in enumerate(_parts(text), -1):
        if number in ended:
            notes = (line if line.lstrip().startswith("#") or not line.strip() else f"# {line}" for line in part)
            lines += [f"# ended {now:%Y-%m-%d}\n", *notes]
        else:
            lines += part
    return "".join(lines)


def _parts(text: str) -> Iterator[list[str]]:
    """What comes before the first mute, then the lines of each."""
    part: list[str] = []
    for line in text.splitlines(keepends=True):
        if _HEAD.match(line):
            yield part
            part = []
        part.append(line)
    yield part
