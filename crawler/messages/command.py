"""What ``lanmu health`` does beyond judging: tells channels, tries them out, gives a sign of life."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scrapy import Spider
from scrapy.settings import BaseSettings

from crawler import clock
from crawler.errors import LanmuError, NotNowError, UsageError
from crawler.health.finding import Health, Language, Words
from crawler.health.mutes import muted, read_mutes
from crawler.health.near import hint
from crawler.messages.channel import Channel
from crawler.messages.channel_file import CHANNELS, channel_names, channels, open_to_others
from crawler.messages.deliver import deliver
from crawler.messages.down import down_findings
from crawler.messages.heartbeat import beat, check_heartbeat
from crawler.messages.tell import provinces, tell, unheard
from crawler.messages.text import trial
from crawler.messages.told import read_told, told_lock
from crawler.messages.unknown import unknown_places
from crawler.project import shown


def add_message_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``lanmu health`` that :class:`Messages` carries out."""
    group = parser.add_argument_group("messages")
    group.add_argument("--tell", action="store_true", help="tell the channels what opened and closed since last time")
    group.add_argument("--digest", action="store_true", help="tell every channel the state of things now")
    group.add_argument(
        "--test-message", nargs="?", const="", metavar="CHANNEL", help="send this channel, or all, a test message"
    )


def say(words: Words, language: Language) -> None:
    """A line of the command's own, beside what it prints."""
    sys.stderr.write(f"lanmu: {words.said(language)}\n")


def with_channels(health: Health, data_dir: Path, settings: BaseSettings, language: Language) -> Health:
    """The same with the channels that are down among the findings, worst first."""
    told = read_told(data_dir)
    if told.lost:
        say(told.said(data_dir), language)
    found = muted(down_findings(told, channel_names(data_dir, settings)), read_mutes(data_dir), health.at)
    return replace(health, findings=sorted([*health.findings, *found], key=lambda one: -one.weight))


class Messages:
    """The channels and the heartbeat of a call; raises :class:`UsageError` for settings that can't be meant."""

    def __init__(self, settings: BaseSettings, language: Language) -> None:
        self.data_dir = Path(settings["DATA_DIR"])
        self.language = language
        self.url, self.method = str(settings["HEARTBEAT_URL"] or ""), str(settings["HEARTBEAT_METHOD"]).upper()
        check_heartbeat(self.url, self.method)
        self.settings = settings
        self.channels: list[Channel] = []

    @contextmanager
    def round(self) -> Iterator[None]:
        """Within it the channels are there, and no other process tells: judge and tell in one.

        One that ends with an error gives a sign of life that fails; not so where another process tells: that gives it.
        """
        try:
            with told_lock(self.data_dir):
                self.channels = channels(self.data_dir, self.settings)
                yield
        except NotNowError:
            raise
        except LanmuError:
            self.beat("lanmu health --tell", fail=True)
            raise

    def tell(self, health: Health, sites: Sequence[type[Spider]], *, digest: bool) -> bool:
        """Tell the channels, say on stderr what became of it, and give a sign of life; whether all is well with them.

        ``sites`` are all there are. A channel that is down and muted is well enough.
        """
        well = self._check(sites)
        deliveries = tell(self.data_dir, health, self.channels, sites, digest=digest)
        down = down_findings(read_told(self.data_dir), [one.name for one in self.channels])
        silent = {one.column for one in muted(down, read_mutes(self.data_dir), health.at) if one.muted}
        for delivery in deliveries:
            if delivery.why is None or delivery.channel not in silent:
                say(delivery.line(), self.language)
                well = well and delivery.why is None
        self.beat(health.sentence(self.language), fail=unheard(health, self.channels, self.data_dir, sites))
        return well

    def _check(self, sites: Sequence[type[Spider]]) -> bool:
        """Say what can't be meant of the channels, or shouldn't be; whether all their sites are known."""
        if open_to_others(self.data_dir):
            name = shown(self.data_dir / CHANNELS)
            say(
                Words(
                    f"{name} 里有密钥，本机其他用户也能读：chmod 600 {name}",
                    f"{name} holds secrets, and others on this machine can read it: chmod 600 {name}",
                ),
                self.language,
            )
        unknown = list(unknown_places(self.channels, provinces(sites)))
        for words in unknown:
            say(words, self.language)
        return not unknown

    def beat(self, sentence: str, *, fail: bool) -> None:
        """Give the sign of life, if there is an address for it; a failure is one line and no more."""
        why = beat(self.url, self.method, sentence, fail=fail) if self.url else None
        if why is not None:
            say(Words(f"心跳未送达（{why.zh}）", f"the heartbeat did not get through ({why.en})"), self.language)

    def try_out(self, name: str, sites: Sequence[type[Spider]]) -> bool:
        """Send a test message to the channel of this name, to all for ``""``; whether each is well and got it."""
        self.channels = channels(self.data_dir, self.settings)
        names = [one.name for one in self.channels]
        if not names:
            raise UsageError(
                f"there is no channel; name one in {shown(self.data_dir / CHANNELS)}, see docs/messages.md"
            )
        if name and name not in names:
            raise UsageError(f"no channel is named {name!r}{hint(name, names).en}")
        now, well = clock.now(), self._check(sites)
        chosen = [one for one in self.channels if name in {"", one.name}]
        for tried, why in deliver((one, *trial(now, one.name, one.language)) for one in chosen):
            well = well and why is None
            sys.stdout.write(f"{_tried(tried, why).said(self.language)}\n")
        return well


def _tried(name: str, why: Words | None) -> Words:
    if why is None:
        return Words(f"{name}：已送达", f"{name}: delivered")
    return Words(f"{name}：未送达（{why.zh}）", f"{name}: not delivered ({why.en})")
