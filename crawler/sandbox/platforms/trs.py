"""TRS WCM: counts from 0, says how many pages there are in a script only, links relative to the page."""

import random
from collections.abc import Iterator
from types import MappingProxyType

from crawler.sandbox.content import Column, Ref, Site
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Habits, Profile
from crawler.sandbox.scripts import TRS_PAGER
from crawler.sandbox.skin import Skin, renamed

PROFILE = Profile(
    name="trs",
    host="127.0.0.12",
    phrase="TRS WCM: index_1.html is page 2, createPageHTML(N,0,…) in a script or a comment",
    place="珩州",
    title="珩州市司法局",
    host_unit="珩州市司法局",
    vocabulary="government",
    icp="湘ICP备00000012号",
)
_PAGE_SCRIPT = "/images/page.js"


class Trs(Platform):
    """The conventions of TRS WCM; the place of the call and the body's class are drawn."""

    habits = Habits(sessions=False)
    scripts = MappingProxyType({_PAGE_SCRIPT: TRS_PAGER})

    def __init__(self, site: Site, rng: random.Random) -> None:
        super().__init__(site, rng)
        self._call_form = rng.choice(("defined", "script", "hidden", "comment"))
        self._spaced = rng.random() < 0.5
        self._body = rng.choice(("TRS_Editor", "TRS_UEDITOR", "view"))
        # Some sites link their columns by the folder, some by its index.
        self._by_folder = rng.random() < 0.5

    def column(self, path: str, page: int = 1) -> str:
        folder = f"/{self.folder(path)}/"
        if page == 1:
            return folder if self._by_folder else f"{folder}index.html"
        return f"{folder}index_{page - 1}.html"

    def article(self, ref: Ref, page: int = 1) -> str:
        part = f"_{page - 1}" if page > 1 else ""
        return f"/{self.folder(ref.column)}/{ref.day:%Y%m}/t{ref.day:%Y%m%d}_{ref.number}{part}.html"

    def also(self, address: str) -> Iterator[str]:
        yield from super().also(address)
        if address.endswith("/"):
            yield f"{address}index.html"

    def dress(self, skin: Skin) -> Skin:
        return renamed(skin, body=self._body, row_link="dotted")

    def pager(self, _column: Column, page: int, pages: int, rows: int) -> str:  # noqa: ARG002 (the system prints no total)
        gap = ", " if self._spaced else ","
        arguments = gap.join((str(pages), str(page - 1), '"index"', '"html"'))
        call = f"createPageHTML({arguments});"
        match self._call_form:
            case "defined":
                return f'<script type="text/javascript">\n{TRS_PAGER}{call}\n</script>'
            case "hidden":
                source = f'<script src="{_PAGE_SCRIPT}"></script>'
                return f'{source}\n<script language="JavaScript">\n<!--\n{call}\n//-->\n</script>'
            case "comment":
                return f'<!-- {call} -->\n<script src="{_PAGE_SCRIPT}"></script>'
            case _:
                return f'<script src="{_PAGE_SCRIPT}"></script><script>{call}</script>'


FAMILY = Trs
