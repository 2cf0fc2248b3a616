"""The runs of a past month in one folder, so that years of daily runs stay a workable number of files.

``runs/2026-10/`` holds the runs' files one behind the other and their manifests word for word, so each run can still be
read, and checked, by itself (``dataset/runs.py``). The folder appears whole, under its name, before the runs' own go.
"""

import hashlib
import json
import os
import shutil
from itertools import count, groupby
from pathlib import Path
from typing import BinaryIO

from crawler.dataset.runs import FOLDED, MANIFESTS, Run, finished_runs
from crawler.exporters.manifest import file_entry, sync_folder, write_json
from crawler.exporters.run_folder import LINES, MANIFEST, REPORT, RUNS

# Folders under way or on their way out are hidden.
_MAKING, _GOING = ".folding-", ".folded-"
_BLOCK = 1 << 20


def fold_runs(data_dir: Path, site: str, month: str) -> dict[str, int]:
    """Fold all runs of the months before ``month`` (``202611``, UTC); returns how many runs each month had.

    The caller holds the site's lock. A killed run is left for the next crawl to take over. Raises :class:`LanmuError`
    or :class:`ValueError` for a damaged run, :class:`OSError` where the disk is full; then everything is as it was.
    """
    runs_folder = data_dir / site / RUNS
    for left in [*runs_folder.glob(f"{_MAKING}*"), *runs_folder.glob(f"{_GOING}*")]:
        shutil.rmtree(left)
    runs = finished_runs(data_dir, site)
    for run in runs:
        if run.folder.name != run.name:
            _remove(runs_folder / run.name)
    past = [run for run in runs if run.folder.name == run.name and run.name[:6] < month]
    folded = {}
    for name, group in groupby(past, key=lambda run: f"{run.name[:4]}-{run.name[4:6]}"):
        members = list(group)
        _fold(runs_folder, name, members)
        for run in members:
            _remove(run.folder)
        folded[name] = len(members)
    return folded


def _fold(runs_folder: Path, month: str, runs: list[Run]) -> None:
    making = runs_folder / f"{_MAKING}{month}"
    making.mkdir()
    try:
        for name in (*LINES, REPORT):
            with (making / name).open("wb") as file:
                for run in runs:
                    _copy(run, name, file)
                _sync(file)
        with (making / MANIFESTS).open("wb") as file:
            for run in runs:
                told = {"run": run.name, "manifest": (run.folder / MANIFEST).read_text(encoding="utf-8")}
                file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
            _sync(file)
        files = {name: file_entry(making / name) for name in (*LINES, REPORT, MANIFESTS)}
        write_json(making / MANIFEST, {"month": month, FOLDED: [run.name for run in runs], "files": files})
        sync_folder(making)
        making.rename(_free(runs_folder, month))
        sync_folder(runs_folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _copy(run: Run, name: str, file: BinaryIO) -> None:
    """Append one of the run's files; raises :class:`ValueError` where it isn't what the manifest says."""
    if name not in run.manifest["files"]:
        return
    digest = hashlib.sha256()
    with (run.folder / name).open("rb") as own:
        while block := own.read(_BLOCK):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != run.manifest["files"][name]["sha256"]:
        raise ValueError(f"{run.folder / name} is not what its manifest says; restore it or move the run away")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _free(runs_folder: Path, month: str) -> Path:
    """A name for the month's folder: a month can be folded again, should a run of it have come later."""
    names = (month if number == 1 else f"{month}-{number}" for number in count(1))
    return next(runs_folder / name for name in names if not (runs_folder / name).exists())


def _remove(folder: Path) -> None:
    """Remove a run's own folder, at once to a reader: half of one would look like a damaged run."""
    if folder.exists():
        going = folder.with_name(_GOING + folder.name)
        folder.rename(going)
        shutil.rmtree(going)
