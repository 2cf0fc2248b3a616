"""Chromium for a site whose pages are made by script (``needs_browser = True``): found and tried before a crawl.

Debian's Chromium, driven by playwright, the extra ``browser``. What it does in a crawl: middlewares/browser.py.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from scrapy.settings import BaseSettings

from crawler.errors import LanmuError

# What a page's scripts ask for waits in a queue of its own: the page is one visit, the next one waits DOWNLOAD_DELAY.
SUB_REQUESTS = "sub-requests"
# Chromium's own sandbox can't be had as root, and that is what containers run as.
SANDBOX = os.geteuid() != 0
# No host has an address for Chromium, so nothing it does reaches a network. Nobody sees the pages: where there is no
# graphics card, drawing as if there were one takes a fifth of a crawl's CPU.
ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-gpu"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MIDDLEWARE = "crawler.middlewares.browser.BrowserMiddleware"
# Nearer to the spider than redirects (600) and decompression (590): what arrives here is the page itself.
_ORDER = 580


def use_browser(settings: BaseSettings) -> None:
    """Have the pages of a crawl with these settings run in Chromium; for ``update_settings`` of a spider class.

    ``CHROMIUM_PATH`` names the browser, else the first of its usual names in PATH is taken. Raises
    :class:`LanmuError` where playwright or Chromium is missing or Chromium doesn't start.
    """
    if find_spec("playwright") is None:
        raise LanmuError("this site needs a browser; install its driver: pip install playwright")
    at_once = {"delay": 0, "concurrency": settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")}
    changes = {
        "CHROMIUM_PATH": _starting(settings.get("CHROMIUM_PATH")),
        "DOWNLOADER_MIDDLEWARES": {**settings.getdict("DOWNLOADER_MIDDLEWARES"), _MIDDLEWARE: _ORDER},
        "DOWNLOAD_SLOTS": {SUB_REQUESTS: at_once, **settings.getdict("DOWNLOAD_SLOTS")},
    }
    settings.setdict(changes, priority="spider")


def _starting(name: str | None) -> str:
    """The path of a Chromium that starts; a mere stub, or a sandbox the machine forbids, shows only then."""
    path = next(filter(None, map(shutil.which, [name] if name else _NAMES)), None)
    if path is None:
        missing = f"CHROMIUM_PATH {name} is none" if name else "there is none"
        raise LanmuError(f"this site needs Chromium, and {missing}; install it: apt-get install chromium")
    command = [path, "--headless", *([] if SANDBOX else ["--no-sandbox"]), "--dump-dom", "about:blank"]
    with TemporaryDirectory(prefix="lanmu-chromium-") as profile:
        options = [*ARGUMENTS, f"--user-data-dir={profile}"]
        try:
            done = subprocess.run([*command, *options], capture_output=True, timeout=60, check=False)  # noqa: S603 - the user's browser
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LanmuError(f"this site needs Chromium, and {path} does not start: {error}") from None
    if b"<html" not in done.stdout:
        raise LanmuError(f"this site needs Chromium, and it does not start; see what it says: {' '.join(command)}")
    return path
