"""Plain query paging: ``/list.aspx?cid=3&page=2``, ``/show.aspx?id=1234``."""

import random
from collections.abc import Iterator

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Habits, Profile

PROFILE = Profile(
    name="query",
    host="127.0.0.19",
    phrase="query paging: list.aspx?cid=3&page=2, links or a form sent by script",
    place="岱遥",
    title="岱遥市人民政府",
    host_unit="岱遥市人民政府办公室",
    vocabulary="government",
    icp="鲁ICP备00000019号-1",
)


class Query(Platform):
    """Addresses in queries; names of pages and parameters, the pager's form and its links are drawn."""

    habits = Habits(sessions=False)

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._extension = rng.choice(("aspx", "jsp", "php", "asp", "do"))
        self._list, self._show = rng.choice((("list", "show"), ("NewsList", "NewsShow"), ("column", "detail")))
        self._page = rng.choice(("page", "pageNo", "PageIndex", "currpage"))
        self._category = rng.choice(("cid", "columnId", "classid", "typeid"))
        self._id = rng.choice(("id", "newsid", "InfoID"))
        self._by_script = rng.random() < 0.5
        self._numbers = self.small_numbers(rng.randint(3, 30))

    def column(self, path: str, page: int = 1) -> str:
        own = f"/{self._list}.{self._extension}?{self._category}={self._numbers[path]}"
        return own if page == 1 else f"{own}&{self._page}={page}"

    def article(self, ref: Ref, page: int = 1) -> str:
        own = f"/{self._show}.{self._extension}?{self._id}={ref.number}"
        return own if page == 1 else f"{own}&{self._page}={page}"

    def side(self, slug: str) -> str:
        return super().side(slug) if slug == "m" or slug in self.texts else f"/{slug}.{self._extension}"

    def also(self, address: str) -> Iterator[str]:
        if address == "/":
            yield f"/index.{self._extension}"
        elif "?" in address and f"{self._page}=" not in address:
            yield f"{address}&{self._page}=1"

    def pager(self, column: Column, page: int, pages: int, rows: int) -> str:
        def link(label: str, number: int) -> str:
            if not 1 <= number <= pages or number == page:
                return f"<span>{label}</span>"
            own = self.column(column.path, number).replace("&", "&amp;")
            return f'<a href="{f"javascript:goPage({number})" if self._by_script else own}">{label}</a>'

        links = [
            f"共{rows}条 第{page}/{pages}页",
            link("首页", 1),
            link("上一页", page - 1),
            *(link(str(number), number) for number in range(max(1, page - 2), min(pages, page + 2) + 1)),
            link("下一页", page + 1),
            link("末页", pages),
        ]
        return " ".join(links) + (self._form(column, page) if self._by_script else "")

    def _form(self, column: Column, page: int) -> str:
        """The form a script sends to turn the page."""
        return (
            f'\n<form name="pageForm" method="get" action="{self._list}.{self._extension}">'
            f'<input type="hidden" name="{self._category}" value="{self._numbers[column.path]}" />'
            f'<input type="hidden" name="{self._page}" value="{page}" /></form>\n'
            f"<script>function goPage(n){{document.pageForm.{self._page}.value=n;document.pageForm.submit();}}</script>"
        )


FAMILY = Query
