"""A version of a dataset: its files, its tables, what they say of each other, and what ``versions.json`` says of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from crawler.errors import LanmuError
from crawler.project import shown
from crawler.releases.card.about import counted
from crawler.releases.tables import TABLES
from crawler.releases.versions import MANIFEST, SUMS, VERSIONS, Versions
from crawler.releases.writing import size_and_hash
from crawler.verify.faults import Checked, Faults, of_manifest
from crawler.verify.files import Manifest, verify_files
from crawler.verify.regular import check_regular
from crawler.verify.release_counts import ReleaseCounts
from crawler.verify.release_joins import wrong_joins
from crawler.verify.table import verify_table


def verify_releases(folder: Path, work: Path) -> Iterator[Checked]:
    """Verify all versions in a folder ``releases``, and what ``versions.json`` says of them."""
    checked = Checked(shown(folder / VERSIONS))
    listed = _listed(folder, checked.faults)
    there = sorted(path.name for path in folder.glob("[!.]*") if path.is_dir())
    for name in listed.keys() - set(there):
        checked.faults.add("versions", folder / VERSIONS, f"lists {name}, which is not there")
    for name in set(there) - listed.keys():
        checked.faults.add("versions", folder / name, f"is not in {VERSIONS}")
    if (folder / VERSIONS).is_file() or not (folder / VERSIONS).exists():
        _check_latest(folder, listed, checked.faults)
    checked.what += f": {counted(len(listed), 'version')}"
    yield checked
    for name in there:
        yield verify_release(folder / name, work)


def verify_release(folder: Path, work: Path) -> Checked:
    """Verify one version."""
    checked = Checked(shown(folder))
    faults = checked.faults
    manifest = verify_files(folder, faults)
    entry = _listed(folder.parent, faults).get(folder.name)
    if manifest is not None:
        files = counted(sum(path.is_file() for path in folder.rglob("*")), "file")
        try:
            checked.what += f": {counted(manifest['counts']['articles'], 'article')}, {files}"
            if entry is not None:
                _check_entry(folder, entry, manifest, faults)
            _check_tables(folder, manifest, work, faults)
        except (KeyError, TypeError, AttributeError) as error:
            faults.add("manifest", folder / MANIFEST, of_manifest("release", error))
    return checked


def _check_tables(folder: Path, manifest: Manifest, work: Path, faults: Faults) -> None:
    counts, before = ReleaseCounts(manifest), len(faults)
    for table in TABLES:
        if not (folder / table.lines).exists():
            continue
        rows = verify_table(folder, table, work, faults, counts.counter(table.name))
        if rows != manifest["counts"][table.name]:
            told = f"holds {rows} lines, {MANIFEST} says {manifest['counts'][table.name]}"
            faults.add("counts", folder / table.lines, told)
    if len(faults) > before:
        # What follows from rows that are wrong would only say it again.
        return
    for what in counts.faults():
        faults.add("sums", folder / MANIFEST, what)
    try:
        for what in wrong_joins(folder, _previous(folder, manifest), work):
            faults.add("tables", folder, what)
    except duckdb.Error as error:
        faults.add("unreadable", folder, str(error).partition("\n")[0])


def _previous(folder: Path, manifest: Manifest) -> Path | None:
    """The version before, if it is still beside this one."""
    if manifest["previous"] is None:
        return None
    previous = folder.parent / str(manifest["previous"]["version"])
    # What is wrong there is told where that one is verified.
    return previous if (previous / SUMS).exists() and check_regular(previous.rglob("*"), Faults()) else None


def _listed(folder: Path, faults: Faults) -> dict[str, dict[str, Any]]:
    """The versions that ``versions.json`` lists, by name."""
    if not check_regular(folder.glob(VERSIONS), faults):
        return {}
    try:
        return {entry["version"]: entry for entry in Versions(folder).listed()}
    except (LanmuError, KeyError, TypeError) as error:
        faults.add("versions", folder / VERSIONS, str(error))
        return {}


def _check_latest(folder: Path, listed: dict[str, dict[str, Any]], faults: Faults) -> None:
    try:
        latest = json.loads((folder / VERSIONS).read_bytes())["latest"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        faults.add("versions", folder / VERSIONS, f"can't be read ({type(error).__name__}: {error})")
        return
    if latest not in list(listed)[-1:]:
        faults.add("versions", folder / VERSIONS, f"says the latest is {latest}, and lists {', '.join(listed)}")


def _check_entry(folder: Path, entry: dict[str, Any], manifest: Manifest, faults: Faults) -> None:
    """Find what ``versions.json`` says otherwise than the version."""
    path = folder.parent / VERSIONS
    if (folder / SUMS).is_file() and entry.get("sha256") != size_and_hash(folder / SUMS)["sha256"]:
        faults.add("versions", folder / SUMS, f"is not what {shown(path)} says (another SHA-256)")
    told = {name: manifest[name] for name in ("semver", "released_at")}
    told |= {"articles": manifest["counts"]["articles"], **manifest["changes"]}
    for name, value in told.items():
        if entry.get(name) != value:
            faults.add("versions", path, f"says of {folder.name} {name} {entry.get(name)}, its manifest {value}")
