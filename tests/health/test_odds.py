"""The tests that are written out by hand give what counting every case gives."""

from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health.odds import above_all, fisher

FEW = st.integers(0, 12)


@given(FEW, FEW, FEW, FEW)
def test_fisher_counts_all_tables(hits: int, misses: int, past_hits: int, past_misses: int) -> None:
    of, past_of = hits + misses, past_hits + past_misses
    marked, total = hits + past_hits, of + past_of

    def tables(k: int) -> int:
        return comb(marked, k) * comb(total - marked, of - k) if 0 <= k <= of else 0

    every = sum(tables(k) for k in range(marked + 1))
    as_odd = sum(tables(k) for k in range(marked + 1) if tables(k) <= tables(hits))
    wanted = as_odd / every if of and past_of and marked not in {0, total} else 1.0
    assert isclose(fisher(hits, of, past_hits, past_of), wanted, rel_tol=1e-6)


@pytest.mark.parametrize(
    ("newest", "past", "wanted"),
    [([5.0, 6.0], [1.0, 2.0, 3.0], 1 / 10), ([3.0], [3.0], 1.0), ([], [1.0], 1.0), ([1.0], [], 1.0)],
)
def test_above_all(newest: list[float], past: list[float], wanted: float) -> None:
    assert above_all(newest, past) == wanted
