"""Pages that are no column and no article: a text, a topic, forms, an English page, a calendar without end."""

import calendar
import re

from .body import Body
from .content import SidePage, Site
from .frame import Frame
from .markup import Markup
from .platform import Platform
from .twins import twin_address

_MONTH = re.compile(r"/calendar/(\d+)-(\d\d)\.html")
_GROUP = 5
_MOBILE_ROWS = 20


class SidePages:
    """Renders side pages."""

    def __init__(self, site: Site, markup: Markup, platform: Platform, frame: Frame) -> None:
        self._site = site
        self._markup = markup
        self._platform = platform
        self._frame = frame
        self._body = Body(markup, lambda file: platform.file(file.stem, file.extension))
        self._pages = {side.slug: side for side in site.side_pages}

    def html(self, slug: str) -> str:
        """The page in HTML."""
        side = self._pages[slug]
        if side.kind == "mobile":
            return self._mobile()
        main = {
            "text": self._text,
            "topic": self._topic,
            "search": self._search,
            "mailbox": self._mailbox,
            "login": self._login,
        }.get(side.kind, self._english)(side)
        crumb = f'{self._markup.skin.crumb_label}<a href="/">首页</a> &gt; {side.name}'
        inner = f"{self._markup.box('crumb', crumb)}\n{self._markup.box('main', main)}"
        return self._frame.whole(f"{side.name}-{self._site.title}", self._markup.box("page", inner))

    def calendar(self, path: str) -> str:
        """The month of a path like ``/calendar/2026-11.html``."""
        match = _MONTH.fullmatch(path)
        year, month = (int(match[1]), int(match[2])) if match else (2026, 11)
        month = min(max(month, 1), 12)
        serial = year * 12 + month - 1
        before, after = (f"/calendar/{n // 12:04}-{n % 12 + 1:02}.html" for n in (serial - 1, serial + 1))
        # The Gregorian calendar repeats itself after 400 years.
        weeks = calendar.monthcalendar(2000 + year % 400, month)
        cells = "\n".join("<tr>" + "".join(f"<td>{day or '&nbsp;'}</td>" for day in week) + "</tr>" for week in weeks)
        main = (
            f'<h2>{year}年{month}月</h2>\n<p><a href="{before}">上月</a> <a href="{after}">下月</a></p>\n'
            f"<table>\n<tr><th>一</th><th>二</th><th>三</th><th>四</th><th>五</th><th>六</th><th>日</th></tr>\n{cells}\n</table>"
        )
        return self._frame.whole(f"{year}年{month}月-{self._site.title}", self._markup.box("page", main))

    def _text(self, side: SidePage) -> str:
        title = self._markup.box("title", side.name, "h2")
        return title + self._markup.box("body", self._body.html(side.blocks))

    def _topic(self, side: SidePage) -> str:
        """Links to articles in groups, each with a heading of its own, and one to another site."""
        left = [self._site.articles[number] for number in side.articles if number in self._site.articles]
        groups = [left[start : start + _GROUP] for start in range(0, len(left), _GROUP)]
        blocks = []
        for heading, group in zip(("动态", "声音", "图说", "案例"), groups, strict=False):
            links = "\n".join(f"<li>{self._frame.link(article)}</li>" for article in group)
            blocks.append(f"<h3>{heading}</h3>\n<ul>\n{links}\n</ul>")
        away = '<p><a href="http://topic.invalid/2026/">往期专题</a></p>'
        return "\n".join([f"<h1>{side.name}</h1>", *blocks, away])

    def _search(self, side: SidePage) -> str:
        return (
            f'<form action="{self._platform.side(side.slug)}" method="get"><input type="text" name="q" />'
            f'<input type="submit" value="{side.name}" /></form>\n<p>请输入关键词</p>'
        )

    def _mailbox(self, side: SidePage) -> str:
        labels = enumerate(("姓名", "电话", "标题"))
        fields = "".join(f'<p>{label}：<input type="text" name="f{number}" /></p>' for number, label in labels)
        form = f'<form method="post" action="/mailbox/post">{fields}<textarea name="t"></textarea></form>'
        return f"<h2>{side.name}</h2>\n{form}"

    def _login(self, side: SidePage) -> str:
        fields = '<input name="u"/><input name="p" type="password"/>'
        return f'<h2>{side.name}</h2>\n<form method="post" action="/login/do">{fields}</form>'

    def _english(self, side: SidePage) -> str:
        return f"<h1>{side.name}</h1>\n<p>Welcome. All places and events on this site are fictitious (demo data).</p>"

    def _mobile(self) -> str:
        newest = list(self._site.articles.values())[:_MOBILE_ROWS]
        rows = "\n".join(
            f'<li><a href="{self._markup.text(twin_address(self._platform.article(one.ref), one.number, "mobile"))}">'
            f"{self._markup.text(one.flat_title)}</a></li>"
            for one in newest
        )
        return (
            f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="{self._markup.skin.charset}" />\n'
            f"<title>{self._site.title}手机版</title>\n</head>\n<body>\n<ul>\n{rows}\n</ul>\n</body>\n</html>\n"
        )
