"""What a site holds, however its pages look: columns, listings, articles, the blocks of their bodies."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of the site: ``stem`` places it below the platform's upload folder."""

    stem: str
    extension: str
    name: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` is printed bold in front of ``text``."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class LinkedParagraph:
    """A sentence with an attachment linked in its middle."""

    before: str
    file: FileRef
    after: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A subheading, printed as a bold paragraph, a heading element or a bare short paragraph."""

    text: str
    form: Literal["strong", "h3", "bare"]


@dataclass(frozen=True, slots=True)
class Verse:
    """Short lines that belong together."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """An ordered list; the page's ``ol`` makes the numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a row of one cell spans the table; ``headed`` rows use ``th`` once."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with or without a caption; the file's name is its ``alt`` text, which may be empty."""

    file: FileRef
    caption: str | None


@dataclass(frozen=True, slots=True)
class Attachments:
    """Attachments on lines of their own."""

    files: tuple[FileRef, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The unit and the day at the end of a notice."""

    lines: tuple[str, ...]


Block = Paragraph | LinkedParagraph | Heading | Verse | Numbered | Table | Picture | Attachments | Signature


@dataclass(frozen=True, slots=True)
class Ref:
    """What an article's address is made of: the path of its column, its number, its day."""

    column: str
    number: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``title`` may hold a line feed (a line break of the printed title) and wide spaces.

    A ``source`` or ``author`` of ``""`` is a label followed by nothing, ``None`` no label at all. ``filed`` is the
    day its address is made of, where that is another than its own.
    """

    number: int
    column: str
    title: str
    moment: dt.datetime
    source: str | None
    author: str | None
    editor: str | None
    disclaimer: bool
    pages: tuple[tuple[Block, ...], ...]
    related: tuple[int, ...]
    filed: dt.date | None = None

    @property
    def ref(self) -> Ref:
        """What its address is made of."""
        return Ref(self.column, self.number, self.filed or self.moment.date())

    @property
    def flat_title(self) -> str:
        """The title on one line."""
        return self.title.replace("\n", "")


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a column: an article of this site, a dead link, or a link to another site.

    ``number`` is the article's (or the dead one's), ``home`` the path of the column it belongs to; a link to
    another site has an ``address`` instead. ``tail`` is what a link adds to the article's address: the name of a
    session or a tracking parameter; ``filed`` is the article's.
    """

    kind: Literal["article", "dead", "external"]
    title: str
    day: dt.date
    number: int = 0
    home: str = ""
    address: str = ""
    pinned: bool = False
    absolute: bool = False
    tail: str = ""
    filed: dt.date | None = None

    @property
    def ref(self) -> Ref:
        """What the address of an article or a dead link is made of."""
        return Ref(self.home, self.number, self.filed or self.day)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its path and its rows in the order they are printed.

    ``pins`` are rows repeated above the rows of every page. A column of form ``portal`` has no rows: its page shows
    the newest of its children. ``parent`` is the path of the column above it.
    """

    name: str
    path: str
    rows: tuple[Listing, ...]
    number: int = 0
    parent: str = ""
    form: Literal["list", "portal"] = "list"
    pins: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class SidePage:
    """What the navigation leads to besides columns; ``articles`` are the numbers a topic links to."""

    kind: Literal["text", "topic", "search", "mailbox", "english", "mobile", "login", "away"]
    name: str
    slug: str
    blocks: tuple[Block, ...] = ()
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A whole site; ``articles`` goes from a number to its article, newest first.

    A site with ``side_pages`` has all that a large site puts around its columns: twins of its pages, a calendar.
    """

    name: str
    title: str
    host_unit: str
    columns: tuple[Column, ...]
    articles: dict[int, Article]
    icp: str = "泽ICP备00000001号-1"
    side_pages: tuple[SidePage, ...] = ()

    def column(self, path: str) -> Column:
        """The column of this path."""
        return next(column for column in self.columns if column.path == path)

    def children(self, path: str) -> list[Column]:
        """The columns below this one; those of the first level for an empty path."""
        return [column for column in self.columns if column.parent == path]
