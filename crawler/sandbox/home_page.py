"""The home page: a box with the newest articles of each column."""

from .content import Site
from .frame import Frame
from .markup import Markup
from .platform import Platform

_ROWS = 6


def home_page(site: Site, markup: Markup, platform: Platform, frame: Frame) -> str:
    """The page in HTML."""
    boxes = []
    for column in site.columns:
        newest = [row for row in column.rows if row.kind == "article"][:_ROWS]
        rows = "\n".join(f"<li>{frame.link(site.articles[row.number])}</li>" for row in newest)
        more = f'<a href="{platform.column(column.path)}">更多&gt;&gt;</a>'
        boxes.append(markup.box("side_title", f"{column.name} {more}", "h3") + markup.box("side_list", rows, "ul"))
    return frame.whole(site.title, markup.box("page", "\n".join(boxes)))
