"""One known article that is looked at again."""

from dataclasses import dataclass
from typing import Any

from crawler import clock
from crawler.extensions.account import RevisitOutcome


@dataclass(slots=True)
class Revisit:
    """``record`` is its newest text, ``gone`` how often in a row it was gone, ``last_seen`` when it was last there."""

    id: str
    record: dict[str, Any]
    gone: int
    last_seen: str
    status: int | None = None
    outcome: RevisitOutcome | None = None
    reason: str | None = None

    def line(self) -> dict[str, Any]:
        """A line of ``revisits.jsonl``."""
        return {
            "id": self.id,
            "url": self.record["url"],
            "at": clock.now().isoformat(timespec="seconds"),
            "status": self.status,
            "outcome": self.outcome,
            "reason": self.reason,
        }

    def removal(self, run: str) -> dict[str, Any]:
        """A line of ``removals.jsonl``."""
        told = {name: self.record[name] for name in ("id", "url", "column", "title", "date", "content_sha256")}
        found = {"found_at": clock.now().isoformat(timespec="seconds"), "status": self.status, "reason": self.reason}
        return {**told, "last_seen": self.last_seen, **found, "run": run}
