"""A channel: whom it tells of which sites, in which language, and when it keeps silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase

from crawler.crawl_window import seconds_left
from crawler.health.finding import Language
from crawler.messages.sending import Sender


@dataclass(frozen=True, slots=True)
class Channel:
    """One chat, mailbox or web hook with what it is told.

    ``sites`` are names or patterns (``heng*``), ``provinces`` folders of site files; it hears of what is in either,
    with neither of everything. ``quiet_hours`` are like ``22:00-07:00`` (Beijing time), ``digest`` is the time of the
    daily one, like ``08:30``; both may be empty. A message may take ``seconds``.
    """

    name: str
    sender: Sender = field(repr=False)
    language: Language = "zh"
    sites: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    quiet_hours: str = ""
    digest: str = ""
    seconds: float = 20

    def wants(self, site: str, provinces: Mapping[str, str]) -> bool:
        """Whether it is told of a site, whose province ``provinces`` has; of the machine (``""``) everybody is."""
        if not site or not (self.sites or self.provinces):
            return True
        return any(fnmatchcase(site, one) for one in self.sites) or provinces.get(site) in self.provinces

    def is_quiet(self, now: datetime) -> bool:
        """Whether its quiet hours hold messages back (``now``: Beijing time)."""
        return bool(self.quiet_hours) and seconds_left(self.quiet_hours, now) > 0

    def digest_due(self, now: datetime, last: str | None) -> bool:
        """Whether today's digest is to go out; ``last`` is the ISO day of the last one."""
        return bool(self.digest) and f"{now:%H:%M}" >= self.digest and f"{now:%Y-%m-%d}" != last
