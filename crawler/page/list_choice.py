"""Which of a page's groups of links is the column's list."""

import re

from crawler.page import words
from crawler.page.links import host_of
from crawler.page.list_groups import Group, Link, Unit, dated, groups_of, has_date, turns_page
from crawler.page.list_places import Guide, place
from crawler.page.model import Page
from crawler.page.title_line import folded

# Above a sidebar's links; 推荐 may as well be in the name of the column, so that it only counts against a group.
_SIDEBAR = re.compile(r"\W*.{0,4}(?:排行|热文|猜你|大家都在|随机|人气|推荐)")


def main_group(page: Page, links: list[Link], articles: set[str], guide: Guide) -> Group | None:
    """The group that is the column's list: nearest in front of the pager, and no sidebar by its heading.

    Where the list of the column's first page stood, that of a further one stands; what was no list there is none here.
    ``articles`` are the addresses of an article's shape; a list of others counts where only it has dates.
    """
    pager = max((at for at, line in enumerate(page.lines) if turns_page(line)), default=None)
    ours, here = [link for link in links if link.url in articles], host_of(page.url)
    foreign = [link for link in links if host_of(link.url) != here]
    groups = groups_of(page, ours, foreign)
    if guide.place:
        groups = [*groups, *groups_of(page, foreign, ours)]
        if (at_place := _at_place(page, groups, guide.place)) is not None:
            return at_place
        groups = [one for one in groups if place_of(page, one) not in guide.others]
    group = _nearest(page, groups, pager)
    if group is not None:
        behind = range(group.units[-1].lines(page).stop, pager or 0)
        if dated(page, group) if pager is None else sum(has_date(page, number) for number in behind) < 2:
            return group
    others = groups_of(page, [link for link in links if link.url not in articles], ours)
    found = _nearest(page, [other for other in others if 1 < len(other.units) == dated(page, other)], pager)
    if found is group is None and pager is not None:
        # The last page of a column may hold nothing but links to other sites.
        found = _nearest(page, groups_of(page, foreign, []), pager)
    shorter = found and group and pager is None and len(found.units) < len(group.units)
    return group if shorter else found or group


def _at_place(page: Page, groups: list[Group], where: str) -> Group | None:
    """The group whose rows stand there; a row that is alone may be its container."""
    found = [group for group in groups if place_of(page, group) == where]
    found = found or [group for group in groups if place(page, group.units[0].block) == where]
    if found:
        return max(found, key=lambda group: len(group.units))
    # The unit of a row that is alone may have grown beyond the list that holds it.
    for group in groups:
        blocks = (
            range(group.units[0].block, page.blocks[group.units[0].block].last + 1) if len(group.units) == 1 else ()
        )
        for at in blocks:
            rows = [inner for inner in blocks if page.blocks[inner].parent == at]
            if rows and place(page, at) == where:
                return Group([Unit(rows[0], at)], group.text)
    return None


def place_of(page: Page, group: Group) -> str:
    """Where the group's rows stand: the place of what holds them."""
    return place(page, group.units[0].parent)


def _nearest(page: Page, groups: list[Group], pager: int | None) -> Group | None:
    """The group in front of line ``pager``; where titles take turns with what stands under them, the titles'."""
    groups = [group for group in groups if not _is_sidebar(page, group)]
    if pager is None:
        found = max(groups, key=lambda group: _likeness(page, group), default=None)
    else:
        groups = [group for group in groups if group.units[-1].stands_before(page, pager)]
        found = max(groups, key=lambda group: group.units[-1].first_line(page), default=None)
    if found is None or len(groups) == 1:
        return found
    start, end = found.units[0].first_line(page), found.units[-1].first_line(page)
    crossing = [g for g in groups if g.units[0].first_line(page) <= end and g.units[-1].first_line(page) >= start]
    return max(crossing, key=lambda group: group.text)


def _is_sidebar(page: Page, group: Group) -> bool:
    """相关阅读, 上一篇 … stand above it; or it is the pager itself."""
    first = group.units[0].first_line(page)
    # No line follows where the page ends with links that are pictures.
    own = first < len(page.lines) and turns_page(page.lines[first])
    return own or bool(first and words.END.match(page.lines[first - 1].text))


def _likeness(page: Page, group: Group) -> float:
    """How much a group without a pager is like a column's list: many rows, dated ones, under the column's name."""
    size = len(group.units)
    likeness = (size + 2 * dated(page, group)) * (0.3 if group.text < 5 * size else 1)
    first = group.units[0].first_line(page)
    heading = page.lines[first - 1].text if first else ""
    if 1 < len(heading) <= 20:
        if words.SOFT_END.match(heading) or _SIDEBAR.match(heading):
            likeness *= 0.4
        if folded(heading) in folded(page.title):
            likeness *= 2
    return likeness
