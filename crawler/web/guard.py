"""Who may ask: the Host that we are, the token where the address isn't this machine's own; and what no page may do."""

import hmac
import ipaddress
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "lanmu_token"
TOKEN = "token"  # noqa: S105 - the parameter's name
_HEADERS = {
    # Nothing runs, nothing is loaded from elsewhere: crawled text can't do what a page doesn't allow.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_METHODS = ("GET", "HEAD")
# Whoever is refused has said no language yet.
_OTHER_NAME = (
    "这一页用的是别的名字：请打开 lanmu web 给出的地址\n"
    "this page is served under another name; use the address lanmu web printed\n"
)
_READ_ONLY = "这里只能看，不能改\nthe page is to be read only\n"
_UNSHOWN = "请打开 lanmu web 给出的、带 token 的地址\nopen the address with the token that lanmu web printed\n"


class Guard:
    """Lets through what may be asked. ``hosts``: names we answer to; ``token``: what must be shown, None for nobody."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], token: str | None) -> None:
        self.app = app
        self.hosts = {host.lower() for host in hosts}
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.lower().encode(), value.encode()) for name, value in _HEADERS.items()),
                ]
            await send(message)

        answer = self._refusal(scope) or self.app
        await answer(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._is_ours(_name_of(headers.get(b"host", ""))):
            return PlainTextResponse(_OTHER_NAME, 400)
        if scope["method"] not in _METHODS:
            return PlainTextResponse(_READ_ONLY, 405, {"Allow": ", ".join(_METHODS)})
        if self.token is None:
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(pairs).get(TOKEN)
        if given is not None and self._is_token(given):
            # Out of the address, so that it is in no history and no link that is passed on.
            rest = urlencode([pair for pair in pairs if pair[0] != TOKEN])
            answer = RedirectResponse(_path(scope) + (f"?{rest}" if rest else ""), 303)
            # Not "strict": a browser wouldn't show it where the address is followed from a message or another page, and
            # whoever was given the address would be refused. What a page elsewhere can ask for, it can't read.
            answer.set_cookie(COOKIE, given, httponly=True, samesite="lax")
            return answer
        if self._is_token(_cookie(headers.get(b"cookie", ""))):
            return None
        return PlainTextResponse(_UNSHOWN, 401)

    def _is_ours(self, name: str) -> bool:
        """A page elsewhere can give its own name our address, but not a number; and it hasn't the token."""
        return name in self.hosts or (self.token is not None and _is_number(name))

    def _is_token(self, given: str) -> bool:
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _name_of(host: str) -> str:
    """The Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0].removeprefix("[").lower()
    return host.partition(":")[0].lower()


def _path(scope: Scope) -> str:
    """The path asked for, as one of this host: two slashes in front would be another's."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return "/" + raw.decode("latin-1").partition("?")[0].lstrip("/\\")


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel is not None else ""
