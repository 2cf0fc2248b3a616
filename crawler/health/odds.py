"""How likely something is by chance: exact tests for the small numbers of one column."""

from collections.abc import Iterable
from math import comb, exp, lgamma


def fisher(hits: int, of: int, past_hits: int, past_of: int) -> float:
    """Fisher's exact test, two-sided: that two shares as different as these come from one.

    ``hits`` of ``of`` now, ``past_hits`` of ``past_of`` before.
    """
    total, marked = of + past_of, hits + past_hits
    if not of or not past_of or marked in {0, total}:
        return 1.0

    def log_chance(k: int) -> float:
        return _log_comb(marked, k) + _log_comb(total - marked, of - k) - _log_comb(total, of)

    seen = log_chance(hits)
    ways = range(max(0, of - (total - marked)), min(of, marked) + 1)
    return min(1.0, sum(exp(chance) for k in ways if (chance := log_chance(k)) <= seen + 1e-9))


def above_all(newest: Iterable[float], past: Iterable[float]) -> float:
    """How likely by chance all of ``newest`` are greater than all of ``past``; 1 where they aren't."""
    new, old = list(newest), list(past)
    if not new or not old or min(new) <= max(old):
        return 1.0
    return 1 / comb(len(new) + len(old), len(new))


def _log_comb(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
