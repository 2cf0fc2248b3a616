"""A site's data folder as it lies on the disk, checked without Lanmu's help: manifests, hashes, lines, ids."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Dataset:
    """What all runs of a site hold, and what is wrong with their files."""

    runs: int = 0
    records: list[dict[str, Any]] = field(default_factory=list)
    unsealed: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)  # files that aren't what their manifest says
    broken_lines: int = 0

    @property
    def doubles(self) -> int:
        """How many records have the id of another."""
        return sum(count - 1 for count in Counter(record["id"] for record in self.records).values())


def read_dataset(site_folder: Path) -> Dataset:
    """Read and check every run of a site, in whatever state it is."""
    found = Dataset()
    for folder in sorted((site_folder / "runs").glob("[0-9]*")):
        found.runs += 1
        manifest_file = folder / "manifest.json"
        if not manifest_file.exists():
            found.unsealed.append(folder.name)
            continue
        files = json.loads(manifest_file.read_bytes())["files"]
        for path in folder.iterdir():
            if path.name not in {"manifest.json", *files}:
                found.damaged.append(f"{folder.name}/{path.name} is in no manifest")
        for name, entry in files.items():
            _check_file(folder / name, entry, found)
    return found


def _check_file(path: Path, entry: dict[str, Any], found: Dataset) -> None:
    data = path.read_bytes()
    if (len(data), hashlib.sha256(data).hexdigest()) != (entry["bytes"], entry["sha256"]):
        found.damaged.append(f"{path.parent.name}/{path.name}")
    if path.suffix != ".jsonl":
        return
    for line in data.splitlines(keepends=True):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or not line.endswith(b"\n"):
            found.broken_lines += 1
        elif path.name == "articles.jsonl":
            found.records.append(record)
