"""What a page is asked for: the parameters of its address, each of the form it must have, and no others."""

import re
from collections.abc import Collection, Iterable

MOST_SIGNS = 200
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


class BadRequestError(Exception):
    """What was asked for can't be meant; the message says why."""


class Asked:
    """The parameters, given as pairs; raises :class:`BadRequestError` for one that comes twice, or is too long."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.all: dict[str, str] = {}
        self._known: set[str] = set()
        for name, value in pairs:
            if name in self.all:
                raise BadRequestError(f"{name} is given twice")
            if len(value) > MOST_SIGNS or "\x00" in value:
                raise BadRequestError(f"{name} is longer than {MOST_SIGNS} signs, or no text")
            self.all[name] = value.strip()

    def text(self, name: str) -> str:
        """``""`` where it isn't given."""
        self._known.add(name)
        return self.all.get(name, "")

    def day(self, name: str) -> str:
        """An ISO day, or ``""``."""
        value = self.text(name)
        if value and not _DAY.fullmatch(value):
            raise BadRequestError(f"{name}={value!r} is no day; write it as 2026-11-23")
        return value

    def number(self, name: str, default: int, most: int = 1_000_000) -> int:
        """A number from 1 on."""
        value = self.text(name) or str(default)
        if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= most):
            raise BadRequestError(f"{name}={value!r} is no number from 1 to {most}")
        return int(value)

    def choice(self, name: str, choices: Collection[str]) -> str:
        """One of these, or ``""``."""
        value = self.text(name)
        if value and value not in choices:
            raise BadRequestError(f"{name}={value!r} is none of {', '.join(sorted(choices))}")
        return value

    def check_all_known(self) -> None:
        """Raises :class:`BadRequestError` for a parameter that nobody has asked for: a typo would show everything."""
        if unknown := self.all.keys() - self._known:
            raise BadRequestError(f"the page knows no {', '.join(sorted(unknown))}")
