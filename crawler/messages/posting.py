"""One HTTP request with an end: what robots and the heartbeat are sent by. No error of it names the address."""

import asyncio
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import aiohttp
from yarl import URL

from crawler import __version__
from crawler.contact import NAME
from crawler.health.finding import Words
from crawler.messages.sending import UndeliveredError, late

_MOST_ANSWER = 64 * 1024
# Chinese as itself: escaped it is twice as long, and services count the bytes of the body.
_AS_ITSELF = partial(json.dumps, ensure_ascii=False)


def request(method: str, url: URL, seconds: float, content: str | Mapping[str, Any] | None = None) -> bytes:
    """The body of the answer, if its status is 2xx; raises :class:`UndeliveredError` if not within ``seconds``.

    ``content`` goes as text, or as JSON. For threads without an event loop.

    Redirects are not followed: the address is a secret of one host.
    """
    try:
        return asyncio.run(_request(method, url, seconds, content))
    except TimeoutError:
        raise UndeliveredError(late(seconds)) from None
    except aiohttp.ClientConnectorDNSError:
        raise UndeliveredError(Words("域名无法解析", "its name can't be resolved")) from None
    except aiohttp.ClientConnectorCertificateError:
        raise UndeliveredError(Words("证书无效", "its certificate is not valid")) from None
    except aiohttp.ClientConnectorError as error:
        refused = isinstance(error.os_error, ConnectionRefusedError)
        why = Words("连接被拒绝", "connection refused") if refused else Words("连接不上", "no connection")
        raise UndeliveredError(why) from None
    except aiohttp.ClientError:
        raise UndeliveredError(Words("连接中断", "the connection broke")) from None


async def _request(method: str, url: URL, seconds: float, content: str | Mapping[str, Any] | None) -> bytes:
    timeout = aiohttp.ClientTimeout(total=seconds)
    text, told = (content, None) if isinstance(content, str) else (None, content)
    agent = {"User-Agent": f"{NAME}/{__version__}"}
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=agent, trust_env=True, json_serialize=_AS_ITSELF) as session,
        session.request(method, url, data=text, json=told, allow_redirects=False) as answer,
    ):
        if not 200 <= answer.status < 300:
            raise UndeliveredError(Words(f"对方答复 HTTP {answer.status}", f"it answers HTTP {answer.status}"))
        got = bytearray()
        async for chunk in answer.content.iter_any():
            got += chunk
            if len(got) > _MOST_ANSWER:
                break
        return bytes(got)
