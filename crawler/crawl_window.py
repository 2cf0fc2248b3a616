"""When a site may be crawled: ``22:00-06:00``, Beijing time, several joined by commas; nothing stands for always."""

import math
import re
from datetime import datetime

from crawler.errors import NotNowError, UsageError

_SPAN = re.compile(r"(\d\d?):([0-5]\d)-(\d\d?):([0-5]\d)")
_DAY = 24 * 3600


def spans(window: str) -> list[tuple[int, int]]:
    """Beginning and end of each part in seconds of the day; raises :class:`UsageError` for what is no window."""
    return [_span(part.strip(), window) for part in window.split(",")] if window.strip() else []


def _span(part: str, window: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(part)
    hours = [int(number) for number in match.groups()] if match else [25, 0, 0, 0]
    begin, end = (hours[0] * 60 + hours[1]) * 60, (hours[2] * 60 + hours[3]) * 60
    if begin >= _DAY or end > _DAY or begin == end:
        raise UsageError(f"crawl window {window!r} is none; write it as 22:00-06:00, several with a comma between them")
    return begin, end


def seconds_left(window: str, now: datetime) -> float:
    """How long the window is open from ``now`` (Beijing time): 0 if it is closed, infinite if it never closes."""
    parts = spans(window)
    if not parts:
        return math.inf
    at = now.hour * 3600 + now.minute * 60 + now.second + now.microsecond / 1e6
    left = 0.0
    while left < _DAY:
        time = (at + left) % _DAY
        further = max((_left(time, begin, end) for begin, end in parts), default=0.0)
        if not further:
            return left
        left += further
    return math.inf


def _left(time: float, begin: int, end: int) -> float:
    """Seconds from ``time`` to the end of a part, which may go past midnight; 0 outside it."""
    if begin < end:
        return end - time if begin <= time < end else 0.0
    return (end - time) % _DAY if time >= begin or time < end else 0.0


def check_open(site: str, window: str, now: datetime) -> None:
    """Raise :class:`NotNowError` where a site may not be crawled ``now``, :class:`UsageError` for no window at all."""
    if not seconds_left(window, now):
        raise NotNowError(f"{site} is crawled {window} (Beijing time) only; it is {now:%H:%M}")
