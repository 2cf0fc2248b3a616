"""What a request is for: a site and a request in, the log's word for it and what it is about out."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from .pages import Pages
from .platform import Asked

ROBOTS = "/robots.txt"


def kind_and_subject(pages: Pages, path: str, parameters: Mapping[str, str]) -> tuple[str, str]:
    """The kind is that of the address, ``data`` for data; the subject what is shown: data of a column are its rows."""
    if path == ROBOTS:
        return "robots", "robots"
    asked = Asked(path, parameters)
    if pages.platform.is_data(asked):
        shown, _, query = pages.platform.shown_by(asked).partition("?")
        return "data", _kind(pages, shown, dict(parse_qsl(query))) if shown else "column"
    kind = "other" if path in pages.platform.scripts else _kind(pages, path, parameters)
    return kind, kind


def _kind(pages: Pages, path: str, parameters: Mapping[str, str]) -> str:
    found = pages.place_at(path, parameters)
    return found[1].kind if found else "none"
