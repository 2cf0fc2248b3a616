"""Who crawls: whoever runs a site has to be able to reach somebody."""

import ipaddress
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler import __version__
from crawler.errors import UsageError

# What robots.txt calls us.
NAME = "Lanmu"
ANONYMOUS = f"{NAME}/{__version__} (column crawler)"


def user_agent(settings: BaseSettings) -> str:
    """The User-Agent of a crawl: that of the settings, with CONTACT in it if it is ours."""
    own, contact = str(settings["USER_AGENT"]), str(settings["CONTACT"] or "")
    return f"{NAME}/{__version__} (+{contact})" if contact and own == ANONYMOUS else own


def check_contact(settings: BaseSettings, url: str) -> None:
    """Raise :class:`UsageError` for a CONTACT that can't be sent, or where the host of ``url`` would get none."""
    contact = str(settings["CONTACT"] or "")
    if not (contact.isascii() and contact.isprintable()) or set("()") & set(contact):
        raise UsageError(f"CONTACT {contact!r} can't be sent; write a mail or web address in plain ASCII")
    if user_agent(settings) == ANONYMOUS and not is_loopback(url):
        raise UsageError(
            "say who crawls, so that the site can reach you: LANMU_CONTACT=you@example.org in the environment, "
            "or -s CONTACT=you@example.org"
        )


def is_loopback(url: str) -> bool:
    """Whether an address is, by its host's name, on this machine."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
