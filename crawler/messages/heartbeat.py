"""A sign of life to a service that alarms when none comes: after each round, so that silence itself is noticed."""

from yarl import URL

from crawler.errors import UsageError
from crawler.health.finding import Words
from crawler.messages.posting import request
from crawler.messages.sending import UndeliveredError

METHODS = ("POST", "GET")
_SECONDS = 10.0


def check_heartbeat(url: str, method: str) -> None:
    """Raise :class:`UsageError` for settings that can't be meant; the address itself is a secret."""
    try:
        whole = not url or (URL(url).scheme in {"http", "https"} and bool(URL(url).host))
    except ValueError:
        whole = False
    if not whole:
        raise UsageError("HEARTBEAT_URL is no web address; copy it from the service")
    if method not in METHODS:
        raise UsageError(f"HEARTBEAT_METHOD {method!r} is not known; there are: {', '.join(METHODS)}")


def beat(url: str, method: str, sentence: str, *, fail: bool) -> Words | None:
    """Ask for the address, with ``/fail`` behind its path where something is wrong; why it did not go, if so.

    By POST with ``sentence`` as the body, by GET without.
    """
    address = URL(url)
    if fail:
        address = address.with_path(f"{address.raw_path.rstrip('/')}/fail", encoded=True, keep_query=True)
    try:
        request(method, address, _SECONDS, sentence if method == "POST" else None)
    except UndeliveredError as error:
        return error.why
    return None
