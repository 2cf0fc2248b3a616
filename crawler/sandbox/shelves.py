"""The rows of every column as its pages print them: a site and its skin in, a shelf for each column out."""

from .content import Listing, Site
from .rows import Row, printed
from .shelf import Shelf
from .skin import Skin

# The largest column of a site whose articles move has as many pages as the moves need.
_LEAST_PAGES = 5


def shelves_of(site: Site, skin: Skin, *, moving: bool, whole: bool) -> dict[str, Shelf]:
    """The rows of each column on its pages."""
    largest = max(site.columns, key=lambda column: len(column.rows) * (not site.children(column.path)))
    size = skin.rows_per_page
    if whole:
        size = max(1, min(size, (len(largest.rows) - 1) // (_LEAST_PAGES - 1)))
    return {
        column.path: Shelf(
            printed(column.rows, place, skin),
            printed(column.pins, place, skin),
            size,
            moving=moving and column is largest,
        )
        for place, column in enumerate(site.columns)
    }


def printed_row(site: Site, skin: Skin, path: str, listing: Listing) -> Row:
    """One row of a column."""
    place = next(place for place, column in enumerate(site.columns) if column.path == path)
    (row,) = printed([listing], place, skin)
    return row
