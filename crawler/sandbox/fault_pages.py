"""Faults that are an answer like any other: a fault and the usual answer in, what is sent instead out."""

import itertools
import re
from collections.abc import Callable

from aiohttp import web

from .challenges import CHALLENGES
from .faults import LOOP, Fault
from .notices import MISSING
from .platform import Answer

_NO_BODY = (204, 205, 304)
_PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_CHARSET = re.compile(r";\s*charset=.*", re.IGNORECASE)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class FaultPages:
    """The answers of one site; ``notice`` makes a page of the site that says a sentence, ``codec`` is its encoding."""

    def __init__(self, notice: Callable[[str], Answer], codec: str) -> None:
        self._notice = notice
        self._wrong_charset = "gbk" if codec == "utf-8" else "utf-8"
        self._missing = itertools.cycle(MISSING)
        self._challenges = itertools.cycle(CHALLENGES)
        self._rounds = itertools.count(1)

    def answer(self, fault: Fault, request: web.Request, usual: Callable[[], Answer]) -> web.Response | None:
        """What is sent; ``None`` for a fault of the connection itself."""
        if fault.status:
            return _status(fault)
        if location := self._location(fault.name, request):
            return web.Response(status=302, headers={"Location": location})
        match fault.name:
            case "type":
                return web.Response(body=_PDF, content_type="application/pdf")
            case "soft404":
                return response_of(self._notice(next(self._missing)))
            case "challenge":
                status, body, headers = next(self._challenges)
                return web.Response(status=status, body=body.encode(), headers=headers)
            case "charset":
                answer = usual()
                named = f"{_CHARSET.sub('', answer.content_type)}; charset={self._wrong_charset}"
                return web.Response(body=answer.body, headers={"Content-Type": named})
            case "garbled":
                answer = usual()
                return web.Response(body=_garbled(answer.body), headers={"Content-Type": answer.content_type})
            case "empty":
                return web.Response(body=b"", headers={"Content-Type": usual().content_type})
            case _:
                return None

    def _location(self, name: str, request: web.Request) -> str:
        """Where a redirection leads; empty for what is none."""
        match name:
            case "loop":
                return f"{LOOP}{next(self._rounds)}"
            case "away":
                return "http://other.invalid/"
            case "scheme":
                return "ftp://other.invalid/"
            case "private":
                return "http://10.0.0.1/"
            case "localport":
                host, _, port = request.host.rpartition(":")
                return f"http://{host}:{int(port) + 1 if int(port) < 65535 else 65534}/"
            case _:
                return ""


def response_of(answer: Answer) -> web.Response:
    """The web server's form of an answer."""
    headers = {"Location": answer.location} if answer.location else {}
    return web.Response(body=answer.body, status=answer.status, headers={"Content-Type": answer.content_type} | headers)


def _status(fault: Fault) -> web.Response:
    headers = {} if fault.wait is None else {"Retry-After": str(fault.wait)}
    if fault.status in _NO_BODY:
        return web.Response(status=fault.status, headers=headers)
    return web.Response(status=fault.status, text=f"fault {fault.status}", headers=headers)


def _garbled(body: bytes) -> bytes:
    """The bytes with some that neither UTF-8 nor a Chinese encoding knows."""
    found, count = _BEYOND_ASCII.subn(b"\xff", body)
    return found if count else b"\xff".join(body[place : place + 8] for place in range(0, len(body), 8)) + b"\xff"
