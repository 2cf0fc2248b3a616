"""Changes: what was edited, came back or was taken down, newest first."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import Response

from crawler.web.articles.changed import SHORT, changes_of
from crawler.web.articles.selection import check_site, place_conditions
from crawler.web.page import Page
from crawler.web.sheet import sheet_of

# By the word of the address; "changed" is what health counts as one.
KINDS: Mapping[str, str] = {
    "changed": "kind IN ('edited', 'restored')",
    "edited": "kind = 'edited'",
    "restored": "kind = 'restored'",
    "removed": "kind = 'removed'",
}
_RUN = "run IN (SELECT number FROM runs WHERE name = :run)"
_ROWS = """
SELECT changes.*, articles.id, articles.title, sites.name AS site_name, columns.name AS column_name,
  runs.name AS run_name
FROM changes JOIN articles ON articles.number = article JOIN sites ON sites.number = changes.site
JOIN runs ON runs.number = changes.run LEFT JOIN columns ON columns.number = changes."column"
WHERE changes.number = ?
"""
_COLUMNS = "SELECT name FROM columns WHERE site = (SELECT number FROM sites WHERE name = ?) ORDER BY number"


def changes(page: Page) -> Response:
    """The list, and the form that filters it."""
    asked = page.asked
    filters = {"day": asked.day("day"), "kind": asked.choice("kind", KINDS)}
    filters |= {name: asked.text(name) for name in ("site", "column", "run")}
    check_site(page, filters["site"])
    where = _condition(filters)
    sheet = sheet_of(
        page,
        f"SELECT count(*) FROM changes WHERE {where}",  # noqa: S608 - of the conditions above
        f"SELECT number FROM changes WHERE {where} ORDER BY day DESC, at DESC, number DESC",  # noqa: S608
        filters,
    )
    rows = [page.store.execute(_ROWS, [number]).fetchone() for (number,) in sheet.rows]
    return page.html(
        "changes.html",
        sheet=replace(sheet, rows=changes_of(rows, SHORT)),
        filters=filters,
        kinds=list(KINDS),
        columns=[name for (name,) in page.store.execute(_COLUMNS, [filters["site"]])],
    )


def _condition(filters: Mapping[str, str]) -> str:
    conditions = place_conditions(filters)
    if filters["day"]:
        conditions.append("day = :day")
    if filters["run"]:
        conditions.append(_RUN)
    if filters["kind"]:
        conditions.append(KINDS[filters["kind"]])
    return " AND ".join(conditions) or "1"
