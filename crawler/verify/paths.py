"""What a path is (a version, a run, a site, all of it), and what is to be verified there."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from crawler.errors import UsageError
from crawler.exporters.run_folder import LINES, MANIFEST, REPORT, RUNS
from crawler.project import shown
from crawler.releases.needs import RELEASES
from crawler.releases.versions import SUMS, VERSIONS
from crawler.verify.faults import Checked
from crawler.verify.release import verify_release, verify_releases
from crawler.verify.site import verify_runs

# What only a version has, beside SHA256SUMS.
_CARD = "croissant.json"
_OF_RUN = (MANIFEST, REPORT, *LINES, *(f"{name}.part" for name in LINES))


def verify(path: Path, work: Path) -> Iterator[Checked]:
    """Verify what is at ``path``, piece by piece; ``work`` is a folder for files on the way.

    Raises :class:`UsageError` for a path that is no run, release, site or data folder.
    """
    # What a folder is called matters, also where it is "."
    folder = path.absolute() if path.name not in {"", ".", ".."} else path.resolve()
    if not folder.is_dir():
        raise UsageError(f"{path} is no folder; name one of a release, a run, a site or all data")
    if _is_release(folder) or (folder.parent.name == RELEASES and (folder / MANIFEST).exists()):
        return _release(folder, work)
    if (folder / VERSIONS).exists() or (folder.name == RELEASES and any(map(_is_release, _folders(folder)))):
        return verify_releases(folder, work)
    if any((folder / name).exists() for name in _OF_RUN):
        return verify_runs([folder], work, whole=False)
    if folder.name == RUNS and (runs := _folders(folder)):
        return verify_runs(runs, work, whole=True)
    if found := _site(folder, work):
        return found
    pieces = [found for one in _folders(folder) if one.name != RELEASES and (found := _site(one, work))]
    # A copy of a version may lie beside the sites.
    pieces += [_release(one, work) for one in _folders(folder) if _is_release(one)]
    if (folder / RELEASES).is_dir() and pieces:
        pieces.append(verify_releases(folder / RELEASES, work))
    if not pieces:
        raise UsageError(f"{shown(folder)} is no release, run, site or data folder; data lie in data/<site>/")
    return chain.from_iterable(pieces)


def _release(folder: Path, work: Path) -> Iterator[Checked]:
    yield verify_release(folder, work)


def _is_release(folder: Path) -> bool:
    """Whether a folder is a version, also where a file of it is missing: a run has none of these, nor a version."""
    if (folder / SUMS).exists() or (folder / _CARD).exists():
        return True
    if not (folder / MANIFEST).is_file():
        return False
    try:
        return "semver" in json.loads((folder / MANIFEST).read_bytes())
    except (ValueError, TypeError):
        return False


def _site(folder: Path, work: Path) -> Iterator[Checked] | None:
    """What is to be verified of a site; None for what is none."""
    runs, releases = folder / RUNS, folder / RELEASES
    if not runs.is_dir() and not (releases / VERSIONS).exists():
        return None
    pieces = [verify_runs(_folders(runs), work, whole=True)] if runs.is_dir() else []
    # A folder of releases that has none was left by one that failed.
    if (releases / VERSIONS).exists() or (releases.is_dir() and any(map(_is_release, _folders(releases)))):
        pieces.append(verify_releases(releases, work))
    return chain.from_iterable(pieces)


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
