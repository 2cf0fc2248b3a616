"""The sandbox's web server: one site on loopback until a signal ends it."""

import asyncio
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from .churn import Churn
from .control import PREFIX, Control
from .fault_pages import FaultPages, response_of
from .fault_streams import STREAMS
from .faults import Fault, Faults
from .pages import Pages
from .platform import Answer
from .request_kind import ROBOTS, kind_and_subject
from .request_log import Entry, RequestLog
from .validators import validated

_NOT_FOUND = b"<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"


@dataclass(frozen=True)
class Conduct:
    """How a site answers: ``robots`` is its robots.txt, ``latency`` what each answer takes longer, in seconds.

    With ``validators`` the pages of articles have an ETag and a Last-Modified.
    """

    faults: Faults
    robots: str
    latency: float
    validators: bool


class Server:
    """Answers the requests for one site."""

    def __init__(self, pages: Pages, conduct: Conduct, log: RequestLog, control: Control, churn: Churn) -> None:
        self._pages = pages
        self._conduct = conduct
        self._log = log
        self._control = control
        self._churn = churn
        self._fault_pages = FaultPages(pages.notice, pages.codec)
        self._methods = ("GET", "HEAD", "POST") if pages.platform.takes_forms else ("GET", "HEAD")

    def application(self) -> web.Application:
        """The web application."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        return app

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith(PREFIX):
            return await self._control.answer(request)
        with self._log.entry(request) as entry:
            try:
                response = await self._respond(request, entry)
                entry.status = response.status
                return response
            finally:
                self._churn.tick()

    async def _respond(self, request: web.Request, entry: Entry) -> web.StreamResponse:
        form = await request.post() if request.method == "POST" else {}
        sent = {name: value for name, value in form.items() if isinstance(value, str)}
        parameters = {**request.query, **sent}
        entry.kind, subject = kind_and_subject(self._pages, request.path, parameters)
        if self._conduct.latency:
            await asyncio.sleep(self._conduct.latency)
        if request.method not in self._methods:
            return web.Response(status=405)
        fault = self._conduct.faults.drawn((request.path, str(request.rel_url), request.raw_path), subject)
        if fault:
            entry.fault = fault.name
            return await self._faulty(fault, request, parameters, entry)
        response = response_of(self._usual(request.path, parameters))
        stamp = self._pages.stamp(request.path, parameters) if self._conduct.validators else None
        return validated(response, request, stamp) if stamp and response.status == 200 else response

    async def _faulty(
        self, fault: Fault, request: web.Request, parameters: Mapping[str, str], entry: Entry
    ) -> web.StreamResponse:
        """The answer of a fault."""

        def usual() -> Answer:
            return self._usual(request.path, parameters)

        page = self._fault_pages.answer(fault, request, usual)
        return page or await STREAMS[fault.name](request, usual(), entry)

    def _usual(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """What the site answers where nothing goes wrong."""
        if path == ROBOTS:
            return Answer(self._conduct.robots.encode(), "text/plain; charset=utf-8")
        answer = self._pages.answer(path, parameters)
        return answer or Answer(_NOT_FOUND, self._pages.content_type, 404)


async def serve(listener: socket.socket, app: web.Application, ready: Callable[[], None]) -> None:
    """Serve on a bound socket until SIGINT or SIGTERM; ``ready`` is called once connections are answered."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    # A request whose reader has left is given up, so that the log can say when.
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True)
    await runner.setup()
    await web.SockSite(runner, listener, shutdown_timeout=1).start()
    ready()
    await stop.wait()
    await runner.cleanup()
