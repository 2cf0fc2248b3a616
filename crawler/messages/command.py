"""What ``lanmu health`` does beyond judging: tells channels, tries them out, gives a sign of life."""

import argparse
import difflib
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
from crawler.messages.channel import Channel
from crawler.messages.channel_file import CHANNELS, channel_names, channels
from crawler.messages.deliver import deliver
from crawler.messages.down import down_findings
from crawler.messages.heartbeat import beat, check_heartbeat
from crawler.messages.tell import tell, unheard
from crawler.messages.text import trial
from crawler.project import shown


def add_message_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``lanmu health`` that :class:`Messages` carries out."""
    group = parser.add_argument_group("messages")
    group.add_argument("--tell", action="store_true", help="tell the channels what opened and closed since last time")
    group.add_argument("--digest", action="store_true", help="tell every channel the state of things now")
    group.add_argument(
        "--test-message", nargs="?", const="", metavar="CHANNEL", help="send this channel, or all, a test message"
    )


def with_channels(health: Health, data_dir: Path, settings: BaseSettings) -> Health:
    """The same with the channels that are down among the findings, worst first."""
    found = muted(down_findings(data_dir, channel_names(data_dir, settings)), read_mutes(data_dir), health.at)
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
        """Within it the channels are there; one that ends with an error gives a sign of life that fails.

        Not so where another process tells: that one gives it.
        """
        try:
            self.channels = channels(self.data_dir, self.settings)
            yield
        except NotNowError:
            raise
        except LanmuError:
            self.beat("lanmu health --tell", fail=True)
            raise

    def tell(self, health: Health, sites: Sequence[type[Spider]], *, digest: bool) -> bool:
        """Tell the channels, say on stderr what became of it, and give a sign of life; whether all was delivered.

        ``sites`` are all there are.
        """
        deliveries = tell(self.data_dir, health, self.channels, sites, digest=digest)
        for delivery in deliveries:
            self._say(delivery.line())
        self.beat(health.sentence(self.language), fail=unheard(health, self.channels, self.data_dir, sites))
        return all(delivery.why is None for delivery in deliveries)

    def beat(self, sentence: str, *, fail: bool) -> None:
        """Give the sign of life, if there is an address for it; a failure is one line and no more."""
        why = beat(self.url, self.method, sentence, fail=fail) if self.url else None
        if why is not None:
            self._say(Words(f"心跳未送达（{why.zh}）", f"the heartbeat did not get through ({why.en})"))

    def try_out(self, name: str) -> bool:
        """Send a test message to the channel of this name, to all for ``""``; whether each was delivered."""
        self.channels = channels(self.data_dir, self.settings)
        names = [one.name for one in self.channels]
        if not names:
            raise UsageError(
                f"there is no channel; name one in {shown(self.data_dir / CHANNELS)}, see docs/messages.md"
            )
        if name and name not in names:
            near = difflib.get_close_matches(name, names, cutoff=0.4)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(names)}"
            raise UsageError(f"no channel is named {name!r}; {hint}")
        now, well = clock.now(), True
        chosen = [one for one in self.channels if name in {"", one.name}]
        for tried, why in deliver((one, *trial(now, one.name, one.language)) for one in chosen):
            well = well and why is None
            sys.stdout.write(f"{_tried(tried, why).said(self.language)}\n")
        return well

    def _say(self, words: Words) -> None:
        sys.stderr.write(f"lanmu: {words.said(self.language)}\n")


def _tried(name: str, why: Words | None) -> Words:
    if why is None:
        return Words(f"{name}：已送达", f"{name}: delivered")
    return Words(f"{name}：未送达（{why.zh}）", f"{name}: not delivered ({why.en})")
