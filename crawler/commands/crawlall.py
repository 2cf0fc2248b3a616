"""``lanmu crawlall``: all sites of the project, or those named, in one process."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from scrapy.exceptions import UsageError as ScrapyUsageError
from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.conf import arglist_to_dict

from crawler import cmdline
from crawler import settings as our_settings
from crawler.choice import chosen, oldest_first, shard_of, share_of
from crawler.contact import check_contact
from crawler.crawl_window import spans
from crawler.errors import NotNowError, UsageError
from crawler.exporters.run_folder import check_writable
from crawler.many_crawls import ManyCrawls
from crawler.one_crawl import set_up_process
from crawler.schedule.due_crawls import DueCrawls, call_lock
from crawler.spiders.column import ColumnSpider

# Where nobody but this machine is asked.
_HERE = "http://127.0.0.1/"


class Command(cmdline.Command):
    """Exit codes: 0 all complete, 1 a site failed, 2 usage, 3 a site is incomplete or none could be crawled.

    A wrong call begins none.
    """

    def syntax(self) -> str:
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        return "Crawl all sites, or those named, in one process; exit 0 complete, 1 failed, 2 usage, 3 incomplete"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="full=1 or sample=N, for every site (may be repeated)",
        )
        parser.add_argument(
            "--shard",
            metavar="K/N",
            default="1/1",
            help="only the Kth of N equal shares of the sites: 1/2 in one process, 2/2 in another",
        )
        parser.add_argument(
            "--due",
            action="store_true",
            help="only those that are due, by what their site files say of every and crawl_window, and by their runs",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise ScrapyUsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None
        check_numbers(self.options)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        shard = shard_of(opts.shard)
        check_arguments(opts.spargs)
        if opts.due and "sample" in opts.spargs:
            raise UsageError("a site of which a sample was crawled is as due as before; use --due without sample")
        process = (DueCrawls if opts.due else ManyCrawls)(self.options, opts.spargs)
        mine = share_of(chosen(process, args), shard)
        data_dir = Path(self.options["DATA_DIR"])
        spans(self.options["CRAWL_WINDOW"] or "")
        check_contacts(self.options, [site for site in mine if site.homepage])
        check_writable(data_dir)
        sound = process.sound(mine)
        known = [site for site in sound if site.homepage]
        # A call that comes every few minutes says of what it has named only that it can't be crawled.
        for site in sound[len(known) :] if args or not opts.due else []:
            process.skip(site.name, "its home page is not known; name it in the site file", in_vain=bool(args))
        if isinstance(process, DueCrawls):
            self.crawl_due(process, known, opts.shard, args)
        else:
            process.plan(oldest_first(known, data_dir))
            set_up_process()
            process.start()
            self.sum_up(process, opts.shard)

    def crawl_due(self, process: DueCrawls, known: Iterable[type[ColumnSpider]], shard: str, names: list[str]) -> None:
        """Crawl what is due, or say when something will be."""
        try:
            lock = call_lock(process.data_dir, shard, names)
        except NotNowError as error:
            sys.stderr.write(f"crawlall: {error}\n")
        else:
            sys.stderr.write(f"crawlall: {process.plan_due(known)}\n")
            if process.sites:
                set_up_process()
                process.start()
            lock.release()
        if process.tally.planned or process.tally.verdicts or process.tally.skipped:
            self.sum_up(process, shard)

    def sum_up(self, process: ManyCrawls, shard: str) -> None:
        """The last line, and the exit code."""
        share = f"shard {shard}, " if shard != "1/1" else ""
        sys.stderr.write(f"crawlall: {share}{process.tally.line()}\n")
        self.exitcode = process.tally.exit_code


def check_arguments(arguments: Mapping[str, str]) -> None:
    """Raise :class:`UsageError` for arguments that don't suit every site."""
    if "homepage" in arguments:
        raise UsageError("each site has a home page of its own; name it in the site file, or use lanmu crawl SITE")
    for name in arguments:
        if name not in {"sample", "full"}:
            raise UsageError(f"crawlall has no argument {name}; -a takes sample=N and full=1")
    ColumnSpider.check_arguments({**arguments, "homepage": _HERE})


def check_numbers(settings: BaseSettings) -> None:
    """Raise :class:`UsageError` for a setting of the command line that should be a number."""
    for name in settings:
        usual = getattr(our_settings, name, getattr(default_settings, name, None))
        if not isinstance(usual, (int, float)):
            continue
        try:
            settings.getbool(name) if isinstance(usual, bool) else settings.getfloat(name)
        except (ValueError, TypeError):
            wanted = "1 (yes) or 0 (no)" if isinstance(usual, bool) else f"a number, like {usual}"
            raise UsageError(f"{name} {settings[name]!r} can't be used; give {wanted}") from None
    for name in ("CONCURRENT_SITES", "CONCURRENT_BROWSER_SITES"):
        if not str(settings[name]).isdecimal() or not settings.getint(name):
            raise UsageError(f"{name} {settings[name]!r} can't be used; give a whole number of sites, 1 or more")


def check_contacts(settings: BaseSettings, sites: Iterable[type[ColumnSpider]]) -> None:
    """Raise :class:`UsageError` for a CONTACT that can't be sent, or that is missing where a site would need one."""
    check_contact(settings, _HERE)
    for site in sites:
        try:
            site.check_arguments({})
        except UsageError:
            continue  # told when its turn comes
        own = settings.copy()
        own.setdict(site.custom_settings or {}, priority="spider")
        check_contact(own, str(site.homepage))
