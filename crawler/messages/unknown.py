"""Sites and provinces that a channel is to hear of and there are none of: it would never hear a word of them."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from crawler.health.finding import Words
from crawler.health.near import hint
from crawler.messages.channel import Channel


def unknown_places(channels: Iterable[Channel], provinces: Mapping[str, str]) -> Iterator[Words]:
    """A sentence for each; ``provinces`` has the province of all sites there are."""
    for channel in channels:
        for site in channel.sites:
            if not any(fnmatchcase(name, site) for name in provinces):
                near = hint(site, provinces)
                yield Words(
                    f"渠道 {channel.name}：没有站点叫 {site!r}{near.zh}",
                    f"channel {channel.name}: no site is named {site!r}{near.en}",
                )
        for province in channel.provinces:
            if province not in provinces.values():
                near = hint(province, set(provinces.values()))
                yield Words(
                    f"渠道 {channel.name}：没有省份文件夹叫 {province!r}{near.zh}",
                    f"channel {channel.name}: no folder of site files is named {province!r}{near.en}",
                )
