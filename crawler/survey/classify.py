"""What a page that a link led to is: a column's list, a page of blocks, a text, a form."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from crawler.page.blocked import blocked
from crawler.page.breadcrumb import breadcrumb
from crawler.page.column_page import ColumnPage
from crawler.page.links import target
from crawler.page.list_places import says_empty
from crawler.page.locate import is_text
from crawler.page.model import Page
from crawler.page.navigation import column_identity
from crawler.survey.found import Kind, Looked

_MORE = re.compile(r"^\W*(?:更多|查看更多|more)\W*$|^\W*[>»]{1,3}\W*$|^\W*\+\W*$", re.IGNORECASE)
# A list without a pager whose rows most other pages link too is a sidebar.
_MOST, _NEARLY_ALL = 0.6, 0.8


def kind_of(shown: ColumnPage, page: Page, name: str, key: Callable[[str], str | None]) -> tuple[Kind, str]:
    """What the page ``page``, whose list is ``shown``, is by itself, and a word on why."""
    if any(key(row.url) is not None for row in shown.rows):
        return "list", f"{len(shown.rows)} rows"
    if shown.page is None:
        return "empty", "no records"
    if kind := blocked(page):
        return "blocked", kind
    if shown.pager is not None and shown.pager.items == 0:
        return "empty", "its pager states 0"
    if any(says_empty(line.text) for line in page.lines):
        return "empty", "it says so"
    if shown.rows:
        return "nothing", "its rows lead to no articles"
    if is_text(page):
        return "text", "a text"
    if sum(node.get("type") not in {"hidden", "submit", "button"} for node in page.root.iter("input", "textarea")) > 1:
        return "form", "a form"
    if name in breadcrumb(page):
        return "empty", "no rows"
    return "nothing", "no list"


def linked_keys(page: Page, key: Callable[[str], str | None]) -> frozenset[str]:
    """The keys of all articles that the page links."""
    urls = (target(page, anchor) for anchor in page.anchors)
    return frozenset(found for url in urls if url is not None and (found := key(url)) is not None)


def weed(looked: Sequence[Looked]) -> None:
    """Take back what only looks like a column: sidebars, pages of blocks, second addresses of a column."""
    lists = [one for one in looked if one.kind == "list"]
    frequency = Counter(key for one in looked for key in one.linked)
    read = max(sum(bool(one.linked) for one in looked), 1)
    for one in lists:
        pager = one.shown.pager if one.shown else None
        if pager is not None and pager.pages > 1:
            continue
        children = children_of(one, looked)
        listed = {key for child in children for key in child.keys}
        is_sidebar = read >= 4 and all(frequency[key] >= _MOST * read for key in one.keys)
        # Its pager states another number of articles: what was taken for its list is not it.
        stated = pager.items if pager is not None else None
        is_sidebar |= stated is not None and stated not in {len(one.shown.rows) if one.shown else 0, len(one.keys)}
        # The newest of a block may be on no first page, where others are pinned.
        shown_below = len(listed.intersection(one.keys)) >= _NEARLY_ALL * len(one.keys)
        if len(one.keys) > 1 and (is_sidebar or shown_below) and _leads_to_more(one, children):
            one.kind, one.why = "portal", f"blocks of {len(children)} columns"
        elif is_sidebar:
            one.kind, one.why = "furniture", "its rows are a sidebar's"
    first: dict[tuple[str, ...], Looked] = {}
    for one in lists:
        if one.kind == "list" and len(one.keys) > 2:
            twin = first.setdefault(one.keys, one)
            if twin is not one:
                one.kind, one.why = "twin", f"lists what {twin.name} lists"


def children_of(one: Looked, looked: Sequence[Looked]) -> list[Looked]:
    """The columns below a column: by their breadcrumb, by their address, or because its page alone led to them."""
    folder = f"{column_identity(one.url).rstrip('/')}/"
    return [
        other
        for other in looked
        if other is not one
        and other.kind in {"list", "empty"}
        and (one.name in other.trail[:-1] or other.parent == one.name or column_identity(other.url).startswith(folder))
    ]


def _leads_to_more(one: Looked, children: Sequence[Looked]) -> bool:
    """Whether the page has 更多 behind blocks of its children; one that lists their articles itself has none."""
    if one.page is None:
        return False
    below = {column_identity(child.url) for child in children}
    more = (target(one.page, anchor) for anchor in one.page.anchors if _MORE.match(anchor.text))
    return bool(below) and sum(url is not None and column_identity(url) in below for url in more) >= min(2, len(below))
