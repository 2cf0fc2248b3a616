"""``lanmu web``: the page that an analyst watches and a researcher chooses from."""

import argparse
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import BaseSettings

from crawler import cmdline
from crawler.choice import chosen
from crawler.errors import UsageError
from crawler.project import shown
from crawler.spiders.site import Site
from crawler.web.needs import needs_web


class Command(cmdline.Command):
    """Exit codes: 0 ended by a signal, or all written; 1 it could not be served, 2 a wrong call."""

    def syntax(self) -> str:
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        return "Show all sites, or those named, in the browser: what needs a person, columns, articles, datasets"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to serve on; any but this machine's own wants a token"
        )
        parser.add_argument("--port", default="8800", help="0 takes a free one")
        parser.add_argument("--static", metavar="FOLDER", help="write the same pages as files into a folder, and end")
        parser.add_argument("--name", action="append", default=[], help="a further name the page is served under")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        needs_web()
        # What the extra brings along, only where it is there.
        from crawler.web.keeper import Keeper  # noqa: PLC0415
        from crawler.web.serve import first_address, listening, serve, token_for  # noqa: PLC0415
        from crawler.web.store.store import Store  # noqa: PLC0415

        if not (opts.port.isdecimal() and int(opts.port) < 65_536):
            raise UsageError(f"port {opts.port!r} is none; give a number from 0 to 65535")
        sites = chosen(AsyncCrawlerProcess(self.options), args)
        data_dir, refresh = Path(self.options["DATA_DIR"]), _seconds(self.options)
        if opts.static is not None:
            self.write(data_dir, sites, opts.static)
            return
        token = token_for(opts.host, str(self.options["WEB_TOKEN"] or ""))
        with listening(opts.host, int(opts.port)) as listener:
            keeper = Keeper(Store(data_dir), sites, self.options)
            try:
                keeper.refresh(_Progress(len(sites)))
                keeper.start(refresh)
                _say(f"web: {first_address(listener, opts.host, token)} (Ctrl-C ends it)")
                names = {opts.host, "localhost", "127.0.0.1", "::1", socket.gethostname(), *opts.name}
                serve(keeper, listener, names, token)
            finally:
                keeper.close()

    def write(self, data_dir: Path, sites: Sequence[type[Site]], given: str) -> None:
        """The pages as files; an export that ends early leaves the one before."""
        from crawler.web.export.folder import check_ours  # noqa: PLC0415
        from crawler.web.export.walk import export  # noqa: PLC0415
        from crawler.web.keeper import Keeper  # noqa: PLC0415
        from crawler.web.store.beside import store_beside  # noqa: PLC0415

        if not given.strip():
            raise UsageError("--static wants a folder")
        folder = Path(given)
        check_ours(folder)
        with store_beside(data_dir) as store:
            keeper = Keeper(store, sites, self.options)
            try:
                keeper.refresh(_Progress(len(sites)))
                pages = export(keeper, folder, lambda number: _say(f"web: {number:,} pages written"))
            finally:
                keeper.close()
        _say(f"web: {pages:,} pages in {shown(folder)}; open {shown(folder / 'index.html')}")


class _Progress:
    """A line now and then while the runs are read for the first time."""

    def __init__(self, sites: int) -> None:
        self.sites = sites
        self.read = 0

    def __call__(self, site: str) -> None:
        self.read += 1
        if self.read % 20 == 0:
            _say(f"web: read the runs of {self.read} of {self.sites} sites, lastly {site}")


def _seconds(settings: BaseSettings) -> float:
    try:
        seconds = settings.getfloat("WEB_REFRESH")
    except (ValueError, TypeError):
        seconds = 0.0
    if not 0 < seconds <= threading.TIMEOUT_MAX:
        raise UsageError(f"WEB_REFRESH {settings['WEB_REFRESH']!r} is no number of seconds; give one, like 60")
    return seconds


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
