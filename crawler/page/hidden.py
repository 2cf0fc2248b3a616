"""Elements that a reader doesn't see, by their own attributes."""

import re
from functools import lru_cache

from lxml import etree

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(node: etree._Element) -> bool:
    """Whether an element hides itself and what is inside it."""
    style = node.get("style")
    return (style is not None and _hides(style)) or node.get("hidden") is not None


def is_shown(node: etree._Element) -> bool:
    """Whether neither an element nor any around it is hidden."""
    return not is_hidden(node) and not any(map(is_hidden, node.iterancestors()))


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None
