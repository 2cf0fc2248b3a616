"""The pages served, until a signal comes."""

import contextlib
import secrets
import socket
from collections.abc import Collection, Iterator

import uvicorn

from crawler.errors import LanmuError
from crawler.web.app import application
from crawler.web.guard import TOKEN, is_loopback
from crawler.web.keeper import Keeper

# All addresses of this machine.
ANY = ("0.0.0.0", "::")  # noqa: S104 - what is meant where a person gives it
# Whoever is still reading when it ends has so many seconds.
_GRACE = 2


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there; raises :class:`LanmuError` where that can't be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except (OSError, UnicodeError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise LanmuError(f"cannot serve on {host} port {port}: {why}; choose another with --host and --port") from None
    with listener:
        yield listener


def first_address(listener: socket.socket, host: str, token: str | None) -> str:
    """What to open in a browser."""
    port = listener.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    if host in ANY:
        name = socket.gethostname()
    return f"http://{name}:{port}/" + (f"?{TOKEN}={token}" if token else "")


def token_for(host: str, given: str) -> str | None:
    """What must be shown: nothing where only this machine can ask, unless ``given``; else that, or one made up."""
    return given or (None if is_loopback(host) else secrets.token_urlsafe(16))


def serve(keeper: Keeper, listener: socket.socket, hosts: Collection[str], token: str | None) -> None:
    """Serve until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        application(keeper, hosts, token),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=_GRACE,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
