"""The versions of a dataset: ``releases/<version>/``, and ``versions.json``, which names the last one that is whole.

A version appears whole under its name, then in ``versions.json``, and never changes afterwards. Until then it is made
in a hidden folder, which the next release removes if it was left behind.
"""

import fcntl
import itertools
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.errors import LanmuError
from crawler.exporters.manifest import sync_folder, write_json
from crawler.project import shown
from crawler.releases.tables import ARTICLES
from crawler.releases.writing import DATA, size_and_hash

VERSIONS, SUMS, MANIFEST = "versions.json", "SHA256SUMS", "manifest.json"
_MAKING = ".making-"
_LOCK = ".lock"


class Versions:
    """The versions in a folder ``releases``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def listed(self) -> list[dict[str, Any]]:
        """What ``versions.json`` says of each, oldest first; raises :class:`LanmuError` where it can't be read."""
        path = self.folder / VERSIONS
        if not path.exists():
            return []
        try:
            told = json.loads(path.read_text(encoding="utf-8"))["versions"]
            versions = [{**entry, "version": str(entry["version"])} for entry in told]
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"{type(error).__name__}: {error}"
            raise LanmuError(
                f"{shown(path)} can't be read ({what}); delete it, the next release makes it anew"
            ) from None
        return versions

    def latest(self) -> Path | None:
        """The folder of the last version; raises :class:`LanmuError` where that has gone."""
        versions = self.listed()
        if not versions:
            return None
        folder = self.folder / str(versions[-1]["version"])
        if not (folder / SUMS).exists():
            raise LanmuError(
                f"{shown(folder)} is gone, though the last release; restore it, or take it out of {VERSIONS}"
            )
        return folder

    def free(self, day: str) -> str:
        """A name for a version of this day: ``2026-11-23``, then ``2026-11-23-2``."""
        names = (day if number == 1 else f"{day}-{number}" for number in itertools.count(1))
        return next(name for name in names if not (self.folder / name).exists())

    @contextmanager
    def making(self, version: str) -> Iterator[Path]:
        """A hidden folder to make a version in, published at the end of the block; removed where that raises."""
        making = self.folder / f"{_MAKING}{version}"
        try:
            making.mkdir()
            yield making
            _sync_all(making)
            making.rename(self.folder / version)
            sync_folder(self.folder)
            try:
                self._list()
            except OSError as error:
                where = shown(self.folder / version)
                what = f"{VERSIONS} can't be written: {error.strerror}"
                raise LanmuError(f"{where} is whole, but {what}; mend that, the next release lists it") from None
        finally:
            shutil.rmtree(making, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One release of a dataset at a time; raises :class:`LanmuError` for a second, or where none can be written.

        Takes in versions that are whole and not listed: their release was killed in its last moment.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LanmuError(f"cannot write to {shown(self.folder)}: {error.strerror}; mend that, then again") from None
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                where = shown(self.folder)
                raise LanmuError(f"another release is writing to {where}; wait until that has ended") from None
            for left in self.folder.glob(f"{_MAKING}*"):
                shutil.rmtree(left, ignore_errors=True)
            try:
                self._list()
            except OSError as error:
                what = f"{shown(self.folder / VERSIONS)}: {error.strerror}"
                raise LanmuError(f"cannot write {what}; mend that and release again") from None
            yield
        finally:
            os.close(lock)

    def _list(self) -> None:
        """Bring ``versions.json`` up to what is there. A copy of a version under another name is none."""
        listed = self.listed()
        names = {entry["version"] for entry in listed}
        new = [
            (manifest["previous"] or {}, _entry(path.parent, manifest))
            for path in self.folder.glob(f"[!.]*/{SUMS}")
            if path.parent.name not in names and (manifest := read_manifest(path.parent))["version"] == path.parent.name
        ]
        if not new:
            return
        while new:
            # Each behind the one it was compared with: the clock may have been wrong.
            placed = {entry["version"] for entry in listed}
            one = min(new, key=lambda pair: (pair[0].get("version", "") not in {"", *placed}, pair[1]["released_at"]))
            new.remove(one)
            listed.append(one[1])
        write_json(self.folder / VERSIONS, {"latest": listed[-1]["version"], "versions": listed})
        sync_folder(self.folder)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a version says of itself; raises :class:`LanmuError` where that can't be read."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        # What the next version is compared with.
        manifest["version"], manifest["semver"], manifest["released_at"], manifest["counts"]["articles"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LanmuError(
            f"{shown(folder / MANIFEST)} is damaged ({what}); restore it, or move the version away"
        ) from None
    return manifest


def _entry(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """A version in ``versions.json``, by what it says of itself."""
    told = {name: manifest[name] for name in ("version", "semver", "released_at")}
    return {
        **told,
        "articles": manifest["counts"]["articles"],
        **manifest["changes"],
        "sha256": size_and_hash(folder / SUMS)["sha256"],
    }


def next_semver(previous: str | None, changes: dict[str, int]) -> str:
    """Croissant's rule: major where records changed or went, minor where some came, patch where none did either."""
    if previous is None:
        return "1.0.0"
    major, minor, patch = map(int, previous.split("."))
    if changes["changed"] or changes["removed"]:
        return f"{major + 1}.0.0"
    if changes["added"]:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` over all files of a version, as ``sha256sum --check`` reads it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{size_and_hash(folder / name)['sha256']}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def check_articles(folder: Path) -> None:
    """Raise :class:`LanmuError` where a version's articles aren't what they were: what changed couldn't be told."""
    sums = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    for line in sums:
        digest, _, name = line.partition("  ")
        if not name.startswith(f"{DATA}/{ARTICLES.name}-"):
            continue
        if not (folder / name).exists() or size_and_hash(folder / name)["sha256"] != digest:
            where = shown(folder / name)
            raise LanmuError(f"{where} of the last release is damaged; restore it, or take it out of {VERSIONS}")


def _sync_all(folder: Path) -> None:
    """Make what is in a folder outlive a power cut."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)
