"""Pages that are shells: their script fetches the page's data and unscrambles them, so only a browser sees a text."""

import base64
import json
import random
import re

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Answer, Asked, Desk, Place, Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="browser",
    host="127.0.0.22",
    phrase="needs a browser: shells whose script fetches scrambled data",
    place="沐阑",
    title="沐阑清风网",
    host_unit="中共沐阑市纪律检查委员会",
    vocabulary="discipline",
    icp="川ICP备00000022号-1",
)
_DATA = "/api/render"
_SCRIPT = "/static/js/app.js"
_COLUMN = re.compile(r"/(?:\w+/)?(\w+)/(?:p(\d+)\.html)?")
_NOSCRIPT = "<noscript>您的浏览器未启用 JavaScript，请启用后访问本站。</noscript>"


class Browser(Platform):
    """The key, the order of the scrambling, where the script stands and whether the home page is a shell are drawn."""

    habits = Habits(sessions=False, paged_articles=False)
    rows_inline = False

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._key = rng.randint(1, 255)
        self._reversed = rng.random() < 0.5
        self._inline = rng.random() < 0.5
        self._home_open = rng.random() < 0.5
        self.scripts = {_SCRIPT: self._script()}

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:
        return f"/{self.folder(path)}/" + (f"p{page}.html" if page > 1 else "")

    def article(self, ref: Ref, page: int = 1) -> str:  # noqa: ARG002 (an article is one page)
        return f"/{self.folder(ref.column)}/a/{ref.number}.html"

    def dress(self, skin: Skin) -> Skin:
        return renamed(skin, early_end=False)

    def pager(self, column: Column, page: int, pages: int, rows: int) -> str:
        def link(label: str, number: int) -> str:
            return f'<a href="{self.column(column.path, number)}">{label}</a>' if 1 <= number <= pages else label

        numbers = " ".join(f"<b>{n}</b>" if n == page else link(str(n), n) for n in range(1, pages + 1))
        return f"{link('上一页', page - 1)} {numbers} {link('下一页', page + 1)} 共{rows}条"

    def served(self, place: Place, address: str, html: str) -> str:
        if place.kind == "home" and self._home_open:
            return html
        script = f"<script>\n{self._script()}</script>" if self._inline else f'<script src="{_SCRIPT}"></script>'
        head = f'<head>\n<meta charset="utf-8" />\n<title>{self.site.title}</title>\n</head>'
        app = f'<div id="app" data-u="{address.replace("&", "&amp;")}"></div>'
        return f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{app}\n{_NOSCRIPT}\n{script}\n</body>\n</html>\n"

    def is_data(self, asked: Asked) -> bool:
        return asked.path == _DATA

    def shown_by(self, asked: Asked) -> str:
        return asked.parameters.get("u", "")

    def answer(self, asked: Asked, desk: Desk) -> Answer | None:
        if not self.is_data(asked):
            return None
        address = self.shown_by(asked)
        match = _COLUMN.fullmatch(address)
        if match and match[1] in self.columns:
            page = int(match[2] or 1)
            desk.shelf(match[1]).asked(page, page)
        html = desk.unshelled(address)
        if html is None:
            return Answer(b"{}", "application/json", 404)
        title = html.partition("<title>")[2].partition("</title>")[0]
        body = html.partition("<body>")[2].rpartition("</body>")[0]
        data = self._scrambled(json.dumps({"t": title, "h": body}, ensure_ascii=False))
        return Answer(json.dumps({"v": 2, "d": data}).encode(), "application/json")

    def _scrambled(self, text: str) -> str:
        data = base64.b64encode(bytes(byte ^ self._key for byte in text.encode())).decode()
        return data[::-1] if self._reversed else data

    def _script(self) -> str:
        """The script that shows a page: it fetches the data, unscrambles them and puts them in."""
        turned = ".split('').reverse().join('')" if self._reversed else ""
        return (
            "(function(){\n  var app = document.getElementById('app');\n"
            f"  fetch('{_DATA}?u=' + encodeURIComponent(app.getAttribute('data-u')))\n"
            "    .then(function(r){ return r.json(); }).then(function(j){\n"
            f"      var s = atob(j.d{turned});\n"
            f"      var b = Uint8Array.from(s, function(c){{ return c.charCodeAt(0) ^ {self._key}; }});\n"
            "      var o = JSON.parse(new TextDecoder('utf-8').decode(b));\n"
            "      document.title = new DOMParser().parseFromString(o.t, 'text/html').documentElement.textContent;\n"
            "      app.innerHTML = o.h;\n    });\n})();\n"
        )


FAMILY = Browser
