"""``lanmu``: Scrapy's command line with our settings, from any folder.

The settings module is ours unless ``SCRAPY_SETTINGS_MODULE`` names another.
"""

import argparse
import difflib
import importlib.util
import os
import re
import sys
from collections.abc import Callable

from scrapy import Spider, cmdline
from scrapy.commands import ScrapyCommand
from scrapy.crawler import CrawlerProcessBase
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from crawler.call_settings import check_log_level, warn_of_slips
from crawler.errors import LanmuError, UsageError

_COMMANDS = "crawler.commands"
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


class Command(ScrapyCommand):
    """A command of ours: unknown options are a usage error instead of being taken for arguments."""

    requires_project = True
    requires_crawler_process = False

    @property
    def options(self) -> Settings:
        """The settings of this call, command line included."""
        if self.settings is None:
            raise RuntimeError("scrapy.cmdline sets the settings before a command runs")
        return self.settings

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        take_settings(args, opts, self.options, super().process_options)


def check_day(option: str, day: str | None) -> None:
    """Raise :class:`UsageError` for an option's value that is no day."""
    if day and not _ISO_DAY.fullmatch(day):
        raise UsageError(f"{option} {day} is no day; write it as 2020-09-04")


def spider_named(process: CrawlerProcessBase | None, name: str) -> type[Spider]:
    """The spider of this name; raises :class:`UsageError` with the names that are near."""
    loader = process.spider_loader if process else None
    names = loader.list() if loader else []
    if loader is None or name not in names:
        near = difflib.get_close_matches(name, names, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(sorted(names))}"
        raise UsageError(f"no site is named {name!r}; {hint}")
    return loader.load(name)


def take_settings(
    args: list[str],
    opts: argparse.Namespace,
    settings: Settings,
    take: Callable[[list[str], argparse.Namespace], None],
) -> None:
    """Have ``take`` put the settings of the call into ``settings``; :class:`UsageError` for what can't be meant."""
    for arg in args:
        if arg.startswith("-") and arg != "-":
            raise UsageError(f"unknown option {arg}; see the command's -h")
    warn_of_slips(opts.set, set(settings))
    take(args, opts)
    check_log_level(settings)


def _of_one_command() -> Settings | None:
    """The settings of a call of a command of ours, with that command's module alone; None for any other call.

    Scrapy loads the modules of all commands, whichever is called. The sandbox with its server, the survey and the
    tables are for other commands than a crawl.
    """
    name = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if not name.isidentifier() or importlib.util.find_spec(f"{_COMMANDS}.{name}") is None:
        return None
    settings = get_project_settings()
    if settings["COMMANDS_MODULE"] != _COMMANDS:
        return None
    settings.set("COMMANDS_MODULE", f"{_COMMANDS}.{name}", priority="cmdline")
    return settings


def main() -> None:
    """Entry point of the ``lanmu`` script; exits with the command's code, 2 on a usage mistake."""
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    try:
        cmdline.execute(settings=_of_one_command())
    except LanmuError as error:
        sys.stderr.write(f"lanmu: {error}\n")
        sys.exit(error.exitcode)
    except KeyboardInterrupt:
        # A crawl ends in order by itself; what else is interrupted leaves nothing half-written.
        sys.stderr.write("lanmu: stopped\n")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output left (`lanmu extract … | head`): nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


if __name__ == "__main__":
    main()
