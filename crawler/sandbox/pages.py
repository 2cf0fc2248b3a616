"""A site with a look at an address: a request in, its answer out."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import parse_qsl

from .article_page import ArticlePage
from .column_page import ColumnPage
from .content import Column, Site
from .directory import Directory
from .frame import Frame
from .home_page import home_page
from .layout import Layout
from .markup import Markup
from .notices import MISSING, notice_page
from .padding import Padding
from .platform import Answer, Asked, Place, Platform
from .portal_frame import PortalFrame
from .portal_page import portal_page
from .rows import Row
from .shelves import shelves_of
from .side_pages import SidePages
from .skin import Skin
from .twins import Twins
from .validators import Stamp

# Pages kept as they were sent; a page more or less costs a millisecond.
_MOST_KEPT = 2000
# Sites print the time of Beijing, which knows no summer.
BEIJING = dt.timezone(dt.timedelta(hours=8))


class Pages:
    """Renders the pages of one site; ``base`` is its address without the last slash.

    With a ``layout`` it has all that a large site puts around its columns; ``moving``: an article of the largest
    column moves while a crawl runs.
    """

    def __init__(  # noqa: PLR0913 (what a site is made of)
        self,
        site: Site,
        skin: Skin,
        platform: Platform,
        base: str,
        *,
        layout: Layout | None = None,
        moving: bool = False,
        page_size: int = 0,
    ) -> None:
        self.site = site
        self.skin = skin
        self.platform = platform
        self.base = base
        self.codec = _codec(skin)
        self.content_type = platform.content_type(skin)
        # When an article was changed last, and how its address answers if it was deleted.
        self.changed: dict[int, dt.datetime] = {}
        self.gone: dict[int, str] = {}
        self.shelves = shelves_of(site, skin, moving=moving, whole=layout is not None)
        self._cache: dict[tuple[str, int], Answer] = {}
        self.directory = Directory(site, platform, self.shelves, lenient=layout is not None)
        self._markup = Markup(skin)
        self._frame = (
            PortalFrame(site, self._markup, platform, layout) if layout else Frame(site, self._markup, platform)
        )
        self._article_page = ArticlePage(site, self._markup, platform, self._frame)
        self._padding = Padding(site, self._markup, platform, self.codec, page_size) if page_size else None
        self.desk = ColumnPage(self._frame, base, self.shelves, self.unshelled)
        self._twins: Twins | None = None
        if layout:
            self.desk.empty = layout.nothing(self._markup)
            self._twins = Twins(site, self._markup, platform, self._article_page)
            self._side_pages = SidePages(site, self._markup, platform, self._frame)

    @property
    def rows(self) -> dict[str, list[list[Row]]]:
        """The rows of each page of each column, as they stand now."""
        return {path: shelf.pages() for path, shelf in self.shelves.items()}

    def answer(self, path: str, parameters: Mapping[str, str]) -> Answer | None:
        """What is sent for a request; ``None`` if there is nothing."""
        if path in self.platform.scripts:
            return Answer(self.platform.scripts[path].encode(), "application/javascript; charset=utf-8")
        if answer := self.platform.answer(Asked(path, parameters), self.desk):
            return answer
        found = self.place_at(path, parameters)
        if found is None:
            return None
        address, place, _ = found
        if place.kind == "file":
            return Answer(path.encode(), "application/octet-stream")
        how = self.gone.get(place.number) if place.kind == "article" else None
        if how == "home":
            return Answer(b"", self.content_type, 302, self.platform.home()[0])
        if how == "410":
            return dataclasses.replace(self.notice(MISSING[0]), status=410)
        shelf = self.shelves.get(place.column) if place.kind == "column" else None
        if shelf and self.platform.rows_inline:
            shelf.asked(place.page, place.page)
        key = address, shelf.version if shelf else 0
        if key not in self._cache:
            if len(self._cache) >= _MOST_KEPT:
                self._cache.clear()
            html = self._html(*found)
            if html is None:
                return None
            self._cache[key] = self._sent(self.platform.served(place, address, html))
        return self._cache[key]

    def notice(self, text: str) -> Answer:
        """A page of this site that says nothing but a sentence."""
        return self._sent(notice_page(self._frame, text))

    def renew(self) -> None:
        """Show on all pages what has changed: articles, rows, how many pages a column has."""
        self._cache.clear()
        self.directory.extend(self.shelves)
        self._frame.renew()
        self._article_page.renew()

    def stamp(self, path: str, parameters: Mapping[str, str]) -> Stamp | None:
        """The state of an article's page; ``None`` for other pages."""
        found = self.place_at(path, parameters)
        article = self.site.articles.get(found[1].number) if found and found[1].kind == "article" else None
        if found is None or article is None:
            return None
        changed = self.changed.get(article.number, article.moment.replace(tzinfo=BEIJING))
        return Stamp(f"{found[0]} {found[2]} {article!r}", changed)

    def html(self, path: str, parameters: Mapping[str, str] | None = None) -> str | None:
        """The page at this path as it is sent; ``None`` if there is none."""
        found = self.place_at(path, parameters or {})
        if found is None or found[1].kind == "file":
            return None
        html = self._html(*found)
        return None if html is None else self.platform.served(found[1], found[0], html)

    def unshelled(self, address: str) -> str | None:
        """The page before the platform makes a shell of it."""
        path, _, query = address.partition("?")
        found = self.place_at(path, dict(parse_qsl(query)))
        return self._html(*found) if found and found[1].kind != "file" else None

    def place_at(self, path: str, parameters: Mapping[str, str]) -> tuple[str, Place, str] | None:
        """The address by which a page is known, its place, and how it is shown."""
        if self._twins:
            found = self._twins.find(path, parameters, self.directory)
        else:
            known = self.directory.find(path, parameters)
            found = (*known, "page") if known else None
        if found and found[1].kind == "column":
            # A column that has shrunk has lost its last pages.
            pages = self.shelves[found[1].column].count + self.platform.spare_pages
            return found if found[1].page <= pages else None
        return found

    def _html(self, address: str, place: Place, view: str) -> str | None:
        if place.kind == "article" and place.number in self.gone:
            soft = self.gone[place.number] == "soft404"
            return notice_page(self._frame, MISSING[place.number % len(MISSING)]) if soft else None
        if view == "calendar":
            return self._side_pages.calendar(address)
        if view in {"mobile", "print"} and self._twins:
            return self._twins.html(self.site.articles[place.number], view)
        match place.kind:
            case "home":
                return home_page(self._markup, self._frame, self.shelves)
            case "column":
                return self._column(self._by_path(place.column), place.page)
            case "article":
                article = self.site.articles[place.number]
                html = self._article_page.html(article, self._by_path(article.column), place.page)
                return self._padding.padded(html) if self._padding else html
            case "side":
                return self._side_pages.html(place.column)
            case _:
                return None

    def _sent(self, html: str) -> Answer:
        return Answer(html.encode(self.codec, "xmlcharrefreplace"), self.content_type)

    def _column(self, column: Column, page: int) -> str:
        if column.form == "portal":
            return portal_page(self._markup, self._frame, self.shelves, column)
        return self.desk.html(column, page)

    def _by_path(self, path: str) -> Column:
        return self.platform.columns[path]


def _codec(skin: Skin) -> str:
    """The encoding of the bytes: a site that names GB2312 sends GBK all the same."""
    return "gbk" if skin.charset == "gb2312" else skin.charset
