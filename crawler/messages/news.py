"""What is new to a channel: what it hasn't been told to begin, to end, or to come and go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.health.finding import Finding, Health
from crawler.messages.channel import Channel
from crawler.messages.hidden import Hidden
from crawler.messages.told import ChannelTold, Down, ToldFinding

# So many comings and goings within a day are told as such once, instead of each.
FLIPS = 3
FLIP_HOURS = 24


@dataclass(frozen=True, slots=True)
class News:
    """What a message says; findings worst first. ``told`` is what the channel has been told when it has it.

    ``still`` and ``muted`` are nothing new: they are for a digest. ``missed``: it could not be told for a while.
    """

    opened: list[Finding]
    closed: list[ToldFinding]
    flapping: list[ToldFinding]
    still: list[Finding]
    muted: list[Finding]
    missed: Down | None
    told: dict[str, ToldFinding]

    def __bool__(self) -> bool:
        return bool(self.opened or self.closed or self.flapping or self.missed)


def flips(before: Mapping[str, list[str]], was: set[str], here: set[str], now: datetime) -> dict[str, list[str]]:
    """When each key came or went within the last ``FLIP_HOURS``, with what came (``here``) or went (``was``) now."""
    span = timedelta(hours=FLIP_HOURS)
    # The clock may have been set back: what lies far ahead is as stale as what lies far behind.
    recent = {
        key: [time for time in times if abs(now - datetime.fromisoformat(time)) < span] for key, times in before.items()
    }
    for key in sorted(was ^ here):
        recent.setdefault(key, []).append(now.isoformat(timespec="seconds"))
    return {key: times for key, times in recent.items() if times}


def news(
    channel: Channel, health: Health, before: ChannelTold, flapping: set[str], provinces: Mapping[str, str]
) -> News:
    """What is new to ``channel``, which knew ``before``; ``provinces`` has the province of all sites there are.

    What the channel was told and what is hidden now stays told: it is over when it could be found, and isn't.
    """
    hidden = Hidden(health)
    here = {one.key: one for one in health.findings if channel.wants(one.site, provinces) and not _is_own(channel, one)}
    opened, closed, comes_and_goes, still = [], [], [], []
    now_told: dict[str, ToldFinding] = {}
    for key, one in here.items():
        last = before.open.get(key)
        if one.muted:
            continue
        now_told[key] = ToldFinding.of(one, flapping=key in flapping)
        if key in flapping and not (last and last.flapping):
            comes_and_goes.append(now_told[key])
        elif key not in flapping and (last is None or last.flapping):
            opened.append(one)
        else:
            still.append(one)
    for key, last in before.open.items():
        if key in here or (last.site and last.site not in provinces) or not channel.wants(last.site, provinces):
            # Muted, or no longer this channel's: that is no recovery, and nothing to tell.
            continue
        if hidden.hides(key):
            now_told[key] = last
            continue
        if key not in flapping:
            if not hidden.replaces(key):
                closed.append(last)
            continue
        now_told[key] = replace(last, flapping=True)
        if not last.flapping:
            comes_and_goes.append(now_told[key])
    muted = [one for one in here.values() if one.muted]
    return News(opened, closed, comes_and_goes, still, muted, before.down, now_told)


def _is_own(channel: Channel, finding: Finding) -> bool:
    """Whether the finding is that this very channel is down: when it hears of it, it isn't any more."""
    return finding.kind == "channel" and finding.column == channel.name
