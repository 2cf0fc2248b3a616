"""A system that never says how much there is: 上一页 and 下一页 with opaque addresses, nothing else."""

import hashlib
import random

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Desk, Platform
from crawler.sandbox.profile import Habits, Profile

PROFILE = Profile(
    name="nextlink",
    host="127.0.0.21",
    phrase="上一页 and 下一页 only: opaque addresses, no total, an end drawn by seed",
    place="芷塘",
    title="芷塘市平安建设网",
    host_unit="芷塘市平安建设领导小组办公室",
    vocabulary="peace",
)


class Nextlink(Platform):
    """Pages known by a token; the form of their addresses and what follows the last one are drawn."""

    habits = Habits(sessions=True)

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._salt = rng.getrandbits(32)
        self._in_query = rng.random() < 0.5
        self._end = rng.choice(("stop", "self", "empty"))
        self._before, self._after = rng.choice(
            (("上一页", "下一页"), ("&lt;上一页", "下一页&gt;"), ("« 上一页", "下一页 »"))
        )
        self.spare_pages = int(self._end == "empty")

    def home(self) -> tuple[str, ...]:
        return ("/", "/index.html")

    def column(self, path: str, page: int = 1) -> str:
        own = f"/{self.folder(path)}/"
        if page == 1:
            return own
        token = hashlib.sha256(f"{self._salt} {path} {page}".encode()).hexdigest()[:12]
        return f"{own}?k={token}" if self._in_query else f"{own}{token}.html"

    def article(self, ref: Ref, page: int = 1) -> str:
        part = f"-{page}" if page > 1 else ""
        return f"/{self.folder(ref.column)}/d{ref.number}{part}.html"

    def area(self, desk: Desk, column: Column, page: int) -> str:
        shelf = desk.shelf(column.path)
        if page <= shelf.count:
            return super().area(desk, column, page)
        return f"{desk.nothing()}\n{desk.pager(self._link(self._before, column, page - 1))}"

    def pager(self, column: Column, page: int, pages: int, rows: int) -> str:
        links = [self._link(self._before, column, page - 1)] if page > 1 else []
        if page < pages or (rows and self._end == "empty"):
            links.append(self._link(self._after, column, page + 1))
        elif rows and self._end == "self":
            links.append(self._link(self._after, column, page))
        return " ".join(links)

    def _link(self, label: str, column: Column, page: int) -> str:
        return f'<a href="{self.column(column.path, page)}">{label}</a>'


FAMILY = Nextlink
