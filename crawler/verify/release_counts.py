"""What a version's manifest counts, counted anew from its rows."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from crawler.releases.counting import Counting
from crawler.releases.tables import ARTICLES, CHANGES, COVERAGE, LINKS

Row = dict[str, Any]
_WITH_REASON = ("dropped", "failed")


class ReleaseCounts:
    """Counts rows as they go by; takes memory by sites and columns, not by rows."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.manifest = manifest
        self._articles = Counting(by="column" if len(manifest["sites"]) == 1 else "site")
        self._outcomes: Counter[tuple[str, str | None]] = Counter()
        self._listed: Counter[tuple[str, str | None]] = Counter()
        self._missing: Counter[tuple[str, str | None]] = Counter()
        self._changes: Counter[str] = Counter({"added": 0, "changed": 0, "removed": 0})
        self._covered = 0

    def counter(self, table: str) -> Callable[[Row], None]:
        """What counts a row of a table."""
        counters = {
            ARTICLES.name: self._articles.count,
            LINKS.name: self._link,
            CHANGES.name: self._change,
            COVERAGE.name: self._coverage,
        }
        return counters.get(table, lambda _: None)

    def _link(self, row: Row) -> None:
        reason = (row["reason"] or "unknown") if row["outcome"] in _WITH_REASON else None
        self._outcomes[row["outcome"], reason] += 1
        self._listed[row["site"], row["column"]] += 1
        self._missing[row["site"], row["column"]] += row["missing"]

    def _change(self, row: Row) -> None:
        self._changes[row["op"]] += 1

    def _coverage(self, row: Row) -> None:
        self._covered += row["articles"]

    def faults(self) -> Iterator[str]:
        """Where the manifest says otherwise than the rows."""
        found = {
            **self._articles.told(),
            "dates": {"first": self._articles.first, "last": self._articles.last},
            "changes": dict(self._changes),
        }
        for name, value in found.items():
            if self.manifest[name] != value:
                yield f"{name} are not what the rows say: {_difference(self.manifest[name], value)}"
        account = self._account()
        if self.manifest["accounts"]["links"] != account:
            yield f"the account of links is not what the rows say: {account}"
        if self._covered != self._articles.articles:
            yield f"coverage has {self._covered} articles, there are {self._articles.articles}"
        for site in self.manifest["sites"]:
            yield from self._site(site)

    def _account(self) -> dict[str, Any]:
        account: dict[str, Any] = {"rows": self._outcomes.total()}
        account |= {name: self._outcomes[name, None] for name in ("written", "known", "repeated")}
        for name in _WITH_REASON:
            account[name] = {reason: n for (outcome, reason), n in self._outcomes.items() if outcome == name}
        return account

    def _site(self, site: dict[str, Any]) -> Iterator[str]:
        articles = sum(count for (name, _), count in self._articles.of.items() if name == site["site"])
        if site["articles"] != articles:
            yield f"site {site['site']} has {site['articles']} articles, the rows {articles}"
        for column in site["columns"]:
            key = (site["site"], column["column"])
            found = {"articles": self._articles.of[key], "listed": self._listed[key], "missing": self._missing[key]}
            told = {name: column[name] for name in found}
            if told != found:
                yield f"column {column['column']} of {site['site']} says {told}, the rows {found}"


def _difference(told: Any, found: Any) -> str:
    """Where two counts differ first."""
    if isinstance(told, dict) and isinstance(found, dict):
        for name in [*found, *(name for name in told if name not in found)]:
            if told.get(name) != found.get(name):
                return f"{name}: {_difference(told.get(name), found.get(name))}"
    return f"{told} is told, {found} found"
