"""Faults of the connection: answers that stop, drip, never begin or never end."""

import asyncio
import functools
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from .platform import Answer
from .request_log import Entry

# A day: whoever waits longer waits for ever.
_DAY = 86_400
_BOMB_MIB = 300
_CHUNK = b"<p>" + "演示".encode() * 10_000 + b"</p>\n"
_PAUSE = 0.01

Stream = Callable[[web.Request, Answer, Entry], Awaitable[web.StreamResponse]]


async def _timeout(_request: web.Request, _answer: Answer, _entry: Entry) -> web.StreamResponse:
    """Never answer; who leaves or a server that ends cancels this."""
    await asyncio.sleep(_DAY)
    return web.Response(status=504)


async def _short(request: web.Request, answer: Answer, entry: Entry) -> web.StreamResponse:
    """Send half of what was announced, then close as if it were all."""
    response = await _half(request, answer, entry)
    if request.transport:
        request.transport.close()
    return response


async def _reset(request: web.Request, answer: Answer, entry: Entry) -> web.StreamResponse:
    """Send half of what was announced, then break the connection."""
    response = await _half(request, answer, entry)
    if request.transport:
        # Without lingering a close is a reset.
        linger = struct.pack("ii", 1, 0)
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
    return response


async def _drip(request: web.Request, answer: Answer, entry: Entry) -> web.StreamResponse:
    """Send one byte a second."""
    response = await _begun(request, answer, entry)
    for place in range(len(answer.body)):
        await response.write(answer.body[place : place + 1])
        await asyncio.sleep(1)
    return response


async def _bomb(_request: web.Request, answer: Answer, _entry: Entry) -> web.StreamResponse:
    """Send little that unpacks to much, whether or not compressed answers were asked for."""
    body = await asyncio.to_thread(_packed)
    return web.Response(body=body, headers={"Content-Type": answer.content_type, "Content-Encoding": "gzip"})


async def _endless(request: web.Request, answer: Answer, entry: Entry) -> web.StreamResponse:
    """Send and send; who leaves or a server that ends cancels this."""
    response = web.StreamResponse(headers={"Content-Type": answer.content_type})
    await response.prepare(request)
    entry.status = response.status
    for _ in range(int(_DAY / _PAUSE)):
        await response.write(_CHUNK)
        await asyncio.sleep(_PAUSE)
    return response


STREAMS: Mapping[str, Stream] = {
    "timeout": _timeout,
    "short": _short,
    "reset": _reset,
    "drip": _drip,
    "bomb": _bomb,
    "endless": _endless,
}


async def _begun(request: web.Request, answer: Answer, entry: Entry) -> web.StreamResponse:
    """The answer up to its headers, which name the whole length."""
    response = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.content_type})
    response.content_length = len(answer.body)
    await response.prepare(request)
    entry.status = response.status
    return response


async def _half(request: web.Request, answer: Answer, entry: Entry) -> web.StreamResponse:
    response = await _begun(request, answer, entry)
    await response.write(answer.body[: len(answer.body) // 2])
    return response


@functools.cache
def _packed() -> bytes:
    """The bomb; packing it takes about two seconds."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    blank = b" " * 2**20
    parts = [packer.compress(b"<html><body>"), *(packer.compress(blank) for _ in range(_BOMB_MIB)), packer.flush()]
    return b"".join(parts)
