"""All runs, the newest first, by site, day and verdict."""

from starlette.responses import Response

from crawler.web.page import Page
from crawler.web.sheet import sheet_of

_VERDICTS = ("complete", "partial", "incomplete", "failed", "interrupted")
_COUNTED = "SELECT count(*) FROM runs"
_LISTED = "SELECT sites.name AS site_name, runs.* FROM runs JOIN sites ON sites.number = runs.site"
_WHERE = {
    "site": "runs.site = (SELECT number FROM sites WHERE name = :site)",
    "day": "runs.day = :day",
    "verdict": "runs.verdict = :verdict",
}
_ORDER = "ORDER BY runs.started DESC, runs.number DESC"


def runs(page: Page) -> Response:
    """The list."""
    given = {
        "site": page.asked.text("site"),
        "day": page.asked.day("day"),
        "verdict": page.asked.choice("verdict", _VERDICTS),
    }
    conditions = " AND ".join(condition for name, condition in _WHERE.items() if given[name])
    where = f" WHERE {conditions}" if conditions else ""
    return page.html(
        "runs.html",
        list=sheet_of(page, _COUNTED + where, f"{_LISTED}{where} {_ORDER}", given),
        asked=given,
        verdicts=_VERDICTS,
    )
