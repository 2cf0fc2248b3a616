"""The finished runs of a site, each in a folder of its own or in the folder of a past month (``dataset/fold.py``)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.errors import LanmuError, UsageError
from crawler.exporters.run_folder import MANIFEST, REPORT, RUNS, place_of
from crawler.project import shown

# In a folder of folded runs: their manifests as they were, and their reports, one behind the other.
MANIFESTS, FOLDED = "manifests.jsonl", "folded"


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run; ``starts`` says at which byte of each file in ``folder`` its part begins."""

    name: str
    folder: Path
    manifest: dict[str, Any]
    key: str  # SHA-256 of the manifest as it was written
    starts: Mapping[str, int] = field(default_factory=dict)

    def lines(self, file: str) -> Iterator[tuple[int, bytes]]:
        """Each line of one of the run's files, and the byte it begins at, counted in the run's part."""
        if file not in self.manifest["files"]:
            return
        left, at = self.manifest["files"][file]["bytes"], 0
        with (self.folder / file).open("rb") as data:
            data.seek(self.starts.get(file, 0))
            for line in data:
                if at >= left:
                    return
                yield at, line
                at += len(line)

    def objects(self, file: str) -> Iterator[dict[str, Any]]:
        """The lines of one of the run's files, read."""
        for _, line in self.lines(file):
            yield json.loads(line)

    def line_at(self, file: str, offset: int) -> dict[str, Any]:
        """The line that begins at a byte of the run's part of a file."""
        with (self.folder / file).open("rb") as data:
            data.seek(self.starts.get(file, 0) + offset)
            line: dict[str, Any] = json.loads(data.readline())
        return line

    def report(self) -> dict[str, Any]:
        """The run's ``report.json``."""
        with (self.folder / REPORT).open("rb") as data:
            data.seek(self.starts.get(REPORT, 0))
            report: dict[str, Any] = json.loads(data.read(self.manifest["files"][REPORT]["bytes"]))
        return report


def sites_in(data_dir: Path, chosen: Sequence[str]) -> list[str]:
    """The sites that a data folder holds runs of, or ``chosen`` ones; raises :class:`UsageError` for one it hasn't."""
    there = sorted(path.parent.name for path in data_dir.glob(f"[!.]*/{RUNS}"))
    if not there:
        raise UsageError(
            f"{shown(data_dir)} holds no runs; is it the data folder? Choose another with -s DATA_DIR=FOLDER"
        )
    for site in chosen:
        if site not in there:
            raise UsageError(f"{shown(data_dir)} holds no runs of {site!r}; it has: {', '.join(there)}")
    return list(dict.fromkeys(chosen)) or there


def finished_runs(data_dir: Path, site: str) -> list[Run]:
    """The site's finished runs (those with a manifest), oldest first.

    Raises :class:`LanmuError` for a folder that isn't whole any more: its articles would come twice.
    """
    found: dict[str, Run] = {}
    folded: dict[str, Run] = {}
    # Not pathlib's *, which takes hidden folders too: a folder is hidden while runs are being folded into it.
    for path in (data_dir / site / RUNS).glob(f"[!.]*/{MANIFEST}"):
        for run in whole_runs_in(path.parent):
            (found if run.folder.name == run.name else folded)[run.name] = run
    # A run that has been folded counts once, also where its own folder is still there.
    return sorted({**found, **folded}.values(), key=lambda run: place_of(run.name))


def runs_in(folder: Path) -> list[Run]:
    """The runs of a folder that has a manifest: its own, or those folded into it; nothing is checked.

    Raises what reading a damaged manifest raises.
    """
    raw = (folder / MANIFEST).read_bytes()
    return list(folded_runs(folder)) if FOLDED in json.loads(raw) else [_run(folder.name, folder, raw, {})]


def whole_runs_in(folder: Path) -> list[Run]:
    """The runs of a folder that has a manifest; raises :class:`LanmuError` where a file hasn't the size it says."""
    try:
        check_sizes(folder, json.loads((folder / MANIFEST).read_bytes()))
        return runs_in(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LanmuError(f"{folder} is damaged ({what}); restore it or move it away") from None


def check_sizes(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Raise :class:`ValueError` for a file that hasn't the size its manifest says."""
    for name, entry in manifest["files"].items():
        size = (folder / name).stat().st_size
        if size != entry["bytes"]:
            raise ValueError(f"{name} holds {size} bytes, the manifest says {entry['bytes']}")


def folded_runs(folder: Path) -> Iterator[Run]:
    """The runs in a folder of folded ones, oldest first."""
    starts: dict[str, int] = {}
    with (folder / MANIFESTS).open("rb") as lines:
        for line in lines:
            told = json.loads(line)
            run = _run(told["run"], folder, told["manifest"].encode(), dict(starts))
            yield run
            for name, entry in run.manifest["files"].items():
                starts[name] = starts.get(name, 0) + entry["bytes"]


def _run(name: str, folder: Path, raw: bytes, starts: Mapping[str, int]) -> Run:
    manifest = json.loads(raw)
    # The largest part of it, and of no use to a reader of a thousand runs.
    manifest.pop("schema", None)
    return Run(name, folder, manifest, hashlib.sha256(raw).hexdigest(), starts)
