"""Damage to what crawls and releases leave, and what ``lanmu verify`` says of it."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from support import Record

from crawler.releases.tables import TABLES
from crawler.releases.versions import write_sums
from crawler.verify.paths import verify

# Changes in place what a file holds: an object, or a list of objects.
Edit = Callable[[Any], object]


def said_of(path: Path) -> list[str]:
    """The faults that verifying a path names."""
    with TemporaryDirectory() as work:
        return [line for checked in verify(path, Path(work)) for line in checked.faults.lines()]


def fault_of(path: Path) -> str:
    """The only one."""
    said = said_of(path)
    assert len(said) == 1, said
    return said[0]


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of a folder, of the same name."""
    with TemporaryDirectory() as place:
        yield Path(shutil.copytree(folder, Path(place) / folder.name))


def flip(path: Path, place: int, bit: int = 0) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)


def edit_json(path: Path, edit: Edit) -> None:
    """Change a file of JSON in place."""
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def edit_lines(path: Path, edit: Callable[[list[bytes]], object]) -> None:
    """Change the lines of a file in place."""
    packed = path.suffix == ".gz"
    data = path.read_bytes()
    lines = (gzip.decompress(data) if packed else data).splitlines(keepends=True)
    edit(lines)
    data = b"".join(lines)
    path.write_bytes(gzip.compress(data, mtime=0) if packed else data)


def edit_rows(path: Path, edit: Edit) -> None:
    """Change the objects of a file of JSON lines in place."""

    def edit_all(lines: list[bytes]) -> None:
        rows = [json.loads(line) for line in lines]
        edit(rows)
        lines[:] = [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows]

    edit_lines(path, edit_all)


def reseal_release(folder: Path, **counts: int) -> None:
    """Bring manifest and checksums up to files that were changed, as somebody would who means to hide it."""

    def seal(manifest: Record) -> None:
        for name, entry in manifest["files"].items():
            entry.update(entry_of(folder / name))
        for table, rows in counts.items():
            manifest["counts"][table] = rows
            manifest["files"][next(one.lines for one in TABLES if one.name == table)]["rows"] = rows

    edit_json(folder / "manifest.json", seal)
    reseal_sums(folder)


def reseal_sums(folder: Path) -> None:
    """Bring the checksums up to files that were changed, here and in ``versions.json``."""
    (folder / "SHA256SUMS").unlink()
    write_sums(folder)

    def seal(versions: Record) -> None:
        for entry in versions["versions"]:
            if entry["version"] == folder.name:
                entry["sha256"] = entry_of(folder / "SHA256SUMS")["sha256"]

    if (folder.parent / "versions.json").exists():
        edit_json(folder.parent / "versions.json", seal)


def reseal_run(folder: Path) -> None:
    """Bring a run's manifest up to files that were changed."""

    def seal(manifest: Record) -> None:
        for name, entry in manifest["files"].items():
            entry.update(entry_of(folder / name))
            entry["lines"] = (folder / name).read_bytes().count(b"\n")
            if name.endswith(".jsonl"):
                manifest["counts"][name.removesuffix(".jsonl")] = entry["lines"]

    edit_json(folder / "manifest.json", seal)


def entry_of(path: Path) -> Record:
    return {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
