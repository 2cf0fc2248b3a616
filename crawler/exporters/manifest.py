"""The report (what happened, column by column), then the manifest (what the folder holds), both written last."""

import hashlib
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.exporters.lines import PART
from crawler.exporters.run_folder import ARTICLES, LINES, LINKS, MANIFEST, REPORT
from crawler.items import SCHEMA_VERSION, json_schema


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write ``content`` under another name, sync, rename: the file is whole or absent."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def about(site: object, run: str) -> dict[str, Any]:
    """What a manifest tells of whose run it is, by the attributes of a spider or its class."""
    told = {"site": str(getattr(site, "name", "")), "site_name": getattr(site, "site_name", ""), "run": run}
    told |= {"publisher": getattr(site, "publisher", ""), "homepage": str(getattr(site, "homepage", None) or "")}
    if notice := getattr(site, "notice", ""):
        told["notice"] = notice
    return told


def seal(folder: Path, report: dict[str, Any], told: dict[str, Any]) -> None:
    """Write ``report.json``, then ``manifest.json``: a folder with a manifest is a finished run."""
    write_json(folder / REPORT, report)
    write_manifest(folder, report, told)


def write_manifest(folder: Path, report: dict[str, Any], told: dict[str, Any]) -> None:
    """Write what the folder holds by now; ``told`` is what :func:`about` says."""
    present = [name for name in (*LINES, REPORT) if name in {ARTICLES, LINKS} or (folder / name).exists()]
    files = {name: file_entry(folder / name) for name in present}
    write_json(
        folder / MANIFEST,
        {
            **told,
            "verdict": report["verdict"],
            "started_at": report["started_at"],
            "finished_at": report["finished_at"],
            "counts": {name.partition(".")[0]: files[name]["lines"] if name in files else 0 for name in LINES},
            "files": files,
            "software": {
                "lanmu": __version__,
                "python": platform.python_version(),
                **{name: version(name) for name in ("scrapy", "parsel", "lxml", "dateparser")},
            },
            "schema_version": SCHEMA_VERSION,
            "schema": json_schema(),
        },
    )
    sync_folder(folder)
    sync_folder(folder.parent)


def file_entry(path: Path) -> dict[str, Any]:
    """Bytes, lines and SHA-256 of a file."""
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        for line in file:
            digest.update(line)
            lines += 1
    return {"bytes": path.stat().st_size, "lines": lines, "sha256": digest.hexdigest()}


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` outlive a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
