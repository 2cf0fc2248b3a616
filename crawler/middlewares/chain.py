"""Scrapy's chain of downloader middlewares, with nothing around a call that has nothing to say.

Most of a dozen middlewares look at a request and return None, or return the response they were given. Scrapy wraps each
such answer in a coroutine, builds the method's full name for a warning, and looks in the arguments of its own
middlewares for one that nobody passes any more: a tenth of the CPU of a crawl.
"""

from collections.abc import Callable, Coroutine
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from scrapy import Request
from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.exceptions import _InvalidOutput
from scrapy.http import Response
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.python import global_object_name

Fetch = Callable[[Request], Coroutine[Any, Any, Response]]
Method = Callable[..., Any]
# What Scrapy wraps its own methods in.
_WRAPPER = "_warn_spider_arg."


class DownloaderMiddlewares(DownloaderMiddlewareManager):
    """Takes the middlewares that another manager has built."""

    of_requests: list[Method]
    of_responses: list[Method]

    @classmethod
    def of(cls, manager: DownloaderMiddlewareManager) -> "DownloaderMiddlewares":
        """The same middlewares in the same order."""
        chain = cls.__new__(cls)
        # Built anew, it would warn a second time of what it warns of.
        vars(chain).update(vars(manager))
        chain.of_requests = [chain._bare(one) for one in chain.methods["process_request"] if one is not None]
        chain.of_responses = [chain._bare(one) for one in chain.methods["process_response"] if one is not None]
        return chain

    def _bare(self, method: Method) -> Method:
        """What a method does, without what Scrapy has wrapped around its own."""
        if method in self._mw_methods_requiring_spider:
            return partial(self._handle_mw_method, method)
        function = getattr(method, "__func__", None)
        if isinstance(function, FunctionType) and function.__code__.co_qualname.startswith(_WRAPPER):
            return MethodType(function.__wrapped__, method.__self__)  # type: ignore[attr-defined] # both are there
        return method

    async def _process_request(self, request: Request, download_func: Fetch) -> Response | Request:
        for method in self.of_requests:
            answer = method(request=request)
            if answer is not None and (answer := await _settled(answer, method)) is not None:
                return _checked(answer, method)
        return await download_func(request)

    async def _process_response(self, response: Response | Request, request: Request) -> Response | Request:
        for method in self.of_responses:
            if isinstance(response, Request):
                return response
            response = _checked(await _settled(method(request=request, response=response), method), method)
        return response


async def _settled(answer: Any, method: Method) -> Any:
    """What a middleware answers, awaited where it has to be."""
    if isinstance(answer, (Response, Request)):
        return answer
    return await ensure_awaitable(answer, _warn=global_object_name(method))


def _checked(answer: Any, method: object) -> Response | Request:
    if not isinstance(answer, (Response, Request)):
        raise _InvalidOutput(f"{method} must return a Response or a Request, got {type(answer).__name__}")
    return answer
