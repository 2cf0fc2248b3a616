"""The rows of a run's column pages, and what became of each: what the numbers of an account lead to."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from crawler.dataset.runs import Run
from crawler.web.page import Page
from crawler.web.runs.files import asked_run, of_run
from crawler.web.runs.links import OUTCOMES, fragments, lines_with, sheet_with
from crawler.web.sheet import SIZE, sheet_read

# Rows of a column's own account are those that its pages showed; links asked for again are an account of their own.
_AGAIN = "1"


def links(page: Page) -> Response:
    """``again=1``: those asked for again; ``page``: of one page of the column."""
    site, name = asked_run(page)
    asked = page.asked
    column, outcome, reason = asked.text("column"), asked.choice("outcome", OUTCOMES), asked.text("reason")
    again = True if asked.choice("again", {_AGAIN}) else False if column else None
    number = asked.number("page", 1) if asked.text("page") else 0
    wanted = fragments(column, outcome, reason)

    def read(run: Run) -> Any:
        return sheet_read(
            page, lambda start: sheet_with(lines_with(run, wanted, again=again, page=number), start, SIZE)
        )

    sheet = of_run(page, site, name, read)
    return page.html(
        "links.html",
        list=sheet,
        there=_there(page, [row["id"] for row in sheet.rows if row["id"]]),
        asked={"site": site, "run": name, "column": column, "outcome": outcome, "reason": reason, "page": number},
        again=again is True,
        outcomes=OUTCOMES,
    )


def _there(page: Page, ids: Sequence[str]) -> set[str]:
    """Which of these articles the store has."""
    places = ", ".join("?" * len(ids))
    return {row[0] for row in page.store.execute(f"SELECT id FROM articles WHERE id IN ({places})", ids)}  # noqa: S608
