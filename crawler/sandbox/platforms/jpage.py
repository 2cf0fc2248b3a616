"""大汉 jcms with jpage: the first records stand in the column's page as XML, further ones come from a proxy."""

import random
from collections.abc import Iterator
from types import MappingProxyType
from urllib.parse import quote, urlencode

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Answer, Asked, Desk, Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.scripts import JPAGE, JQUERY
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="jpage",
    host="127.0.0.14",
    phrase="jcms/jpage: records as XML in the page, further ones from dataproxy.jsp",
    place="澄坞",
    title="澄坞市人民政府",
    host_unit="澄坞市人民政府办公室",
    vocabulary="government",
    icp="苏ICP备00000014号",
)
_PROXY = "/module/web/jpage/dataproxy.jsp"
_UNIT_GAP = 20_000
_JQUERY, _JPAGE = "/script/jquery.js", "/script/jquery.jpage.js"


class Jpage(Platform):
    """The conventions of jpage; how many pages of records stand in the column's page is drawn: one or three."""

    habits = Habits(paged_articles=False, repeated_pins=False)
    rows_inline = False
    pages_apart = False
    takes_forms = True
    scripts = MappingProxyType({_JQUERY: JQUERY, _JPAGE: JPAGE})

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._group = rng.choice((1, 3))
        # With more than one page inlined, the reader may call that one page or three.
        self.pages_open = self._group > 1
        self._web = rng.randint(1, 90)
        self._ampersands = rng.choice(("&", "&amp;"))
        self._by_number = {str(column.number): column for column in site.columns}

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:  # noqa: ARG002 (further pages have no address)
        return f"/col/col{self.numbers[path]}/index.html"

    def article(self, ref: Ref, page: int = 1) -> str:  # noqa: ARG002 (an article is one page)
        day = f"{ref.day.year}/{ref.day.month}/{ref.day.day}"
        return f"/art/{day}/art_{self.numbers[ref.column]}_{ref.number}.html"

    def file(self, stem: str, extension: str) -> str:
        return f"/picture/0/{stem.replace('/', '')}.{extension}"

    def also(self, address: str) -> Iterator[str]:
        if address.startswith("/col/"):
            yield address.removesuffix("index.html")

    def dress(self, skin: Skin) -> Skin:
        # A record is a row on its own, so rows can't be cells or terms; the proxy's records are not relative to it.
        link = "absolute" if skin.row_link == "absolute" else "rooted"
        return renamed(skin, body="zoom", by_id=True, row_form="li", row_groups=False, row_link=link)

    def area(self, desk: Desk, column: Column, page: int) -> str:  # noqa: ARG002 (there is one page)
        shelf = desk.shelf(column.path)
        unit = column.number + _UNIT_GAP
        store = self._store(desk, column, 1, self._group * shelf.size)
        return "\n".join((
            f'<div id="{unit}" class="jpage">',
            f'<script type="text/xml">{store}</script>',
            "</div>",
            f'<script type="text/javascript" src="{_JQUERY}"></script>',
            f'<script type="text/javascript" src="{_JPAGE}"></script>',
            f"<script>jQuery(document).ready(function(){{ jQuery('#{unit}').jpage({{",
            f"  themeName:'default', dataEl:'record', totalRecord:{shelf.total}, perPage:{shelf.size},",
            f"  groupSize:{self._group}, barPosition:'bottom', openCookies:false,",
            f"  proxyUrl:'{_PROXY}',",
            f"  ajaxParam:'{self._parameters(column)}'",
            "}); });</script>",
        ))  # fmt: skip

    def is_data(self, asked: Asked) -> bool:
        return asked.path == _PROXY

    def answer(self, asked: Asked, desk: Desk) -> Answer | None:
        if not self.is_data(asked):
            return None
        column = self._by_number.get(asked.parameters.get("columnid", ""))
        numbers = [asked.parameters.get(name, "") for name in ("startrecord", "endrecord")]
        if column is None or not all(number.isdecimal() for number in numbers):
            return Answer(b"<datastore></datastore>", "text/xml;charset=UTF-8")
        first, last = map(int, numbers)
        shelf = desk.shelf(column.path)
        if 0 < first <= min(last, shelf.total):
            # Pages that stand in the column's page are never asked for: the first request behind them counts for them.
            first_page = -(-first // shelf.size)
            inlined = min(first_page, self._group) if self._group > 1 else first_page
            shelf.asked(inlined, -(-min(last, shelf.total) // shelf.size))
        store = f"<?xml version='1.0' encoding='UTF-8'?>{self._store(desk, column, first, last)}"
        return Answer(store.encode(), "text/xml;charset=UTF-8")

    def _parameters(self, column: Column) -> str:
        parameters = {
            "col": 1,
            "appid": 1,
            "webid": self._web,
            "path": "/",
            "columnid": column.number,
            "sourceContentType": 1,
            "unitid": column.number + _UNIT_GAP,
            "webname": self.site.title,
            "permissiontype": 0,
        }
        return urlencode(parameters, quote_via=quote)

    def _store(self, desk: Desk, column: Column, first: int, last: int) -> str:
        shelf = desk.shelf(column.path)
        records = "\n".join(
            f"<record><![CDATA[\n{item}]]></record>" for item in desk.items(shelf.between(first, last), column.path)
        )
        following = self._parameters(column).replace("&", self._ampersands)
        group = f'<nextgroup><![CDATA[<a href="{_PROXY}?page=1{self._ampersands}{following}"></a>]]></nextgroup>'
        return (
            f"<datastore>\n{group}\n<totalrecord>{shelf.total}</totalrecord>"
            f"<totalpage>{shelf.count}</totalpage><perpage>{shelf.size}</perpage>\n"
            f"<recordset>\n{records}\n</recordset>\n</datastore>"
        )


FAMILY = Jpage
