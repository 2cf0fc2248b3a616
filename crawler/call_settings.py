"""The settings that one call names with ``-s`` and ``-L``: slips of the pen, told before anything is done."""

import difflib
import logging
import sys
from collections.abc import Collection, Iterable

from scrapy.settings import BaseSettings

from crawler.errors import UsageError

# As near as a letter or two; further off, it may be a setting of somebody's own.
_NEAR = 0.85


def warn_of_slips(given: Iterable[str], known: Collection[str]) -> None:
    """A line on stderr for each ``NAME=VALUE`` whose name is none of ``known`` and much like one."""
    for name in (one.partition("=")[0] for one in given):
        near = difflib.get_close_matches(name.upper(), known, 1, _NEAR) if name not in known else []
        if near:
            sys.stderr.write(f"lanmu: no setting is named {name}; did you mean {near[0]}?\n")


def check_log_level(settings: BaseSettings) -> None:
    """Raise :class:`UsageError` for a level of the log that there isn't."""
    level = settings["LOG_LEVEL"]
    if not isinstance(level, int) and level not in logging.getLevelNamesMapping():
        raise UsageError(f"log level {level!r} is none; give -L DEBUG, INFO, WARNING, ERROR or CRITICAL")
