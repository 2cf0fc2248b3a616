"""``lanmu verify``: whether releases and runs are what they say they are."""

import argparse
import sqlite3
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler import cmdline
from crawler.errors import LanmuError, UsageError
from crawler.releases.needs import needs_release


class Command(cmdline.Command):
    """A line for each thing that is whole and for each fault; exit 1 if there is any, 2 for a path that is nothing."""

    def syntax(self) -> str:
        return "PATH ..."

    def short_desc(self) -> str:
        return "Check releases and runs: every byte, line, id and account; names what is wrong"

    def long_desc(self) -> str:
        return (
            "PATH is the folder of a release, of all releases, of a run or a folded month, of a site, or the data "
            "folder. Nothing is changed. docs/datasets.md says what is checked."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's signature)
        if not args:
            raise UsageError("verify takes the folder of a release, a run, a site, or all data: lanmu verify data")
        needs_release("verify")
        from crawler.verify.paths import verify  # noqa: PLC0415 (what the core does without)

        with TemporaryDirectory(prefix="lanmu-verify-") as work:
            try:
                # All paths are looked at before any is read.
                for checked in chain.from_iterable([verify(Path(path), Path(work)) for path in args]):
                    self.tell(checked.what, checked.notes, list(checked.faults.lines()), len(checked.faults))
            except BrokenPipeError:
                raise
            except OSError as error:
                # Of stdout there is no name.
                where = f" ({error.filename})" if error.filename else ""
                raise LanmuError(f"cannot verify: {error.strerror}{where}; mend that, then again") from None
            except sqlite3.Error as error:
                raise LanmuError(f"cannot verify: {error} in {work}; make room there, or set TMPDIR") from None

    def tell(self, what: str, notes: list[str], faults: list[str], count: int) -> None:
        """Say what is wrong with a thing, or that it is whole."""
        for line in (*faults, *notes):
            sys.stdout.write(f"{line}\n")
        if count:
            sys.stdout.write(f"{what}: {count} {'fault' if count == 1 else 'faults'}\n")
            self.exitcode = 1
        elif not notes:
            sys.stdout.write(f"{what}: whole\n")
        sys.stdout.flush()
