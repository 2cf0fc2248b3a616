"""The sandbox's web server: one site on loopback until a signal ends it."""

import asyncio
import signal
import socket
from collections.abc import Callable, Mapping
from typing import TextIO

from aiohttp import web

from .pages import Pages

_ROBOTS = "User-agent: *\nDisallow:\n"
_NOT_FOUND = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"


def application(pages: Pages, faults: Mapping[str, int], log: TextIO | None) -> web.Application:
    """The web application.

    ``faults`` are paths that answer a status of their own; ``log`` takes a line for each request.
    """
    cache: dict[str, bytes] = {}
    content_type = "text/html" + (f"; charset={pages.skin.charset}" if pages.skin.charset_header else "")

    def answer(path: str) -> web.Response:
        if path in faults:
            return web.Response(status=faults[path], text=f"fault {faults[path]}")
        if path == "/robots.txt":
            return web.Response(text=_ROBOTS)
        place = pages.platform.place(path)
        if place and place.kind == "file":
            return web.Response(body=path.encode(), content_type="application/octet-stream")
        if path not in cache:
            html = pages.html(path)
            if html is None:
                return web.Response(status=404, body=_NOT_FOUND.encode(), headers={"Content-Type": content_type})
            cache[path] = html.encode(pages.skin.charset)
        return web.Response(body=cache[path], headers={"Content-Type": content_type})

    async def handle(request: web.Request) -> web.Response:
        response = answer(request.path)
        if log:
            log.write(f"{request.method} {request.rel_url} {response.status}\n")
            log.flush()
        return response

    app = web.Application()
    app.router.add_get("/{path:.*}", handle)
    return app


async def serve(listener: socket.socket, app: web.Application, ready: Callable[[], None]) -> None:
    """Serve on a bound socket until SIGINT or SIGTERM; ``ready`` is called once connections are answered."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listener, shutdown_timeout=1).start()
    ready()
    await stop.wait()
    await runner.cleanup()
