"""What the page is made with, which a crawl does without: the extras ``web`` and ``health``."""

import importlib.util

from crawler.errors import LanmuError

# Of the extra ``health`` too: it is needed only when all runs have been read, which may take minutes.
_PACKAGES = ("jinja2", "starlette", "uvicorn", "holidays")


def needs_web() -> None:
    """Raise :class:`LanmuError` where one of them isn't installed."""
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise LanmuError(f"the page needs {', '.join(missing)}; install with: pip install 'lanmu[web,health]'")
