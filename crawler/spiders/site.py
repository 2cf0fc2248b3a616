"""What a site is: its attributes, what its platform tells, and the arguments a crawl of it takes."""

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Spider

from crawler.errors import UsageError
from crawler.page.links import host_of
from crawler.page.model import Page


@dataclass(frozen=True, slots=True)
class Pager:
    """What a column page's pager says: pages and, where it does, articles in all, and which page this is."""

    pages: int
    items: int | None = None
    current: int | None = None


# Not ABC itself: Scrapy's feeds read every attribute of a spider, and ABC has one that can't be read.
class Site(Spider, metaclass=ABCMeta):
    """The base of :class:`~crawler.spiders.column.ColumnSpider`, without the walk.

    A platform (``platforms/``) implements the abstract methods; a site is a subclass of one with these attributes.
    ``homepage`` can be given on the command line (``-a homepage=URL``); ``-a sample=N`` looks at the first N articles
    of each column.
    """

    site_name: ClassVar[str] = ""
    publisher: ClassVar[str] = ""
    platform: ClassVar[str] = ""
    notice: ClassVar[str] = ""  # stands in the manifest: what a reader must know of the data
    homepage: str | None = None
    columns: Mapping[str, str] = {}  # 栏目 → address; empty: the home page's navigation tells
    quiet_days: ClassVar[int | None] = None

    @abstractmethod
    def article_key(self, url: str) -> str | None:
        """What identifies the article at ``url`` on its site, page numbers apart; None for any other address."""

    @abstractmethod
    def navigation(self, page: Page) -> list[tuple[str, str]]:
        """Name and address of the columns that the home page's navigation leads to."""

    @abstractmethod
    def pager(self, page: Page) -> Pager | None:
        """What the pager of a column page says, or None where it has none or one that can't be read."""

    @abstractmethod
    def page_url(self, column_url: str, number: int) -> str:
        """The address of page ``number`` (from 2) of a column."""

    @abstractmethod
    def article_pages(self, page: Page, url: str) -> list[str]:
        """The further pages of the article at ``url`` that ``page`` names, in order."""

    @classmethod
    def check_arguments(cls, arguments: Mapping[str, str]) -> None:
        """Raise :class:`UsageError` for arguments that no crawl could start with."""
        for name in arguments:
            if name not in {"homepage", "sample"}:
                raise UsageError(f"{cls.name} has no argument {name}; -a takes homepage=URL and sample=N")
        homepage = arguments.get("homepage", cls.homepage)
        if not homepage:
            raise UsageError(f"the address of {cls.name} is not known; give it with -a homepage=URL")
        if not _is_address(homepage):
            raise UsageError(f"homepage {homepage!r} is no address; it should look like http://www.example.gov.cn/")
        sample = arguments.get("sample", "1")
        if not sample.isdecimal() or int(sample) < 1:
            raise UsageError(f"sample {sample!r} is no number of articles; use for example -a sample=5")

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        self.check_arguments(kwargs)
        super().__init__(name, **kwargs)
        self.home = str(self.homepage)
        self.sample = int(kwargs.get("sample", 0))

    def on_site(self, url: str) -> bool:
        """Whether ``url`` is on this site; ``www.`` and the scheme make no difference, a port does."""
        return host_of(url) == host_of(self.home)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
