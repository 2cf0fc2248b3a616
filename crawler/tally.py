"""What became of the sites that one call was to crawl, in a line and as an exit code."""

from collections.abc import Sequence

from crawler.extensions.verdict import EXIT_CODES, Verdict

# More names than these make no line; each site has a line of its own above.
_MOST_NAMES = 10
# In the order of the line; those of the second have their names in it.
_WELL: tuple[Verdict, ...] = ("complete", "partial")
_LACKING: tuple[Verdict, ...] = ("incomplete", "failed")


class Tally:
    """Names of sites: those ``planned``, the ``verdicts`` of those that were crawled, and those ``skipped``.

    ``in_vain``, of the skipped: those that the call has named, and that no later call could have crawled either.
    ``not_now``, of the skipped: those that a later call may crawl.
    """

    def __init__(self) -> None:
        self.planned: list[str] = []
        self.verdicts: dict[str, Verdict] = {}
        self.skipped: list[str] = []
        self.in_vain: list[str] = []
        self.not_now: list[str] = []
        self.written = 0

    def plan(self, site: str) -> None:
        """A site is to be crawled; what became of it before in the same call counts no more."""
        if site not in self.planned:
            self.planned.append(site)
        self.verdicts.pop(site, None)
        self.skipped = [name for name in self.skipped if name != site]

    def end(self, site: str, verdict: Verdict, written: int = 0) -> None:
        """A site's crawl has ended, with so many articles written."""
        self.verdicts[site] = verdict
        self.written += written

    def skip(self, site: str, *, in_vain: bool = False, not_now: bool = False) -> None:
        """A site isn't crawled."""
        self.skipped.append(site)
        if in_vain:
            self.in_vain.append(site)
        if not_now:
            self.not_now.append(site)

    @property
    def not_begun(self) -> list[str]:
        return [site for site in self.planned if site not in self.verdicts and site not in self.skipped]

    @property
    def done(self) -> int:
        """Of how many sites that were planned it is known what became of them."""
        return len(self.planned) - len(self.not_begun)

    @property
    def exit_code(self) -> int:
        """1 if a site failed, else 3 if one is incomplete, wasn't begun, is named in vain, or none could be crawled."""
        codes = {EXIT_CODES[verdict] for verdict in self.verdicts.values()}
        if self.not_begun or self.in_vain or (self.not_now and not self.verdicts):
            codes.add(EXIT_CODES["incomplete"])
        return next((code for code in (EXIT_CODES["failed"], EXIT_CODES["incomplete"]) if code in codes), 0)

    def line(self) -> str:
        """``40 sites: 38 complete, 1 incomplete (ucap07), 1 failed (trs02); 12,345 articles written``."""
        by = {verdict: [site for site, its in self.verdicts.items() if its == verdict] for verdict in EXIT_CODES}
        crawled = [f"{len(by[verdict]):,} {verdict}" for verdict in _WELL if by[verdict] or verdict == "complete"]
        crawled += [_named(by[verdict], verdict) for verdict in _LACKING if by[verdict]]
        rest = [_many(self.written, "article") + " written"]
        rest += [
            _named(names, what) for names, what in ((self.skipped, "skipped"), (self.not_begun, "not begun")) if names
        ]
        return f"{_many(len(self.verdicts), 'site')}: {', '.join(crawled)}; {', '.join(rest)}"


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _named(names: Sequence[str], what: str) -> str:
    """``2 failed (trs02, ucap07)``."""
    return f"{len(names):,} {what} ({few(names)})"


def few(names: Sequence[str]) -> str:
    """So many of the names, sorted, as a line has room for: ``trs02, ucap07 and 3 more``."""
    shown = sorted(names)[:_MOST_NAMES]
    more = f" and {len(names) - len(shown):,} more" if len(names) > len(shown) else ""
    return f"{', '.join(shown)}{more}"
