"""Column pages: a column's printed rows in, HTML out."""

from .content import Column, Listing
from .frame import Frame
from .markup import Markup
from .platform import Platform
from .rows import Row

_GROUP = 5
# How rows of each form are held together.
_HOLDERS = {"li": "ul", "tr": "table", "dd": "dl", "div": "div"}


class ColumnPage:
    """Renders the pages of columns; ``base`` is the site's address without its last slash."""

    def __init__(self, markup: Markup, platform: Platform, frame: Frame, base: str, site_title: str) -> None:
        self._markup = markup
        self._platform = platform
        self._frame = frame
        self._base = base
        self._site_title = site_title

    def html(self, column: Column, pages: list[list[Row]], page: int) -> str:
        """The page counted from 1."""
        skin = self._markup.skin
        heading = self._markup.box("list_title", column.name, "h2") if skin.list_heading else ""
        rows = pages[page - 1]
        size = _GROUP if skin.row_groups else len(rows)
        groups = (rows[start : start + size] for start in range(0, len(rows), size))
        lists = "\n".join(self._list(group, column.path) for group in groups)
        pager = self._markup.box("pager", self._platform.pager(page, len(pages), len(column.rows)))
        main = self._markup.deep(f"{heading}\n{lists}\n{pager}")
        return self._frame.page(column, f"{column.name}-{self._site_title}", main)

    def _list(self, rows: list[Row], path: str) -> str:
        inner = "\n".join(self._row(row, path) for row in rows)
        return self._markup.box("list", inner, _HOLDERS[self._markup.skin.row_form])

    def _row(self, row: Row, path: str) -> str:
        skin = self._markup.skin
        attribute = f' title="{self._markup.text(row.attribute)}"' if row.attribute else ""
        text = self._markup.text(row.text)
        pin = skin.pin_mark if row.listing.pinned else ""
        link = f'{pin}<a href="{self._address(row.listing, path)}"{attribute} target="_blank">{text}</a>'
        element = "td" if skin.row_form == "tr" else "span"
        date = f'<{element} class="{skin.names["date"]}">{row.date}</{element}>'
        if skin.row_form == "tr":
            link = f"<td>{link}</td>"
        inner = f"{date}{link}" if skin.row_date_first else f"{link}{date}"
        return f'<{skin.row_form} class="{skin.names["row"]}">{inner}</{skin.row_form}>'

    def _address(self, listing: Listing, path: str) -> str:
        """The link's address the way the skin writes them; ``path`` is the column it stands in."""
        if listing.kind == "external":
            return self._markup.text(listing.address)
        rooted = self._platform.article(listing.home, listing.number)
        form = "absolute" if listing.absolute else self._markup.skin.row_link
        if form == "absolute":
            return self._base + rooted
        if form == "relative":
            return rooted.rpartition("/")[2] if listing.home == path else f"..{rooted}"
        return rooted
