"""Looks at every page that may be a column's: what it is, what it lists, how many pages it has."""

from collections import deque

from crawler.page.breadcrumb import breadcrumb
from crawler.page.column_page import in_frame
from crawler.page.lines import UnreadableError, read_page
from crawler.page.links import target
from crawler.page.model import Page
from crawler.page.navigation import column_identity
from crawler.spiders.column import ColumnSpider
from crawler.survey.classify import kind_of, linked_keys, weed
from crawler.survey.fetching import FetchingSpider, TroubleError
from crawler.survey.found import Fetched, Looked

# A site has some dozens of columns. Calendars, tags and the like would lead on for ever.
_MOST_PAGES = 250
_DEEPEST = 3
_HOME_ARTICLES = 12


class ColumnSurvey(FetchingSpider):
    """The part of the survey that finds the columns. ``site`` reads pages; ``cache`` holds answers not yet used."""

    site: ColumnSpider
    cache: dict[str, Fetched]
    left: int = 0

    def key(self, url: str) -> str | None:
        """What identifies the article at ``url``; None where it is none of this site."""
        return self.site.article_key(url) if self.site.on_site(url) else None

    async def look_around(self, home: Page, links: list[tuple[str, str]]) -> list[Looked]:
        """Look at every page that may be a column's, from the home page's links on."""
        own = column_identity(home.url)
        met = {column_identity(address): Looked(name, address, None, 1) for name, address in links}
        queue, looked = deque(met.values()), []
        while queue and self.fetches < _MOST_PAGES:
            one = queue.popleft()
            await self.look(one)
            looked.append(one)
            if one.page is None:
                continue
            further = set(self.further_addresses(one))
            for name, address in self.site.column_links(one.page):
                identity = column_identity(address)
                known = met.get(identity)
                if known is not None and name and not known.name:
                    known.name = name
                    self.judge(known)
                elif known is None and identity != own and identity not in further and one.depth < _DEEPEST:
                    met[identity] = Looked(name, address, one.name, one.depth + 1)
                    queue.append(met[identity])
        self.left = len(queue)
        return looked

    def further_addresses(self, one: Looked) -> list[str]:
        """The identities of the list's own further pages."""
        pager = one.shown.pager if one.shown else None
        if pager is None:
            return []
        addresses = (pager.address(number) for number in range(2, min(pager.pages, 1000) + 2))
        return [column_identity(address) for address in addresses if address is not None]

    async def look(self, one: Looked) -> None:
        """Fetch the page and say what it is."""
        try:
            one.fetched = one.answer = self.cache.pop(one.url, None) or await self.fetch(one.url)
            # As a person sees it, with menus and sidebars; what the platform reads may be the data in it alone.
            one.page = page = read_page(one.fetched.body, one.fetched.url)
            shown = one.answer_shown = self.site.column_page(one.fetched.body, one.fetched.url, one.url, 1)
            if shown.elsewhere is not None:
                one.answer = await self.fetch(shown.elsewhere)
                inner = self.site.column_page(one.answer.body, one.answer.url, one.url, 1)
                shown, one.answer_shown = in_frame(inner, shown), inner
        except TroubleError as trouble:
            one.kind, one.why = ("blocked" if str(trouble).startswith("blocked") else "failed"), str(trouble)
            return
        except UnreadableError as error:
            one.kind, one.why = "failed", error.reason
            return
        one.shown, one.trail = shown, tuple(breadcrumb(page))
        one.name = one.name or (one.trail[-1] if one.trail else "")
        one.keys = tuple(dict.fromkeys(key for row in shown.rows if (key := self.key(row.url)) is not None))
        one.linked = linked_keys(page, self.key)
        self.judge(one)

    def judge(self, one: Looked) -> None:
        """Say what a page that was fetched is; a column has a name."""
        if one.shown is None or one.page is None:
            return
        one.kind, one.why = kind_of(one.shown, one.page, one.name, self.key)
        if not one.name and one.kind in {"list", "empty"}:
            one.kind, one.why = "nothing", "it has no name"

    async def home_check(self, home: Page, looked: list[Looked]) -> tuple[list[str], int]:
        """Whether the columns account for the home page's articles; a column that one of them names is looked at too.

        Returns the articles that none accounts for, and how many the home page has.
        """
        urls = [url for anchor in home.anchors if (url := target(home, anchor)) is not None]
        keys = {key: url for url in urls if (key := self.key(url)) is not None}
        known = {key for one in looked if one.kind == "list" for key in one.keys}
        seen = {column_identity(one.url) for one in looked}
        missed: list[str] = []
        for url in [url for key, url in keys.items() if key not in known][:_HOME_ARTICLES]:
            try:
                page = read_page((await self.fetch(url)).body, url)
            except (TroubleError, UnreadableError):
                continue
            names = breadcrumb(page)
            if any(one.name in names and one.kind == "list" for one in looked):
                continue
            fresh = [
                Looked(name, address, None, 1)
                for name, address in self.site.column_links(page)
                if name in names and column_identity(address) not in seen
            ]
            for one in fresh:
                seen.add(column_identity(one.url))
                await self.look(one)
                looked.append(one)
                weed(looked)
            if not any(one.kind == "list" for one in fresh):
                missed.append(url)
        return missed, len(keys)

    async def measure(self, one: Looked) -> None:
        """Count the column's pages and articles, looking at its second and its last page."""
        if one.shown is None:
            return
        pager, rows = one.shown.pager, len(one.shown.rows)
        one.pages, one.articles = (pager.pages if pager else 1), rows
        if pager is None or pager.pages < 2:
            return
        last = rows
        for number in dict.fromkeys((2, pager.pages)):
            address = pager.address(number) or self.site.page_url(one.url, number)
            if address is None:
                one.trouble.append("the address of page 2 is not known")
                return
            try:
                answer = await self.fetch(address)
                shown = self.site.column_page(answer.body, answer.url, one.url, number, one.shown.guide)
            except (TroubleError, UnreadableError) as trouble:
                one.trouble.append(f"page {number}: {trouble}")
                continue
            if not shown.rows and pager.stated:
                one.trouble.append(f"page {number} lists nothing")
            last = len(shown.rows)
        if pager.items is not None:
            one.articles = pager.items
        elif pager.stated:
            one.articles = (one.pages - 1) * rows + last
