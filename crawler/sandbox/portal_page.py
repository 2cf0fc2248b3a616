"""The page of a column that shows the newest articles of each of its children."""

from .content import Column, Site
from .frame import Frame
from .markup import Markup
from .platform import Platform

_ROWS = 6


def portal_page(site: Site, markup: Markup, platform: Platform, frame: Frame, column: Column) -> str:
    """The page in HTML."""
    blocks = []
    for child in site.children(column.path):
        newest = [row for row in child.rows if row.kind == "article"][:_ROWS]
        rows = "\n".join(
            f"<li>{frame.link(site.articles[row.number])}<span>{row.day:%m-%d}</span></li>" for row in newest
        )
        heading = f"{child.name} {frame.more(platform.column(child.path))}"
        blocks.append(markup.box("side_title", heading, "h3") + markup.box("side_list", rows, "ul"))
    return frame.page(column, f"{column.name}-{site.title}", markup.deep("\n".join(blocks)))
