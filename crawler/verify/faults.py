"""What is wrong with a thing that is verified: of each kind the first ones in full, the rest counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crawler.project import shown

_MOST = 20


class Faults:
    """The faults of a release, or of a site's runs, in the order in which their kinds were found first."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()

    def add(self, kind: str, path: Path, what: str, line: int | None = None) -> None:
        """Note what is wrong with a file or folder, or a line of it (from 1)."""
        self._counts[kind] += 1
        told = self._lines.setdefault(kind, [])
        if len(told) < _MOST:
            told.append(f"{shown(path)}{f', line {line}' if line else ''}: {what}")

    def __len__(self) -> int:
        return self._counts.total()

    def lines(self) -> Iterator[str]:
        """A line for each, and one for those of a kind beyond the first."""
        for kind, told in self._lines.items():
            yield from told
            more = self._counts[kind] - len(told)
            if more:
                yield f"and {more} more of this kind ({kind})"


@dataclass
class Checked:
    """What was verified: a line that says what it holds, its faults, and what is told without being one."""

    what: str
    faults: Faults = field(default_factory=Faults)
    notes: list[str] = field(default_factory=list)


def of_manifest(of: str, error: Exception) -> str:
    """What a fault says of the manifest of ``of``, a run or a release, that raised this when it was read."""
    if isinstance(error, KeyError):
        return f"is no manifest of a {of}: it lacks {error}"
    if isinstance(error, (TypeError, AttributeError)):
        return f"is no manifest of a {of}"
    what = error.strerror if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
    return f"can't be read ({what})"


def short(value: object, most: int = 60) -> str:
    """A value as a fault shows it."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
