"""Today: one verdict sentence, what needs a person, sixty days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from crawler.health.finding import Finding
from crawler.health.sentence import Piece, pieces
from crawler.web.charts.column import swatch
from crawler.web.columns.days import failed_runs, is_lost
from crawler.web.page import Page
from crawler.web.runs.last_good import Looks, looks_at_column, runs_of_site
from crawler.web.snapshot import ColumnFacts

MOST_FINDINGS = 10
# Of hundreds of columns one has nearly always missed something: a day is marked as bad from such a share on.
_MANY = 0.1


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that needs a person; ``looks``: the last good one, where there is one, and the present one."""

    finding: Finding
    column: ColumnFacts | None
    looks: Looks | None


def today(page: Page) -> Response:
    """The first page."""
    snapshot = page.snapshot
    every = page.asked.choice("all", {"1"})
    findings = [one for one in snapshot.health.findings if one.needs_person]
    shown = findings if every else findings[:MOST_FINDINGS]
    return page.html(
        "today.html",
        verdict=[(piece, _counted(page, piece)) for piece in pieces(snapshot.health, page.language)],
        needed=[_needed(page, one) for one in shown],
        findings=len(findings),
        muted=[one for one in snapshot.health.findings if one.muted],
        posts=[sum(column.posts[place] for column in snapshot.columns) for place in range(len(snapshot.days))],
        swatch=swatch,
        marks=_marks(snapshot.columns, failed_runs(page.store, snapshot.days)),
    )


def _counted(page: Page, piece: Piece) -> str:
    """Where the rows are that a number of the verdict counts; ``""`` for words, and for what this page shows."""
    day = page.snapshot.days[-1]
    state = piece.state.name.lower() if piece.state else ""
    match piece.counted:
        case "columns":
            # A site of which no column was read has a row among the columns too.
            unread = any(one.name is None for one in page.snapshot.columns)
            return page.to("columns", state=state, known="1" if unread else "")
        case "sites":
            return page.to("columns", state=state, known="0")
        case "new":
            return page.to("articles", first=day)
        case "changed" | "removed":
            return page.to("changes", day=day, kind=piece.counted)
    return ""


def _needed(page: Page, finding: Finding) -> Needed:
    column = next(
        (one for one in page.snapshot.columns if one.site.name == finding.site and one.name == finding.column), None
    )
    looks = None
    if column is not None and column.number is not None:
        looks = looks_at_column(page.store, column.number, finding.since)
    elif finding.site in page.snapshot.sites and finding.column is None:
        looks = runs_of_site(page.store, finding.site, finding.since)
    return Needed(finding, column, looks)


def _marks(columns: Sequence[ColumnFacts], failed: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """Whether all that was looked at on a day was whole, nearly all, less of it, or nothing was looked at."""
    marks = []
    for place, runs in enumerate(failed):
        looked = bad = 0
        for column in columns:
            walk, run = column.walks[place], runs.get(column.site.name)
            if walk is not None or run is not None:
                looked += 1
                bad += is_lost(walk, run) or (walk is not None and walk["ended"] == "incomplete")
        kind = "good" if not bad else "some" if bad < _MANY * looked else "bad"
        marks.append(kind if looked else "")
    return marks
