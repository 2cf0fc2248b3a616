"""What a site is: its attributes, what its platform tells, and the arguments a crawl of it takes."""

from abc import ABCMeta
from collections.abc import Mapping
from inspect import getfile
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy import Spider
from scrapy.settings import BaseSettings

from crawler.browser import use_browser
from crawler.errors import UsageError
from crawler.page.addresses import article_key
from crawler.page.article_pages import further_pages
from crawler.page.column_page import Answer, ColumnPage, read_column_page
from crawler.page.links import host_of
from crawler.page.list_places import Guide
from crawler.page.model import Page
from crawler.page.navigation import column_links
from crawler.page.selectors import NONE, Selectors, compiled


# Not ABC itself: Scrapy's feeds read every attribute of a spider, and ABC has one that can't be read.
class Site(Spider, metaclass=ABCMeta):
    """The base of :class:`~crawler.spiders.column.ColumnSpider`, without the walk.

    A site is a subclass of a platform (``platforms/``) with these attributes. The methods below are what a platform
    may know better; what they do here suits any site whose pages say what they are. ``homepage`` can be given on the
    command line (``-a homepage=URL``); ``-a sample=N`` looks at the first N articles of each column, ``-a full=1``
    walks every column to its end and asks for all that was given up.
    """

    site_name: ClassVar[str] = ""
    publisher: ClassVar[str] = ""
    platform: ClassVar[str] = ""
    signs: ClassVar[tuple[str, ...]] = ()  # of the platform: patterns of what its pages' markup holds
    notice: ClassVar[str] = ""  # stands in the manifest: what a reader must know of the data
    homepage: str | None = None
    columns: Mapping[str, str] = {}  # 栏目 → address; empty: the home page's navigation tells
    column_url: ClassVar[str] = "{}"  # what the addresses have in common: {} stands for what columns says
    may_be_empty: ClassVar[tuple[str, ...]] = ()  # columns that may list nothing
    list_css: ClassVar[str] = ""  # selects what holds the list, where a sidebar could be taken for it
    # Selects the element of a field on article pages; where it gives nothing, the generic rules do.
    title_css: ClassVar[str] = ""
    date_css: ClassVar[str] = ""
    source_css: ClassVar[str] = ""
    body_css: ClassVar[str] = ""
    needs_browser: ClassVar[bool] = False
    crawl_window: ClassVar[str] = ""  # when it may be crawled, like 22:00-06:00 (Beijing time); empty: always
    every: ClassVar[str] = ""  # how often `lanmu crawlall --due` crawls it, like day or 6 hours; empty: never
    quiet_days: ClassVar[int | None] = None
    unreadable = ""  # set where the site file can't be read (site_loader.py): what is wrong with it

    @classmethod
    def column_addresses(cls, home: str) -> dict[str, str]:
        """Name and whole address of the columns that the site file names."""
        return {name: urljoin(home, cls.column_url.replace("{}", part)) for name, part in cls.columns.items()}

    @classmethod
    def selectors(cls) -> Selectors:
        """Where the site file says that an article's fields stand; raises :class:`ValueError` for no selector."""
        given = [cls.title_css, cls.date_css, cls.source_css, cls.body_css]
        # A site file is written by hand: what its types should be is no guarantee.
        written: list[object] = [cls.list_css, *given]
        for css in written:
            if not isinstance(css, str):
                raise ValueError(f"{css!r} is no CSS selector; it is written as text")  # noqa: TRY004
            if css:
                compiled(css)
        return Selectors(*given) if any(given) else NONE

    def article_key(self, url: str) -> str | None:
        """What identifies the article at ``url`` on its site; None for any other address."""
        return article_key(url)

    def navigation(self, page: Page) -> list[tuple[str, str]]:
        """Name and address of the columns that the home page's navigation leads to."""
        return [(name, address) for name, address in self.column_links(page) if name]

    def column_links(self, page: Page) -> list[tuple[str, str]]:
        """Name (``""`` where there is none) and address of what may be columns, by the page's links or its data."""
        return column_links(page, self.is_article)

    def column_page(self, body: bytes, url: str, base: str, number: int, guide: Guide | None = None) -> ColumnPage:
        """Page ``number`` (from 1) of the column at ``base``, as ``url`` gave it; ``guide`` is page 1's.

        Raises :class:`~crawler.page.lines.UnreadableError`.
        """
        return read_column_page(Answer(body, url, base, number), self.is_article, guide or Guide(self.list_css))

    def page_url(self, column_url: str, number: int) -> str | None:  # noqa: ARG002 - for platforms
        """The address of page ``number`` (from 2) of a column whose pager names none; None where there is no rule."""
        return None

    def article_pages(self, page: Page, url: str) -> list[str]:
        """The further pages of the article at ``url`` that ``page`` names, in order."""
        return further_pages(page, url)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if cls.crawl_window:
            settings.set("CRAWL_WINDOW", cls.crawl_window, priority="spider")
        if cls.needs_browser:
            use_browser(settings)

    @classmethod
    def file(cls) -> Path:
        """The site file."""
        return Path(getfile(cls))

    @classmethod
    def check_file(cls) -> None:
        """Raise :class:`UsageError` where the site file can't be read."""
        if cls.unreadable:
            raise UsageError(cls.unreadable)

    @classmethod
    def check_arguments(cls, arguments: Mapping[str, str]) -> None:
        """Raise :class:`UsageError` for arguments that no crawl could start with."""
        cls.check_file()
        for name in arguments:
            if name not in {"homepage", "sample", "full"}:
                raise UsageError(f"{cls.name} has no argument {name}; -a takes homepage=URL, sample=N and full=1")
        homepage = arguments.get("homepage", cls.homepage)
        if not homepage:
            raise UsageError(f"the address of {cls.name} is not known; give it with -a homepage=URL")
        check_address(homepage)
        sample = arguments.get("sample", "1")
        if not sample.isdecimal() or int(sample) < 1:
            raise UsageError(f"sample {sample!r} is no number of articles; use for example -a sample=5")
        try:
            cls.selectors()
        except ValueError as error:
            raise UsageError(f"the site file of {cls.name}: {error}") from None
        if (full := arguments.get("full", "0")) not in {"0", "1"}:
            raise UsageError(f"full {full!r} is neither 0 nor 1; -a full=1 walks every column to its end")

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        self.check_arguments(kwargs)
        super().__init__(name, **kwargs)
        self.home = str(self.homepage)
        self.sample = int(kwargs.get("sample", 0))
        self.full = kwargs.get("full") == "1"
        self.where = self.selectors()

    def on_site(self, url: str) -> bool:
        """Whether ``url`` is on this site; ``www.`` and the scheme make no difference, a port does."""
        return host_of(url) == host_of(self.home)

    def here(self, url: str) -> str:
        """An address that an earlier run fetched, on the host the site has now."""
        home = urlsplit(self.home)
        return url if self.on_site(url) else urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc).geturl()

    def is_article(self, url: str) -> bool:
        """Whether ``url`` has the form of an article's address on this site."""
        return self.on_site(url) and self.article_key(url) is not None


def check_quiet_days(written: object) -> None:
    """Raise :class:`UsageError` for what is no number of days."""
    if written is not None and (type(written) is not int or written < 0):
        raise UsageError(f"quiet_days {written!r} is no number of days; write it as 14, without quotes")


def check_address(homepage: str) -> None:
    """Raise :class:`UsageError` for a home page that is no http address."""
    try:
        parts = urlsplit(homepage)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"homepage {homepage!r} is no address; it should look like http://www.example.gov.cn/")
