"""What goes wrong on purpose: ``--fault`` arguments in, the fault of a request out."""

import random
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crawler.errors import UsageError

# Where a fault may be, and what a request there is about.
PLACES = {"home": "home", "columns": "column", "articles": "article", "robots": "robots", "all": ""}
NAMES = (
    "timeout", "reset", "short", "drip", "loop", "away", "scheme", "private", "localport", "type", "soft404",
    "challenge", "bomb", "endless", "charset", "garbled", "empty",
)  # fmt: skip
_STATUS = re.compile(r"([2-5]\d\d)(?:\+(\d{1,6}))?")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
# Where the addresses of an endless redirection stand.
LOOP = "/loop/"


@dataclass(frozen=True, slots=True)
class Fault:
    """``name`` is what the argument calls it; a ``status`` of its own has a Retry-After of ``wait`` seconds or none."""

    where: str
    name: str
    percent: float = 100.0
    status: int = 0
    wait: int | None = None


def parse_fault(text: str) -> Fault:
    """The fault of a ``--fault`` argument, ``WHERE=WHAT[@PERCENT]``."""
    where, _, rest = text.rpartition("=")
    what, at, share = rest.partition("@")
    percent = float(share) if _PERCENT.fullmatch(share) else 0.0 if at else 100.0
    status = _STATUS.fullmatch(what)
    if not (where.startswith("/") or where in PLACES) or not (status or what in NAMES) or not 0 < percent <= 100:
        raise UsageError(
            f"--fault {text}: write WHERE=WHAT or WHERE=WHAT@PERCENT. WHERE is a path like /dwjs/index_2.jhtml or one "
            f"of {', '.join(PLACES)}; WHAT is a status from 200 to 599, one with seconds to wait like 503+30, or one "
            f"of {', '.join(NAMES)}; PERCENT is above 0 and at most 100"
        )
    if not status:
        return Fault(where, what, percent)
    return Fault(where, what, percent, int(status[1]), int(status[2]) if status[2] else None)


class Faults:
    """The faults of one site; of those that fit a request, the first drawn counts."""

    def __init__(self, faults: Sequence[Fault], seed: int) -> None:
        self._faults = list(faults)
        self._rng = random.Random(seed)
        self._loop = next((fault for fault in faults if fault.name == "loop"), None)

    def drawn(self, addresses: Collection[str], subject: str) -> Fault | None:
        """The fault of this request: ``addresses`` are its path with and without a query.

        ``subject`` is what it is about: ``home``, ``column``, ``article``, ``robots`` or anything else.
        """
        if self._loop and any(address.startswith(LOOP) for address in addresses):
            return self._loop
        for fault in self._faults:
            if _fits(fault.where, addresses, subject) and self._rng.random() * 100 < fault.percent:
                return fault
        return None


def _fits(where: str, addresses: Collection[str], subject: str) -> bool:
    if where == "all":
        return subject != "robots"
    return where in addresses if where.startswith("/") else PLACES[where] == subject
