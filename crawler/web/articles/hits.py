"""What a search has found, marked: crawled text goes out escaped, piece by piece."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

CUT = "…"
_BEFORE, _AFTER = 30, 120


def shortened(text: str, most: int) -> str:
    """At most so many characters of it."""
    return text if len(text) <= most else text[:most] + CUT


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text, with each place of a word within ``<mark>``."""
    if not words:
        return escape(text)
    pieces, end = [], 0
    for hit in _pattern(words).finditer(text):
        pieces += [escape(text[end : hit.start()]), Markup("<mark>"), escape(hit[0]), Markup("</mark>")]
        end = hit.end()
    return Markup("").join([*pieces, escape(text[end:])])


def snippet(text: str, words: Sequence[str]) -> Markup | None:
    """The part of a text around the first word that stands in it, marked; None where none does."""
    hit = _pattern(words).search(text) if words else None
    if hit is None:
        return None
    start, end = max(hit.start() - _BEFORE, 0), hit.start() + _AFTER
    part = " ".join(text[start:end].split())
    return Markup("{}{}{}").format(CUT if start else "", marked(part, words), CUT if end < len(text) else "")


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    # The longest first: it may begin with a shorter one.
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)
