"""Everything that Apprise delivers to: mail, web hooks, Slack and a hundred more. Loaded where a channel needs it."""

import logging
import re
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import apprise
from apprise.manager_plugins import NotificationManager

from crawler.contact import NAME
from crawler.health.finding import Words
from crawler.messages.sending import UndeliveredError, late

# Services without a limit that we know of; of a mail nobody reads more.
_MOST_BYTES = 18_000
_STATUS = re.compile(r"error=(\d{3})\b")


def silence() -> None:
    """What Apprise and its HTTP library log holds addresses with their secrets, so it goes nowhere."""
    for name in ("apprise", "urllib3", "requests"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def schemes() -> list[str]:
    """What an address may begin with."""
    manager: Any = NotificationManager  # has no types
    with quietly():
        return sorted(manager().schemas())


@contextmanager
def quietly() -> Iterator[None]:
    """Apprise loads its services when they are asked for; one brings a module that Python 3.11 warns of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class Apprised:
    """A :class:`~crawler.messages.sending.Sender`; raises :class:`ValueError` where Apprise can't read the address."""

    def __init__(self, url: str) -> None:
        silence()
        # Nothing of its own on the disk, and no picture from a foreign host in a message.
        asset = apprise.AppriseAsset(
            app_id=NAME,
            app_desc=NAME,
            app_url="",
            image_url_mask="",
            # What moved would be asked for by GET, which takes no message and says that all is well.
            http_redirects=False,
            async_mode=False,
            storage_mode="memory",
            # With one of its own it would send from a thread that the end of the process waits for.
            service_timeout=0,
        )
        with quietly():
            made = apprise.Apprise.instantiate(url, asset=asset)
        if not isinstance(made, apprise.NotifyBase):
            raise ValueError(urlsplit(url).scheme)  # noqa: TRY004 - what is wrong is the address
        self._service = made
        self._apprise = apprise.Apprise(made, asset=asset)

    @property
    def most_bytes(self) -> int:
        # The service's own limit counts characters, of which each has a byte at least.
        return min(_MOST_BYTES, int(self._service.body_maxlen))

    def __repr__(self) -> str:
        return f"Apprised({self._service.service_name})"

    def send(self, title: str, text: str, seconds: float) -> None:
        self._service.socket_connect_timeout = self._service.socket_read_timeout = seconds
        begun = time.monotonic()
        result = self._apprise.notify(text, title=title, body_format=apprise.NotifyFormat.TEXT)
        if result:
            return
        logs = " ".join(entry.message for entry in result.logs())
        status = _STATUS.search(logs)
        if status:
            raise UndeliveredError(Words(f"对方答复 HTTP {status[1]}", f"it answers HTTP {status[1]}"))
        if time.monotonic() - begun >= seconds:
            raise UndeliveredError(late(seconds))
        raise UndeliveredError(Words("连接不上或对方拒收", "no connection, or it refuses"))
