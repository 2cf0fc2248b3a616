"""One run, one folder that never changes afterwards: ``data/<site>/runs/<UTC time>/``."""

import itertools
import os
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import LanmuError

RUNS = "runs"
ARTICLES, LINKS, REPORT, MANIFEST = "articles.jsonl", "links.jsonl", "report.json", "manifest.json"


def check_writable(data_dir: Path, site: str) -> None:
    """Raise :class:`LanmuError` if a run folder of ``site`` could not be made; leaves no trace but the folders."""
    if not str(data_dir).strip(". "):
        raise LanmuError("DATA_DIR is empty; name a folder: -s DATA_DIR=FOLDER")
    runs = data_dir / site / RUNS
    try:
        runs.mkdir(parents=True, exist_ok=True)
        probe = runs / f".probe-{os.getpid()}"
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise LanmuError(
            f"cannot write to the data folder {data_dir}: {error.strerror}; choose another with -s DATA_DIR=FOLDER"
        ) from None


def create(data_dir: Path, site: str) -> Path:
    """Make the folder of a new run, named by the UTC time of its start; a second one in the same second gets ``-2``."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
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


def finished_runs(data_dir: Path, site: str) -> list[Path]:
    """The folders of the site's finished runs (those with a manifest), oldest first."""
    runs = data_dir / site / RUNS
    return sorted(path.parent for path in runs.glob(f"*/{MANIFEST}"))
