"""Columns filled by script: the page names an address and a parameter, the answer is a fragment or JSON."""

import json
import random
from collections.abc import Mapping
from types import MappingProxyType

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Answer, Asked, Desk, Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.rows import Row, whole
from crawler.sandbox.scripts import JQUERY
from crawler.sandbox.skin import Skin

PROFILE = Profile(
    name="ajax",
    host="127.0.0.20",
    phrase="lists by AJAX: the page's script names the address, the answer is an HTML fragment or JSON",
    place="禾麓",
    title="禾麓市人民政府网",
    host_unit="禾麓市人民政府",
    vocabulary="government",
    icp="浙ICP备00000020号-1",
)
_JQUERY = "/js/jquery.min.js"
# Names in the answers: list, title, address, date, total, and what they are wrapped in.
_NAMES = (
    ("list", "title", "url", "pubDate", "total", ""),
    ("records", "articleTitle", "linkUrl", "publishTime", "total", "data"),
    ("rows", "TITLE", "URL", "CREATE_DATE", "totalCount", ""),
)
_CALLS = {
    "load": '  $("#ajax_list").load("{path}?{column}={number}&{page}=" + n);',
    "ajax": """  $.ajax({{
    type: "GET", url: "{path}", dataType: "html",
    data: {{ {column}: "{number}", {page}: n, pageSize: {size} }},
    success: function(html){{ $("#ajax_list").html(html); }}
  }});""",
    "getjson": """  $.getJSON("{path}", {{ "{column}": {number}, "{page}": n }}, function(d){{ draw(d); }});""",
    "fetch": """  fetch(`{path}?{column}={number}&{page}=${{n}}&pageSize={size}`)
    .then(r => r.json()).then(d => draw(d));""",
}


class Ajax(Platform):
    """Addresses, names, the form of the call and of the answer, and whether page 1 is inlined are drawn."""

    habits = Habits(sessions=True)
    rows_inline = False
    pages_apart = False
    takes_forms = True
    scripts = MappingProxyType({_JQUERY: JQUERY})

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._call = rng.choice(tuple(_CALLS))
        self._as_json = self._call in {"getjson", "fetch"}
        self._path = rng.choice(("/api/article/list", "/common/getList.do", "/inc/list.jsp", "/front/channel/page"))
        self._page = rng.choice(("page", "pageNo", "p", "currentPage"))
        self._column = rng.choice(("channelId", "cid", "catalogId", "lm"))
        self._inlined = rng.random() < 0.5
        self._names = rng.choice(_NAMES)
        self._by_number = {str(column.number): column for column in site.columns}

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:  # noqa: ARG002 (further pages have no address)
        return f"/{self.folder(path)}/index.html"

    def article(self, ref: Ref, page: int = 1) -> str:
        part = f"_{page}" if page > 1 else ""
        return f"/{self.folder(ref.column)}/detail/{ref.number}{part}.html"

    def dress(self, skin: Skin) -> Skin:
        return whole(skin) if self._as_json else skin

    def area(self, desk: Desk, column: Column, page: int) -> str:
        shelf = desk.shelf(column.path)
        rows = shelf.page(page)
        inner = ""
        if self._inlined:
            inner = desk.lists(rows, column.path) if rows else desk.nothing()
        names = {"column": self._column, "number": column.number, "page": self._page, "size": shelf.size}
        call = _CALLS[self._call].format(path=self._path, **names)
        first = "" if self._inlined else "\nloadPage(1);"
        turns = "".join(f'<a href="javascript:loadPage({n});">{n}</a> ' for n in range(1, shelf.count + 1))
        return (
            f'<div id="ajax_list">{inner}</div>\n'
            f"{desk.pager(f'{turns}共{shelf.count}页')}\n"
            f'<script src="{_JQUERY}"></script>\n'
            f"<script>\nvar totalPage = {shelf.count}, totalCount = {shelf.total};\n{self._drawing()}"
            f"function loadPage(n){{\n{call}\n}}{first}\n</script>"
        )

    def _drawing(self) -> str:
        """The script that makes rows of data."""
        if not self._as_json:
            return ""
        listed, title, address, date, _, wrapper = self._names
        data = f"d.{wrapper}.{listed}" if wrapper else f"d.{listed}"
        return (
            "function draw(d){\n  var html = '';\n"
            f"  $.each({data}, function(i, o){{ html += '<li><a href=\"' + o.{address} + '\">' + o.{title} + "
            f"'</a><span>' + o.{date} + '</span></li>'; }});\n  $('#ajax_list').html('<ul>' + html + '</ul>');\n}}\n"
        )

    def is_data(self, asked: Asked) -> bool:
        return asked.path == self._path

    def answer(self, asked: Asked, desk: Desk) -> Answer | None:
        if not self.is_data(asked):
            return None
        column = self._by_number.get(asked.parameters.get(self._column, ""))
        number = asked.parameters.get(self._page, "1")
        page = int(number) if number.isdecimal() else 0
        if column is None:
            return Answer(b"", "text/html; charset=utf-8", 400)
        shelf = desk.shelf(column.path)
        rows = []
        if 1 <= page <= shelf.count:
            shelf.asked(page, page)
            rows = shelf.page(page)
        if self._as_json:
            found = self._found([self._entry(desk, row, column) for row in rows], shelf.total)
            return Answer(json.dumps(found).encode(), "application/json; charset=utf-8")
        html = desk.lists(rows, column.path) if rows else desk.nothing()
        return Answer(html.encode(), "text/html; charset=utf-8")

    def _found(self, entries: list[Mapping[str, object]], total: int) -> Mapping[str, object]:
        listed, _, _, _, count, wrapper = self._names
        inner = {listed: entries, count: total}
        return {"code": 200, "msg": "success", wrapper: inner} if wrapper else inner

    def _entry(self, desk: Desk, row: Row, column: Column) -> Mapping[str, object]:
        _, title, address, date, _, _ = self._names
        return {
            "id": row.listing.number,
            title: row.listing.title,
            address: desk.address(row.listing, column.path),
            date: row.date if date == "pubDate" else f"{row.date} 09:30:00",
            "top": int(row.listing.pinned),
        }


FAMILY = Ajax
