"""The verdict of a run, its exit code, and the one sentence that says it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.extensions.account import Account, Revisited
from crawler.extensions.column import Column

# interrupted is said of a run that was killed, by the run that takes it over (dataset/salvage.py).
Verdict = Literal["complete", "partial", "incomplete", "failed", "interrupted"]
EXIT_CODES: dict[Verdict, int] = {"complete": 0, "partial": 0, "failed": 1, "incomplete": 3, "interrupted": 3}

# Where so many are asked for, and more than half of them are gone, it is the site that has trouble.
_MANY = 10

_CLOSED = frozenset({"walked", "sealed", "single_page"})
_STOPPED = {"shutdown": "stopped", "window_closed": "the crawl window closed"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a run is judged by; ``ended`` is Scrapy's word for how the crawl ended."""

    columns: Sequence[Column]
    account: Account
    revisited: Revisited
    fatal: str | None
    sample: int
    ended: str
    asked_again: int
    newly_gone: int  # links that led to no article, and hadn't in an earlier run
    newly_removed: int  # articles looked at again that are gone, and weren't before

    @property
    def most_gone(self) -> bool:
        """Whether most articles asked for were gone, of links or of those looked at again."""
        asked = self.account.written + self.newly_gone + self.account.failed.total()
        links = self.newly_gone >= _MANY and 2 * self.newly_gone > asked
        return links or (self.newly_removed >= _MANY and 2 * self.newly_removed > self.revisited.revisited)


def verdict_of(told: Told) -> Verdict:
    """``failed``: nothing could be walked; ``incomplete``: something is missing that a later run may get.

    ``partial`` is what was asked for with a sample. Only ``complete`` says that the dataset holds all the site lists.
    """
    if told.fatal is not None or not any(column.walked for column in told.columns):
        return "failed"
    # What robots.txt forbids to look at again will not be seen tomorrow either.
    missing = told.account.failed or set(told.revisited.failed) - {"robots"}
    if told.ended != "finished" or missing or not (told.account.closes and told.revisited.closes):
        return "incomplete"
    if told.most_gone or any(column.ended == "incomplete" for column in told.columns):
        return "incomplete"
    if told.sample:
        return "partial"
    return "complete" if all(column.ended in _CLOSED for column in told.columns) else "incomplete"


def sentence(verdict: Verdict, told: Told) -> str:
    """One line: the verdict, why it isn't complete, and the numbers."""
    if told.fatal is not None:
        return f"failed: {told.fatal}"
    account, revisited = told.account, told.revisited
    columns = [column for column in told.columns if not column.single_page]
    sealed = sum(column.ended == "sealed" for column in columns)
    walked, declared = sum(len(column.walked) for column in columns), sum(column.declared for column in columns)
    settled = (
        f"{account.written} written + {account.known} known + {account.repeated} repeated"
        f" + {_told(account.dropped, 'dropped')} + {_told(account.failed, 'failed')}"
    )
    again = f" ({told.asked_again} of them asked for again)" if told.asked_again else ""
    parts = [
        f"{len(columns)} columns{f' ({sealed} sealed)' if sealed else ''}",
        f"{walked} of {declared} column pages walked",
        f"{account.listed} links listed{again} = {settled}",
    ]
    if revisited.revisited:
        outcomes = f"{revisited.unchanged} unchanged + {revisited.revised} revised + {revisited.gone} gone"
        parts.append(f"{revisited.revisited} revisited = {outcomes} + {_told(revisited.failed, 'failed')}")
    if not (account.closes and revisited.closes):
        parts.append("THE ACCOUNT DOES NOT CLOSE: a defect, please report it with the run's folder")
    why = f" (a sample of {told.sample} a column)" if verdict == "partial" else _why(columns, told)
    return f"{verdict}{why}: {', '.join(parts)}"


def _why(columns: Sequence[Column], told: Told) -> str:
    """The first thing that is missing, and how many more there are."""
    if told.ended in _STOPPED:
        return f" ({_STOPPED[told.ended]}; run again to go on)"
    gone = told.newly_gone + told.newly_removed
    reasons = [f"most articles are gone: {gone}; look at the site, then run again"] if told.most_gone else []
    reasons += [f"{column.name} page {page['page']} {page['reason']}" for column in columns for page in column.failed]
    reasons += [
        f"{column.name} lists {column.listed} links, its pager declares {column.declared_items}"
        for column in columns
        if column.disagrees
    ]
    reasons += [f"{_many(count, 'link')} {reason}, see links.jsonl" for reason, count in told.account.failed.items()]
    reasons += [
        f"{_many(count, 'revisit')} {reason}, see revisits.jsonl" for reason, count in told.revisited.failed.items()
    ]
    reasons += [
        f"{column.name} walked {len(column.walked)} of {column.declared} pages"
        for column in columns
        if column.ended == "unfinished"
    ]
    if not reasons:
        return ""
    more = f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    return f" ({reasons[0]}{more})"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _told(counts: Counter[str], outcome: str) -> str:
    """``11 dropped (8 external, 3 gone)``."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in counts.most_common())
    return f"{counts.total()} {outcome} ({reasons})" if reasons else f"0 {outcome}"
