"""A site with a look at an address: a path in, its page out."""

from .article_page import ArticlePage
from .column_page import ColumnPage
from .content import Site
from .frame import Frame
from .home_page import home_page
from .markup import Markup
from .platform import Platform
from .rows import pages_of
from .skin import Skin


class Pages:
    """Renders the pages of one site; ``base`` is its address without the last slash."""

    def __init__(self, site: Site, skin: Skin, platform: Platform, base: str) -> None:
        self.site = site
        self.skin = skin
        self.platform = platform
        self.base = base
        self.rows = {column.path: pages_of(column, place, skin) for place, column in enumerate(site.columns)}
        self._columns = {column.path: column for column in site.columns}
        self._markup = Markup(skin)
        self._frame = Frame(site, self._markup, platform)
        self._article_page = ArticlePage(site, self._markup, platform, self._frame)
        self._column_page = ColumnPage(self._markup, platform, self._frame, base, site.title)

    def html(self, path: str) -> str | None:
        """The page at this path; ``None`` if there is none."""
        place = self.platform.place(path)
        if place is None:
            return None
        match place.kind:
            case "home":
                return home_page(self.site, self._markup, self.platform, self._frame)
            case "column":
                return self._column(place.column, place.page)
            case "article":
                return self._article(place.column, place.number, place.page)
            case "file":
                return None

    def _column(self, path: str, page: int) -> str | None:
        rows = self.rows.get(path, [])
        return self._column_page.html(self._columns[path], rows, page) if 1 <= page <= len(rows) else None

    def _article(self, path: str, number: int, page: int) -> str | None:
        article = self.site.articles.get(number)
        if article is None or article.column != path or not 1 <= page <= len(article.pages):
            return None
        return self._article_page.html(article, self._columns[path], page)
