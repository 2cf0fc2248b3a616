"""``lanmu health``: is every column as it has always been?"""

import argparse
import json
import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler import clock, cmdline
from crawler.choice import chosen
from crawler.crawl_window import spans
from crawler.errors import UsageError
from crawler.health.finding import LANGUAGES, Health, Language
from crawler.health.judge import judge
from crawler.health.mute_options import add_mute_options, mute_line, mute_of
from crawler.health.mutes import add_mute
from crawler.health.printed import lines
from crawler.messages.command import Messages, add_message_options, with_channels


class Command(cmdline.Command):
    """Exit codes: 0 nobody needs to look, 1 a finding needs a person, 2 usage."""

    def syntax(self) -> str:
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        return "Say how all sites are, or those named, and what needs a person; exit 1 if anything does"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="everything as one object of JSON")
        parser.add_argument("--lang", metavar="zh|en", help="in Chinese or in English; by default as LANGUAGE says")
        add_message_options(parser)
        add_mute_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        language = language_of(opts.lang or self.options["LANGUAGE"])
        spans(str(self.options["CRAWL_WINDOW"] or ""))
        process = AsyncCrawlerProcess(self.options)
        data_dir, now = Path(self.options["DATA_DIR"]), clock.now()
        mute = mute_of(opts, process.spider_loader.list(), now)
        for option in ("mute", "expected", "tell", "digest", "test_message"):
            if args and getattr(opts, option) not in {None, False}:
                raise UsageError(f"--{option.replace('_', '-')} takes no site of its own; leave out {' '.join(args)}")
        if mute is not None:
            add_mute(data_dir, mute)
            sys.stdout.write(f"{mute_line(mute).said(language)}\n")
        elif opts.test_message is not None:
            self.exitcode = 0 if Messages(self.options, language).try_out(opts.test_message) else 1
        elif opts.tell or opts.digest:
            messages, sites = Messages(self.options, language), chosen(process, [])
            with messages.round():
                health = with_channels(judge(data_dir, sites, now, self.options), data_dir, self.options)
                write(health, language, as_json=opts.json)
                well = messages.tell(health, sites, digest=opts.digest)
            self.exitcode = 0 if well and not health.open() else 1
        else:
            health = with_channels(judge(data_dir, chosen(process, args), now, self.options), data_dir, self.options)
            write(health, language, as_json=opts.json)
            self.exitcode = 1 if health.open() else 0


def language_of(given: object) -> Language:
    """Raises :class:`UsageError` for a language we don't speak."""
    for language in LANGUAGES:
        if given == language:
            return language
    raise UsageError(f"{given!r} is no language here; give --lang zh or --lang en, or set LANGUAGE")


def write(health: Health, language: Language, *, as_json: bool) -> None:
    """To stdout."""
    if as_json:
        sys.stdout.write(json.dumps(health.as_dict(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(lines(health, language)) + "\n")
