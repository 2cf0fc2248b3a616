"""``lanmu health``: is every column as it has always been?"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler import clock, cmdline
from crawler.choice import Sites, chosen
from crawler.crawl_window import spans
from crawler.errors import UsageError
from crawler.health.finding import LANGUAGES, Health, Language, Mute, Words
from crawler.health.judge import judge
from crawler.health.mute_names import Names, of_a_kind, unknown_names
from crawler.health.mute_options import add_mute_options, listed, mute_line, mute_of, place_of, unmuted_line
from crawler.health.mutes import add_mute, read_mutes, target_of
from crawler.health.printed import lines
from crawler.health.unmute import unmute
from crawler.messages.channel_file import channel_names
from crawler.messages.command import Messages, add_message_options, say, with_channels

# Each is a call of its own.
_ALONE = ("mute", "expected", "unmute", "mutes", "test_message")


class Command(cmdline.Command):
    """Exit codes: 0 nobody needs to look, 1 a finding needs a person, or messages or mutes do, 2 usage."""

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
        _check_call(args, opts)
        self.language = language_of(opts.lang or self.options["LANGUAGE"])
        spans(str(self.options["CRAWL_WINDOW"] or ""))
        self.process = AsyncCrawlerProcess(self.options)
        self.data_dir = Path(self.options["DATA_DIR"])
        if opts.mutes:
            self._print(listed(read_mutes(self.data_dir), clock.now()))
        elif opts.unmute is not None:
            ended = unmute(self.data_dir, place_of(f"--unmute {opts.unmute}", opts.unmute), clock.now())
            self._print(map(unmuted_line, ended))
        elif (mute := mute_of(opts, clock.now())) is not None:
            self._print([self._mute(mute)])
        elif opts.test_message is not None:
            messages = Messages(self.options, self.language)
            self.exitcode = 0 if messages.try_out(opts.test_message, chosen(self.process, [])) else 1
        elif opts.tell or opts.digest:
            messages, sites = Messages(self.options, self.language), chosen(self.process, [])
            with messages.round():
                health, well = self._judged(sites)
                write(health, self.language, as_json=opts.json)
                well = messages.tell(health, sites, digest=opts.digest) and well
            self.exitcode = 0 if well and not health.open() else 1
        else:
            health, well = self._judged(chosen(self.process, args))
            write(health, self.language, as_json=opts.json)
            self.exitcode = 0 if well and not health.open() else 1

    def _judged(self, sites: Sites) -> tuple[Health, bool]:
        """The verdict, and whether all that mutes name is there; what isn't is said."""
        now = clock.now()
        judged = judge(self.data_dir, sites, now, self.options)
        health = with_channels(judged, self.data_dir, self.options, self.language)
        unknown = list(unknown_names(read_mutes(self.data_dir), self._names(health), now))
        for words in unknown:
            say(words, self.language)
        return health, not unknown

    def _mute(self, mute: Mute) -> Words:
        """Add the mute; raises :class:`UsageError` for one of nothing there is."""
        named = target_of(mute)
        loaded = self.process.spider_loader.list()
        sites = chosen(self.process, [mute.site]) if mute.site in loaded else []
        health = judge(self.data_dir, sites, clock.now(), self.options)
        if unknown := self._names(health).unknown(mute):
            raise UsageError(f"{named}: {unknown.en}")
        mute = of_a_kind(mute, health, f"--expected {named}")
        add_mute(self.data_dir, mute)
        return mute_line(mute)

    def _names(self, health: Health) -> Names:
        loader = self.process.spider_loader
        files = {name: getattr(loader.load(name), "columns", None) for name in loader.list()}
        # Not every site is one of columns, and whoever writes a file may write anything.
        sites = {name: named if isinstance(named, Mapping) else () for name, named in files.items()}
        return Names.of(health, sites, channel_names(self.data_dir, self.options))

    def _print(self, lines: Iterable[Words]) -> None:
        for line in lines:
            sys.stdout.write(f"{line.said(self.language)}\n")


def _check_call(args: list[str], opts: argparse.Namespace) -> None:
    """Raise :class:`UsageError` for options that don't go with each other."""
    given = [name for name in _ALONE if getattr(opts, name) not in {None, False}]
    telling = [name for name in ("tell", "digest") if getattr(opts, name)]
    options = [f"--{name.replace('_', '-')}" for name in [*given, *telling]]
    if len(given) > 1 or (given and telling):
        raise UsageError(f"{options[0]} and {options[1]} are two calls; make one after the other")
    if args and options:
        raise UsageError(f"{options[0]} takes no site of its own; leave out {' '.join(args)}")
    if given and opts.json:
        raise UsageError(f"{options[0]} has no JSON; leave out --json")


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
