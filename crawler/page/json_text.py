"""JSON as sites send it: in a call, with a comma too many, a string that is JSON itself."""

import json
import re
from collections.abc import Iterator
from typing import Any

_OPENING = re.compile(r"(?:(?:var\s+)?[\w.$]{1,60}\s*[=(]\s*)?(?=[\[{\"])")
_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*+"?+)|,(?=\s*[}\]])', re.DOTALL)


def parsed(text: str) -> Any:
    """The value, also out of a call or an assignment (``callback({…});``); None where there is none.

    Control characters in strings and commas behind a last element are passed over.
    """
    text = text.lstrip("\ufeff \t\r\n")
    opening = _OPENING.match(text)
    if opening is None:
        return None
    if opening[0]:
        text = text[opening.end() :].rstrip(" \t\r\n;)")
    for candidate in (text, _TRAILING_COMMA.sub(lambda match: match[1] or "", text)):
        try:
            return json.loads(candidate, strict=False)
        except ValueError:
            continue
    return None


def unfolded(data: Any) -> Any:
    """A string that is JSON itself, parsed: ``{"d": "[{…}]"}``."""
    return parsed(data) if isinstance(data, str) and data[:1] in {"[", "{"} else data


def strings(data: Any) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from strings(value)
