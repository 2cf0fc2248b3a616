"""A release of one dataset: from all runs of its sites to a version that never changes.

gather → present texts → reprints → tables → what the release says of itself → published under its name.
"""

import json
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import duckdb

from crawler import __version__, clock
from crawler.dataset.runs import finished_runs
from crawler.errors import LanmuError
from crawler.exporters.manifest import write_json
from crawler.items import SCHEMA_VERSION
from crawler.project import shown
from crawler.releases import changes, coverage, history, links, sites
from crawler.releases.card import card, citation, croissant, datapackage
from crawler.releases.counting import Counting
from crawler.releases.gather import SiteRuns, database, gather
from crawler.releases.plots import pictures as plots
from crawler.releases.present import Texts
from crawler.releases.record import article_fields
from crawler.releases.reprints.clusters import Clusters, Reprints
from crawler.releases.tables import ARTICLES, CHANGES, COVERAGE, LINKS, REMOVALS, REVISIONS, TABLES, json_schema
from crawler.releases.versions import MANIFEST, Versions, next_semver, write_sums
from crawler.releases.writing import write_table

_SOFTWARE = ("pyarrow", "duckdb", "rensa")


@dataclass(frozen=True, slots=True)
class About:
    """What the one who releases says: settings DATASET_CREATOR, DATASET_LICENSE and CONTACT, empty where not said."""

    creator: str
    license: str
    contact: str


def release(
    data_dir: Path, name: str, chosen: Sequence[str], folder: Path, about: About
) -> tuple[Path, dict[str, Any]]:
    """Release the sites ``chosen`` as the dataset ``name`` into ``folder``; returns the version's folder and manifest.

    Raises :class:`LanmuError` where it can't be made: then the version before stays the last, and there is no trace.
    """
    plots.check_font()
    versions = Versions(folder)
    with versions.locked():
        previous = versions.latest()
        members = [SiteRuns(site, finished_runs(data_dir, site)) for site in chosen]
        for one in members:
            sites.check_runs(one.site, one.runs)
        version = versions.free(f"{clock.now():%Y-%m-%d}")
        try:
            with versions.making(version) as making:
                manifest = _make(making, previous, members, {"name": name, "version": version}, about)
        except (OSError, duckdb.OperationalError) as error:
            what = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition("\n")[0]
            stays = f"{previous.name} stays the last" if previous else "there is none yet"
            raise LanmuError(f"{name} could not be released: {what}; {stays}; mend that and release again") from None
    return folder / version, manifest


def _make(
    making: Path, previous: Path | None, members: Sequence[SiteRuns], named: dict[str, str], about: About
) -> dict[str, Any]:
    """Write all of a version into the folder ``making``; returns its manifest."""
    before = _manifest_of(previous)
    work = making / "work"
    work.mkdir()
    files: dict[str, Any] = {}
    with closing(database(work)) as store, Texts(store, gather(store, members)) as texts:
        counting = Counting(by="column" if len(members) == 1 else "site")
        clusters = _reprints(work, texts)
        files |= write_table(making, ARTICLES, _articles(texts, clusters, counting), len(texts))
        files |= write_table(making, LINKS, links.link_rows(store, texts.runs), links.merge_links(store))
        revisions, removals = history.count_history(texts)
        files |= write_table(making, REVISIONS, history.revision_rows(texts), revisions)
        files |= write_table(making, REMOVALS, history.removal_rows(texts), removals)
        changed = changes.compare(store, making, previous)
        files |= write_table(making, CHANGES, changes.change_rows(store, making, previous), sum(changed.values()))
        covered = coverage.measure_coverage(store, making)
        files |= write_table(making, COVERAGE, covered, len(covered))
        closed, still_open = sites.open_accounts(members)
        entries = sites.site_entries(store, members, counting.of)
        manifest = {
            "name": named["name"],
            "title": _title(entries),
            "version": named["version"],
            "semver": next_semver(before["semver"] if before else None, changed),
            "released_at": clock.now().isoformat(timespec="seconds"),
            "previous": _previous(before),
            "notice": next((entry["notice"] for entry in entries if entry["notice"]), None),
            "publisher": {"name": _joined([entry["publisher"] or entry["site_name"] for entry in entries])},
            "creator": about.creator or "Lanmu",
            "license": about.license or "other",
            "contact": about.contact or None,
            "counts": {table.name: files[table.lines]["rows"] for table in TABLES},
            "changes": changed,
            "dates": {"first": counting.first, "last": counting.last},
            "sites": entries,
            "accounts": {"links": links.links_account(store), "runs_closed": closed, "runs_open": still_open},
            **counting.told(),
            "software": {
                "lanmu": __version__,
                "python": platform.python_version(),
                **{package: version_of(package) for package in _SOFTWARE},
            },
            "schema_version": SCHEMA_VERSION,
            "files": files,
        }
    shutil.rmtree(work)
    _describe(making, manifest, covered)
    return manifest


def _reprints(work: Path, texts: Texts) -> Clusters:
    """The articles that have the same text."""
    folder = work / "reprints"
    folder.mkdir()
    reprints = Reprints(folder)
    for number in range(len(texts)):
        reprints.add(number, texts.body(number))
    clusters = reprints.clusters(texts.body)
    shutil.rmtree(folder)
    return clusters


def _articles(texts: Texts, clusters: Clusters, counting: Counting) -> Iterator[dict[str, Any]]:
    """Rows of ``ARTICLES``, counted as they go by."""
    for number, (line, told) in enumerate(texts.rows()):
        first, match = clusters.of(number) or (None, None)
        cluster = None if first is None else line["id"] if first == number else texts.record(first)["id"]
        row = {**article_fields(line), **told, "cluster": cluster, "cluster_match": match}
        counting.count(row)
        yield row


def _describe(folder: Path, manifest: dict[str, Any], covered: list[dict[str, Any]]) -> None:
    """Everything that follows from the manifest, and the sums of it all."""
    write_json(folder / MANIFEST, manifest)
    write_json(folder / "schema.json", {table.name: json_schema(table) for table in TABLES})
    write_json(folder / "croissant.json", croissant.croissant(manifest))
    write_json(folder / "datapackage.json", datapackage.datapackage(manifest))
    (folder / "CITATION.cff").write_text(citation.citation(manifest), encoding="utf-8")
    plots.draw(folder, manifest, covered)
    (folder / "README.md").write_text(card.card(manifest), encoding="utf-8")
    write_sums(folder)


def _manifest_of(previous: Path | None) -> dict[str, Any] | None:
    if previous is None:
        return None
    try:
        manifest: dict[str, Any] = json.loads((previous / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LanmuError(
            f"{shown(previous / MANIFEST)} can't be read ({error}); lanmu verify says what is wrong"
        ) from None
    return manifest


def _previous(before: dict[str, Any] | None) -> dict[str, Any] | None:
    if before is None:
        return None
    return {"version": before["version"], "semver": before["semver"], "articles": before["counts"]["articles"]}


def _title(entries: Sequence[dict[str, Any]]) -> str:
    return _joined([entry["site_name"] for entry in entries])


def _joined(names: Sequence[str]) -> str:
    """Some names in one line: three of them, and how many more."""
    different = list(dict.fromkeys(names))
    more = f"等{len(different)}个网站" if len(different) > 3 else ""
    return "、".join(different[:3]) + more
