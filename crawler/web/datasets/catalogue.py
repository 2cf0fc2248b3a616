"""The releases below a data folder as the pages read them: which versions there are, what each says, its files.

Needs JSON alone, not the extra ``release``. Whatever is in a release's folder may be damaged; nothing of it is followed
elsewhere.
"""

import gzip
import json
import re
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.releases.needs import ALL, RELEASES

VERSIONS, SUMS, MANIFEST = "versions.json", "SHA256SUMS", "manifest.json"
# What reading something that is damaged may raise.
DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RecursionError, zlib.error)
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:-\d{1,4})?")
_SUM = re.compile(r"([0-9a-f]{64})  (\S+)")
# Far more than any release has.
_MOST_BYTES, _MOST_LINE = 64 * 2**20, 16 * 2**20


@dataclass(frozen=True, slots=True)
class Version:
    """A version as ``versions.json`` lists it; ``sha256`` is that of its ``SHA256SUMS``."""

    name: str
    semver: str
    released_at: str
    articles: int
    added: int
    changed: int
    removed: int
    sha256: str

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Version":
        """Raises what :data:`DAMAGE` names."""
        name = str(told["version"])
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no version")
        articles, added, changed, removed = (int(told[key]) for key in ("articles", "added", "changed", "removed"))
        semver, released_at, sha256 = (str(told[key]) for key in ("semver", "released_at", "sha256"))
        return cls(name, semver, released_at, articles, added, changed, removed, sha256)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a version, as ``SHA256SUMS`` has it; ``size`` is None where it is gone."""

    name: str
    sha256: str
    size: int | None


def releases_of(data_dir: Path, name: str) -> Path:
    """The folder of the versions of a site's dataset, or of that of all sites; it needn't be there."""
    return data_dir / RELEASES if name == ALL else data_dir / name / RELEASES


def versions_in(releases: Path) -> list[Version]:
    """The versions, newest first; none where there is no release. Raises what :data:`DAMAGE` names."""
    path = releases / VERSIONS
    if not path.exists():
        return []
    return [Version.of(told) for told in reversed(_json(path)["versions"])]


def manifest_in(folder: Path) -> dict[str, Any]:
    """What a version says of itself; raises what :data:`DAMAGE` names."""
    manifest: dict[str, Any] = _json(_regular(folder, MANIFEST))
    if manifest["version"] != folder.name:
        raise ValueError("it is of another version")
    return manifest


def files_in(folder: Path) -> list[File]:
    """The files of a version by name, its ``SHA256SUMS`` last; raises what :data:`DAMAGE` names."""
    lines = _text(_regular(folder, SUMS)).splitlines()
    told = [found.groups() for line in lines if (found := _SUM.fullmatch(line))]
    if len(told) != len(lines) or not told:
        raise ValueError(f"{SUMS} is no list of files")
    return [*(File(name, digest, _size(folder, name)) for digest, name in told), File(SUMS, "", _size(folder, SUMS))]


def file_in(folder: Path, name: str) -> Path | None:
    """A file of a version by the exact name that ``SHA256SUMS`` has; None for any other. Raises as above."""
    return _regular(folder, name) if any(file.name == name for file in files_in(folder)) else None


def lines_of(folder: Path, name: str, most: int) -> Iterator[dict[str, Any]]:
    """The first lines of one of a version's gzipped tables; raises what :data:`DAMAGE` names."""
    with gzip.open(_regular(folder, name), "rb") as lines:
        for _ in range(most):
            line = lines.readline(_MOST_LINE)
            if not line:
                return
            yield json.loads(line)


def stamp_of(folder: Path, names: Sequence[str]) -> tuple[int, ...]:
    """Sizes and times of some of a version's files: what is kept of them holds as long as these."""
    stats = [(folder / name).stat() for name in names]
    return tuple(number for one in stats for number in (one.st_size, one.st_mtime_ns))


def _size(folder: Path, name: str) -> int | None:
    try:
        return _regular(folder, name).stat().st_size
    except (OSError, ValueError):
        return None


def _regular(folder: Path, name: str) -> Path:
    """A path below a version's folder that is a file and reached through folders alone: no symlink, no pipe."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\x00" in part for part in parts):
        raise ValueError(f"{name!r} is no name of a file")
    path = folder
    for part in ("", *parts[:-1]):
        path = path / part
        if not stat.S_ISDIR(path.lstat().st_mode):
            raise ValueError(f"{path.name} is no folder")
    path = path / parts[-1]
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(f"{name} is no file")
    return path


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path.name} is too large")
    return path.read_text(encoding="utf-8")


def _json(path: Path) -> Any:
    return json.loads(_text(path))
