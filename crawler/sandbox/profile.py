"""What makes one site of the sandbox another than the next, whatever the seed."""

import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One site: ``place`` is its city without 市, ``vocabulary`` names the columns it has, ``icp`` may be empty."""

    name: str
    host: str
    phrase: str
    place: str
    title: str
    host_unit: str
    vocabulary: str
    icp: str = ""

    @property
    def turn(self) -> int:
        """A number of its own, so that sites of one seed differ where they draw from the same choices."""
        return int(ipaddress.ip_address(self.host)) % 256


@dataclass(frozen=True, slots=True)
class Habits:
    """What a content management system decides about a site's content.

    ``sessions``: links may carry session ids; ``paged_articles``: long articles have further pages;
    ``repeated_pins``: pinned rows stand on every page of their column, else they are its first rows.
    """

    sessions: bool = True
    paged_articles: bool = True
    repeated_pins: bool = True
