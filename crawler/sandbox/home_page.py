"""The home page: a box with the newest articles of each column of the first level."""

from .content import Column, Listing, Site
from .frame import Frame
from .markup import Markup
from .platform import Platform

_ROWS = 6


def home_page(site: Site, markup: Markup, platform: Platform, frame: Frame) -> str:
    """The page in HTML."""
    boxes = []
    for column in site.children(""):
        newest = [row for row in _rows(site, column) if row.kind == "article"][:_ROWS]
        rows = "\n".join(f"<li>{frame.link(site.articles[row.number])}</li>" for row in newest)
        more = frame.more(platform.column(column.path))
        boxes.append(markup.box("side_title", f"{column.name} {more}", "h3") + markup.box("side_list", rows, "ul"))
    return frame.whole(site.title, markup.box("page", "\n".join(boxes)))


def _rows(site: Site, column: Column) -> list[Listing]:
    """The rows of a column; of a portal those of its children, the newest of each first."""
    if column.form == "list":
        return list(column.rows)
    return [row for child in site.children(column.path) for row in child.rows[:2]]
