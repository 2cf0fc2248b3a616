"""The files that a query reads: of every finished run of some sites, and of their releases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.dataset.runs import Run, finished_runs
from crawler.errors import LanmuError
from crawler.exporters.run_folder import LINES, LINKS, REPORT
from crawler.project import shown
from crawler.releases.needs import ALL, RELEASES
from crawler.releases.tables import ARTICLES
from crawler.releases.versions import VERSIONS, Versions
from crawler.releases.writing import parquet_files


@dataclass(frozen=True, slots=True)
class Sources:
    """Absolute paths. ``folded`` holds the links of runs that share a file, ``plain`` everything else, by file name."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    plain: dict[str, list[str]] = field(default_factory=dict)
    folded: list[str] = field(default_factory=list)
    ranges: list[dict[str, Any]] = field(default_factory=list)
    versions: list[dict[str, str]] = field(default_factory=list)
    released: list[str] = field(default_factory=list)


def sources(data_dir: Path, sites: Sequence[str]) -> Sources:
    """What the sites' finished runs and releases hold. Raises :class:`LanmuError` for a damaged run."""
    found = Sources()
    for site in sites:
        runs = finished_runs(data_dir, site)
        for number, run in enumerate(runs):
            found.runs.append(_told(site, run, number, newest=run is runs[-1]))
        _add_files(found, site, runs)
        _add_releases(found, site, data_dir / site / RELEASES)
    if not found.runs:
        raise LanmuError(f"{shown(data_dir)} holds no finished run of {', '.join(sites)}; crawl until one has ended")
    _add_releases(found, ALL, data_dir / RELEASES)
    return found


def _told(site: str, run: Run, number: int, *, newest: bool) -> dict[str, Any]:
    """What is known of a run without its report."""
    counts = {name.partition(".")[0]: run.manifest["counts"].get(name.partition(".")[0], 0) for name in LINES}
    return {
        "site": site,
        "run": run.name,
        "number": number,
        "newest": newest,
        "site_name": run.manifest["site_name"],
        "lanmu": run.manifest["software"]["lanmu"],
        "schema_version": run.manifest["schema_version"],
        **counts,
    }


def _add_files(found: Sources, site: str, runs: Sequence[Run]) -> None:
    for name in (*LINES, REPORT):
        shared: dict[Path, list[Run]] = {}
        for run in runs:
            if run.manifest["files"].get(name, {}).get("bytes"):
                shared.setdefault(run.folder / name, []).append(run)
        for path, members in shared.items():
            if name != LINKS or members[0].folder.name == members[0].name:
                found.plain.setdefault(name, []).append(str(path))
                continue
            found.folded.append(str(path))
            line = found.ranges[-1]["last"] if found.ranges else 0
            for run in members:
                first, line = line + 1, line + run.manifest["files"][name]["lines"]
                found.ranges.append({"first": first, "last": line, "site": site, "run": run.name})


def _add_releases(found: Sources, name: str, folder: Path) -> None:
    versions = Versions(folder)
    if not versions.listed():
        return
    found.versions.append({"file": str(folder / VERSIONS), "name": name})
    # A version whose folder is gone stops no other question.
    latest = folder / versions.listed()[-1]["version"]
    if name != ALL:
        found.released.extend(parquet_files(latest, ARTICLES))
