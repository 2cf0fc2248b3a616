"""Pages of a site that say nothing but that something isn't there."""

from .frame import Frame

# Ways to say that a page isn't there, without saying so in the status.
MISSING = (
    "页面不存在",
    "抱歉，您访问的页面不存在或已被删除",
    "您要查看的信息不存在",
    "404 找不到您要访问的页面",
    "该信息已下架或已被删除！",
)


def notice_page(frame: Frame, text: str) -> str:
    """The page in HTML."""
    return frame.whole(frame.site.title, frame.markup.box("page", f"<div><p>{text}</p></div>"))
