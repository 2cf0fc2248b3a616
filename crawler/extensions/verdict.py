"""The verdict of a run, its exit code, and the one sentence that says it."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from crawler.extensions.account import Account
from crawler.extensions.column import Column

Verdict = Literal["complete", "partial", "incomplete", "failed"]
EXIT_CODES: dict[Verdict, int] = {"complete": 0, "partial": 0, "failed": 1, "incomplete": 3}


def verdict_of(
    columns: Sequence[Column], account: Account, *, fatal: str | None, sample: int, finished: bool
) -> Verdict:
    """``failed``: nothing could be walked; ``incomplete``: something is missing that a later run may get.

    ``partial`` is what was asked for with a sample. Only ``complete`` says that the dataset holds all the site lists.
    """
    if fatal is not None or not any(column.walked for column in columns):
        return "failed"
    if not finished or account.failed or not account.closes or any(column.ended == "incomplete" for column in columns):
        return "incomplete"
    if sample:
        return "partial"
    return "complete" if all(column.ended in {"walked", "single_page"} for column in columns) else "incomplete"


def sentence(verdict: Verdict, columns: Sequence[Column], account: Account, *, fatal: str | None, sample: int) -> str:
    """One line: the verdict, why it isn't complete, and the numbers."""
    if fatal is not None:
        return f"failed: {fatal}"
    columns = [column for column in columns if not column.single_page]
    walked, declared = sum(len(column.walked) for column in columns), sum(column.declared for column in columns)
    settled = (
        f"{account.written} written + {account.known} known + {account.repeated} repeated"
        f" + {_told(account.dropped, 'dropped')} + {_told(account.failed, 'failed')}"
    )
    parts = [
        f"{len(columns)} columns",
        f"{walked} of {declared} column pages walked",
        f"{account.listed} links listed = {settled}",
    ]
    if not account.closes:
        parts.append("THE ACCOUNT DOES NOT CLOSE")
    why = f" (a sample of {sample} a column)" if verdict == "partial" else _why(columns, account)
    return f"{verdict}{why}: {', '.join(parts)}"


def _why(columns: Sequence[Column], account: Account) -> str:
    """The first thing that is missing, and how many more there are."""
    reasons = [f"{column.name} page {page['page']} {page['reason']}" for column in columns for page in column.failed]
    reasons += [
        f"{column.name} lists {column.listed} links, its pager declares {column.declared_items}"
        for column in columns
        if column.disagrees
    ]
    reasons += [f"{count} links {reason}, see links.jsonl" for reason, count in account.failed.items()]
    reasons += [
        f"{column.name} walked {len(column.walked)} of {column.declared} pages"
        for column in columns
        if column.ended == "unfinished"
    ]
    if not reasons:
        return ""
    more = f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    return f" ({reasons[0]}{more})"


def _told(counts: Counter[str], outcome: str) -> str:
    """``11 dropped (8 external, 3 gone)``."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in counts.most_common())
    return f"{counts.total()} {outcome} ({reasons})" if reasons else f"0 {outcome}"
