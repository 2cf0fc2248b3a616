"""A channel's address: which service it is, and what sends to it. No error of it repeats the address."""

import difflib
from contextlib import suppress
from typing import cast

from yarl import URL

from crawler.errors import LanmuError, UsageError
from crawler.messages.needs import has_apprise
from crawler.messages.robots import HOSTS, KINDS, SCHEMES, Kind, Robot
from crawler.messages.sending import Sender

_KINDS = ", ".join(KINDS)


def sender(what: str, url: str, robot: str, secret: str) -> Sender:
    """What sends to ``url``; raises :class:`UsageError` for what no service is known for.

    ``what`` names the channel in errors. ``robot`` says what an address of http is, where its host doesn't;
    ``secret`` is that of a robot's signature.
    """
    scheme, separator, rest = url.partition("://")
    scheme = scheme.lower()
    if not separator or not rest or not scheme.isascii():
        raise UsageError(f"{what}: its url is no address; copy it from the service, or see docs/messages.md")
    if robot and robot not in KINDS:
        raise UsageError(f"{what}: no robot is called {robot!r}; there are: {_KINDS}")
    kind = _robot_kind(what, scheme, url, robot)
    if kind is None:
        if secret:
            raise UsageError(f"{what}: secret is for robots only ({_KINDS}); leave it out")
        return _by_apprise(what, scheme, url)
    if scheme in SCHEMES:
        kind, address = SCHEMES[scheme]
        before, _, after = rest.partition("?")[0].partition("/")[0].rpartition("@")
        url, secret = address.format(after), secret or before
    if secret and kind == "wecom":
        raise UsageError(f"{what}: a robot of wecom has no secret; leave it out")
    return Robot(kind, _address(what, url), secret)


def _robot_kind(what: str, scheme: str, url: str, robot: str) -> Kind | None:
    if scheme in SCHEMES:
        return SCHEMES[scheme][0]
    if robot and scheme not in {"http", "https"}:
        raise UsageError(f"{what}: robot = {robot!r} needs an address that begins with https://, not {scheme}://")
    if robot:
        return cast("Kind", robot)
    if scheme in {"http", "https"}:
        return HOSTS.get(_address(what, url).host or "")
    return None


def _address(what: str, url: str) -> URL:
    try:
        address = URL(url)
    except ValueError:
        address = URL()
    if not address.host:
        raise UsageError(f"{what}: its url has no host; copy it from the service, or see docs/messages.md")
    return address


def _by_apprise(what: str, scheme: str, url: str) -> Sender:
    if not has_apprise():
        raise LanmuError(f"{what}: {scheme}:// needs apprise; install with: pip install 'lanmu[messages]'")
    from crawler.messages.by_apprise import Apprised, schemes  # noqa: PLC0415 (what the core does without)

    with suppress(ValueError):
        return Apprised(url)
    if scheme in {"http", "https"}:
        raise UsageError(
            f'{what}: its host is none that is known; for a robot\'s gateway add robot = "dingtalk" ({_KINDS}), for a '
            f"web hook begin with json{'s' if scheme == 'https' else ''}://"
        )
    known = sorted({*schemes(), *SCHEMES})
    if scheme in known:
        raise UsageError(f"{what}: this is no whole address of {scheme}://; see docs/messages.md for its form")
    near = difflib.get_close_matches(scheme, known, n=1)
    hint = f"did you mean {near[0]}://?" if near else "see docs/messages.md for them"
    raise UsageError(f"{what}: no service is known for {scheme}://; {hint}")
