"""A small JEECMS site of our own making, for what the sandbox can't do: it answers whatever a test wants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

TEXT = "会议指出，今年以来各单位认真落实部署，工作取得明显成效。下一步要聚焦重点任务，逐项抓好落实。"
META = "发布时间：2024-03-05 来源：某市日报"


@dataclass(frozen=True)
class ListRow:
    """A row of a column page."""

    href: str
    title: str
    day: str = "2024-03-05"


def page_html(title: str, inner: str) -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="top">某市长安网</div>{inner}<div class="footer">主办单位：某市委政法委员会</div></body></html>'
    )


def article_html(title: str, text: str = TEXT, meta: str = META, further: str = "") -> str:
    """An article page: title, line of date and source, paragraphs, and what stands behind them."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return page_html(
        f"{title}-某市长安网",
        f'<div class="left"><h1>{title}</h1><div class="msgbar">{meta}</div>'
        f'<div class="content">{paragraphs}</div>{further}</div>',
    )


class SmallSite:
    """Pages by path; every other path is 404. ``requested`` holds the paths asked for, in order.

    ``before`` is called with a path before that is answered. It takes the server over from the site before it.
    """

    def __init__(self, server: HTTPServer) -> None:
        self.requested: list[str] = []
        self.before: Callable[[str], object] | None = None
        self._answers: dict[str, tuple[bytes, int, str]] = {}
        self._redirects: dict[str, str] = {}
        self._validators: dict[str, dict[str, str]] = {}
        self.address = server.url_for("/")
        self.serve("/robots.txt", "User-agent: *\nDisallow:\n", kind="text/plain")
        server.clear()
        server.expect_request("").respond_with_handler(self._answer)

    def serve(self, path: str, body: str | bytes, status: int = 200, kind: str = "text/html; charset=utf-8") -> None:
        self._answers[path] = (body.encode() if isinstance(body, str) else body, status, kind)

    def answer_of(self, path: str) -> bytes:
        """What is served at ``path``, to serve it elsewhere too."""
        return self._answers[path][0]

    def fault(self, path: str, status: int) -> None:
        self.serve(path, f"status {status}", status)

    def redirect(self, path: str, location: str) -> None:
        self._redirects[path] = location

    def redirect_no_more(self, path: str) -> None:
        del self._redirects[path]

    def validate(self, path: str, name: str, value: str) -> None:
        """Send ETag or Last-Modified with ``path``, and 304 to who has this one."""
        self._validators[path] = {name: value}

    def home(self, columns: Mapping[str, str]) -> None:
        """A home page whose navigation leads to ``columns`` (name → path)."""
        items = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in columns.items())
        self.serve("/", page_html("某市长安网", f'<ul class="nav"><li><a href="/">首页</a></li>{items}</ul>'))

    def column(self, path: str, rows: Sequence[ListRow], number: int = 1, pages: int = 1, total: int = 0) -> None:
        """Page ``number`` of a column at ``path`` (``/dwjs/``)."""
        items = "".join(
            f'<li><span>{row.day}</span><a href="{row.href}" title="{row.title}">{row.title}</a></li>' for row in rows
        )
        pager = (
            f'<div class="pager">共{total or len(rows)}条记录 {number}/{pages}页 '
            f'<a href="#" onclick="location.href=encodeURI(\'index_{number + 1}.jhtml\');">下一页</a></div>'
        )
        name = "index.jhtml" if number == 1 else f"index_{number}.jhtml"
        self.serve(path + name, page_html("某市长安网", f'<ul class="list">{items}</ul>{pager}'))

    def article(self, path: str, title: str, text: str = TEXT, further: str = "") -> ListRow:
        """Serve an article and return the row that leads to it."""
        self.serve(path, article_html(title, text, further=further))
        return ListRow(path, title)

    def _answer(self, request: Request) -> Response:
        self.requested.append(request.path)
        if self.before is not None:
            self.before(request.path)
        if request.path in self._redirects:
            return Response(status=302, headers={"Location": self._redirects[request.path]})
        body, status, kind = self._answers.get(request.path, (b"<h1>404</h1>", 404, "text/html"))
        validators = self._validators.get(request.path, {}) if status == 200 else {}
        for name, condition in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
            if name in validators and request.headers.get(condition) == validators[name]:
                return Response(status=304, headers=validators)
        return Response(body, status=status, headers={"Content-Type": kind, **validators})
