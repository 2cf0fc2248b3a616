"""The pages of a column in a run: those that were walked, each with its rows, and those that failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Literal

from starlette.responses import Response

from crawler.dataset.runs import Run
from crawler.web.asked import BadRequestError
from crawler.web.page import MissingError, Page
from crawler.web.runs.files import asked_run, of_run
from crawler.web.runs.links import rows_by_page
from crawler.web.sheet import sheet_among


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """One page; ``earlier``: it was read, but not in the last walk of a list that changed meanwhile.

    ``url`` is known of the first page and of those that failed.
    """

    number: int
    state: Literal["walked", "failed", "earlier"]
    rows: int
    url: str | None = None
    reason: str | None = None


def pages(page: Page) -> Response:
    """All of them, or those of one ``state``."""
    site, name = asked_run(page)
    column, state = page.asked.text("column"), page.asked.choice("state", {"walked", "failed"})
    if not column:
        raise BadRequestError("地址里要有 column", "the address must name column")

    def read(run: Run) -> tuple[Mapping[str, Any] | None, list[ColumnPage]]:
        told = next((one for one in run.report()["columns"] if one["column"] == column), None)
        return told, column_pages(told, rows_by_page(run, column)) if told else []

    told, found = of_run(page, site, name, read)
    if told is None:
        raise MissingError(page.said(f"这次运行没有栏目 {column}", f"the run has no column {column}"))
    return page.html(
        "pages.html",
        list=sheet_among(page, [one for one in found if state in {"", one.state}]),
        told=told,
        asked={"site": site, "run": name, "column": column, "state": state},
    )


def column_pages(told: Mapping[str, Any], rows: Mapping[int, int]) -> list[ColumnPage]:
    """The pages of a column as its report tells, given how many rows each showed that were listed.

    The report counts the pages of the last walk, and names those that failed. A page with rows was walked; where
    pages are left over, they showed none that wasn't listed before.
    """
    account = told["pages"]
    failed = [
        ColumnPage(one["page"], "failed", rows.get(one["page"], 0), one["url"], one["reason"])
        for one in account["failed"]
    ]
    bad = {one.number for one in failed}
    with_rows = sorted(rows, key=lambda number: (number in bad, number))
    taken, most = rows.keys() | bad, account["declared"] + account["walked"]
    empty = (number for number in range(1, most + 1) if number not in taken)
    # What a pager declares has no bound.
    walked = sorted(islice(chain(with_rows, empty), account["walked"]))
    earlier = set(rows) - set(walked) - bad
    found = [
        ColumnPage(number, "walked", rows.get(number, 0), told["url"] if number == 1 else None) for number in walked
    ]
    found += [ColumnPage(number, "earlier", rows[number]) for number in earlier]
    return sorted([*found, *failed], key=lambda one: (one.number, one.state))
