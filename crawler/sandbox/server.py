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

    ``faults`` are paths, with or without a query, that answer a status of their own; ``log`` takes a line for each
    request.
    """
    content_type = pages.platform.content_type(pages.skin)

    def answer(path: str, parameters: dict[str, str]) -> web.Response:
        if path == "/robots.txt":
            return web.Response(text=_ROBOTS)
        answer = pages.answer(path, parameters)
        if answer is None:
            return web.Response(status=404, body=_NOT_FOUND.encode(), headers={"Content-Type": content_type})
        return web.Response(body=answer.body, status=answer.status, headers={"Content-Type": answer.content_type})

    async def handle(request: web.Request) -> web.Response:
        fault = faults.get(request.path) or faults.get(str(request.rel_url))
        if fault:
            response = web.Response(status=fault, text=f"fault {fault}")
        else:
            form = await request.post() if request.method == "POST" else {}
            sent = {name: value for name, value in form.items() if isinstance(value, str)}
            response = answer(request.path, {**request.query, **sent})
        if log:
            log.write(f"{request.method} {request.rel_url} {response.status}\n")
            log.flush()
        return response

    app = web.Application()
    app.router.add_get("/{path:.*}", handle)
    if pages.platform.takes_forms:
        app.router.add_post("/{path:.*}", handle)
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
