"""Column pages: a column's printed rows in, HTML out."""

from collections.abc import Callable, Mapping, Sequence

from .content import Column, Listing
from .frame import Frame
from .links import relative, tailed
from .rows import Row
from .shelf import Shelf

_GROUP = 5
# How rows of each form are held together.
_HOLDERS = {"li": "ul", "tr": "table", "dd": "dl", "div": "div"}


class ColumnPage:
    """Renders the pages of columns; it is the desk of the site's platform.

    ``base`` is the site's address without its last slash, ``unshelled`` gives a page as it is before the platform
    makes a shell of it, ``empty`` what stands in an empty column.
    """

    def __init__(
        self, frame: Frame, base: str, shelves: Mapping[str, Shelf], unshelled: Callable[[str], str | None]
    ) -> None:
        self.site = frame.site
        self.base = base
        self.empty = ""
        self._frame = frame
        self._markup = frame.markup
        self._platform = frame.platform
        self._shelves = shelves
        self._unshelled = unshelled

    def html(self, column: Column, page: int) -> str:
        """The page counted from 1."""
        heading = self._markup.box("list_title", column.name, "h2") if self._markup.skin.list_heading else ""
        main = self._markup.deep(f"{heading}\n{self._platform.area(self, column, page)}")
        return self._frame.page(column, f"{column.name}-{self.site.title}", main)

    def shelf(self, path: str) -> Shelf:
        return self._shelves[path]

    def unshelled(self, address: str) -> str | None:
        return self._unshelled(address)

    def nothing(self) -> str:
        return self.empty

    def items(self, rows: Sequence[Row], path: str) -> list[str]:
        return [self._row(row, path) for row in rows]

    def lists(self, rows: Sequence[Row], path: str) -> str:
        size = _GROUP if self._markup.skin.row_groups else len(rows)
        groups = (rows[start : start + size] for start in range(0, len(rows), size))
        return "\n".join(self.holder("\n".join(self.items(group, path))) for group in groups)

    def holder(self, inner: str, more: str = "") -> str:
        element = _HOLDERS[self._markup.skin.row_form]
        box = self._markup.box("list", inner, element)
        return box.replace(f"<{element}", f"<{element}{more}", 1)

    def pager(self, inner: str) -> str:
        return self._markup.box("pager", inner)

    def _row(self, row: Row, path: str) -> str:
        skin = self._markup.skin
        attribute = f' title="{self._markup.text(row.attribute)}"' if row.attribute else ""
        text = self._markup.text(row.text)
        pin = skin.pin_mark if row.listing.pinned else ""
        address = self._markup.text(self.address(row.listing, path))
        link = f'{pin}<a href="{address}"{attribute} target="_blank">{text}</a>'
        element = "td" if skin.row_form == "tr" else "span"
        date = f'<{element} class="{skin.names["date"]}">{row.date}</{element}>'
        if skin.row_form == "tr":
            link = f"<td>{link}</td>"
        inner = f"{date}{link}" if skin.row_date_first else f"{link}{date}"
        return f'<{skin.row_form} class="{skin.names["row"]}">{inner}</{skin.row_form}>'

    def address(self, listing: Listing, path: str) -> str:
        """The link's address the way the skin writes them; ``path`` is the column it stands in."""
        if listing.kind == "external":
            return listing.address
        rooted = tailed(self._platform.article(listing.ref), listing.tail)
        form = "absolute" if listing.absolute else self._markup.skin.row_link
        if form == "absolute":
            return self.base + rooted
        if form in {"relative", "dotted"}:
            return relative(self._platform.column(path), rooted, dotted=form == "dotted")
        return rooted
