"""Years of columns as newsrooms keep them: hardly ever called quiet while they live, soon once they are dead."""

from statistics import median

import pytest
from columns import KINDS
from walked import Walked, walked

# Of each kind; docs/health.md has the figures of many more.
COLUMNS, STEP = range(4), 3
# The days after the last article within which half of the deaths are found: about as many missed issues as said.
FOUND = {"daily": 14, "weekly": 35, "fortnightly": 56, "monthly": 150}


@pytest.fixture(scope="module")
def lived() -> dict[str, Walked]:
    sums = {kind: Walked(kind) for kind in KINDS}
    for kind, one in sums.items():
        for seed in COLUMNS:
            one.add(walked(kind, seed, STEP))
    return sums


def test_columns_that_live_are_hardly_ever_called_quiet(lived: dict[str, Walked]) -> None:
    assert sum(one.years for one in lived.values()) > 80
    assert sum(one.alarms for one in lived.values()) <= 8


@pytest.mark.parametrize("kind", [*FOUND, "by chance"])
def test_columns_that_keep_their_pace_are_never_called_quiet(kind: str, lived: dict[str, Walked]) -> None:
    assert lived[kind].alarms <= (kind == "by chance")


@pytest.mark.parametrize("kind", FOUND)
def test_a_death_is_found_after_a_few_issues(kind: str, lived: dict[str, Walked]) -> None:
    assert median(lived[kind].days) <= FOUND[kind]


def test_every_death_is_found(lived: dict[str, Walked]) -> None:
    assert all(median(one.days) < 250 for one in lived.values())
