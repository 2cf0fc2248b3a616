"""How a column's new articles were read, counted from the records on disk: what `lanmu health` compares runs by."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Flags that say how a page was read; the others speak of its text.
_FLAGS = frozenset(
    {"title_differs_from_list", "date_differs_from_list", "no_title", "no_date", "short_body", "mojibake", "rule_error"}
)
_FIELDS = ("title", "date", "source", "body")


@dataclass(slots=True)
class Reading:
    """Of one column and run: how often each rule won (``date/labelled``, ``date/missing``), each flag, each day."""

    rules: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)  # by the articles' own dates

    def take(self, record: Mapping[str, Any]) -> None:
        """Count one record of ``articles.jsonl``."""
        for name in _FIELDS:
            self.rules[f"{name}/{record['rules'].get(name, 'missing')}"] += 1
        self.flags.update(flag for flag in record["flags"] if flag in _FLAGS)
        if record["date"] is not None:
            self.days[record["date"]] += 1

    def as_dict(self) -> dict[str, Any]:
        return {name: dict(sorted(getattr(self, name).items())) for name in self.__slots__}


def readings(records: Iterable[Mapping[str, Any]]) -> dict[str | None, Reading]:
    """The readings by column."""
    found: dict[str | None, Reading] = {}
    for record in records:
        found.setdefault(record["column"], Reading()).take(record)
    return found
