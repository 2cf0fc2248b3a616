"""Markdown of texts that nobody has checked: what comes from a page is shown as it is, and does nothing."""

import re
from collections.abc import Iterable, Sequence

from crawler.releases.card.about import clean

_MARKUP = re.compile(r"(^[-+=]|[\\`*_{}\[\]#~$^|!])")
# Shown as letters by every reader, and read as nothing else.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
# Where an address would become a link by itself.
_ADDRESS = re.compile(r"(?<=www)\.|:(?=//)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"'`\\|()\[\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def plain(text: str | None, most: int = 60) -> str:
    """A text of anybody's in a line or a cell, cut to so many letters; – for None."""
    if text is None:
        return "–"
    line = clean(text)
    line = line if len(line) <= most else f"{line[: most - 1]}…"
    line = _MARKUP.sub(r"\\\1", line)
    for char, entity in _ENTITIES.items():
        line = line.replace(char, entity)
    return _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", line)


def address(text: str | None) -> str:
    """An address as a link if it is one of the web or of mail, else as text."""
    if text and _WEB.fullmatch(text):
        return f"<{text}>"
    return plain(text, 200)


def code(text: str) -> str:
    """A name of ours in code font."""
    return f"`{clean(text).replace('`', chr(39)).replace('|', '/')}`"


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:,}"


def percent(part: int, whole: int) -> str:
    """A share in per cent; 0 % and 100 % are said only where it is exactly that."""
    if not whole:
        return "–"
    share = 100 * part / whole
    rounded = f"{share:.1f}"
    if part and rounded == "0.0":
        return "< 0.1 %"
    if part != whole and rounded == "100.0":
        return "> 99.9 %"
    return f"{rounded.removesuffix('.0')} %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already. A head that begins with > is that of numbers, set to the right."""
    names = [name.removeprefix(">") for name in head]
    rules = ["---:" if name.startswith(">") else "---" for name in head]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (names, rules, *rows))


def listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
