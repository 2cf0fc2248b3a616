"""What a survey finds."""

from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.page.column_page import ColumnPage
from crawler.page.list_row import Row
from crawler.page.model import Page
from crawler.spiders.column import ColumnSpider

Kind = Literal["list", "empty", "portal", "text", "form", "furniture", "twin", "blocked", "failed", "nothing"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from in the end, its bytes, and these as text."""

    url: str
    body: bytes
    text: str
    status: int = 200


@dataclass(slots=True)
class Sample:
    """One article read on trial: its row, its record, the page's bytes, or why there is none."""

    row: Row
    record: dict[str, Any] | None = None
    fetched: Fetched | None = None
    trouble: str | None = None


@dataclass(slots=True)
class Looked:
    """A page that may be a column's: what it turned out to be, and what it lists."""

    name: str
    url: str
    parent: str | None
    depth: int
    kind: Kind = "nothing"
    why: str = ""
    fetched: Fetched | None = None
    shown: ColumnPage | None = None
    answer: Fetched | None = None  # what ``shown`` was read from: the page, or the data that fills it
    answer_shown: ColumnPage | None = None  # that answer alone, without its frame's pager
    page: Page | None = None  # as it was read; where the list comes as data, the page that frames it
    trail: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()  # of the articles its first page lists
    linked: frozenset[str] = frozenset()  # keys of all the articles the page links
    pages: int = 1
    articles: int = 0
    samples: list[Sample] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """A site as surveyed. ``missed`` are articles of the home page that no column found accounts for."""

    home: str
    site_name: str
    publisher: str
    province: str
    platform: str
    signs: tuple[str, ...]
    base: type[ColumnSpider]
    looked: list[Looked]
    home_articles: int = 0
    left: int = 0  # links that were not looked at, for there were too many
    missed: list[str] = field(default_factory=list)
    needs_browser: bool = False
    list_css: str = ""

    @property
    def columns(self) -> list[Looked]:
        """The columns: lists, and those that are empty today."""
        return [one for one in self.looked if one.kind in {"list", "empty"}]
