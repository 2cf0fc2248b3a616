"""One column: its lamps with their reasons, its past, its last articles, and what became of it run by run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from crawler.health.finding import Lamp, Words
from crawler.web.articles.changed import SHORT, changes_of
from crawler.web.articles.rules import rule_words
from crawler.web.asked import BadRequestError
from crawler.web.charts import column as column_charts
from crawler.web.columns.days import failed_runs, marks_of
from crawler.web.columns.failures import MOST_RUNS, last_failures
from crawler.web.columns.past import MISSING, Shares, filled, posted, rhythm, shares
from crawler.web.columns.site_settings import NAMES, every_words
from crawler.web.page import MissingError, Page
from crawler.web.runs.reasons import reason_words
from crawler.web.sheet import Sheet, sheet_of
from crawler.web.snapshot import FIELDS, ColumnFacts
from crawler.web.texts import NAMES as TEXTS

TABS = {
    "": Words("运行史", "Runs"),
    "failures": Words("失败", "Failures"),
    "changes": Words("改动与撤下", "Changes and removals"),
    "settings": Words("设置", "Settings"),
}
RUNS_SIZE, MOST_CHANGES = 30, 20
# How a day is marked below its bar; any other mark is a bad one.
_KINDS = {"": "good", "not_run": ""}
_NUMBER = """
SELECT columns.number, columns.url FROM columns JOIN sites ON sites.number = site
WHERE sites.name = ? AND columns.name = ?
"""
_HELD = """
SELECT count(*), coalesce(sum(first = ?), 0), coalesce(sum(title IS NULL), 0), coalesce(sum(date IS NULL), 0),
  coalesce(sum(source IS NULL), 0), coalesce(sum(chars = 0), 0)
FROM articles WHERE "column" = ?
"""
_LAST = """
SELECT articles.id, articles.title, articles.date, flags, removed, page, position, listings.title AS list_title,
  listings.date AS list_date
FROM articles LEFT JOIN listings ON article = articles.number AND listings."column" = articles."column"
WHERE articles."column" = ? ORDER BY posted DESC, articles.number DESC LIMIT 20
"""
_COUNT_WALKS = 'SELECT count(*) FROM walks WHERE "column" = :column'
_WALKS = """
SELECT walks.*, runs.name AS run_name, runs.started, runs.verdict FROM walks JOIN runs ON runs.number = run
WHERE "column" = :column ORDER BY run DESC
"""
_COUNT_CHANGES = 'SELECT count(*) FROM changes WHERE "column" = ?'
_CHANGES = """
SELECT changes.*, articles.id, articles.title, runs.name AS run_name FROM changes
JOIN articles ON articles.number = article JOIN runs ON runs.number = changes.run
WHERE changes."column" = ? ORDER BY changes.number DESC LIMIT ?
"""


def column(page: Page) -> Response:
    """All that is known of it."""
    one = _asked_column(page)
    tab = page.asked.choice("tab", TABS.keys() - {""})
    shown: dict[str, Any] = {"one": one, "tab": tab, "tabs": TABS, "column_charts": column_charts}
    shown["every"] = every_words(one.site.every)
    shown["lamps"] = [(lamp, one.health.lamps[lamp]) for lamp in Lamp if lamp in one.health.lamps]
    if one.number is not None:
        past = posted(page.store, one.number, page.snapshot.days)
        shown |= {
            "past": past,
            "rhythm": rhythm(past),
            "marks": [_KINDS.get(mark, "bad") for mark in marks_of(one, failed_runs(page.store, page.snapshot.days))],
            "shares": shares(page.store, one.number, page.snapshot.days[-1]),
            "legend": lambda share: _legend(page, share),
            "shares_told": lambda share: _told(page, share),
            "zip": zip,
            "last": page.store.execute(_LAST, [one.number]).fetchall(),
        }
    return page.html("column.html", **shown, **_TABS_SHOWN[tab](page, one))


def _asked_column(page: Page) -> ColumnFacts:
    """Raises :class:`MissingError` where there is none of that name, :class:`BadRequestError` where none is named."""
    site, name = page.asked.text("site"), page.asked.text("name") or None
    if not site:
        raise BadRequestError("地址里要有 site 和 name", "the address must name site and name")
    own = [one for one in page.snapshot.columns if one.site.name == site]
    found = next((one for one in own if one.name == name), None)
    if found is not None:
        return found
    # A site of which a run is damaged is judged as a whole; what was read of its columns is there all the same.
    row = page.store.execute(_NUMBER, [site, name]).fetchone()
    if row is None or not own:
        raise MissingError(
            page.said(f"没有“{site} / {name or ''}”这个栏目", f"there is no column {site} / {name or ''}")
        )
    held = page.store.execute(_HELD, [page.snapshot.days[-1], row["number"]]).fetchone()
    articles, today, *missing = held
    facts = {"articles": articles, "today": today, "missing": dict(zip(FIELDS, missing, strict=True))}
    return replace(own[0], name=name, number=row["number"], url=row["url"], **facts)


def _legend(page: Page, share: Shares) -> list[tuple[str, str, int]]:
    """Of each rule its class in the chart, its name in words, and how many articles it has read."""
    told = []
    for place, rule in enumerate(share.rules):
        if rule == MISSING:
            kind, words = "missing", Words("缺", "missing")
        elif not rule:
            kind, words = "rare", Words("其他规则", "other rules")
        else:
            kind, words = f"rule{place}", rule_words(rule)
        told.append((kind, words.said(page.language), share.of_rule(place)))
    return told


def _told(page: Page, share: Shares) -> str:
    parts = [f"{words} {100 * number / share.total:.0f} %" for _, words, number in _legend(page, share)]
    return page.said("，", ", ").join(parts)


def _filled(page: Page, parts: Sequence[tuple[str, float]]) -> str:
    told = [f"{TEXTS[field].said(page.language)} {100 * share:.0f} %" for field, share in parts]
    return page.said("，", ", ").join(told)


# The tabs: what each of them shows


def _runs(page: Page, one: ColumnFacts) -> dict[str, Any]:
    sheet = Sheet([], 0, 1, 1)
    if one.number is not None:
        sheet = sheet_of(page, _COUNT_WALKS, _WALKS, {"column": one.number}, RUNS_SIZE)
    return {"runs": sheet, "filled_in": filled, "fill_told": lambda parts: _filled(page, parts)}


def _failures(page: Page, one: ColumnFacts) -> dict[str, Any]:
    found = last_failures(page, one.site.name, one.name or "", one.number) if one.number is not None else []
    return {"failures": found, "most_runs": MOST_RUNS, "reason_words": reason_words}


def _changes(page: Page, one: ColumnFacts) -> dict[str, Any]:
    if one.number is None:
        return {"changes": [], "changes_in_all": 0}
    (total,) = page.store.execute(_COUNT_CHANGES, [one.number]).fetchone()
    rows = page.store.execute(_CHANGES, [one.number, MOST_CHANGES]).fetchall()
    return {"changes": changes_of(rows, SHORT), "changes_in_all": total}


def _settings(page: Page, one: ColumnFacts) -> dict[str, Any]:  # noqa: ARG001 - as the other tabs
    return {"settings": [(NAMES[key], key, value) for key, value in one.site.settings]}


_Tab = Callable[[Page, ColumnFacts], dict[str, Any]]
_TABS_SHOWN: Mapping[str, _Tab] = {"": _runs, "failures": _failures, "changes": _changes, "settings": _settings}
