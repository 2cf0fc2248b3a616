"""phpcms: ``/list-12-2.html``, ``/show-12-345-1.html``, true GBK."""

import random
from collections.abc import Iterator

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="phpcms",
    host="127.0.0.16",
    phrase="phpcms: list-12-2.html and show-12-345-1.html in GBK",
    place="檀溪湾",
    title="檀溪湾清风网",
    host_unit="中共檀溪湾市纪律检查委员会",
    vocabulary="discipline",
    icp="鄂ICP备00000016号-2",
)
_SHOWN = 5


class Phpcms(Platform):
    """The conventions of phpcms; whether the answers name their charset is drawn."""

    habits = Habits(sessions=False)

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        # Small numbers, as an installation's first categories have.
        self._numbers = self.small_numbers(rng.randint(6, 20))
        self._bare = rng.random() < 0.4

    def column(self, path: str, page: int = 1) -> str:
        return f"/list-{self._numbers[path]}-{page}.html"

    def article(self, ref: Ref, page: int = 1) -> str:
        return f"/show-{self._numbers[ref.column]}-{ref.number}-{page}.html"

    def also(self, address: str) -> Iterator[str]:
        if address == "/":
            yield "/index.html"

    def dress(self, skin: Skin) -> Skin:
        return renamed(skin, charset="gbk", charset_header=not self._bare)

    def pager(self, column: Column, page: int, pages: int, rows: int) -> str:
        def link(label: str, number: int) -> str:
            return f'<a href="{self.column(column.path, number)}" class="a1">{label}</a>'

        if not rows:
            return ""
        first = max(1, min(page - _SHOWN // 2, pages - _SHOWN + 1))
        near = [
            f"<span>{number}</span>" if number == page else f'<a href="{self.column(column.path, number)}">{number}</a>'
            for number in range(first, min(pages, first + _SHOWN - 1) + 1)
        ]
        gap = [".."] if first + _SHOWN - 1 < pages else []
        end = [f'<a href="{self.column(column.path, pages)}">{pages}</a>'] if gap else []
        before, after = link("上一页", max(1, page - 1)), link("下一页", min(pages, page + 1))
        return " ".join([f'<a class="a1">{rows}条</a>', before, *near, *gap, *end, after])


FAMILY = Phpcms
