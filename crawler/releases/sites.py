"""What a release tells of its sites: their runs, columns, the accounts that close, what is known to be missing."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from crawler.dataset.runs import Run
from crawler.errors import LanmuError
from crawler.items import SCHEMA_VERSION
from crawler.project import shown
from crawler.releases.gather import SiteRuns

_LISTED = """
SELECT site, "column", count(*), count(*) FILTER (missing) FROM links GROUP BY site, "column"
"""


def check_runs(site: str, runs: Sequence[Run]) -> None:
    """Raise :class:`LanmuError` where no run is complete, or one was written by another version of the record."""
    for run in runs:
        if run.manifest["schema_version"] != SCHEMA_VERSION:
            raise LanmuError(
                f"{shown(run.folder)} is of schema version {run.manifest['schema_version']}, this Lanmu writes "
                f"{SCHEMA_VERSION}; release it with the Lanmu that wrote it, or move the run away"
            )
    if not any(run.manifest["verdict"] == "complete" for run in runs):
        # The verdict and what is missing, without the counts behind the colon.
        last = f"the last, {runs[-1].name}: {_verdict(runs[-1])}" if runs else "there is none at all"
        raise LanmuError(f"{site} has no complete run yet ({last}); crawl it until one is: lanmu crawl {site}")


def _verdict(run: Run) -> str:
    verdict: str = run.report()["sentence"].partition(": ")[0]
    return verdict


def site_entries(
    store: duckdb.DuckDBPyConnection, sites: Sequence[SiteRuns], of: Mapping[tuple[str, str | None], int]
) -> list[dict[str, Any]]:
    """The manifest's entry of each site; ``of`` are the articles of the release by site and column."""
    listed = {(site, column): counts for site, column, *counts in store.execute(_LISTED).fetchall()}
    entries = []
    for one in sites:
        last = one.runs[-1]
        about = last.manifest
        columns = [
            entry | {"articles": of.get((one.site, name), 0)} | dict(zip(("listed", "missing"), counts, strict=True))
            for name, entry in _columns(one.runs).items()
            for counts in [listed.get((one.site, name), (0, 0))]
        ]
        entries.append(
            {
                "site": one.site,
                "site_name": about["site_name"] or one.site,
                "publisher": about["publisher"] or None,
                "homepage": about["homepage"] or None,
                "notice": about.get("notice"),
                "articles": sum(count for (site, _), count in of.items() if site == one.site),
                "runs": len(one.runs),
                "first_run": one.runs[0].name,
                "last_run": last.name,
                "last_complete": next(run.name for run in reversed(one.runs) if run.manifest["verdict"] == "complete"),
                "verdict": about["verdict"],
                "sentence": last.report()["sentence"],
                "columns": columns,
            }
        )
    return entries


def _columns(runs: Sequence[Run]) -> dict[str, dict[str, Any]]:
    """Each column as the last run that saw it tells it."""
    columns: dict[str, dict[str, Any]] = {}
    for run in runs:
        for column in run.report()["columns"]:
            told = {name: column[name] for name in ("column", "url", "ended", "pages", "account")}
            columns[column["column"]] = told | {"run": run.name}
    return columns


def run_accounts(sites: Sequence[SiteRuns]) -> dict[str, Any]:
    """How many runs have accounts that close, and the names of those that haven't."""
    runs = [(f"{one.site}/{run.name}", run.report()) for one in sites for run in one.runs]
    still_open = [name for name, report in runs if not (report["account"]["closes"] and report["revisited"]["closes"])]
    return {"runs_closed": len(runs) - len(still_open), "runs_open": still_open}
