"""``lanmu query``: SQL over all runs and releases of the data folder."""

import argparse
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from crawler import cmdline
from crawler.errors import LanmuError, UsageError
from crawler.exporters.lines import PART
from crawler.project import shown
from crawler.query.answers import FORMATS, lines
from crawler.releases.needs import needs_release


class Command(cmdline.Command):
    """The answer on stdout or in a file; a wrong question exits with 2, data that can't be read with 1."""

    def syntax(self) -> str:
        return '[options] "SELECT ..."'

    def short_desc(self) -> str:
        return "Ask all runs and releases in SQL: a table, CSV for Excel, JSON lines"

    def long_desc(self) -> str:
        return (
            "Views: articles (the present text of each), links, revisits, revisions, removals, runs, columns, releases "
            "and release_articles. DuckDB answers; it reads the data folder and nothing else. docs/queries.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site", action="append", default=[], help="only this site (may be repeated)")
        parser.add_argument("--format", choices=FORMATS, help="table, or as FILE ends: csv (for Excel) or jsonl")
        parser.add_argument("-o", "--output", metavar="FILE", help="write the answer there, when it is whole")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        before = args[: args.index("--")] if "--" in args else args
        # A question may begin with a comment, which ends with its line.
        super().process_options([arg for arg in before if "\n" not in arg], opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        questions = [arg for arg in args if arg != "--"]
        if len(questions) != 1:
            raise UsageError('query takes one question in quotes: lanmu query "SELECT count(*) FROM articles"')
        output = Path(opts.output) if opts.output else None
        form = opts.format or _form_of(output)
        if output is not None:
            _check(output)
        needs_release("query")
        from crawler.query.question import Query  # noqa: PLC0415 (what the core does without)

        with TemporaryDirectory(prefix="lanmu-query-") as work:
            query = Query(Path(self.options["DATA_DIR"]), opts.site, questions[0], Path(work))
            answer = lines(form, query.head, query.rows, width=_width(output))
            if output is None:
                print_out(answer)
            else:
                write(output, answer)


def _form_of(output: Path | None) -> str:
    """The format that a file's name tells."""
    if output is None:
        return "table"
    form = output.suffix.removeprefix(".").lower()
    if form not in {"csv", "jsonl"}:
        raise UsageError(f"--output {output}: name it .csv or .jsonl, or say --format")
    return form


def _width(output: Path | None) -> int | None:
    """The terminal's, if the answer goes to one."""
    return Console().width if output is None and sys.stdout.isatty() else None


def _check(output: Path) -> None:
    """Raise :class:`UsageError` for what is there and no file: a rename would put a file in a device's place."""
    try:
        mode = output.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritten(output, error) from None
    if not stat.S_ISREG(mode):
        raise UsageError(f"--output {output} is no regular file; name another, or print the answer and redirect it")


def print_out(answer: Iterable[str]) -> None:
    """Write to stdout; raises :class:`LanmuError` where it takes no more."""
    try:
        sys.stdout.buffer.writelines(line.encode() for line in answer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left of the answer would be written, and fail, once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise LanmuError(f"cannot print the answer: {error.strerror}; mend that, or take --output FILE") from None


def write(output: Path, answer: Iterable[str]) -> None:
    """Write under another name, then rename: the file, a symlink's target, is whole or as it was before."""
    target = Path(os.path.realpath(output))
    part = target.with_name(f"{target.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as file:
            file.writelines(line.encode() for line in answer)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise _unwritten(output, error) from None
    finally:
        # It is the file by now, or was never there; or the folder can't be written, which has been said.
        with suppress(OSError):
            part.unlink()
    sys.stderr.write(f"{shown(output)} is written\n")


def _unwritten(output: Path, error: OSError) -> LanmuError:
    return LanmuError(f"cannot write {shown(output)}: {error.strerror}; choose another --output")
