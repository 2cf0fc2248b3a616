"""What messages are sent with, which a crawl does without: the extra ``messages``."""

import importlib.util


def has_apprise() -> bool:
    """Whether the extra ``messages`` is installed."""
    return importlib.util.find_spec("apprise") is not None
