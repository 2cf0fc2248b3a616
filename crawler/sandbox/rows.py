"""The rows of a column as its pages print them: listings and a skin in, printed rows out."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .content import Listing
from .skin import Skin

_DATE_FORMS = {
    "dashed": "{d:%Y-%m-%d}",
    "month_day": "[{d:%m-%d}]",
    "slashed": "{d.year}/{d.month}/{d.day}",
    "chinese": "{d.year}年{d:%m}月{d:%d}日",
    "bracketed": "[{d:%Y-%m-%d}]",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: the link's text, its title attribute if any, the date as printed."""

    listing: Listing
    text: str
    attribute: str | None
    date: str


def printed(listings: Iterable[Listing], place: int, skin: Skin) -> list[Row]:
    """The rows; ``place`` is their column's place among the columns: every other one has title attributes."""
    titled = (place + skin.row_titles) % 2 == 0
    return [
        Row(listing, _cut(listing.title, skin), listing.title if titled else None, _date(listing.day, skin))
        for listing in listings
    ]


def shows_full_date(skin: Skin) -> bool:
    """Whether the rows print the year."""
    return skin.row_date != "month_day"


def _cut(title: str, skin: Skin) -> str:
    return title if len(title) <= skin.row_cut else title[: skin.row_cut].rstrip() + skin.row_cut_mark


def _date(day: dt.date, skin: Skin) -> str:
    return _DATE_FORMS[skin.row_date].format(d=day)


def whole(skin: Skin) -> Skin:
    """The skin with rows that print whole titles and whole dates, as data do."""
    return dataclasses.replace(skin, row_cut=10_000, row_date="dashed", row_titles=0, row_link="rooted")
