"""The page of a column that shows the newest articles of each of its children."""

from collections.abc import Mapping

from .content import Column
from .frame import Frame
from .markup import Markup
from .shelf import Shelf

_ROWS = 6


def portal_page(markup: Markup, frame: Frame, shelves: Mapping[str, Shelf], column: Column) -> str:
    """The page in HTML."""
    site = frame.site
    blocks = []
    for child in site.children(column.path):
        newest = [row.listing for row in shelves[child.path].rows if row.listing.kind == "article"][:_ROWS]
        rows = "\n".join(
            f"<li>{frame.link(site.articles[row.number])}<span>{row.day:%m-%d}</span></li>" for row in newest
        )
        heading = f"{child.name} {frame.more(frame.platform.column(child.path))}"
        blocks.append(markup.box("side_title", heading, "h3") + markup.box("side_list", rows, "ul"))
    return frame.page(column, f"{column.name}-{site.title}", markup.deep("\n".join(blocks)))
