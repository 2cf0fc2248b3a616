"""DedeCMS: ``/a/lm/``, ``/a/lm/list_12_2.html``, ``/a/lm/1234.html``, GBK with a header that may be wrong."""

import random
from collections.abc import Iterator

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="dedecms",
    host="127.0.0.17",
    phrase="DedeCMS: /a/lm/list_12_2.html in GBK, the header right, wrong or missing",
    place="鹤汀",
    title="鹤汀平安网",
    host_unit="中共鹤汀市委政法委员会",
    vocabulary="peace",
    icp="豫ICP备00000017号-1",
)
_SHOWN = 7


class Dedecms(Platform):
    """The conventions of DedeCMS; the charset it names and the header of its answers are drawn."""

    habits = Habits(sessions=False)

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._numbers = self.small_numbers(rng.randint(2, 15))
        self._charset = rng.choice(("gb2312", "gbk"))
        self._header = rng.choice(("right", "wrong", "missing"))

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:
        part = f"list_{self._numbers[path]}_{page}.html" if page > 1 else ""
        return f"/a/{self.folder(path)}/{part}"

    def article(self, ref: Ref, page: int = 1) -> str:
        part = f"_{page}" if page > 1 else ""
        return f"/a/{self.folder(ref.column)}/{ref.number}{part}.html"

    def file(self, stem: str, extension: str) -> str:
        return f"/uploads/allimg/{stem}.{extension}"

    def also(self, address: str) -> Iterator[str]:
        if address.startswith("/a/") and address.endswith("/"):
            yield f"{address}index.html"
            # The pager links the first page by its number.
            yield f"{address}list_{self._numbers[address.rstrip('/').rpartition('/')[2]]}_1.html"

    def dress(self, skin: Skin) -> Skin:
        return renamed(skin, charset=self._charset)

    def content_type(self, skin: Skin) -> str:
        named = {"right": f"; charset={skin.charset}", "wrong": "; charset=utf-8", "missing": ""}[self._header]
        return f"text/html{named}"

    def pager(self, column: Column, page: int, pages: int, rows: int) -> str:
        def link(label: str, number: int) -> str:
            return f"<li><a href='{f'list_{self._numbers[column.path]}_{number}.html'}'>{label}</a></li>"

        if pages == 1:
            total = f'<span class="pageinfo">共 <strong>1</strong>页<strong>{rows}</strong>条记录</span>'
            return f'<ul class="pagelist"><li>{total}</li></ul>'
        first = max(1, min(page - _SHOWN // 2, pages - _SHOWN + 1))
        near = [
            f'<li class="thisclass">{number}</li>' if number == page else link(str(number), number)
            for number in range(first, min(pages, first + _SHOWN - 1) + 1)
        ]
        before = [link("首页", 1), link("上一页", page - 1)] if page > 1 else ["<li>首页</li>"]
        after = [link("下一页", page + 1), link("末页", pages)] if page < pages else ["<li>末页</li>"]
        total = f'<li><span class="pageinfo">共 <strong>{pages}</strong>页<strong>{rows}</strong>条</span></li>'
        return f'<ul class="pagelist">{"".join([*before, *near, *after, total])}</ul>'


FAMILY = Dedecms
