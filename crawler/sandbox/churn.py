"""Changes that come by themselves: after every so many requests an article is published, edited, deleted or moved."""

import re
from collections.abc import Mapping

from crawler.errors import UsageError

from .changes import Changes

_PART = re.compile(r"(publish|edit|delete|move)=([1-9]\d{0,6})")


def parse_churn(text: str) -> dict[str, int]:
    """What happens after how many requests, of a ``--churn`` argument."""
    parts = [_PART.fullmatch(part) for part in text.split(",")]
    found = {part[1]: int(part[2]) for part in parts if part}
    if len(found) < len(parts):
        raise UsageError(
            f"--churn {text}: write which change comes after how many requests, like publish=20,edit=50; "
            "there are publish, edit, delete and move, each once"
        )
    return found


class Churn:
    """Counts the requests of a site and changes it when their turn comes."""

    def __init__(self, changes: Changes, every: Mapping[str, int]) -> None:
        self._changes = changes
        self._every = every
        self._requests = 0

    def tick(self) -> None:
        """One more request has been answered."""
        self._requests += 1
        for name, every in self._every.items():
            if self._requests % every == 0:
                self._change(name)

    def _change(self, name: str) -> None:
        match name:
            case "publish":
                self._changes.publish()
            case "edit":
                self._changes.edit(self._changes.some_articles(1))
            case "delete":
                self._changes.delete(self._changes.some_articles(1))
            case _:
                self._changes.move()
