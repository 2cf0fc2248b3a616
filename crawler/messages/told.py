"""What was told to whom: ``data/health/told.json``. Losing it repeats one message a channel, and nothing else."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from crawler.errors import LanmuError, NotNowError
from crawler.health.finding import Finding, Words
from crawler.project import shown

FOLDER = "health"
_TOLD = "told.json"
_LOCK = "told.lock"
# Kept on disk for the next told.json: on a full disk too, what was told once is not told each round.
_ROOM = "told.room"
_SPARE = 65_536


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """What has to be known of a finding to say later that it is over; ``state`` is a State's name."""

    site: str
    column: str | None
    kind: str
    state: str
    since: str
    flapping: bool  # whether the last that was told of it is that it comes and goes

    @classmethod
    def of(cls, one: Finding, *, flapping: bool) -> "ToldFinding":
        return cls(one.site, one.column, one.kind, one.state.name, one.since, flapping)


@dataclass(frozen=True, slots=True)
class Down:
    """A channel that could not be told: since when (ISO time, Beijing), in how many rounds, and why the last time."""

    since: str
    rounds: int
    why: Words


@dataclass(slots=True)
class ChannelTold:
    """What one channel was told and has not been told the end of, by key; ``digest`` is the day of the last one."""

    open: dict[str, ToldFinding] = field(default_factory=dict)
    down: Down | None = None
    digest: str | None = None


@dataclass(slots=True)
class Told:
    """``standing`` are the keys of all findings at the last round, muted ones too; ``flips`` when each came or went.

    ``lost``: there is a file that can't be read, so that nothing is known.
    """

    standing: set[str] = field(default_factory=set)
    flips: dict[str, list[str]] = field(default_factory=dict)
    channels: dict[str, ChannelTold] = field(default_factory=dict)
    lost: bool = False

    def said(self, data_dir: Path) -> Words:
        """What a person reads of a file that is ``lost``."""
        name = shown(data_dir / FOLDER / _TOLD)
        return Words(
            f"{name} 读不了：报过什么已不知道，未解决的问题会再报一次",
            f"{name} can't be read, so nobody knows what was told; what is open is told once more",
        )


def read_told(data_dir: Path) -> Told:
    """What was told so far; nothing, and ``lost``, where the file can't be read."""
    path = data_dir / FOLDER / _TOLD
    try:
        told = json.loads(path.read_bytes())
        return Told(
            standing=set(told["standing"]),
            flips={key: [str(time) for time in times] for key, times in told["flips"].items()},
            channels={name: _channel(entry) for name, entry in told["channels"].items()},
        )
    except FileNotFoundError:
        return Told()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Told(lost=True)


def _channel(entry: dict[str, Any]) -> ChannelTold:
    down = entry["down"]
    return ChannelTold(
        open={key: ToldFinding(**one) for key, one in entry["open"].items()},
        down=Down(down["since"], down["rounds"], Words(**down["why"])) if down else None,
        digest=entry["digest"],
    )


def write_told(data_dir: Path, told: Told) -> None:
    """Write under another name, then rename: the file is whole, or as it was before. Raises :class:`LanmuError`."""
    path = data_dir / FOLDER / _TOLD
    room = path.with_name(_ROOM)
    entries = asdict(told) | {"standing": sorted(told.standing)}
    del entries["lost"]
    text = json.dumps(entries, ensure_ascii=False, indent=1).encode()
    try:
        if not path.exists() or path.read_bytes() != text:
            _write(room, text)
            room.replace(path)
    except OSError as error:
        raise LanmuError(f"cannot write {shown(path)}: {error.strerror}") from None
    # Without room the next one is written like any file.
    with suppress(OSError):
        _keep(room, 2 * len(text) + _SPARE)


def _write(path: Path, text: bytes) -> None:
    """Write over what is there: a full disk has no place for more."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(text)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _keep(room: Path, size: int) -> None:
    """Have a file of so many bytes; raises :class:`OSError` and leaves none where the disk has no place for it."""
    if room.exists() and room.stat().st_size >= size:
        return
    try:
        _write(room, bytes(size))
    except OSError:
        room.unlink(missing_ok=True)
        raise


@contextmanager
def told_lock(data_dir: Path) -> Iterator[None]:
    """One at a time tells; raises :class:`NotNowError` where another process is at it."""
    path = data_dir / FOLDER / _LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LanmuError(f"cannot write {shown(path)}: {error.strerror}") from None
    try:
        _take(file)
        yield
    finally:
        os.close(file)


def _take(file: int) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise NotNowError(
            "messages are being sent already, by another lanmu health; wait until that has ended"
        ) from None
