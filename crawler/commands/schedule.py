"""``lanmu schedule``: crawls what is due as it becomes due, until it is stopped."""

import argparse
import importlib.util
import shlex
from datetime import timedelta

from crawler import cmdline
from crawler.choice import shard_of
from crawler.commands.crawlall import check_numbers
from crawler.errors import UsageError
from crawler.schedule.clockwork import keep_time, needs_schedule
from crawler.schedule.due_crawls import pause_of
from crawler.schedule.rounds import Rounds, say


class Command(cmdline.Command):
    """Exit codes: 0 stopped by a signal, 2 a wrong call. What is due, and what became of it, the run folders say."""

    def syntax(self) -> str:
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        return "Crawl all sites as they become due, or those named, until Ctrl-C or SIGTERM; for a machine without cron"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--shard", metavar="K/N", default="1/1", help="as of lanmu crawlall")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        shard_of(opts.shard)
        check_numbers(self.options)
        pause = pause_of(self.options)
        then = str(self.options["SCHEDULE_THEN"] or "")
        _check_call(then)
        needs_schedule()
        settings = [word for setting in opts.set for word in ("-s", setting)]
        settings += ["-L", opts.loglevel] if opts.loglevel else []
        rounds = Rounds(["--shard", opts.shard, *args], then, settings)
        say(f"schedule: looks every {pause / timedelta(minutes=1):g} minutes what is due; Ctrl-C or SIGTERM ends it")
        self.exitcode = keep_time(rounds, pause)
        say("schedule: ended")


def _check_call(then: str) -> None:
    """Raise :class:`UsageError` for what isn't the name of a command of ours and its options."""
    try:
        words = shlex.split(then)
    except ValueError:
        words = [""]
    if words and (not words[0].isidentifier() or importlib.util.find_spec(f"crawler.commands.{words[0]}") is None):
        raise UsageError(f"SCHEDULE_THEN {then!r} is no call of lanmu; write it as health --tell, without lanmu")
