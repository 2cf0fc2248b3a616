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
        self._site = site
        self._markup = markup
        self._platform = platform
        newest = list(site.articles.values())[:_SIDE_ROWS]
        self._side = self._sidebar(newest)

    def link(self, article: Article) -> str:
        """A link to an article with its full title."""
        address = self._platform.article(article.column, article.number)
        return f'<a href="{address}">{self._markup.text(collapse(article.flat_title))}</a>'

    def page(self, column: Column, title: str, main: str, *, meta: str = "", article: bool = False) -> str:
        """A column's page or an article's: ``main`` and the sidebar below the breadcrumb."""
        crumb = f"{self._crumb(column)}{self._markup.text(self._markup.skin.crumb_end) if article else ''}"
        inner = f"{self._markup.box('crumb', crumb)}\n{self._markup.columns(main, self._side)}"
        return self.whole(title, self._markup.box("page", self._markup.deep(inner)), meta=meta)

    def whole(self, title: str, inner: str, *, meta: str = "") -> str:
        """A whole page; ``meta`` are further tags of its head."""
        skin = self._markup.skin
        charset = f'<meta http-equiv="Content-Type" content="text/html; charset={skin.charset}" />'
        # Some sites include a banner that is a page of its own: its end tags stand in the middle.
        early_end = "\n</body></html>" if skin.early_end else ""
        return "\n".join((
            f"<!DOCTYPE {skin.doctype}>",
            f"<html>\n<head>\n{charset}\n<title>{self._markup.text(title)}</title>",
            f'{meta}<link href="/r/cms/www/css/css.css" rel="stylesheet" type="text/css"/>\n</head>\n<body>',
            self._banner() + early_end,
            inner,
            f"{self._friends()}\n{self._footer()}\n</body>\n</html>\n",
        ))  # fmt: skip

    def share(self) -> str:
        """The share widget, if the skin has one."""
        return _SHARE if self._markup.skin.share else ""

    def _banner(self) -> str:
        items = [
            ("首页", "/"),
            *((column.name, self._platform.column(column.path)) for column in self._site.columns),
        ]
        links = "".join(f'<li><a href="{address}">{name}</a></li>' for name, address in items)
        top = self._markup.box("top", f'<div class="w">{self._site.host_unit}主办</div>')
        return f"{top}\n{self._markup.box('nav', f'<ul>{links}</ul>')}"

    def _crumb(self, column: Column) -> str:
        address = self._platform.column(column.path)
        home = f'{self._markup.skin.crumb_label}<a href="/">首页</a>'
        return f'{home}&nbsp;&gt;&nbsp;<a href="{address}">{column.name}</a>'

    def _sidebar(self, newest: Sequence[Article]) -> str:
        dates = self._markup.skin.side_dates
        rows = "\n".join(
            f"<li>{self.link(article)}{f'<span>{article.moment:%m-%d}</span>' if dates else ''}</li>"
            for article in newest
        )
        heading = self._markup.box("side_title", "最新新闻", "h3")
        return f"{heading}\n{self._markup.box('side_list', rows, 'ul')}\n{_SERVICES}"

    def _friends(self) -> str:
        links = "&nbsp;".join(f'<a href="{address}" target="_blank">{name}</a>' for name, address in _FRIENDS)
        return self._markup.box("links", f"友情链接：{links}")

    def _footer(self) -> str:
        gap = "&nbsp; &nbsp; &nbsp;"
        return self._markup.box(
            "foot",
            f"建议使用1024×768以上分辨率浏览本站<br/>\n版权所有 &copy; 2026 {self._site.title} {gap} "
            f"泽公网安备 00000000000001号 {gap} 泽ICP备00000001号-1<br/>\n"
            "演示数据：本站一切地名、单位、人物和事件均属虚构",
        )
