"""A version's files against its SHA256SUMS, and its manifest against both."""

import json
import re
from pathlib import Path
from typing import Any

from crawler.items import SCHEMA_VERSION
from crawler.releases.needs import RELEASES
from crawler.releases.tables import TABLES, json_schema
from crawler.releases.versions import MANIFEST, SUMS
from crawler.releases.writing import shards, size_and_hash
from crawler.verify.faults import Faults, of_manifest
from crawler.verify.regular import check_regular

SCHEMA = "schema.json"
_SUM = re.compile(r"([0-9a-f]{64})  (\S.*)")

Manifest = dict[str, Any]


def verify_files(folder: Path, faults: Faults) -> Manifest | None:
    """Find what is wrong with a version's files; returns its manifest, None where no table can be read by it."""
    if not check_regular(folder.rglob("*"), faults):
        return None
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    found = {name: size_and_hash(folder / name) for name in names if name != SUMS}
    _check_sums(folder, found, faults)
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_bytes())
        told = manifest["schema_version"]
        if told != SCHEMA_VERSION:
            faults.add(
                "schema version",
                folder,
                f"is of schema version {told}, this Lanmu reads {SCHEMA_VERSION}; verify it with "
                f"Lanmu {manifest['software']['lanmu']}, which wrote it",
            )
            return None
        _check_manifest(folder, manifest, found, faults)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        faults.add("manifest", folder / MANIFEST, of_manifest("release", error))
        return None
    _check_schema(folder, faults)
    return manifest


def _check_sums(folder: Path, found: dict[str, dict[str, Any]], faults: Faults) -> None:
    """Every file has a line with its SHA-256, by name, and every line a file."""
    path, told = folder / SUMS, dict[str, str]()
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except FileNotFoundError:
        faults.add("sums", folder, f"{SUMS} is missing")
        return
    except OSError as error:
        faults.add("sums", path, f"can't be read: {error.strerror}")
        return
    if lines.pop() != "":
        faults.add("sums", path, "does not end with a line's end", len(lines) + 1)
    for number, line in enumerate(lines, 1):
        match = _SUM.fullmatch(line)
        if match is None:
            faults.add("sums", path, "is no SHA-256, two spaces and a name", number)
        elif match[2] in told:
            faults.add("sums", path, f"{match[2]} again", number)
        else:
            told[match[2]] = match[1]
            if match[2] not in found:
                faults.add("missing file", folder / match[2], f"is missing, though in {SUMS}", None)
    if list(told) != sorted(told):
        faults.add("sums", path, "is not sorted by name")
    for name, entry in found.items():
        if name not in told:
            faults.add("further file", folder / name, f"is not in {SUMS}")
        elif told[name] != entry["sha256"]:
            faults.add("bytes", folder / name, f"is not what {SUMS} says (another SHA-256)")


def _check_manifest(folder: Path, manifest: Manifest, found: dict[str, dict[str, Any]], faults: Faults) -> None:
    """The manifest has every table's files, each with its size and hash."""
    path, files = folder / MANIFEST, manifest["files"]
    # A copy may have any name.
    if folder.parent.name == RELEASES and manifest["version"] != folder.name:
        faults.add("manifest", path, f"is of version {manifest['version']}")
    expected = dict[str, tuple[str, str]]()
    for table in TABLES:
        rows = manifest["counts"][table.name]
        expected[table.lines] = (table.name, "jsonl")
        expected |= dict.fromkeys(shards(table, rows), (table.name, "parquet"))
        for form in ("jsonl", "parquet"):
            held = [one["rows"] for one in files.values() if (one["table"], one["format"]) == (table.name, form)]
            if sum(held) != rows:
                faults.add("counts", path, f"counts {rows} {table.name}, and {sum(held)} rows of their {form} files")
    for name in sorted(expected.keys() - files.keys()):
        faults.add("manifest", path, f"lacks {name}")
    for name, entry in files.items():
        told = f"{entry['bytes']} bytes, SHA-256 {entry['sha256'][:12]}…"
        if expected.get(name) != (entry["table"], entry["format"]):
            faults.add("manifest", path, f"has {name}, which is no file of {entry['table']}")
        elif name not in found:
            faults.add("missing file", folder / name, f"is missing, though in {MANIFEST}")
        elif {key: entry[key] for key in ("bytes", "sha256")} != found[name]:
            faults.add("manifest bytes", folder / name, f"is not what {MANIFEST} says ({told})")
    changes = sum(manifest["changes"].values())
    if changes != manifest["counts"]["changes"]:
        faults.add("counts", path, f"tells of {changes} changes and counts {manifest['counts']['changes']}")


def _check_schema(folder: Path, faults: Faults) -> None:
    try:
        told = json.loads((folder / SCHEMA).read_bytes())
    except (OSError, ValueError) as error:
        faults.add("schema", folder / SCHEMA, f"can't be read ({type(error).__name__}: {error})")
        return
    if told != {table.name: json_schema(table) for table in TABLES}:
        faults.add("schema", folder / SCHEMA, f"is not that of schema version {SCHEMA_VERSION}")
