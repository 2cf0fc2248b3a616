"""Stub until the real one lands."""

from dataclasses import dataclass

from crawler.page.listing import Row


@dataclass(frozen=True)
class JsonList:
    rows: list[Row]
    items: int | None
    pages: int | None
    current: int | None


def json_list(text: str, base_url: str) -> JsonList | None:
    return None


def fragment_of(text: str) -> str | None:
    return None
