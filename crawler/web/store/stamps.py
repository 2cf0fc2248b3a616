"""What lies below a site's ``runs/``, as cheaply as it can be told."""

import json
import os
from pathlib import Path

from crawler.exporters.run_folder import MANIFEST, RUNS

Stamp = tuple[int, int]  # size and time of change of the manifest
Keys = dict[str, dict[str, str]]  # folder → run → key


def stamps_of(data_dir: Path, site: str) -> dict[str, Stamp]:
    """The folders that have a manifest: a run under way has none, and one being folded is hidden."""
    path = data_dir / site / RUNS
    names = sorted(entry.name for entry in os.scandir(path)) if path.is_dir() else []
    found: dict[str, Stamp] = {}
    for name in names:
        if name.startswith("."):
            continue
        try:
            stat = os.stat(f"{path}/{name}/{MANIFEST}")  # noqa: PTH116 - of thousands of folders, pathlib takes as long again
        except OSError:
            continue
        found[name] = (stat.st_size, stat.st_mtime_ns)
    return found


def written(stamps: dict[str, Stamp], keys: Keys) -> str:
    """As the store keeps it."""
    return json.dumps({name: [*stamp, keys[name]] for name, stamp in stamps.items()})


def read(text: str) -> dict[str, tuple[Stamp, dict[str, str]]]:
    """What :func:`written` wrote: of each folder the stamp, and its runs with their keys."""
    return {name: ((size, time), runs) for name, (size, time, runs) in json.loads(text).items()}
