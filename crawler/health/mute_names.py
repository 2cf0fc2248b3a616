"""Is there what a mute names? A slip in a name would be a mute of nothing, and nobody would know."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.errors import UsageError
from crawler.health.finding import KINDS, Health, Mute, Words
from crawler.health.mutes import holds, lasts
from crawler.health.near import hint


@dataclass(frozen=True, slots=True)
class Names:
    """What there is: sites, each with its columns (none: they aren't known now), and channels."""

    columns: Mapping[str, Collection[str]]
    channels: Collection[str]

    @classmethod
    def of(cls, health: Health, sites: Mapping[str, Collection[str]], channels: Collection[str]) -> "Names":
        """Of ``sites`` with the columns that their files name, and what ``health`` has seen of them."""
        columns: dict[str, set[str]] = {site: set() for site in sites}
        for one in health.columns:
            if one.column is not None:
                columns.setdefault(one.site, set()).add(one.column)
        return cls({site: seen and seen.union(sites.get(site, ())) for site, seen in columns.items()}, channels)

    def unknown(self, mute: Mute) -> Words | None:
        """What there is not of what a mute names; None where there is all of it."""
        if not mute.site:
            if mute.column is None or mute.column in self.channels:
                return None
            near = hint(mute.column, self.channels)
            return Words(f"没有渠道叫 {mute.column!r}{near.zh}", f"no channel is named {mute.column!r}{near.en}")
        if mute.site not in self.columns:
            near = hint(mute.site, self.columns)
            return Words(f"没有站点叫 {mute.site!r}{near.zh}", f"no site is named {mute.site!r}{near.en}")
        columns = self.columns[mute.site]
        if mute.column is None or not columns or mute.column in columns:
            return None
        near = hint(mute.column, columns)
        return Words(
            f"{mute.site} 没有栏目叫 {mute.column!r}{near.zh}", f"{mute.site} has no column {mute.column!r}{near.en}"
        )


def unknown_names(mutes: Sequence[Mute], names: Names, now: datetime) -> Iterator[Words]:
    """What the mutes that last name and there is not."""
    for mute in mutes:
        if lasts(mute, now) and (unknown := names.unknown(mute)):
            where = "/".join(filter(None, (mute.site, mute.column)))
            yield Words(f"{where} 的静音：{unknown.zh}", f"the mute of {where}: {unknown.en}")


def of_a_kind(mute: Mute, health: Health, what: str) -> Mute:
    """The mute with a kind if it says that something is ``expected``: that of the only finding it would be of.

    Else what is to come would be expected as well. Raises :class:`UsageError` where there is none, or more than one.
    """
    if not mute.expected or mute.kind is not None:
        return mute
    found = [one for one in health.open() if holds(mute, one)]
    if not found:
        raise UsageError(
            f"{what}: nothing is found there; say what is expected, as {what}:quiet; there are: {', '.join(KINDS)}"
        )
    if len(found) > 1:
        keys = ", ".join(one.key for one in found)
        raise UsageError(f"{what}: more than one thing is found there; say which is expected: {keys}")
    return replace(mute, column=found[0].column, kind=found[0].kind)
