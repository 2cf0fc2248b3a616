"""What surrounds every page of a large site: two-level navigation, side menus, twins, a footer of its own."""

import datetime as dt
from collections.abc import Sequence

from .content import Article, Column, SidePage, Site
from .frame import Frame
from .layout import Layout
from .markup import Markup
from .navigation import Item, navigation
from .platform import Platform
from .twins import twin_address

_HOT = 8
_MONTH = dt.date(2026, 11, 1)
_FRIENDS = (
    ("上级政法网", "http://up.invalid/"),
    ("本地日报", "http://daily.invalid/"),
    ("政务服务", "http://zwfw.invalid/"),
)
# Side pages that stand in the navigation among the columns; the others are tools at the top of the page.
_IN_NAV = ("text", "topic", "mailbox", "away")


class PortalFrame(Frame):
    """Puts a page's main part into the surroundings of a large site."""

    def __init__(self, site: Site, markup: Markup, platform: Platform, layout: Layout) -> None:
        self._layout = layout
        self._columns = {column.path: column for column in site.columns}
        super().__init__(site, markup, platform)

    def head(self) -> str:
        theme = self._layout.theme
        script = theme.replace("css", "js")
        return (
            f'<meta name="viewport" content="width=device-width" />\n<link rel="stylesheet" href="{theme}" />\n'
            f'<script type="text/javascript" src="{script}"></script>'
        )

    def more(self, address: str) -> str:
        """The link from a block to its column."""
        return f'<a href="{address}">{self._layout.more}</a>'

    def banner(self) -> str:
        sides = self.site.side_pages
        first = [side for side in sides if side.kind == "text" and self._layout.texts_in_nav]
        last = [side for side in sides if side.kind in _IN_NAV and side not in first]
        items = [
            Item(self._layout.home, "/"),
            *(self._side_item(side) for side in first),
            *(self._column_item(column) for column in self.site.children("")),
            *(self._side_item(side) for side in last),
        ]
        tools = " ".join(
            f'<a href="{item.address}">{item.name}</a>'
            for item in (self._side_item(side) for side in sides if side.kind not in _IN_NAV)
        )
        name = f'<a href="/"><img src="/images/logo.png" alt="{self.site.title}"/></a>'
        top = {
            "left": f"<div>{tools}</div>\n<div>{name}</div>",
            "right": f'<div>{name}</div>\n<div style="float:right">{tools}</div>',
            "bar": f"<p>欢迎访问{self.site.title} {tools}</p>\n<h1>{name}</h1>",
            "menu": f"<ul><li>{self.site.host_unit}</li><li>{tools}</li></ul>\n{name}",
        }[self._layout.tools]
        return f"{self.markup.box('top', top)}\n{self.markup.box('nav', navigation(self._layout.nav, items))}"

    def _side_item(self, side: SidePage) -> Item:
        address = "http://www.portal.invalid/" if side.kind == "away" else self.platform.side(side.slug)
        return Item(side.name, address)

    def _column_item(self, column: Column) -> Item:
        below = self.site.children(column.path) if self._layout.dropdown else []
        return Item(
            column.name,
            self.platform.column(column.path),
            tuple(Item(child.name, self.platform.column(child.path)) for child in below),
        )

    def crumb(self, column: Column) -> str:
        above = [self._columns[column.parent]] if column.parent else []
        last = f'<a href="{self.platform.column(column.path)}">{column.name}</a>'
        way = [
            f'<a href="/">{self._layout.home}</a>',
            *(f'<a href="{self.platform.column(up.path)}">{up.name}</a>' for up in above),
            last if self._layout.crumb_linked else f"<span>{column.name}</span>",
        ]
        return f"{self.markup.skin.crumb_label}{self._layout.crumb.join(way)}"

    def sidebar(self, newest: Sequence[Article]) -> str:
        """The newest articles, the most read ones, the way to the calendar."""
        articles = list(self.site.articles.values())
        hot = articles[_HOT :: max(1, len(articles) // _HOT)][:_HOT]
        boxes = []
        for title, chosen in zip(self._layout.titles[:2], (newest, hot), strict=True):
            rows = "\n".join(f"<li>{self.link(article)}</li>" for article in chosen)
            boxes.append(self.markup.box("side_title", title, "h3") + self.markup.box("side_list", rows, "ul"))
        calendar = f'<p><a href="/calendar/{_MONTH:%Y-%m}.html">{self._layout.calendar}</a></p>'
        return "\n".join([*boxes, calendar])

    def side(self, column: Column) -> str:
        """The menu of the branch a column stands in, above what stands beside every column."""
        top = column.parent or column.path
        below = self.site.children(top)
        if not below:
            return super().side(column)
        rows = "\n".join(f'<li><a href="{self.platform.column(child.path)}">{child.name}</a></li>' for child in below)
        heading = self.markup.box("side_title", self._layout.titles[2], "h3")
        return f"{heading}<ul>\n{rows}\n</ul>\n{super().side(column)}"

    def twins(self, article: Article) -> str:
        """Links to the page for print, the page for telephones and the page itself in another form."""
        own = self.platform.article(article.ref)
        printed = twin_address(own, article.number, self._layout.print_form)
        again = own if "?" in own else f"{own}/"
        return (
            f'<a href="{self.markup.text(printed)}" target="_blank">打印本页</a> '
            f'<a href="{self.markup.text(twin_address(own, article.number, "mobile"))}">手机浏览</a> '
            f'<a href="{self.markup.text(again)}">本文链接</a>'
        )

    def friends(self) -> str:
        links = [f'<a href="{address}" target="_blank">{name}</a>' for name, address in _FRIENDS]
        match self._layout.friends:
            case "select":
                options = "".join(f'<option value="{address}">{name}</option>' for name, address in _FRIENDS)
                inner = f'<select onchange="window.open(this.value)"><option>--友情链接--</option>{options}</select>'
            case "list":
                inner = "<h4>相关链接</h4><ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>"
            case _:
                inner = f"友情链接：{' | '.join(links)}"
        return self.markup.box("links", inner)

    def footer(self) -> str:
        unit = {
            "label": f"主办单位：{self.site.host_unit}",
            "by": f"{self.site.host_unit} 主办",
            "wide_label": f"主&nbsp;&nbsp;办：{self.site.host_unit}　　承&nbsp;&nbsp;办：{self.site.title}编辑部",
            "sentence": f"{self.site.title}由{self.site.host_unit}主办　版权所有 未经授权不得转载",
            "english": f"Copyright &copy; 2026 {self.site.host_unit} All Rights Reserved.",
        }[self._layout.unit_form]
        lines = [unit, "网站地图 | 网站声明 | 联系我们", "演示数据：本站一切地名、单位、人物和事件均属虚构"]
        if self.site.icp:
            lines.insert(1, f'<a href="https://beian.invalid/" target="_blank">{self.site.icp}</a>')
        match self._layout.footer:
            case "table":
                inner = "<table>" + "".join(f"<tr><td>{line}</td></tr>" for line in lines) + "</table>"
            case "list":
                inner = "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
            case "one":
                inner = "&nbsp;&nbsp;".join(lines)
            case _:
                inner = "".join(f"<p>{line}</p>" for line in lines)
        return self.markup.box("foot", inner)
