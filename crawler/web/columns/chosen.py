"""Which columns are asked for, in which order, and what groups they fall into."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.health.finding import Finding, State
from crawler.web.asked import Asked
from crawler.web.snapshot import ColumnFacts

STATES: Mapping[str, State] = {state.name.lower(): state for state in State}
# Columns alone, or sites of which no column was read.
KNOWN: Mapping[str, bool] = {"1": True, "0": False}
# What a site has that its columns are grouped by.
GROUPS = ("platform", "province", "site")
# The group, and the value of the parameter, of columns whose site file doesn't say.
NOT_GIVEN = "-"
_BY_SITE = {"platform": "platform", "province": "province", "site": "name"}


def _plain(one: ColumnFacts) -> tuple[str, str]:
    return one.site.name, one.name or ""


def _worst(one: ColumnFacts) -> tuple[bool, int, int]:
    """What needs a person first, by state and weight; then what is muted; then what is well."""
    needed = [finding.weight for finding in one.findings if finding.needs_person]
    return one.health.muted, -one.health.state.rank, -max(needed, default=0)


# By the parameter; "" is what comes without it. Equals stay in the order of their names.
SORTS: Mapping[str, Callable[[ColumnFacts], Any]] = {
    "": _worst,
    "name": _plain,
    "checked": lambda one: one.health.last_checked or "",
    "new": lambda one: one.health.last_new or "",
    "today": lambda one: -one.today,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that have something in common; ``worst`` is the heaviest of what is found in them."""

    key: str
    title: str
    columns: Sequence[ColumnFacts]
    worst: Finding | None

    @property
    def states(self) -> list[tuple[State, int]]:
        """How many are in which state, the worst first."""
        return counted(self.columns)


@dataclass(frozen=True, slots=True)
class Chosen:
    """``columns`` are those asked for, in order; ``states`` how many each state would give beside the other filters."""

    columns: Sequence[ColumnFacts]
    states: Sequence[tuple[State, int]]
    of_any_state: int
    groups: Sequence[Group]


def chosen_columns(asked: Asked, columns: Iterable[ColumnFacts]) -> Chosen:
    """Raises :class:`~crawler.web.asked.BadRequestError` for a state, an order or the like that there isn't."""
    words = asked.text("q").lower().split()
    wanted = {name: asked.text(name) for name in GROUPS}
    state = asked.choice("state", STATES.keys())
    known = asked.choice("known", KNOWN)
    group = asked.choice("group", GROUPS)
    sort = SORTS[asked.choice("sort", SORTS.keys() - {""})]
    found = [one for one in columns if _fits(one, wanted, known) and all(word in _text(one) for word in words)]
    shown = [one for one in found if not state or one.health.state is STATES[state]]
    shown.sort(key=_plain)
    shown.sort(key=sort)
    groups = _groups(group, shown) if group else []
    if groups:
        shown = [one for each in groups for one in each.columns]
    return Chosen(shown, counted(found), len(found), groups)


def counted(columns: Iterable[ColumnFacts]) -> list[tuple[State, int]]:
    """How many columns are in which state, the worst first."""
    counts = Counter(one.health.state for one in columns)
    return sorted(counts.items(), key=lambda pair: -pair[0].rank)


def group_key(group: str, one: ColumnFacts) -> str:
    """Which group a column is in."""
    return str(getattr(one.site, _BY_SITE[group])) or NOT_GIVEN


def group_title(group: str, one: ColumnFacts) -> str:
    """The group as people name it."""
    return one.site.title if group == "site" else group_key(group, one)


def _groups(group: str, columns: Sequence[ColumnFacts]) -> list[Group]:
    """The groups, that with the most trouble first, then by their worst state; within each the order stays."""
    parts: dict[str, list[ColumnFacts]] = {}
    for one in columns:
        parts.setdefault(group_key(group, one), []).append(one)
    groups = [Group(key, group_title(group, part[0]), part, _heaviest(part)) for key, part in parts.items()]
    return sorted(groups, key=lambda one: (-(one.worst.weight if one.worst else 0), -one.states[0][0].rank, one.key))


def _heaviest(columns: Iterable[ColumnFacts]) -> Finding | None:
    needed = [finding for one in columns for finding in one.findings if finding.needs_person]
    return max(needed, key=lambda finding: finding.weight, default=None)


def _fits(one: ColumnFacts, wanted: Mapping[str, str], known: str) -> bool:
    if known and KNOWN[known] is not (one.name is not None):
        return False
    return all(not value or group_key(name, one) == value for name, value in wanted.items())


def _text(one: ColumnFacts) -> str:
    return f"{one.name or ''} {one.site.title} {one.site.name}".lower()
