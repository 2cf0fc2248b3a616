"""The manifest of a release: the one source of its card, Croissant, data package and citation."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as version_of
from typing import Any

from crawler import __version__, clock
from crawler.errors import UsageError
from crawler.items import SCHEMA_VERSION
from crawler.releases.card.about import LICENSES
from crawler.releases.counting import Counting
from crawler.releases.tables import TABLES
from crawler.releases.versions import next_semver

_SOFTWARE = ("pyarrow", "duckdb", "rensa")
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class About:
    """What the one who releases says: DATASET_CREATOR, DATASET_LICENSE, DATASET_URL and CONTACT, empty where not said.

    ``left_out`` are sites of the data folder that the release is without, and why.
    """

    creator: str
    license: str
    url: str
    contact: str
    left_out: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a release comes to: its files, what changed since the version before, its sites, accounts and counts."""

    name: str
    version: str
    before: dict[str, Any] | None  # the manifest of the version before
    changed: dict[str, int]
    files: dict[str, Any]
    sites: Sequence[dict[str, Any]]
    accounts: dict[str, Any]
    counting: Counting


def license_named(given: str) -> str:
    """A licence by its SPDX name, however it is spelled; raises :class:`UsageError` for one that isn't known.

    A version never changes, so a misspelled one would stay.
    """
    names = {name.lower(): name for name in (*LICENSES, _OTHER)}
    if given.lower() not in names:
        raise UsageError(f"DATASET_LICENSE {given!r} is not known; there are {', '.join(LICENSES)}, or {_OTHER}")
    return names[given.lower()]


def manifest_of(made: Made, about: About) -> dict[str, Any]:
    """What ``manifest.json`` says."""
    before = made.before
    told = {name: before[name] for name in ("version", "semver")} if before else {}
    return {
        "name": made.name,
        "title": _joined([entry["site_name"] for entry in made.sites]),
        "version": made.version,
        "semver": next_semver(before["semver"] if before else None, made.changed),
        "released_at": clock.now().isoformat(timespec="seconds"),
        "previous": {**told, "articles": before["counts"]["articles"]} if before else None,
        "notice": next((entry["notice"] for entry in made.sites if entry["notice"]), None),
        "publisher": {"name": _joined([entry["publisher"] or entry["site_name"] for entry in made.sites])},
        "creator": about.creator or "Lanmu",
        "license": license_named(about.license or _OTHER),
        "url": about.url or None,
        "contact": about.contact or None,
        "counts": {table.name: made.files[table.lines]["rows"] for table in TABLES},
        "changes": made.changed,
        "dates": {"first": made.counting.first, "last": made.counting.last},
        "sites": list(made.sites),
        "left_out": list(about.left_out),
        "accounts": made.accounts,
        **made.counting.told(),
        "software": {
            "lanmu": __version__,
            "python": platform.python_version(),
            **{package: version_of(package) for package in _SOFTWARE},
        },
        "schema_version": SCHEMA_VERSION,
        "files": made.files,
    }


def _joined(names: Sequence[str]) -> str:
    """Some names in one line: three of them, and how many there are."""
    different = list(dict.fromkeys(names))
    more = f"等{len(different)}个网站" if len(different) > 3 else ""
    return "、".join(different[:3]) + more
