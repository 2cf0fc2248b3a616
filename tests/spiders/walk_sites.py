"""Sites for walks: site files of a test's own, and a list that changes while it is read."""

from collections.abc import Callable
from pathlib import Path

from pytest_httpserver import HTTPServer
from small_site import ListRow, SmallSite, page_html
from support import Done, crawl
from werkzeug import Request, Response

SETTINGS = """
from crawler.settings import *

SPIDER_MODULES = ["own_spiders"]
CONCURRENT_REQUESTS_PER_DOMAIN = 1
"""
SITE_FILE = """
from crawler.platforms.{platform} import {base}


class Own({base}):
    name = "own"
    site_name = "某市长安网"
    columns = {columns!r}
    may_be_empty = {may_be_empty!r}
"""


def crawl_own(
    site: SmallSite,
    folder: Path,
    columns: dict[str, str],
    platform: str = "jeecms",
    may_be_empty: tuple[str, ...] = (),
) -> Done:
    """Crawl ``site`` with a site file that names these columns, one request at a time."""
    text = SITE_FILE.format(platform=platform, base=platform.capitalize(), columns=columns, may_be_empty=may_be_empty)
    (folder / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (folder / "own_spiders.py").write_text(text, encoding="utf-8")
    return crawl("own", site.address, cwd=folder, settings="own_settings")


def list_html(rows: list[ListRow], pager: str = "") -> str:
    """A column page with these rows and a pager's markup behind them."""
    items = "".join(f'<li><a href="{row.href}">{row.title}</a><span>{row.day}</span></li>' for row in rows)
    return page_html("队伍建设-某市长安网", f'<ul class="list">{items}</ul><div class="p">{pager}</div>')


class ChangingSite(SmallSite):
    """A column of JEECMS at ``/dwjs/`` whose list is ``rows``, three on a page.

    ``changes`` goes from a number of answers about the column to what happens to the list behind the last of them.
    """

    def __init__(self, server: HTTPServer, articles: int, *, total: bool = True) -> None:
        super().__init__(server)
        self.total = total
        self.rows = [self.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(1, articles + 1)]
        self.changes: dict[int, Callable[[list[ListRow]], None]] = {}
        self.always: Callable[[list[ListRow]], None] | None = None
        self.answers = 0
        self._render()

    def _render(self) -> None:
        pages = -(-len(self.rows) // 3)
        self.fault(f"/dwjs/index_{pages + 1}.jhtml", 404)  # where one was before
        for number in range(1, pages + 1):
            name = "index.jhtml" if number == 1 else f"index_{number}.jhtml"
            counted = f"共{len(self.rows)}条记录 " if self.total else ""
            turn = f'<a href="#" onclick="location.href=encodeURI(\'index_{number + 1}.jhtml\');">下一页</a>'
            rows = self.rows[(number - 1) * 3 : number * 3]
            self.serve(f"/dwjs/{name}", list_html(rows, f"{counted}{number}/{pages}页 {turn}"))

    def _answer(self, request: Request) -> Response:
        response = super()._answer(request)
        if "/index" in request.path:
            self.answers += 1
            for change in (self.changes.pop(self.answers, None), self.always):
                if change is not None:
                    change(self.rows)
                    self._render()
        return response
