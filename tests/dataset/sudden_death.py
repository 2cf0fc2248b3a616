"""A process that dies in the middle: from the Nth of some calls on nothing is done any more."""

import os
from collections.abc import Callable

import pytest

# Calls by which files change their names, reach the disk, or go.
_CALLS = ("rename", "fsync", "unlink", "rmdir")
_MOST = 200


class Killed(BaseException):
    """Stands for a kill: nothing catches it, and what would clean up behind it fails as well."""


def die_everywhere(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object], after: Callable[[], object]) -> int:
    """Do ``work`` again and again, dying one call later each time, until it comes through; ``after`` each death.

    Returns how often it died.
    """
    for calls in range(1, _MOST):
        with monkeypatch.context() as patch:
            left = [calls]
            for name in _CALLS:
                patch.setattr(os, name, _counted(getattr(os, name), left))
            try:
                work()
            except Killed:
                died = True
            else:
                died = False
        if not died:
            return calls - 1
        after()
    raise AssertionError(f"more than {_MOST} calls")


def _counted(call: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def counted(*args: object, **kwargs: object) -> object:
        left[0] -= 1
        if left[0] <= 0:
            raise Killed
        return call(*args, **kwargs)

    return counted
