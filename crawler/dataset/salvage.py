"""Killed runs: what they had written is taken over and sealed, so that it counts like any run's.

A process that is killed leaves whole lines and at most one cut one, a power cut perhaps a torn end. The folder is
brought to the form of a finished run: broken lines go, every article has a link, a report and a manifest say
``interrupted``. Each step can be repeated, should the salvage itself be killed.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.errors import LanmuError
from crawler.exporters import manifest
from crawler.exporters.lines import PART
from crawler.exporters.run_folder import (
    ARTICLES,
    LINKS,
    MANIFEST,
    REMOVALS,
    REPORT,
    REVISIONS,
    REVISITS,
    RUNS,
    place_of,
)
from crawler.extensions.account import Account, Revisited
from crawler.extensions.verdict import EXIT_CODES
from crawler.page.dates import BEIJING

_RUN = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")


def salvage_runs(data_dir: Path, site: str, spider: object) -> list[str]:
    """Seal every run of ``site`` that has no manifest; returns their names. Nobody else may be crawling the site.

    ``spider`` (or its class) says what a manifest tells of the site. Raises :class:`LanmuError` where a folder can't be
    written.
    """
    runs = data_dir / site / RUNS
    folders = [path for path in runs.glob("[0-9]*") if _RUN.fullmatch(path.name) and path.is_dir()]
    unsealed = [folder for folder in folders if not (folder / MANIFEST).exists()]
    unsealed.sort(key=lambda folder: place_of(folder.name))
    for folder in unsealed:
        try:
            _salvage(folder, manifest.about(spider, folder.name))
        except (OSError, ValueError, KeyError) as error:
            what = f"{type(error).__name__}: {error}"
            raise LanmuError(
                f"the interrupted run {folder} can't be taken over ({what}); mend that or move it away"
            ) from None
    return [folder.name for folder in unsealed]


def _salvage(folder: Path, about: dict[str, Any]) -> None:
    if (folder / REPORT).exists():
        # It had ended in order: only its manifest is missing.
        manifest.write_manifest(folder, json.loads((folder / REPORT).read_bytes()), about)
        return
    ended = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    broken = sum(_mend(folder / name) for name in (ARTICLES, REVISIONS, REMOVALS))
    broken += _mend(folder / REVISITS, _backed("revised", folder / REVISIONS))
    broken += _mend(folder / LINKS, _backed("written", folder / ARTICLES), _unlinked(folder))
    for name in (ARTICLES, LINKS):
        (folder / name).touch()
    manifest.seal(folder, _report(folder, broken, ended, about), about)


def _mend(
    path: Path,
    keep: Callable[[dict[str, Any]], bool] = lambda _: True,
    further: Iterable[dict[str, Any]] = (),
) -> int:
    """Give a ``.part`` file its name; returns how many broken lines were left out.

    A line stays if it is JSON and ``keep`` agrees; ``further`` ones are added.
    """
    part = path.with_name(path.name + PART)
    if not part.exists():
        return 0
    broken = 0
    clean = path.with_name(path.name + ".mended")
    with part.open("rb") as lines, clean.open("wb") as mended:
        for line in lines:
            if line.endswith(b"\n") and _is_object(line) and keep(json.loads(line)):
                mended.write(line)
            else:
                broken += 1
        mended.writelines(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in further)
        mended.flush()
        os.fsync(mended.fileno())
    clean.rename(path)
    part.unlink()
    return broken


def _backed(outcome: str, path: Path) -> Callable[[dict[str, Any]], bool]:
    """Whether what a line tells by ``outcome`` is in the file it speaks of: a power cut may have torn just that."""
    there = {record["id"] for record in _objects(path)}
    return lambda line: line["outcome"] != outcome or line["id"] in there


def _unlinked(folder: Path) -> list[dict[str, Any]]:
    """Links for the articles whose own the process had no time to write: without the place where they were listed."""
    part = folder / (LINKS + PART)
    listed = {link["id"] for link in _objects(part) if link["outcome"] == "written"}
    return [
        {
            "column": record["column"],
            "page": None,
            "position": None,
            "url": record["url"],
            "id": record["id"],
            "list_title": record["list_title"],
            "list_date": record["list_date"],
            "from_id": None,
            "outcome": "written",
            "reason": None,
        }
        for record in _objects(folder / ARTICLES)
        if record["id"] not in listed
    ]


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _report(folder: Path, broken: int, ended: float, about: dict[str, Any]) -> dict[str, Any]:
    account, revisited = Account(), Revisited()
    for link in _objects(folder / LINKS):
        account.listed += 1
        account.count(link["outcome"], link["reason"])
    for visit in _objects(folder / REVISITS):
        revisited.revisited += 1
        revisited.count(visit["outcome"], visit["reason"])
    began = datetime.strptime(folder.name[:16] + "+0000", "%Y%m%dT%H%M%SZ%z").astimezone(BEIJING)
    return {
        "site": about["site"],
        "run": folder.name,
        "verdict": "interrupted",
        "exit_code": EXIT_CODES["interrupted"],
        "sentence": f"interrupted: {account.written} articles written, then the process was killed or couldn't write",
        "ended": "killed",
        "started_at": began.isoformat(timespec="seconds"),
        "finished_at": datetime.fromtimestamp(ended, BEIJING).isoformat(timespec="seconds"),
        "sample": 0,
        "broken_lines": broken,
        "account": account.as_dict(),
        "revisited": revisited.as_dict(),
        "columns": [],
    }


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a file, which need not be there."""
    if path.exists():
        with path.open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n") and _is_object(line):
                    yield json.loads(line)
