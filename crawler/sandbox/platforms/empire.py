"""帝国CMS: ``/lm/index_2.html``, ``/lm/2024-05-06/123.html``."""

import random
from collections.abc import Iterator

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="empire",
    host="127.0.0.18",
    phrase="帝国CMS: /lm/index_2.html, /lm/2024-05-06/123.html",
    place="砚渚",
    title="砚渚廉政网",
    host_unit="中共砚渚市纪律检查委员会",
    vocabulary="discipline",
    icp="赣ICP备00000018号",
)
_SHOWN = 9


class Empire(Platform):
    """The conventions of 帝国CMS; the charset and how articles lie in their folders are drawn."""

    habits = Habits(sessions=False)

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._charset = rng.choice(("gbk", "utf-8"))
        self._flat = rng.random() < 0.3

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:
        return f"/{self.folder(path)}/" + (f"index_{page}.html" if page > 1 else "")

    def article(self, ref: Ref, page: int = 1) -> str:
        part = f"_{page}" if page > 1 else ""
        day = "" if self._flat else f"{ref.day:%Y-%m-%d}/"
        return f"/{self.folder(ref.column)}/{day}{ref.number}{part}.html"

    def file(self, stem: str, extension: str) -> str:
        return f"/d/file/{stem}.{extension}"

    def also(self, address: str) -> Iterator[str]:
        if address.endswith("/") and address != "/":
            yield f"{address}index.html"

    def dress(self, skin: Skin) -> Skin:
        return renamed(skin, charset=self._charset)

    def pager(self, column: Column, page: int, pages: int, rows: int) -> str:
        def link(label: str, number: int) -> str:
            return f'<a href="{self.column(column.path, number)}">{label}</a>'

        if pages == 1:
            return ""
        first = max(1, min(page - _SHOWN // 2, pages - _SHOWN + 1))
        near = [
            f"<b>{number}</b>" if number == page else link(str(number), number)
            for number in range(first, min(pages, first + _SHOWN - 1) + 1)
        ]
        before = [link("首页", 1), link("上一页", page - 1)] if page > 1 else []
        after = [link("下一页", page + 1), link("尾页", pages)] if page < pages else []
        return "&nbsp;".join([f'<a title="总数">&nbsp;<b>{rows}</b> </a>', *before, *near, *after])


FAMILY = Empire
