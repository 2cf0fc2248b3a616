"""Scrapy's chain of downloader middlewares, with nothing around a call that has nothing to say.

Most of a dozen middlewares look at a request and return None, or return the response they were given. Scrapy wraps each
such answer in a coroutine and builds the method's full name for a warning: 6 % of the CPU of a crawl.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.exceptions import _InvalidOutput
from scrapy.http import Response
from scrapy.utils.defer import ensure_awaitable

Fetch = Callable[[Request], Coroutine[Any, Any, Response]]


class DownloaderMiddlewares(DownloaderMiddlewareManager):
    """Takes the middlewares that another manager has built."""

    @classmethod
    def of(cls, manager: DownloaderMiddlewareManager) -> "DownloaderMiddlewares":
        return cls(*manager.middlewares, crawler=manager.crawler)

    async def _process_request(self, request: Request, download_func: Fetch) -> Response | Request:
        for method in self.methods["process_request"]:
            answer = self._handle_mw_method(method, request=request)  # type: ignore[arg-type] # never None here
            if answer is not None and (answer := await _settled(answer)) is not None:
                return _checked(answer, method)
        return await download_func(request)

    async def _process_response(self, response: Response | Request, request: Request) -> Response | Request:
        for method in self.methods["process_response"]:
            if isinstance(response, Request):
                return response
            answer = self._handle_mw_method(method, request=request, response=response)  # type: ignore[arg-type]
            response = _checked(await _settled(answer), method)
        return response


async def _settled(answer: Any) -> Any:
    """What a middleware answers, awaited where it has to be."""
    return answer if isinstance(answer, (Response, Request)) else await ensure_awaitable(answer)


def _checked(answer: Any, method: object) -> Response | Request:
    if not isinstance(answer, (Response, Request)):
        raise _InvalidOutput(f"{method} must return a Response or a Request, got {type(answer).__name__}")
    return answer
