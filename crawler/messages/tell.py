"""A round of messages: what opened and closed since the last one, to each channel at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import getfile
from pathlib import Path

from scrapy import Spider

from crawler.health.finding import Health, Words
from crawler.messages.channel import Channel
from crawler.messages.deliver import deliver
from crawler.messages.down import still_down
from crawler.messages.hidden import Hidden
from crawler.messages.news import FLIPS, News, flips, news
from crawler.messages.text import message
from crawler.messages.told import ChannelTold, Told, read_told, write_told
from crawler.project import province_of


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message; ``why``: it was not delivered, and is tried again. ``held``: by quiet hours."""

    channel: str
    title: str
    why: Words | None = None
    held: bool = False

    def line(self) -> Words:
        """What a person reads of it."""
        if self.held:
            return Words(f"{self.channel}：免打扰时段，稍后发送", f"{self.channel}: quiet hours, told later")
        if self.why is None:
            return Words(f"{self.channel}：已送达（{self.title}）", f"{self.channel}: delivered ({self.title})")
        again = Words("下一轮再发", "tried again in the next round")
        return Words(
            f"{self.channel}：未送达（{self.why.zh}），{again.zh}",
            f"{self.channel}: not delivered ({self.why.en}), {again.en}",
        )


@dataclass(frozen=True, slots=True)
class _Message:
    channel: Channel
    news: News
    title: str
    text: str
    digest: bool


def provinces(sites: Sequence[type[Spider]]) -> dict[str, str]:
    """The province of each site; ``""`` where its file lies in no folder of one."""
    return {str(site.name): province_of(Path(getfile(site))) for site in sites}


def tell(
    data_dir: Path,
    health: Health,
    channels: Sequence[Channel],
    sites: Sequence[type[Spider]],
    *,
    digest: bool = False,
) -> list[Delivery]:
    """Tell each channel what is new to it, in one message, as of ``health.at``; those with nothing new get none.

    A channel's digest goes into the same message, where it is due; with ``digest`` each channel gets one at once. What
    could not be delivered is told in the next round, with what is new by then. ``sites`` are all there are. One at a
    time: ``health`` was judged under :func:`~crawler.messages.told.told_lock`, which the caller still has. Raises
    :class:`LanmuError` where what was told can't be noted.
    """
    told = read_told(data_dir)
    deliveries = []
    to_send: dict[str, _Message] = {}
    for one in _messages(health, channels, told, provinces(sites), digest=digest):
        if one.channel.is_quiet(health.at) and not digest:
            deliveries.append(Delivery(one.channel.name, one.title, held=True))
        else:
            to_send[one.channel.name] = one
    for name, why in deliver((one.channel, one.title, one.text) for one in to_send.values()):
        _note(told.channels[name], to_send[name], why, health)
        # At once: what was delivered is not told again, whatever comes next.
        write_told(data_dir, told)
        deliveries.append(Delivery(name, to_send[name].title, why))
    write_told(data_dir, told)
    return deliveries


def _messages(
    health: Health, channels: Sequence[Channel], told: Told, where: Mapping[str, str], *, digest: bool
) -> list[_Message]:
    """A message for each channel that has something to hear; what stands, and what came or went, is noted."""
    hidden = Hidden(health)
    here = {one.key for one in health.findings} | {key for key in told.standing if hidden.hides(key)}
    told.flips = flips(told.flips, told.standing, here, health.at)
    told.standing = here
    flapping = {key for key, times in told.flips.items() if len(times) >= FLIPS}
    messages = []
    for channel in channels:
        before = told.channels.setdefault(channel.name, ChannelTold())
        new = news(channel, health, before, flapping, where)
        with_digest = digest or channel.digest_due(health.at, before.digest)
        if new or with_digest:
            said = message(health, new, channel.language, channel.sender.most_bytes, digest=with_digest)
            messages.append(_Message(channel, new, *said, with_digest))
        else:
            # What is muted now opens again when its mute ends.
            before.open = new.told
    return messages


def _note(channel: ChannelTold, said: _Message, why: Words | None, health: Health) -> None:
    """Note what became of a message."""
    if why is not None:
        channel.down = still_down(channel.down, why, health.at)
        return
    channel.down = None
    channel.open = said.news.told
    if said.digest:
        channel.digest = f"{health.at:%Y-%m-%d}"


def unheard(health: Health, channels: Sequence[Channel], data_dir: Path, sites: Sequence[type[Spider]]) -> bool:
    """Whether something needs a person that no channel has been told of, nor will be when its quiet hours end."""
    told, where = read_told(data_dir), provinces(sites)
    heard = {key for channel in channels for key in _told(told, channel).open}
    waiting = [one for one in channels if one.is_quiet(health.at) and _told(told, one).down is None]
    return any(
        one.key not in heard and not any(channel.wants(one.site, where) for channel in waiting) for one in health.open()
    )


def _told(told: Told, channel: Channel) -> ChannelTold:
    return told.channels.get(channel.name) or ChannelTold()
