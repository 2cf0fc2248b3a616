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

from crawler.page.hidden import is_shown

# What a page's elements are chosen for: the names of the fields.
Chosen = dict[str, list[etree._Element]]
# An element with a class, or any: what most selectors are. One look at each element finds all of them; an XPath for
# each takes that long for every one.
_PLAIN = re.compile(r"([a-z][a-z0-9]*)?\.(-?[A-Za-z_][\w-]*)", re.ASCII)

# A template has few of them; a site that makes one up for each page has more.
_MOST_KEPT = 4096
_SPACE = re.compile(r"[ \t\r\n]+")  # an ideographic space divides no classes


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
        """The elements of a page, in its order, by the field; a field without any is left out.

        Raises :class:`ValueError` for what is no selector.
        """
        given = {name: css for name in FIELDS if (css := getattr(self, name))}
        plain = frozenset(css for css in given.values() if _PLAIN.fullmatch(css))
        found = _by_class(root, plain) if plain else {}
        for css in given.values():
            if css not in found:
                found[css] = elements(css, root)
        return {name: _shown(found[css]) for name, css in given.items() if found[css]}


FIELDS = tuple(field.name for field in fields(Selectors))
NONE = Selectors()


def _shown(nodes: list[etree._Element]) -> list[etree._Element]:
    """The elements that a reader sees, all where he sees none: a script may show them. None stands inside another."""
    if len(nodes) == 1:
        return nodes
    shown = [node for node in nodes if is_shown(node)] or nodes
    around = set(shown)
    return [node for node in shown if not any(above in around for above in node.iterancestors())]


class _Classes(dict[str, tuple[str, ...]]):
    """From what a ``class`` attribute says to the plain selectors of one tag (``""``: of any) that choose it."""

    def __init__(self, tag: str, plain: frozenset[str]) -> None:
        super().__init__()
        self.tag = tag
        self.plain = plain

    def __missing__(self, classes: str) -> tuple[str, ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[classes] = tuple(self.plain.intersection(f"{self.tag}.{name}" for name in _SPACE.split(classes)))
        return self[classes]


def _by_class(root: etree._Element, plain: frozenset[str]) -> Chosen:
    """The elements that plain selectors choose, by the selectors."""
    found: Chosen = {css: [] for css in plain}
    for classes in _tables(plain):
        for node in root.iter(classes.tag) if classes.tag else root.iter():
            for css in classes[node.get("class", "")]:
                found[css].append(node)
    return found


@cache  # a site has one set of them
def _tables(plain: frozenset[str]) -> list[_Classes]:
    return [_Classes(tag, plain) for tag in sorted({css.partition(".")[0] for css in plain})]


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
