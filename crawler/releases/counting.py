"""What is counted of the articles while they are written: how full the fields are, which rules read them, how long."""

from collections import Counter
from typing import Any

from crawler.releases.tables import ARTICLES

_TOP_SOURCES = 20


class Counting:
    """Counts article after article; takes memory by what differs, not by how many there are."""

    def __init__(self, *, by: str) -> None:
        self.by = by  # the field that years are counted by: column, or site where there are several
        self.articles = 0
        self.filled: Counter[str] = Counter()
        self.years: dict[str, Counter[str]] = {}
        self.rules: dict[str, Counter[str]] = {}
        self.flags: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.lengths: Counter[int] = Counter()
        self.matches: Counter[str] = Counter()
        self.of: Counter[tuple[str, str | None]] = Counter()  # by site and column
        self.first: str | None = None
        self.last: str | None = None

    def count(self, row: dict[str, Any]) -> None:
        """Count an article; they come by date."""
        self.articles += 1
        self.filled.update(name for name in ARTICLES.names if row[name] not in (None, "", []))
        date = row["date"]
        if date is not None:
            self.first, self.last = self.first or date, date
        year = "null" if date is None else date[:4]
        self.years.setdefault(year, Counter())[row[self.by] or "null"] += 1
        for name, rule in row["rules"].items():
            self.rules.setdefault(name, Counter())[rule or "none"] += 1
        self.flags.update(row["flags"])
        if row["source"] is not None:
            self.sources[row["source"]] += 1
        self.lengths[len(row["body"])] += 1
        if row["cluster_match"] is not None:
            self.matches[row["cluster_match"]] += 1
        self.of[row["site"], row["column"]] += 1

    def told(self) -> dict[str, Any]:
        """What the manifest says of it all."""
        matched = self.matches.total()
        return {
            "fields": {name: {"filled": self.filled[name], "share": self._share(name)} for name in ARTICLES.names},
            "years": {year: dict(counts.most_common()) for year, counts in sorted(self.years.items())},
            "rules": {name: dict(counts.most_common()) for name, counts in self.rules.items()},
            "flags": dict(self.flags.most_common()),
            "sources": {"distinct": len(self.sources), "top": _largest(self.sources)},
            "length": {
                "median": self._quantile(0.5),
                "p90": self._quantile(0.9),
                "max": max(self.lengths, default=0),
                "empty": self.lengths[0],
            },
            "reprints": {
                "clusters": self.matches["first"],
                "articles": matched,
                "exact": self.matches["exact"],
                "near": self.matches["near"],
            },
        }

    def _share(self, name: str) -> float:
        return round(self.filled[name] / self.articles, 4) if self.articles else 0.0

    def _quantile(self, share: float) -> int:
        """The least length that so many articles don't exceed."""
        reached = 0
        for length, count in sorted(self.lengths.items()):
            reached += count
            if reached >= share * self.articles:
                return length
        return 0


def _largest(counts: Counter[str]) -> list[list[Any]]:
    """The largest first, those of one size by name."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[name, count] for name, count in ordered[:_TOP_SOURCES]]
