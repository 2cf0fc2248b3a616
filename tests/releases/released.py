"""Releases of a site's dataset, made by the command, and what is in them."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from history import SITE, environment_on
from support import Done, Record, lanmu

TABLES = ("articles", "links", "revisions", "removals", "changes", "coverage")


@dataclass(frozen=True)
class Release:
    """The folder of a version."""

    folder: Path

    def rows(self, table: str) -> list[Record]:
        """The lines of a table, which are the rows of its Parquet files too."""
        path = self.folder / ("changes.jsonl" if table == "changes" else f"{table}.jsonl.gz")
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines: list[Record] = [json.loads(line) for line in data.splitlines()]
        return lines

    def parquet(self, table: str) -> list[Record]:
        """The rows of its Parquet files, days as they are written in lines."""
        rows: list[Record] = []
        for path in sorted((self.folder / "data").glob(f"{table}-*.parquet")):
            rows += pq.read_table(path).to_pylist()
        return [
            {name: getattr(value, "isoformat", lambda it=value: it)() for name, value in row.items()} for row in rows
        ]

    @property
    def manifest(self) -> Record:
        manifest: Record = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    def data(self) -> dict[str, bytes]:
        """The bytes of the files that hold rows, but for what has changed since the version before."""
        return {
            name: (self.folder / name).read_bytes()
            for name, entry in self.manifest["files"].items()
            if entry["table"] != "changes"
        }


def release(folder: Path, *arguments: str, day: int = 0, site: str = SITE, code: int = 0) -> Done:
    """``lanmu release`` on day ``day``; the dataset is ``folder/data``."""
    done = lanmu(
        "release", *(arguments or (site,)), cwd=folder, env={**environment_on(day), "LANMU_CREATOR": "某研究所"}
    )
    assert done.returncode == code, done.stderr
    return done


def listed(folder: Path, site: str = SITE) -> list[str]:
    """The versions in ``versions.json``, oldest first."""
    path = folder / "data" / site / "releases" / "versions.json"
    if not path.exists():
        return []
    versions = json.loads(path.read_text(encoding="utf-8"))
    names = [entry["version"] for entry in versions["versions"]]
    assert versions["latest"] == names[-1]
    return names


def visible(folder: Path, site: str = SITE) -> list[str]:
    """The folders of versions that a person sees."""
    releases = folder / "data" / site / "releases"
    return sorted(path.name for path in releases.iterdir() if path.is_dir() and not path.name.startswith("."))


def latest(folder: Path, site: str = SITE) -> Release:
    """The last version."""
    return Release(folder / "data" / site / "releases" / listed(folder, site)[-1])
