"""How often what is known is looked at again, and when what can't be had is left alone (docs/runs.md).

All ages are in days, counted by calendar days in Beijing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from scrapy.settings import BaseSettings

from crawler.errors import UsageError

# Reasons that say nothing of the link: it was never asked for.
NOT_ASKED = frozenset({"not_fetched", "retry_after", "robots_unreachable"})
# Reasons for which a link is no article now; it may become one.
GONE = frozenset({"gone", "soft_404", "moved", "off_site", "same_page"})
# Why a known link was not asked for, and why one that redirects is not believed.
REDIRECTED_BEFORE, SHARED_REDIRECT = "redirected_before", "shared_redirect"


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers, by the settings of the same names."""

    seal_pages: int
    full_sweep_days: int
    revisit_days: Sequence[int]
    revisit_old_days: int
    revisit_old: int
    revisit_gone_days: Sequence[int]
    revisit_most: int
    revisit_reworded: int
    give_up_runs: int
    give_up_days: int
    gone_asks: int

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Raises :class:`UsageError` for a setting that is no number."""

        def number(name: str) -> int:
            return _number(name, settings[name])

        def numbers(name: str) -> list[int]:
            return [_number(name, days) for days in settings.getlist(name)]

        return cls(
            seal_pages=max(1, number("SEAL_PAGES")),
            full_sweep_days=number("FULL_SWEEP_DAYS"),
            revisit_days=sorted(numbers("REVISIT_DAYS")),
            revisit_old_days=number("REVISIT_OLD_DAYS"),
            revisit_old=number("REVISIT_OLD"),
            revisit_gone_days=numbers("REVISIT_GONE_DAYS"),
            revisit_most=number("REVISIT_MOST"),
            revisit_reworded=number("REVISIT_REWORDED"),
            give_up_runs=number("GIVE_UP_RUNS"),
            give_up_days=number("GIVE_UP_DAYS"),
            gone_asks=number("GONE_ASKS"),
        )

    def is_due(self, published: int, looked_at: int, today: int) -> bool:
        """Whether a young article is to be looked at; all three are days, as of :meth:`datetime.date.toordinal`."""
        # A day to come is a wrong clock's.
        return looked_at > today or any(looked_at < published + age <= today for age in self.revisit_days)

    def is_gone_due(self, looks: int, looked_at: int, today: int) -> bool:
        """Whether an article that was gone ``looks`` times in a row is to be looked at."""
        if looks > len(self.revisit_gone_days):
            return False
        return looked_at > today or looked_at + self.revisit_gone_days[looks - 1] <= today

    def gives_up(self, runs: int, first: int, last: int) -> bool:
        """Whether a link that failed in so many runs, the first and the last on these days, is left alone."""
        return runs >= self.give_up_runs and last - first >= self.give_up_days

    def asks_again(self, asks: int, last: int, today: int) -> bool:
        """Whether a link that was no article is asked for again."""
        return asks < self.gone_asks and last != today


def _number(name: str, value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal()):
        raise UsageError(f"{name}: {text!r} is no number; give a whole one, from 0 on")
    return int(text)
