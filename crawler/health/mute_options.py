"""``lanmu health --mute`` and ``--expected``: a call's options become a mute, or one line that says what is missing."""

import argparse
import difflib
from collections.abc import Collection
from datetime import datetime

from crawler.errors import UsageError
from crawler.health.finding import KINDS, Mute, Words
from crawler.health.mutes import MUTES, lasts, until_of

_TARGET = "SITE[/COLUMN][:KIND]"


def add_mute_options(parser: argparse.ArgumentParser) -> None:
    """The options that :func:`mute_of` reads."""
    group = parser.add_argument_group("mutes", f"written to {MUTES} in the data folder, which may be edited")
    which = group.add_mutually_exclusive_group()
    which.add_argument("--mute", metavar=_TARGET, help="hear no more of it, until a day")
    which.add_argument("--expected", metavar=_TARGET, help="the same, for what is as it should be")
    group.add_argument("--until", metavar="DAY", help="the last day of the mute, like 2026-12-01")
    group.add_argument("--reason", metavar="WHY", help="why it is muted")
    group.add_argument("--by", metavar="NAME", help="who mutes it")


def mute_of(opts: argparse.Namespace, sites: Collection[str], now: datetime) -> Mute | None:
    """The mute a call asks for, None where it asks for none; raises :class:`UsageError`.

    ``sites`` are the names there are, ``now`` is Beijing time.
    """
    option = "--expected" if opts.expected else "--mute"
    target: str | None = opts.expected or opts.mute
    rest = {"--until": opts.until, "--reason": opts.reason, "--by": opts.by}
    if target is None:
        for name, value in rest.items():
            if value is not None:
                raise UsageError(f"{name} belongs to --mute {_TARGET} or --expected {_TARGET}")
        return None
    what = f"{option} {target}"
    place, colon, kind = target.rpartition(":")
    if colon and kind not in KINDS:
        raise UsageError(f"{what}: no finding is of kind {kind!r}; there are: {', '.join(KINDS)}")
    site, _, column = (place if colon else target).partition("/")
    if not site and not colon:
        raise UsageError(f"{what} names no site; write it as {_TARGET}")
    if site and site not in sites:
        near = difflib.get_close_matches(site, sites, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(sorted(sites))}"
        raise UsageError(f"{what}: no site is named {site!r}; {hint}")
    for name, example in (("--until", "2026-12-01"), ("--reason", '"the site is being rebuilt"'), ("--by", "NAME")):
        if not (rest[name] or "").strip():
            why = "a mute has an end" if name == "--until" else "others will want to know"
            raise UsageError(f"{what} needs {name} {example}: {why}")
    mute = Mute(
        site=site,
        column=column or None,
        kind=kind if colon else None,
        until=until_of(opts.until, what),
        reason=opts.reason.strip(),
        by=opts.by.strip(),
        expected=bool(opts.expected),
    )
    if not lasts(mute, now):
        raise UsageError(f"{what}: --until {opts.until} is over already; it is {now:%Y-%m-%d}")
    return mute


def mute_line(mute: Mute) -> Words:
    """What a person reads when the mute is written."""
    where = "/".join(filter(None, (mute.site, mute.column))) + (f":{mute.kind}" if mute.kind else "")
    if mute.expected:
        return Words(f"{where} 标为预期，至 {mute.until}", f"{where} is marked as expected until {mute.until}")
    return Words(f"{where} 静音至 {mute.until}", f"{where} is muted until {mute.until}")
