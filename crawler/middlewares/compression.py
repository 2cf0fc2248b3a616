"""Decompression of whole bodies, without guessing a charset.

Scrapy's middleware takes what it got of a body that was cut off for the page. It also copies the response and asks for
its encoding on the way, which runs charset detection over the compressed bytes: 39 % of the CPU of a crawl of gzipped
pages. Pages are decoded by their bytes later (page/decode.py), so any encoding will do here.
"""

import zlib
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import httpcompression
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response, TextResponse
from scrapy.utils._compression import _DecompressionMaxSizeExceeded

from crawler.http_handler import BadAnswerError
from crawler.middlewares.retry import once_more

# What can be told to be whole. Others that come unasked are unpacked as Scrapy does.
_ASKED_FOR = b"gzip, deflate"
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's numbers of the three forms
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 65536
# A server may begin a new one with each block it sends; more are meant to keep us busy.
_MOST_MEMBERS = 1000


class HttpCompressionMiddleware(httpcompression.HttpCompressionMiddleware):
    """Scrapy's middleware; the response's encoding is settled before it is asked for."""

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        middleware.crawler = crawler
        return middleware

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - Scrapy's signature
        request.headers.setdefault("Accept-Encoding", _ASKED_FOR)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - Scrapy's signature
    ) -> Request | Response:
        if isinstance(response, TextResponse) and response._encoding is None:
            response._encoding = "utf-8"
        try:
            return super().process_response(request, response)
        except (ResponseDataLossError, BadAnswerError) as error:
            return once_more(self.crawler, request, error)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        try:
            if encoding in {b"gzip", b"x-gzip"}:
                return unpacked(body, _GZIP, max_size)
            if encoding == b"deflate":
                # By the letter it is zlib's form; some servers send it bare.
                return unpacked(body, _ZLIB if body[:1] == b"\x78" else _RAW, max_size)
            return httpcompression.HttpCompressionMiddleware._decode(body, encoding, max_size)
        except (ResponseDataLossError, DownloadCancelledError, _DecompressionMaxSizeExceeded):
            raise
        except Exception as error:
            # Each of the libraries has an error of its own.
            raise BadAnswerError(f"{encoding.decode('ascii')}: {error}") from error


def unpacked(body: bytes, form: int, most: int) -> bytes:
    """The body; ``form`` is zlib's number, ``most`` the most bytes it may come to (0: any number).

    Raises :class:`ResponseDataLossError` where its end is missing, :class:`zlib.error` where it is damaged, and
    :class:`DownloadCancelledError` where it is too large or of too many members.
    """
    parts: list[bytes] = []
    size = members = 0
    rest = memoryview(body)
    while rest:
        members += 1
        if members > _MOST_MEMBERS:
            raise DownloadCancelledError(f"the body is packed in more than {_MOST_MEMBERS} members")
        stream = zlib.decompressobj(form)
        while not stream.eof:
            # In pieces: what zlib leaves of its input it copies each time.
            piece = rest[:_CHUNK]
            part = stream.decompress(piece, _CHUNK)
            left = stream.unused_data if stream.eof else stream.unconsumed_tail
            rest = rest[len(piece) - len(left) :]
            if not (part or rest or stream.eof):
                raise ResponseDataLossError(f"the compressed body ends after {size} bytes")
            parts.append(part)
            size += len(part)
            if 0 < most < size:
                # Errors are handed on in cycles that live long, and this frame with them.
                parts.clear()
                raise DownloadCancelledError(f"the body has grown to {size} bytes while it was unpacked")
        # Gzip may go on with another member; what else stands behind the end is padding.
        if form != _GZIP or rest[: len(_GZIP_MAGIC)] != _GZIP_MAGIC:
            break
    return b"".join(parts)
