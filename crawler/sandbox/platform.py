"""What a content management system decides: where pages stand, how a pager works, what else it answers."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from .content import Column, Listing, Ref, Site
from .profile import Habits
from .rows import Row
from .shelf import Shelf
from .skin import Skin


@dataclass(frozen=True, slots=True)
class Place:
    """What an address leads to; ``column`` is a side page's slug for ``side``; ``page`` counts from 1."""

    kind: Literal["home", "column", "article", "file", "side"]
    column: str = ""
    number: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path and the parameters of its query and its form."""

    path: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    body: bytes
    content_type: str
    status: int = 200
    location: str = ""


class Desk(Protocol):
    """What a platform prints with; ``base`` is the site's address without its last slash."""

    base: str
    site: Site

    def shelf(self, path: str) -> Shelf:
        """The rows of a column."""

    def items(self, rows: Sequence[Row], path: str) -> list[str]:
        """The markup of rows, a string each, as they stand on the first page of the column."""

    def lists(self, rows: Sequence[Row], path: str) -> str:
        """The list or lists that hold the rows."""

    def holder(self, inner: str, more: str = "") -> str:
        """The element around rows; ``more`` are further attributes."""

    def pager(self, inner: str) -> str:
        """The element around a pager."""

    def address(self, listing: Listing, path: str) -> str:
        """A row's address as the column's page writes it."""

    def nothing(self) -> str:
        """What stands in an empty column."""

    def unshelled(self, address: str) -> str | None:
        """The page at this address before :meth:`Platform.served`."""


class Platform:
    """One content management system's conventions, with what most of them share; paths begin with a slash."""

    habits = Habits()
    charset = "utf-8"
    # Whether the column pages hold the rows themselves, and whether each page of a column is a page of its own.
    rows_inline = True
    pages_apart = True
    # The scripts its pages name, by path.
    scripts: Mapping[str, str] = MappingProxyType({})
    # Whether it answers a POST as it does a GET.
    takes_forms = False
    # Empty pages behind the last one.
    spare_pages = 0
    # Whether it is up to the reader on which page a row stands.
    pages_open = False

    def __init__(self, site: Site, rng: random.Random) -> None:
        self.site = site
        self.rng = rng
        self.columns = {column.path: column for column in site.columns}
        # Texts are kept like columns, so their addresses look like those of columns.
        self.texts = {side.slug for side in site.side_pages if side.kind == "text"}
        self.numbers = {path: column.number for path, column in self.columns.items()}
        self.numbers |= {slug: max(self.numbers.values()) + 4 for slug in self.texts}

    def folder(self, path: str) -> str:
        """The column's path below its parents', like ``zfdt/jcdt``."""
        column = self.columns.get(path)
        return f"{self.folder(column.parent)}/{path}" if column and column.parent else path

    def home(self) -> Sequence[str]:
        """The addresses of the home page."""
        return ("/",)

    def column(self, path: str, page: int = 1) -> str:
        """The address of a column's page."""
        raise NotImplementedError

    def article(self, ref: Ref, page: int = 1) -> str:
        """The address of an article's page."""
        raise NotImplementedError

    def file(self, stem: str, extension: str) -> str:
        """The path of a picture or an attachment."""
        return f"/uploadfile/{stem}.{extension}"

    def side(self, slug: str) -> str:
        """The address of a page that is no column."""
        return self.column(slug) if slug in self.texts else f"/{slug}/"

    def small_numbers(self, first: int) -> dict[str, int]:
        """Numbers as an installation gives them to its first columns and texts."""
        return {path: number for number, path in enumerate(self.numbers, first)}

    def also(self, address: str) -> Iterator[str]:
        """Further addresses of the page at ``address``."""
        folder, _, name = address.rpartition("/")
        if name.startswith("index.") or name == "":
            yield f"{folder}/"

    def dress(self, skin: Skin) -> Skin:
        """The skin with what this system prints its own way."""
        return skin

    def content_type(self, skin: Skin) -> str:
        """The header of its pages."""
        return "text/html" + (f"; charset={skin.charset}" if skin.charset_header else "")

    def pager(self, _column: Column, page: int, pages: int, rows: int) -> str:
        """The markup below a column's rows."""
        raise NotImplementedError

    def area(self, desk: Desk, column: Column, page: int) -> str:
        """Rows and pager of a column's page."""
        shelf = desk.shelf(column.path)
        rows = shelf.page(page)
        inner = desk.lists(rows, column.path) if rows else desk.nothing()
        return f"{inner}\n{desk.pager(self.pager(column, page, shelf.count, shelf.total))}"

    def answer(self, asked: Asked, desk: Desk) -> Answer | None:  # noqa: ARG002 (for those who have such addresses)
        """What stands at an address that is no page."""
        return None

    def is_data(self, asked: Asked) -> bool:  # noqa: ARG002 (for those who have such addresses)
        """Whether data stand at an address: rows of a column unless :meth:`shown_by` names a page."""
        return False

    def shown_by(self, asked: Asked) -> str:  # noqa: ARG002 (for those whose data are whole pages)
        """The address of the page whose whole content these data are; empty for rows."""
        return ""

    def served(self, place: Place, address: str, html: str) -> str:  # noqa: ARG002 (for those who send shells)
        """The page as it is sent."""
        return html
