"""Where a site file says that the fields of an article stand, as CSS selectors.

The generic rules need none. A site with one for each field is read faster: only those elements are walked.
"""

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import cast

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

# What a page's elements are chosen for: the names of the fields.
Chosen = dict[str, list[etree._Element]]
# An element with a class, or any: what most selectors are. One look at each element finds all of them; an XPath for
# each takes that long for every one.
_PLAIN = re.compile(r"([a-z][a-z0-9]*)?\.(-?[A-Za-z_][\w-]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Selectors:
    """A CSS selector for each field, ``""`` where the site file says nothing of it."""

    title: str = ""
    date: str = ""
    source: str = ""
    body: str = ""

    @property
    def complete(self) -> bool:
        """Whether there is one for each field."""
        return bool(self.title and self.date and self.source and self.body)

    def choose(self, root: etree._Element) -> Chosen:
        """The elements of a page, in its order, by the field; a field without any is left out."""
        given = {name: css for name in FIELDS if (css := getattr(self, name))}
        plain = {css: match for css in given.values() if (match := _PLAIN.fullmatch(css))}
        found = _by_class(root, {css: (match[1], match[2]) for css, match in plain.items()})
        found |= {css: elements(css, root) for css in set(given.values()) - plain.keys()}
        return {name: found[css] for name, css in given.items() if found[css]}


FIELDS = tuple(field.name for field in fields(Selectors))
NONE = Selectors()


def _by_class(root: etree._Element, wanted: dict[str, tuple[str | None, str]]) -> Chosen:
    """The elements with a class each, by their selectors; ``wanted`` goes from selectors to tag and class."""
    found: Chosen = {css: [] for css in wanted}
    tags = {tag for tag, _ in wanted.values() if tag}
    everywhere = any(tag is None for tag, _ in wanted.values())
    by_name = {name: [css for css in wanted if wanted[css][1] == name] for _, name in wanted.values()}
    for node in root.iter() if everywhere else root.iter(*tags) if tags else ():
        classes = node.get("class")
        if classes:
            for name in classes.split():
                for css in by_name.get(name, ()):
                    if wanted[css][0] in {None, node.tag} and (not found[css] or found[css][-1] is not node):
                        found[css].append(node)
    return found


def elements(css: str, root: etree._Element) -> list[etree._Element]:
    """What a selector chooses below ``root``, in order; raises :class:`ValueError` for one that is none."""
    return cast("list[etree._Element]", compiled(css)(root))


@cache  # a site file has a handful
def compiled(css: str) -> CSSSelector:
    """The selector, ready for use; raises :class:`ValueError` for one that is none."""
    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"{css!r} is no CSS selector ({error})") from None
