"""``lanmu health --mute`` and the like: what a call's options ask for, or one line that says what is missing."""

import argparse
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from crawler.errors import UsageError
from crawler.health.finding import Mute, Words
from crawler.health.mutes import MUTES, check_kind, lasts, target_of, until_of

_TARGET = "SITE[/COLUMN][:KIND]"


def add_mute_options(parser: argparse.ArgumentParser) -> None:
    """The options that are read here."""
    group = parser.add_argument_group("mutes", f"kept in {MUTES} in the data folder, which may be edited")
    group.add_argument("--mute", metavar=_TARGET, help="hear no more of it, until a day")
    group.add_argument("--expected", metavar=_TARGET, help="the same, for what is as it should be")
    group.add_argument("--until", metavar="DAY", help="the last day of the mute, like 2026-12-01")
    group.add_argument("--reason", metavar="WHY", help="why it is muted")
    group.add_argument("--by", metavar="NAME", help="who mutes it")
    group.add_argument("--unmute", metavar=_TARGET, help="hear of it again, from now on")
    group.add_argument("--mutes", action="store_true", help="list the mutes that last")


def mute_of(opts: argparse.Namespace, now: datetime) -> Mute | None:
    """The mute a call asks for, None where it asks for none; raises :class:`UsageError`. ``now`` is Beijing time."""
    option = "--expected" if opts.expected is not None else "--mute"
    target: str | None = opts.mute if opts.expected is None else opts.expected
    rest: dict[str, Any] = {"--until": opts.until, "--reason": opts.reason, "--by": opts.by}
    if target is None:
        for name, value in rest.items():
            if value is not None:
                raise UsageError(f"{name} belongs to --mute {_TARGET} or --expected {_TARGET}")
        return None
    what = f"{option} {target}"
    site, column, kind = place_of(what, target)
    for name, example in (("--until", "2026-12-01"), ("--reason", '"the site is being rebuilt"'), ("--by", "NAME")):
        if not (rest[name] or "").strip():
            why = "a mute has an end" if name == "--until" else "others will want to know"
            raise UsageError(f"{what} needs {name} {example}: {why}")
    mute = Mute(
        site=site,
        column=column,
        kind=kind,
        until=until_of(opts.until, what),
        reason=opts.reason.strip(),
        by=opts.by.strip(),
        expected=opts.expected is not None,
    )
    if not lasts(mute, now):
        raise UsageError(f"{what}: --until {opts.until} is over already; it is {now:%Y-%m-%d}")
    return mute


def place_of(what: str, target: str) -> tuple[str, str | None, str | None]:
    """Site, column and kind of a target; raises :class:`UsageError`, where ``what`` stands for the call."""
    place, colon, kind = target.rpartition(":")
    if colon and not kind:
        raise UsageError(f"{what} names no kind; leave out the colon, or write {_TARGET}")
    site, _, column = (place if colon else target).partition("/")
    if not site and not colon:
        raise UsageError(f"{what} names no site; write it as {_TARGET}")
    check_kind(what, site, column or None, kind if colon else None)
    return site, column or None, kind if colon else None


def mute_line(mute: Mute) -> Words:
    """What a person reads when the mute is written."""
    where = target_of(mute)
    if mute.expected:
        return Words(f"{where} 标为预期，至 {mute.until}", f"{where} is marked as expected until {mute.until}")
    return Words(f"{where} 静音至 {mute.until}", f"{where} is muted until {mute.until}")


def listed(mutes: Iterable[Mute], now: datetime) -> Iterator[Words]:
    """The mutes that last, each with why and who says so; a line too where there are none."""
    lasting = [one for one in mutes if lasts(one, now)]
    for one in lasting:
        line = mute_line(one)
        yield Words(f"{line.zh}：{one.reason}（{one.by}）", f"{line.en}: {one.reason} ({one.by})")
    if not lasting:
        yield Words("没有静音。", "Nothing is muted.")


def unmuted_line(mute: Mute) -> Words:
    """What a person reads when the mute has been ended."""
    where = target_of(mute)
    return Words(f"{where} 不再静音（原定至 {mute.until}）", f"{where} is muted no more (it was until {mute.until})")
