"""What a content management system decides: where pages stand and how a column's pager works."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """What a path leads to; ``number`` is the article's, ``page`` counts from 1."""

    kind: Literal["home", "column", "article", "file"]
    column: str = ""
    number: int = 0
    page: int = 1


class Platform(Protocol):
    """One content management system's conventions; paths begin with a slash."""

    def column(self, path: str, page: int = 1) -> str:
        """The path of a column's page."""

    def article(self, column: str, number: int, page: int = 1) -> str:
        """The path of an article's page."""

    def file(self, stem: str, extension: str) -> str:
        """The path of a picture or an attachment."""

    def pager(self, page: int, pages: int, rows: int) -> str:
        """The markup below a column's rows."""

    def place(self, path: str) -> Place | None:
        """What the path leads to by its form; whether such a page exists is another matter."""
