"""``lanmu fold``: the runs of past months, each month in one folder."""

import argparse
import sys
from datetime import UTC
from pathlib import Path

from crawler import clock, cmdline
from crawler.dataset.fold import fold_runs
from crawler.errors import LanmuError, UsageError
from crawler.exporters.run_folder import RUNS
from crawler.extensions.lock import Lock


class Command(cmdline.Command):
    """Says a line for each month it folds; exit 1 if a site could not be folded, the others are all the same."""

    def syntax(self) -> str:
        return "[SITE ...]"

    def short_desc(self) -> str:
        return "Put the runs of each past month into one folder; every answer stays the same"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's signature)
        data_dir = Path(self.options["DATA_DIR"])
        sites = args or sorted(path.parent.name for path in data_dir.glob(f"*/{RUNS}"))
        if not sites:
            raise UsageError(f"{data_dir} holds no runs; is it the data folder? Choose another with -s DATA_DIR=FOLDER")
        for site in sites:
            if not (data_dir / site / RUNS).is_dir():
                raise UsageError(f"{data_dir} holds no runs of {site!r}")
        for site in sites:
            try:
                self.fold(data_dir, site)
            except (LanmuError, OSError, ValueError) as error:
                sys.stderr.write(f"{site} could not be folded: {error}\n")
                self.exitcode = 1

    def fold(self, data_dir: Path, site: str) -> None:
        lock = Lock(data_dir, site)
        try:
            months = fold_runs(data_dir, site, f"{clock.now().astimezone(UTC):%Y%m}")
        finally:
            lock.release()
        for month, runs in months.items():
            sys.stdout.write(f"{site}: {runs} runs of {month} are one folder now\n")
        if not months:
            sys.stdout.write(f"{site}: nothing to fold\n")
