"""JEECMS: ``/dwjs/index_2.jhtml``, ``/dwjs/1234_2.jhtml``, and a pager that stands in ``onclick`` only."""

from collections.abc import Sequence

from crawler.sandbox.content import Column, Ref
from crawler.sandbox.platform import Platform
from crawler.sandbox.profile import Profile

PROFILE = Profile(
    name="jeecms",
    host="127.0.0.11",
    phrase="JEECMS: index_2.jhtml, a pager in onclick",
    place="澧歌",
    title="澧歌长安网",
    host_unit="中共澧歌市委政法委员会",
    vocabulary="peace",
    icp="鄂ICP备00000011号-1",
)


class Jeecms(Platform):
    """The conventions of JEECMS."""

    def home(self) -> Sequence[str]:
        return ("/", "/index.jhtml")

    def column(self, path: str, page: int = 1) -> str:
        return f"/{path}/{_index(page)}"

    def article(self, ref: Ref, page: int = 1) -> str:
        return f"/{ref.column}/{ref.number}.jhtml" if page == 1 else f"/{ref.column}/{ref.number}_{page}.jhtml"

    def file(self, stem: str, extension: str) -> str:
        return f"/u/cms/www/{stem}.{extension}"

    def pager(self, _column: Column, page: int, pages: int, rows: int) -> str:
        options = "".join(
            f'<option value="{_index(n)}"{" selected" * (n == page)}>{n}</option>' for n in range(1, pages + 1)
        )
        return "\n".join((
            f"共{rows}条记录 {page}/{pages}页&nbsp;",
            _turn("首页", 1, possible=page > 1),
            _turn("上一页", page - 1, possible=page > 1),
            _turn("下一页", page + 1, possible=page < pages),
            _turn("尾页", pages, possible=page < pages),
            f'第<select onchange="location.href=encodeURI(this.value);">{options}</select>页',
        ))  # fmt: skip


FAMILY = Jeecms


def _index(page: int) -> str:
    return "index.jhtml" if page == 1 else f"index_{page}.jhtml"


def _turn(label: str, page: int, *, possible: bool) -> str:
    """A pager link; one that leads nowhere is printed without an address, as JEECMS does."""
    if not possible:
        return f'<a disabled="disabled">{label}</a>'
    return f'<a href="#" onclick="location.href=encodeURI(\'{_index(page)}\');">{label}</a>'
