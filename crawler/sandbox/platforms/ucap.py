"""UCAP: counts from 1, ``createPageHTML`` with another order of arguments than TRS has."""

import random

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.scripts import UCAP_PAGER
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="ucap",
    host="127.0.0.13",
    phrase="UCAP: index_2.shtml is page 2, createPageHTML('div',N,cur,'index','shtml',total)",
    place="汐岭",
    title="汐岭长安网",
    host_unit="中共汐岭市委政法委员会",
    vocabulary="peace",
    icp="皖ICP备00000013号-3",
)


class Ucap(Platform):
    """The conventions of UCAP; whether its folders are numbers or names is drawn."""

    habits = Habits(sessions=True)

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._numbered = rng.random() < 0.5
        self._root = rng.choice(("xlcaw", "html", "xlzf"))
        self._div = rng.choice(("page_div", "pagination", "fanye"))
        self._extension = rng.choice(("shtml", "shtml", "html"))
        self._script = f"/{self._root}/xhtml/js/page.js"
        self.scripts = {self._script: UCAP_PAGER}

    def home(self) -> tuple[str, ...]:
        return ("/", f"/{self._root}/index.{self._extension}")

    def _below(self, path: str) -> str:
        return f"/{self._root}/c{100_000 + self.numbers[path]}" if self._numbered else f"/{self.folder(path)}"

    def column(self, path: str, page: int = 1) -> str:
        part = f"_{page}" if page > 1 else ""
        return f"{self._below(path)}/index{part}.{self._extension}"

    def article(self, ref: Ref, page: int = 1) -> str:
        part = f"_{page}" if page > 1 else ""
        return f"{self._below(ref.column)}/{ref.day:%Y-%m}/{ref.day:%d}/content_{ref.number}{part}.{self._extension}"

    def file(self, stem: str, extension: str) -> str:
        return f"/{self._root}/files/{stem}.{extension}"

    def dress(self, skin: Skin) -> Skin:
        return renamed(skin, body="UCAP-CONTENT", by_id=True, meta_tags=True)

    def pager(self, _column: Column, page: int, pages: int, rows: int) -> str:
        call = f"createPageHTML('{self._div}',{pages},{page},'index','{self._extension}',{rows});"
        return "\n".join((
            f'<div id="{self._div}"></div>',
            f'<script type="text/javascript" src="{self._script}"></script>',
            f'<script type="text/javascript">{call}</script>',
        ))  # fmt: skip


FAMILY = Ucap
