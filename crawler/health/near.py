"""A name that nobody has: which names there are that it may have been meant for."""

import difflib
from collections.abc import Collection

from crawler.health.finding import Words

_MOST = 30


def hint(name: str, names: Collection[str]) -> Words:
    """The names that are near, or all of them; nothing where there are none."""
    if near := difflib.get_close_matches(name, names, cutoff=0.5):
        return Words(f"；是不是 {' 或 '.join(near)}？", f"; did you mean {' or '.join(near)}?")
    if not names:
        return Words("", "")
    told = [*sorted(names)[:_MOST], *(["…"] if len(names) > _MOST else [])]
    return Words(f"；有：{'、'.join(told)}", f"; there are: {', '.join(told)}")
