"""A run's accounts counted anew from its lines, and where its report says otherwise."""

from collections.abc import Iterator
from typing import Any

from crawler.extensions.account import Account, Revisited, total
from crawler.verify.line_schemas import Line

Counted = Account | Revisited


class RunAccounts:
    """What links and revisits of a run came to, counted as in the run itself (extensions/report.py)."""

    def __init__(self) -> None:
        self._columns: dict[str | None, Account] = {}
        self._again = Account()
        self._revisited = Revisited()
        self._revisions = 0

    def count_link(self, line: Line) -> None:
        account = self._again if line["page"] is None else self._columns.setdefault(line["column"], Account())
        account.listed += 1
        account.count(line["outcome"], line["reason"])

    def count_visit(self, line: Line) -> None:
        self._revisited.revisited += 1
        self._revisited.count(line["outcome"], line["reason"])

    def count_revision(self) -> None:
        self._revisions += 1

    def faults(self, report: dict[str, Any]) -> Iterator[str]:
        """Where the run's report differs from its lines, or doesn't close."""
        try:
            yield from _differences("the run", total([*self._columns.values(), self._again]), report["account"])
            yield from _differences("articles revisited", self._revisited, report["revisited"])
            if "asked_again" in report:
                yield from _differences("links asked for again", self._again, report["asked_again"])
            # That of a killed run tells of no columns.
            columns = {one["column"]: one["account"] for one in report["columns"]}
            for name, told in columns.items():
                yield from _differences(f"column {name}", self._columns.get(name, Account()), told)
            if report["verdict"] != "interrupted":
                for name in self._columns.keys() - columns.keys():
                    yield f"links.jsonl has links of column {name}, the report has no such column"
                if self._revisited.revised != self._revisions:
                    yield f"{self._revisited.revised} revisits say revised, revisions.jsonl holds {self._revisions}"
        except (KeyError, TypeError, AttributeError) as error:
            yield f"can't be read ({type(error).__name__}: {error})"


def _differences(what: str, counted: Counted, told: dict[str, Any]) -> Iterator[str]:
    found = counted.as_dict()
    if not told["closes"]:
        yield f"the account of {what} does not close"
    elif told != found:
        names = [name for name in found if found[name] != told.get(name)] or sorted(told.keys() - found.keys())
        differing = ", ".join(f"{name} {told.get(name)}" for name in names)
        yield f"the account of {what} says {differing}; the lines say {', '.join(str(found.get(n)) for n in names)}"
