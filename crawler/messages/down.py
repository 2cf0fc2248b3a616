"""Channels that are down: a finding like any other, which the other channels are told of."""

from collections.abc import Iterable
from datetime import datetime

from crawler.health.finding import Finding, Lamp, State, Words
from crawler.messages.told import Down, Told


def still_down(before: Down | None, why: Words, now: datetime) -> Down:
    """What is noted of a channel that could not be told ``now``."""
    return Down(
        before.since if before else now.isoformat(timespec="seconds"), (before.rounds if before else 0) + 1, why
    )


def down_findings(told: Told, names: Iterable[str]) -> list[Finding]:
    """A finding of kind ``channel`` for each of these that could not be told when it last should have been."""
    channels = told.channels
    return [_finding(name, down) for name in names if name in channels and (down := channels[name].down)]


def _finding(name: str, down: Down) -> Finding:
    times = "1 round" if down.rounds == 1 else f"{down.rounds} rounds"
    return Finding(
        site="",
        column=name,
        kind="channel",
        lamp=Lamp.ARRIVED,
        state=State.INCOMPLETE,
        since=down.since[:10],
        evidence=Words(
            f"消息渠道 {name} 连续 {down.rounds} 轮未送达：{down.why.zh}",
            f"channel {name} has not been delivered to in {times}: {down.why.en}",
        ),
        todo=Words(
            f"检查地址与网络后运行 lanmu health --test-message {name}",
            f"check its address and the network, then try lanmu health --test-message {name}",
        ),
        # Among what is incomplete it comes first: nobody hears of the rest.
        weight=100 * State.INCOMPLETE.rank + 99,
    )
