"""A small site behind bare sockets, for answers that no web server library would give."""

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

from small_site import article_html, page_html


@dataclass(frozen=True)
class Asked:
    """A request: when it came (``time.monotonic``), what for, and its headers."""

    at: float
    path: str
    headers: Message


Answer = Callable[[socket.socket], None]


def told(body: str | bytes = b"", status: str = "200 OK", **headers: str) -> Answer:
    """An ordinary answer; ``Retry_After="2"`` is the header Retry-After."""
    content = body.encode() if isinstance(body, str) else body
    fields = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(content)), **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value)]
    return raw("\r\n".join([*lines, "Connection: close", "", ""]).encode() + content)


def raw(answer: bytes) -> Answer:
    """These bytes, then the end."""
    return lambda connection: connection.sendall(answer)


def reset(connection: socket.socket) -> None:
    """The connection is reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class RawSite:
    """A site of one column with ``articles`` articles; ``answers`` goes from a path to what it answers."""

    def __init__(self, articles: int) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer] = {"/robots.txt": told("User-agent: *\nDisallow:\n")}
        nav = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/dwjs/index.jhtml">队伍建设</a></li></ul>'
        self.answers["/"] = told(page_html("某市长安网", nav))
        titles = {f"/dwjs/{n}.jhtml": f"第{n}次队伍建设工作会议召开" for n in range(1, articles + 1)}
        rows = "".join(
            f'<li><span>2024-03-05</span><a href="{path}">{title}</a></li>' for path, title in titles.items()
        )
        pager = f'<div class="pager">共{articles}条记录 1/1页</div>'
        self.answers["/dwjs/index.jhtml"] = told(page_html("某市长安网", f'<ul class="list">{rows}</ul>{pager}'))
        for path, title in titles.items():
            self.answers[path] = told(article_html(title))
        self.address = ""
        self._first: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()

    def first(self, path: str, *answers: Answer) -> None:
        """Answer the first requests for ``path`` otherwise."""
        self._first[path] = list(answers)

    def times(self, path: str) -> list[float]:
        """When ``path`` was asked for; all paths for ``""``."""
        return [one.at for one in self.asked if path in {"", one.path}]

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def answer_to(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            if first := self._first.get(asked.path):
                return first.pop(0)
        return self.answers.get(asked.path, told("<h1>404</h1>", "404 Not Found"))


@contextmanager
def served(site: RawSite, host: str = "127.0.0.1") -> Iterator[RawSite]:
    """Serve ``site`` on a free port of a loopback address."""

    class Handler(socketserver.StreamRequestHandler):
        timeout = 30

        def handle(self) -> None:
            at, line = time.monotonic(), self.rfile.readline().decode("latin-1").split()
            if len(line) < 2:
                return
            head = b""
            while (field := self.rfile.readline()).strip():
                head += field
            answer = site.answer_to(Asked(at, line[1], BytesParser().parsebytes(head)))
            with suppress(OSError):  # the crawl has left
                answer(self.connection)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """A crawl that leaves is no error."""

    with Server((host, 0), Handler) as server:
        site.address = f"http://{host}:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
