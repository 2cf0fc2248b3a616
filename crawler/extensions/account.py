"""The accounts: what is counted of listed links and of revisited articles, and when it closes.

listed = written + known + repeated + dropped{reason} + failed{reason}
revisited = unchanged + revised + gone + failed{reason}
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["written", "known", "repeated", "dropped", "failed"]
RevisitOutcome = Literal["unchanged", "revised", "gone", "failed"]


@dataclass(slots=True)
class Listing:
    """One link on one column page: a line of ``links.jsonl``. ``id`` is null where the address is no article's.

    ``page`` and ``position`` are null for a link that an earlier run failed to fetch and this one asks for again.
    ``from_id`` is the id by the address as listed, where that redirects to another article: ``id`` is that one's.
    """

    column: str | None
    page: int | None
    position: int | None
    url: str
    id: str | None
    list_title: str | None
    list_date: str | None
    from_id: str | None = None
    outcome: Outcome | None = None
    reason: str | None = None

    def line(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Account:
    """Links counted: ``listed`` when a column page showed them, the rest from the lines on disk."""

    listed: int = 0
    written: int = 0
    known: int = 0
    repeated: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def closes(self) -> bool:
        settled = self.written + self.known + self.repeated + self.dropped.total() + self.failed.total()
        return self.listed == settled

    def count(self, outcome: str, reason: str | None) -> None:
        """Count one settled link."""
        if outcome in {"dropped", "failed"}:
            getattr(self, outcome)[reason or "unknown"] += 1
        else:
            setattr(self, outcome, getattr(self, outcome) + 1)

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "dropped": dict(self.dropped), "failed": dict(self.failed), "closes": self.closes}


@dataclass(slots=True)
class Revisited:
    """Known articles looked at again: ``revisited`` when they were asked for, the rest from the lines on disk."""

    revisited: int = 0
    unchanged: int = 0
    revised: int = 0
    gone: int = 0
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def closes(self) -> bool:
        return self.revisited == self.unchanged + self.revised + self.gone + self.failed.total()

    def count(self, outcome: str, reason: str | None) -> None:
        """Count one article that has been looked at."""
        if outcome == "failed":
            self.failed[reason or "unknown"] += 1
        else:
            setattr(self, outcome, getattr(self, outcome) + 1)

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "failed": dict(self.failed), "closes": self.closes}


def total(accounts: Iterable[Account]) -> Account:
    """The sum of some columns' accounts."""
    result = Account()
    for account in accounts:
        for name in ("listed", "written", "known", "repeated"):
            setattr(result, name, getattr(result, name) + getattr(account, name))
        result.dropped += account.dropped
        result.failed += account.failed
    return result
