"""What a lamp is given to look at, and what it says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.health.finding import Finding, Lamp, Lit, State, Words
from crawler.health.history import ColumnFacts, ColumnHistory, RunFacts, SiteHistory

# A column, or a site, is new until it has been read so many times over so many days.
_FEW_READS, _FEW_DAYS = 3, 7
FINE = Words("无异常", "nothing unusual")


@dataclass(frozen=True, slots=True)
class Look:
    """What a lamp shows of a column or of a site, and what it has found."""

    lit: Lit
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class What:
    """What a finding is of, but for where."""

    kind: str
    lamp: Lamp
    state: State


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a site with its past; ``quiet_days`` as the site file has it."""

    site: str
    column: ColumnHistory
    history: SiteHistory
    quiet_days: int | None = None

    @property
    def new(self) -> bool:
        """Whether there is no past to compare with yet."""
        age = self.history.day - self.column.first
        return self.column.reads < _FEW_READS or age < _FEW_DAYS

    def newest_first(self) -> Iterator[tuple[RunFacts, ColumnFacts]]:
        """The runs of this column with what they told, from the last one back."""
        for facts in reversed(self.column.facts):
            yield self.history.run(facts.number), facts

    def found(self, what: What, since: str, evidence: Words, todo: Words, more: int = 0) -> Look:
        """A finding of this column; ``more`` (0 to 49) makes it heavier than others of its state."""
        return found((self.site, self.column.name), what, since, (evidence, todo), more)


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site with its past."""

    site: str
    history: SiteHistory

    @property
    def new(self) -> bool:
        """Whether there is no past to compare with yet."""
        read = [run.day for run in self.history.runs if run.trouble is None]
        return len(read) < _FEW_READS or read[-1] - read[0] < _FEW_DAYS

    def found(self, what: What, since: str, evidence: Words, todo: Words, more: int = 0) -> Look:
        """A finding of the whole site."""
        return found((self.site, None), what, since, (evidence, todo), more)


def found(where: tuple[str, str | None], what: What, since: str, said: tuple[Words, Words], more: int) -> Look:
    """A finding of a site and a column (None: all of it), with what it says, evidence and what to do.

    Heavy by its state, then by what concerns a whole site, then by ``more``.
    """
    weight = 100 * what.state.rank + (50 if where[1] is None else 0) + min(more, 49)
    return Look(Lit(what.state, said[0]), (Finding(*where, what.kind, what.lamp, what.state, since, *said, weight),))


def well(reason: Words = FINE, state: State = State.FINE) -> Look:
    """Nothing to report."""
    return Look(Lit(state, reason))
