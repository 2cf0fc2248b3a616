"""gkmlpt, the disclosure platform of one province: shells with a configuration, lists as JSON."""

import datetime as dt
import json
import random
from types import MappingProxyType
from zoneinfo import ZoneInfo

from crawler.sandbox.content import Column, Listing, Ref, Site
from crawler.sandbox.platform import Answer, Asked, Desk, Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.rows import Row, whole
from crawler.sandbox.scripts import GKMLPT
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="gkmlpt",
    host="127.0.0.15",
    phrase="gkmlpt: column pages are shells, lists come as JSON from /gkmlpt/api/all/COL?page=N",
    place="荔屿",
    title="荔屿市政务公开平台",
    host_unit="荔屿市人民政府",
    vocabulary="government",
    icp="粤ICP备00000015号",
)
_API = "/gkmlpt/api/all/"
_APP = "/gkmlpt/js/app.5f2c81.js"
_ZONE = ZoneInfo("Asia/Shanghai")


class Gkmlpt(Platform):
    """The conventions of gkmlpt; the form of the configuration and of the articles' addresses is drawn."""

    habits = Habits(sessions=False, paged_articles=False, repeated_pins=False)
    rows_inline = False
    pages_apart = False
    scripts = MappingProxyType({_APP: GKMLPT})

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._site_number = rng.randint(750_000, 769_999)
        self._as_json = rng.random() < 0.5
        self._below_platform = rng.random() < 0.5
        self._rooted = rng.random() < 0.4
        self._by_number = {str(column.number): column for column in site.columns}

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:  # noqa: ARG002 (further pages have no address)
        return f"/{self.folder(path)}/index.html"

    def article(self, ref: Ref, page: int = 1) -> str:  # noqa: ARG002 (an article is one page)
        if self._below_platform:
            return f"/gkmlpt/content/{ref.number // 1_000_000}/{ref.number // 1000}/post_{ref.number}.html"
        return f"/{self.folder(ref.column)}/content/post_{ref.number}.html"

    def file(self, stem: str, extension: str) -> str:
        return f"/attachment/0/{stem}.{extension}"

    def dress(self, skin: Skin) -> Skin:
        return whole(renamed(skin, body="article-content"))

    def area(self, desk: Desk, column: Column, page: int) -> str:  # noqa: ARG002 (there is one page)
        size = desk.shelf(column.path).size
        configuration = {
            "DEBUG": "production",
            "BASE_URL": "/gkmlpt",
            "SID": str(self._site_number),
            "COLUMN_ID": column.number,
            "COLUMN": {"id": column.number, "name": column.name},
            "PAGE_SIZE": size,
        }
        if self._as_json:
            inner = json.dumps(configuration, ensure_ascii=False)
        else:
            inner = (
                f"{{\n  DEBUG: 'production',\n  BASE_URL: '/gkmlpt',\n  SID: '{self._site_number}',\n"
                f"  COLUMN: {{ id: {column.number}, name: '{column.name}' }},\n  PAGE_SIZE: {size}\n}}"
            )
        return f'<div id="app"></div>\n<script>\nwindow._CONFIG = {inner};\n</script>\n<script src="{_APP}"></script>'

    def is_data(self, asked: Asked) -> bool:
        return asked.path.startswith(_API)

    def answer(self, asked: Asked, desk: Desk) -> Answer | None:
        if not self.is_data(asked):
            return None
        column = self._by_number.get(asked.path.removeprefix(_API).strip("/"))
        number = asked.parameters.get("page", "1")
        page = int(number) if number.isdecimal() else 0
        articles: list[dict[str, object]] = []
        total = 0
        if column:
            shelf = desk.shelf(column.path)
            if 1 <= page <= shelf.count:
                shelf.asked(page, page)
                articles = [self._entry(desk, row, column) for row in shelf.page(page)]
            total = shelf.total
        found = {"articles": articles, "total": total, "page": page, "sid": self._site_number}
        return Answer(json.dumps(found).encode(), "application/json")

    def _entry(self, desk: Desk, row: Row, column: Column) -> dict[str, object]:
        listing = row.listing
        moment = self._moment(listing)
        address = desk.address(listing, column.path)
        if not self._rooted and address.startswith("/"):
            address = desk.base + address
        return {
            "id": listing.number,
            "title": listing.title,
            "url": address,
            "post_url": "",
            "publisher": self.site.host_unit,
            "display_publish_time": int(moment.timestamp()),
            "created_at": f"{moment:%Y-%m-%d %H:%M:%S}",
            "document_number": "",
            "is_top": int(listing.pinned),
            "classify_main_name": column.name,
            "abstract": "",
        }

    def _moment(self, listing: Listing) -> dt.datetime:
        article = self.site.articles.get(listing.number) if listing.kind == "article" else None
        wall = article.moment if article else dt.datetime.combine(listing.day, dt.time(9, 30))
        return wall.replace(tzinfo=_ZONE)


FAMILY = Gkmlpt
