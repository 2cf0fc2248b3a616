"""What a page is asked for: the parameters of its address, each of the form it must have, and no others."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from crawler.health.finding import Words

MOST_SIGNS = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadRequestError(Exception):
    """What was asked for can't be meant; ``why`` says so."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why = Words(zh, en)


class Asked:
    """The parameters, given as pairs; raises :class:`BadRequestError` for one that comes twice, or is too long."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.all: dict[str, str] = {}
        self._known: set[str] = set()
        for name, value in pairs:
            if name in self.all:
                raise BadRequestError(f"{name} 写了两次", f"{name} is given twice")
            if len(value) > MOST_SIGNS or "\x00" in value:
                raise BadRequestError(
                    f"{name} 超过 {MOST_SIGNS} 字，或不是文字",
                    f"{name} is longer than {MOST_SIGNS} characters, or no text",
                )
            self.all[name] = value.strip()

    def text(self, name: str) -> str:
        """``""`` where it isn't given."""
        self._known.add(name)
        return self.all.get(name, "")

    def day(self, name: str) -> str:
        """An ISO day, or ``""``."""
        value = self.text(name)
        if value and not _is_day(value):
            raise BadRequestError(
                f"{name}={value!r} 不是日期；请写成 2026-11-23", f"{name}={value!r} is no day; write it as 2026-11-23"
            )
        return value

    def number(self, name: str, default: int, most: int = 1_000_000) -> int:
        """A number from 1 on."""
        value = self.text(name) or str(default)
        if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= most):
            raise BadRequestError(
                f"{name}={value!r} 不是 1 到 {most} 的数", f"{name}={value!r} is no number from 1 to {most}"
            )
        return int(value)

    def choice(self, name: str, choices: Collection[str]) -> str:
        """One of these, or ``""``."""
        value = self.text(name)
        if value and value not in choices:
            known = ", ".join(sorted(choices))
            raise BadRequestError(f"{name}={value!r} 不在其中：{known}", f"{name}={value!r} is none of {known}")
        return value

    def check_all_known(self) -> None:
        """Raises :class:`BadRequestError` for a parameter that nobody has asked for: a typo would show everything."""
        if unknown := self.all.keys() - self._known:
            named = ", ".join(sorted(unknown))
            raise BadRequestError(f"这一页没有 {named}", f"the page knows no {named}")


def _is_day(value: str) -> bool:
    """Whether there is such a day, written as 2026-11-23; :meth:`date.fromisoformat` reads other forms too."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return _DAY.fullmatch(value) is not None
