"""robots.txt, obeyed from the first request on.

Scrapy 2.14.2–2.19.0 lets requests through that wait for the same robots.txt: they share one Deferred, whose result all
but the first see as None, which means "allowed".
"""

from scrapy import Request
from scrapy.downloadermiddlewares import robotstxt
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred


class ForbiddenByRobots(IgnoreRequest):
    """The site's robots.txt forbids this request."""


class RobotsTxtMiddleware(robotstxt.RobotsTxtMiddleware):
    """Scrapy's middleware, reading the parser again after the wait, and with an exception of its own."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        parser = await super().robot_parser(request)
        if parser is not None:
            return parser
        settled = self._parsers[urlparse_cached(request).netloc]
        return None if isinstance(settled, Deferred) else settled

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenByRobots(str(error)) from None
