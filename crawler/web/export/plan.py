"""Which pages are written as files, and what the files are called.

A page is wanted when another one leads to it, as long as there are not too many of its kind; what is asked first comes
first. Names are made of the view and a hash: no word of a crawled page is in them, and every file system takes them.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crawler.health.finding import LANGUAGES, Language, State
from crawler.web.addresses import PREFIXES, address

TODAY = "index"


class Wanted(NamedTuple):
    """A page in both languages: its view, and the parameters that it is asked for with."""

    view: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Which parameters pages of a view may have, how many of these at once, how many sheets and pages there may be.

    ``each``: of pages with the same site or dataset, no more than so many.
    """

    parameters: frozenset[str]
    at_once: int
    sheets: int
    most: int
    each: tuple[str, int]


def _kind(parameters: str, at_once: int, sheets: int = 1, most: int = 1_000, each: tuple[str, int] = ("", 0)) -> _Kind:
    return _Kind(frozenset(parameters.split()), at_once, sheets, most, each)


# A site has hundreds of runs in a year; whoever looks at a copy looks at the last ones.
_RUNS_A_SITE = 5
# Beside another one: the verdict leads to the columns of a state without the sites of which no column was read.
_BESIDE = {"known"}
_KINDS: Mapping[str, _Kind] = {
    "": _kind("all", 1),
    "columns": _kind("state known site platform province group view sort", 1, sheets=50, most=2_000),
    "column": _kind("site name tab", 3, most=20_000),
    "runs": _kind("site", 1, sheets=2, most=1_000),
    "run": _kind("site run", 2, most=2_000, each=("site", _RUNS_A_SITE)),
    "links": _kind("site run column outcome again", 4, most=4_000, each=("site", 40)),
    "pages": _kind("site run column state", 4, most=2_000, each=("site", 20)),
    "articles": _kind("first site column run removed flag missing", 3, sheets=3, most=5_000),
    "article": _kind("id", 1, most=5_000),
    "changes": _kind("day kind site column run", 3, sheets=3, most=1_000),
    "datasets": _kind("", 0),
    "dataset": _kind("name version", 2, sheets=10, most=1_000, each=("name", 20)),
}


class Plan:
    """What is to be written: ``names`` of all pages, and those that are ``waiting``, in the order they were asked for.

    A page that was once refused stays so: no link may lead where nothing is written.
    """

    def __init__(self) -> None:
        self.waiting: deque[Wanted] = deque()
        self.names: dict[Wanted, str] = {}
        self._refused: set[Wanted] = set()
        self._counts: Counter[tuple[str, str]] = Counter()
        for view in ("", "columns", "articles", "changes", "datasets"):
            self.file("zh", view, {})
        for state in State:
            self.file("zh", "columns", {"state": state.name.lower()})
        self.file("zh", "columns", {"view": "heat"})

    def file(self, language: Language, view: str, parameters: Mapping[str, object]) -> str | None:
        """The file of a page, below the folder of all; None for one that isn't written."""
        given = {name: str(value) for name, value in parameters.items() if value not in {None, ""}}
        wanted = Wanted(view, tuple(sorted(given.items())))
        if wanted in self._refused:
            return None
        if wanted not in self.names:
            if not self._takes(view, given):
                self._refused.add(wanted)
                return None
            self.names[wanted] = _name(wanted)
            self.waiting.append(wanted)
        return file_of(language, self.names[wanted])

    def _takes(self, view: str, given: Mapping[str, str]) -> bool:
        """Whether one more of its kind is written; it then counts."""
        kind = _KINDS.get(view)
        if kind is None:
            return False
        sheet, names = given.get("sheet", "1"), given.keys() - {"sheet"}
        if not (names <= kind.parameters and len(names - _BESIDE) <= kind.at_once and sheet.isdecimal()):
            return False
        of, most = kind.each
        keys = {(view, ""): kind.most} | ({(view, given[of]): most} if of in given else {})
        if int(sheet) > kind.sheets or any(self._counts[key] >= bound for key, bound in keys.items()):
            return False
        self._counts.update(keys.keys())
        return True


def file_of(language: Language, name: str) -> str:
    """A page's file in a language."""
    return f"{PREFIXES[language].removeprefix('/')}/{name}".removeprefix("/")


def _name(wanted: Wanted) -> str:
    """``index.html``, ``columns.html``, ``article/3f/9c0a1b2c3d4e5f.html``: the same for a page in every export."""
    view = wanted.view or TODAY
    if not wanted.parameters:
        return f"{view}.html"
    told = address(LANGUAGES[0], wanted.view, dict(wanted.parameters))
    digest = hashlib.sha256(told.encode()).hexdigest()
    return f"{view}/{digest[:2]}/{digest[2:16]}.html"
