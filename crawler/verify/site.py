"""All runs of a site, or the runs of one folder: each by itself, and what they say together."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.dataset.runs import FOLDED, MANIFESTS, Run, runs_in
from crawler.exporters.manifest import file_entry
from crawler.exporters.run_folder import ARTICLES, LINES, MANIFEST, REPORT, place_of
from crawler.project import shown
from crawler.releases.card.about import counted
from crawler.verify.faults import Checked, Faults, of_manifest
from crawler.verify.keys import Keys
from crawler.verify.regular import check_regular
from crawler.verify.run import verify_run
from crawler.verify.site_texts import SiteTexts

# What reading a manifest that is none raises.
_DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError)


def verify_runs(folders: list[Path], work: Path, *, whole: bool) -> Iterator[Checked]:
    """Verify the runs in folders of one site, all of its if ``whole``; a line for each folder, oldest run first."""
    found: dict[Path, tuple[Checked, list[Run]]] = {}
    for folder in folders:
        checked = Checked(shown(folder))
        found[folder] = (checked, list(_runs(folder, checked)))
    twice = _folded_and_not([run for _, runs in found.values() for run in runs])
    ordered = sorted((run for _, runs in found.values() for run in runs), key=lambda run: place_of(run.name))
    left = {folder: len(runs) for folder, (_, runs) in found.items()}
    before: dict[Path, dict[str, int]] = {folder: {} for folder in folders}
    with Keys(work) as keys:
        texts = SiteTexts(keys, whole=whole)
        yield from (checked for checked, runs in found.values() if not runs)
        for run in ordered:
            checked, runs = found[run.folder]
            if run.folder.name == run.name and run.name in twice:
                checked.notes.append(f"{shown(run.folder)}: is folded too; lanmu fold takes it away")
            else:
                try:
                    verify_run(run, texts, checked.faults, before[run.folder])
                except _DAMAGED as error:
                    checked.faults.add("manifest", run.folder / MANIFEST, _unreadable(run.name, error))
            left[run.folder] -= 1
            if not left[run.folder]:
                checked.what = _what(run.folder, runs)
                yield checked


def _runs(folder: Path, checked: Checked) -> Iterator[Run]:
    """The folder's runs; says what is wrong with the folder itself."""
    if not check_regular(folder.rglob("*"), checked.faults):
        return
    if not (folder / MANIFEST).exists():
        told = "no manifest: killed or still going; the next crawl takes it over"
        checked.notes.append(f"{shown(folder)}: {told}")
        return
    try:
        runs = runs_in(folder)
        manifest = json.loads((folder / MANIFEST).read_bytes())
        _check_names(folder, manifest["files"], checked.faults)
        if FOLDED in manifest:
            _check_month(folder, manifest, runs, checked.faults)
        elif manifest["run"] != folder.name:
            checked.faults.add("manifest", folder / MANIFEST, f"is of run {manifest['run']}")
    except _DAMAGED as error:
        checked.faults.add("manifest", folder / MANIFEST, _unreadable(folder.name, error))
        return
    yield from runs


def _check_names(folder: Path, files: dict[str, object], faults: Faults) -> None:
    for path in sorted(folder.iterdir()):
        if path.name not in {MANIFEST, *files} and not path.name.startswith("."):
            faults.add("further file", path, "is not in the manifest")
        elif path.name in files and path.name not in {*LINES, REPORT, MANIFESTS}:
            faults.add("further file", path, "is in the manifest, but no file of a run")


def _check_month(folder: Path, manifest: dict[str, Any], runs: list[Run], faults: Faults) -> None:
    """Find what is wrong with a folder of folded runs as a whole."""
    names = [run.name for run in runs]
    if manifest[FOLDED] != names:
        faults.add("manifest", folder / MANIFEST, f"names {len(manifest[FOLDED])} runs, {MANIFESTS} {len(names)}")
    for name, entry in manifest["files"].items():
        if not (folder / name).exists():
            faults.add("missing file", folder / name, "is missing, though in the manifest")
        elif file_entry(folder / name) != entry:
            faults.add("bytes", folder / name, "is not what the month's manifest says")


def _folded_and_not(runs: list[Run]) -> set[str]:
    """The names of runs that are in a month's folder and have their own still."""
    folded = {run.name for run in runs if run.folder.name != run.name}
    return folded & {run.name for run in runs if run.folder.name == run.name}


def _unreadable(run: str, error: Exception) -> str:
    return f"run {run}: {of_manifest('run', error)}"


def _what(folder: Path, runs: list[Run]) -> str:
    articles = sum(run.manifest.get("counts", {}).get(ARTICLES.partition(".")[0], 0) for run in runs)
    one = runs[0].manifest.get("verdict") if len(runs) == 1 else counted(len(runs), "run")
    return f"{shown(folder)}: {one}, {counted(articles, 'article')}"
