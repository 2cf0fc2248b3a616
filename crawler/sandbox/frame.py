"""What surrounds every page: head, banner, navigation, breadcrumb, sidebar, footer."""

from collections.abc import Sequence

from .content import Article, Column, Site
from .markup import Markup
from .platform import Platform
from .spacing import collapse

_SIDE_ROWS = 10
_FRIENDS = (
    ("云泽市人民政府", "http://gov.invalid/"),
    ("云泽检察", "http://jcy.invalid/"),
    ("云泽法院", "http://fy.invalid/"),
)
_SHARE = '<div class="bdsharebuttonbox">分享到：<a href="#">微信</a><a href="#">微博</a></div>'
_SERVICES = '<div class="gg"><img src="/r/cms/www/banner.jpg" alt="平安云泽" width="230"/></div>'


class Frame:
    """Puts a page's main part into the site's surroundings."""

    def __init__(self, site: Site, markup: Markup, platform: Platform) -> None:
        self.site = site
        self.markup = markup
        self.platform = platform
        self.renew()

    def renew(self) -> None:
        """Show the articles there are now."""
        self._side = self.sidebar(list(self.site.articles.values())[:_SIDE_ROWS])

    def link(self, article: Article) -> str:
        """A link to an article with its full title."""
        address = self.markup.text(self.platform.article(article.ref))
        return f'<a href="{address}">{self.markup.text(collapse(article.flat_title))}</a>'

    def page(self, column: Column, title: str, main: str, *, meta: str = "", article: bool = False) -> str:
        """A column's page or an article's: ``main`` and the sidebar below the breadcrumb."""
        crumb = f"{self.crumb(column)}{self.markup.text(self.markup.skin.crumb_end) if article else ''}"
        inner = f"{self.markup.box('crumb', crumb)}\n{self.markup.columns(main, self.side(column))}"
        return self.whole(title, self.markup.box("page", self.markup.deep(inner)), meta=meta)

    def whole(self, title: str, inner: str, *, meta: str = "") -> str:
        """A whole page; ``meta`` are further tags of its head."""
        skin = self.markup.skin
        charset = f'<meta http-equiv="Content-Type" content="text/html; charset={skin.charset}" />'
        # Some sites include a banner that is a page of its own: its end tags stand in the middle.
        early_end = "\n</body></html>" if skin.early_end else ""
        return "\n".join((
            f"<!DOCTYPE {skin.doctype}>",
            f"<html>\n<head>\n{charset}\n<title>{self.markup.text(title)}</title>",
            f"{meta}{self.head()}\n</head>\n<body>",
            self.banner() + early_end,
            inner,
            f"{self.friends()}\n{self.footer()}\n</body>\n</html>\n",
        ))  # fmt: skip

    def more(self, address: str) -> str:
        """The link from a block to its column."""
        return f'<a href="{address}">更多&gt;&gt;</a>'

    def share(self) -> str:
        """The share widget, if the skin has one."""
        return _SHARE if self.markup.skin.share else ""

    def side(self, column: Column) -> str:  # noqa: ARG002 (the same beside every column)
        """What stands beside the main part."""
        return self._side

    def twins(self, article: Article) -> str:  # noqa: ARG002 (no page has any)
        """Links to other views of an article."""
        return ""

    def head(self) -> str:
        """Style sheets and scripts."""
        return '<link href="/r/cms/www/css/css.css" rel="stylesheet" type="text/css"/>'

    def banner(self) -> str:
        """The top of a page with its navigation."""
        items = [
            ("首页", "/"),
            *((column.name, self.platform.column(column.path)) for column in self.site.columns),
        ]
        links = "".join(f'<li><a href="{address}">{name}</a></li>' for name, address in items)
        top = self.markup.box("top", f'<div class="w">{self.site.host_unit}主办</div>')
        return f"{top}\n{self.markup.box('nav', f'<ul>{links}</ul>')}"

    def crumb(self, column: Column) -> str:
        """The way to a column."""
        address = self.platform.column(column.path)
        home = f'{self.markup.skin.crumb_label}<a href="/">首页</a>'
        return f'{home}&nbsp;&gt;&nbsp;<a href="{address}">{column.name}</a>'

    def sidebar(self, newest: Sequence[Article]) -> str:
        """The newest articles."""
        dates = self.markup.skin.side_dates
        rows = "\n".join(
            f"<li>{self.link(article)}{f'<span>{article.moment:%m-%d}</span>' if dates else ''}</li>"
            for article in newest
        )
        heading = self.markup.box("side_title", "最新新闻", "h3")
        return f"{heading}\n{self.markup.box('side_list', rows, 'ul')}\n{_SERVICES}"

    def friends(self) -> str:
        """Links to other sites."""
        links = "&nbsp;".join(f'<a href="{address}" target="_blank">{name}</a>' for name, address in _FRIENDS)
        return self.markup.box("links", f"友情链接：{links}")

    def footer(self) -> str:
        """The bottom of a page."""
        gap = "&nbsp; &nbsp; &nbsp;"
        return self.markup.box(
            "foot",
            f"建议使用1024×768以上分辨率浏览本站<br/>\n版权所有 &copy; 2026 {self.site.title} {gap} "
            f"泽公网安备 00000000000001号 {gap} {self.site.icp}<br/>\n"
            "演示数据：本站一切地名、单位、人物和事件均属虚构",
        )
