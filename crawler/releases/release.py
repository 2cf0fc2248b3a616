"""A release of one dataset: from all runs of its sites to a version that never changes.

gather → present texts → reprints → tables → what the release says of itself → published under its name.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from crawler import clock
from crawler.dataset.runs import finished_runs
from crawler.errors import LanmuError
from crawler.exporters.manifest import write_json
from crawler.releases import changes, coverage, history, links, sites
from crawler.releases.card import card, citation, croissant, datapackage
from crawler.releases.counting import Counting
from crawler.releases.gather import SiteRuns, database, gather
from crawler.releases.manifest import About, Made, manifest_of
from crawler.releases.plots import pictures
from crawler.releases.plots.fonts import check_font
from crawler.releases.present import Texts
from crawler.releases.record import article_fields
from crawler.releases.reprints.clusters import Clusters, Reprints
from crawler.releases.tables import ARTICLES, CHANGES, COVERAGE, LINKS, REMOVALS, REVISIONS, TABLES, json_schema
from crawler.releases.versions import MANIFEST, Versions, check_articles, read_manifest, write_sums
from crawler.releases.writing import write_table


def release(
    data_dir: Path, name: str, chosen: Sequence[str], folder: Path, about: About
) -> tuple[Path, dict[str, Any]]:
    """Release the sites ``chosen`` as the dataset ``name`` into ``folder``; returns the version's folder and manifest.

    Raises :class:`LanmuError` where it can't be made: then the version before stays the last, and there is no trace.
    """
    check_font()
    versions = Versions(folder)
    with versions.locked():
        previous = versions.latest()
        members = [SiteRuns(site, finished_runs(data_dir, site)) for site in chosen]
        for one in members:
            sites.check_runs(one.site, one.runs)
        version = versions.free(f"{clock.now():%Y-%m-%d}")
        stays = f"{previous.name} stays the last" if previous else "there is none yet"
        try:
            if previous is not None:
                check_articles(previous)
            with versions.making(version) as making:
                manifest = _make(making, previous, members, (name, version), about)
        except (OSError, duckdb.OperationalError) as error:
            what = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition("\n")[0]
            raise LanmuError(f"{name} could not be released: {what}; {stays}; mend that and release again") from None
        except (ValueError, KeyError, TypeError, duckdb.Error) as error:
            # Runs are what their manifests say, and yet not what a run is.
            what = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
            raise LanmuError(
                f"{name} could not be released, as a run is damaged ({what}); {stays}; lanmu verify says what is wrong"
            ) from None
    return folder / version, manifest


def _make(
    making: Path, previous: Path | None, members: Sequence[SiteRuns], named: tuple[str, str], about: About
) -> dict[str, Any]:
    """Write all of a version into the folder ``making``; returns its manifest."""
    before = read_manifest(previous) if previous else None
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
        entries = sites.site_entries(store, members, counting.of)
        accounts = {**sites.run_accounts(members), "links": links.links_account(store), "lost": history.lost(store)}
    shutil.rmtree(work)
    manifest = manifest_of(Made(*named, before, changed, files, entries, accounts, counting), about)
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
    pictures.draw(folder, manifest, covered)
    (folder / "README.md").write_text(card.card(manifest), encoding="utf-8")
    write_sums(folder)
