"""The home page: a box with the newest articles of each column of the first level."""

from collections.abc import Mapping

from .content import Column, Listing, Site
from .frame import Frame
from .markup import Markup
from .shelf import Shelf

_ROWS = 6


def home_page(markup: Markup, frame: Frame, shelves: Mapping[str, Shelf]) -> str:
    """The page in HTML."""
    site = frame.site
    boxes = []
    for column in site.children(""):
        newest = [row for row in _rows(site, shelves, column) if row.kind == "article"][:_ROWS]
        rows = "\n".join(f"<li>{frame.link(site.articles[row.number])}</li>" for row in newest)
        more = frame.more(frame.platform.column(column.path))
        boxes.append(markup.box("side_title", f"{column.name} {more}", "h3") + markup.box("side_list", rows, "ul"))
    return frame.whole(site.title, markup.box("page", "\n".join(boxes)))


def _rows(site: Site, shelves: Mapping[str, Shelf], column: Column) -> list[Listing]:
    """The rows of a column; of a portal those of its children, the newest of each first."""
    if column.form == "list":
        return [row.listing for row in shelves[column.path].rows]
    children = (shelves[child.path].rows for child in site.children(column.path))
    return [row.listing for rows in children for row in rows[:2]]
