"""JEECMS: ``/dwjs/index_2.jhtml``, ``/dwjs/1234_2.jhtml``, and a pager that stands in ``onclick`` only."""

import re

from .platform import Place

_COLUMN = re.compile(r"/([a-z]+)/index(?:_(\d+))?\.jhtml")
_ARTICLE = re.compile(r"/([a-z]+)/(\d+)(?:_(\d+))?\.jhtml")
_FILE = re.compile(r"/u/cms/www/\d{6}/\w+\.\w+")


class Jeecms:
    """The conventions of JEECMS."""

    def column(self, path: str, page: int = 1) -> str:
        return f"/{path}/{_index(page)}"

    def article(self, column: str, number: int, page: int = 1) -> str:
        return f"/{column}/{number}.jhtml" if page == 1 else f"/{column}/{number}_{page}.jhtml"

    def file(self, stem: str, extension: str) -> str:
        return f"/u/cms/www/{stem}.{extension}"

    def pager(self, page: int, pages: int, rows: int) -> str:
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

    def place(self, path: str) -> Place | None:
        if path in {"/", "/index.jhtml"}:
            return Place("home")
        if match := _COLUMN.fullmatch(path):
            return Place("column", match[1], page=int(match[2] or 1))
        if match := _ARTICLE.fullmatch(path):
            return Place("article", match[1], int(match[2]), int(match[3] or 1))
        return Place("file") if _FILE.fullmatch(path) else None


def _index(page: int) -> str:
    return "index.jhtml" if page == 1 else f"index_{page}.jhtml"


def _turn(label: str, page: int, *, possible: bool) -> str:
    """A pager link; one that leads nowhere is printed without an address, as JEECMS does."""
    if not possible:
        return f'<a disabled="disabled">{label}</a>'
    return f'<a href="#" onclick="location.href=encodeURI(\'{_index(page)}\');">{label}</a>'
