"""One run, one folder that never changes afterwards: ``data/<site>/runs/<UTC time>/``."""

import itertools
import os
from datetime import UTC
from pathlib import Path

from crawler import clock
from crawler.errors import LanmuError

RUNS = "runs"
ARTICLES, LINKS = "articles.jsonl", "links.jsonl"
REVISITS, REVISIONS, REMOVALS = "revisits.jsonl", "revisions.jsonl", "removals.jsonl"
REPORT, MANIFEST = "report.json", "manifest.json"
# A run's files of lines; the last three are there only if they have any.
LINES = (ARTICLES, LINKS, REVISITS, REVISIONS, REMOVALS)


def place_of(run: str) -> tuple[str, int]:
    """What runs are sorted by, given a run's name: its time, then its number among those of one second."""
    stamp, _, number = run.removesuffix("Z").partition("Z-")
    return stamp, int(number) if number.isdecimal() else 1


def check_writable(data_dir: Path, site: str = "") -> None:
    """Raise :class:`LanmuError` if a run folder of ``site`` could not be made; leaves no trace but the folders.

    Without ``site``: if no site's folder could.
    """
    if not str(data_dir).strip(". "):
        raise LanmuError("DATA_DIR is empty; name a folder: -s DATA_DIR=FOLDER")
    folder = data_dir / site / RUNS if site else data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise LanmuError(
            f"cannot write to the data folder {data_dir}: {error.strerror}; choose another with -s DATA_DIR=FOLDER"
        ) from None


def create(data_dir: Path, site: str) -> Path:
    """Make the folder of a new run, named by the UTC time of its start; a second one in the same second gets ``-2``."""
    stamp = clock.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in itertools.count(1):
        folder = data_dir / site / RUNS / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise LanmuError(f"cannot make the run folder {folder}: {error.strerror}") from None
        return folder
    raise AssertionError("unreachable: the numbers do not end")
