"""Looks at a site: home page, what its navigation leads to, first and last pages of columns, some articles."""

from urllib.parse import urljoin

from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.browser import use_browser
from crawler.errors import LanmuError
from crawler.page.blocked import blocked
from crawler.page.breadcrumb import breadcrumb
from crawler.page.lines import UnreadableError, read_page
from crawler.spiders.column import home_trouble
from crawler.survey import about
from crawler.survey.classify import weed
from crawler.survey.fetching import TroubleError
from crawler.survey.found import Fetched, Found, Looked
from crawler.survey.list_css import settle_doubtful
from crawler.survey.recognise import as_site, recognise
from crawler.survey.samples import SampleSurvey

# So many pages are looked at before the platform is decided on.
_TO_RECOGNISE = 8
# A survey of a site that is down is none.
_SITE_TROUBLE = (
    "refused", "timeout", "connection", "http_500", "http_502", "http_503", "http_504", "http_429", "retry_after",
)  # fmt: skip
_BLOCKED = {
    "blocked_challenge": "a challenge that only a browser passes (blocked_challenge); Lanmu can't read this site",
    "blocked_needs_browser": "empty, and stays so in a browser (blocked_needs_browser); look at it yourself",
}


class Surveyor(SampleSurvey):
    """Surveys the site at ``home``; ``found`` holds the outcome, or ``error`` says why there is none."""

    name = "newsite"
    found: Found | None = None
    needs_browser = False
    wants_browser = False  # whether the site showed nothing that a browser wouldn't show

    async def work(self) -> None:
        self.found = await self.survey()

    async def survey(self) -> Found:
        """The whole survey. Raises :class:`LanmuError` where there is nothing to survey."""
        home = await self.home_page()
        page = read_page(home.body, home.url)
        self.site = as_site(recognise(self.home, [home]).base, self.home)
        if self.site.is_article(self.home):
            raise LanmuError(f"{self.home} is an article, no home page; try {urljoin(self.home, '/')}")
        if trail := breadcrumb(page):
            where = " > ".join(["首页", *trail])
            raise LanmuError(f"{self.home} is no home page but {where}; try {urljoin(self.home, '/')}")
        links = self.site.column_links(page)
        if not links:
            raise LanmuError(f"{self.home} has no navigation: no link on it leads to a column of the site")
        candidate = recognise(self.home, [home, *await self.some(links)])
        self.site = as_site(candidate.base, self.home)
        looked = await self.look_around(page, links)
        weed(looked)
        css = settle_doubtful(looked, self.site.is_article)
        missed, shown = await self.home_check(page, looked)
        columns = [one for one in looked if one.kind in {"list", "empty"}]
        for one in looked:
            if one.kind == "failed" and not one.why.startswith("http_4"):
                raise LanmuError(f"{one.url} ({one.name}) could not be looked at ({one.why}); try again later")
        if not any(one.kind == "list" for one in columns):
            self.wants_browser = any(one.why == "blocked_needs_browser" for one in looked)
            raise LanmuError(f"no column found on {self.home}: {_why_none(looked)}")
        for one in columns:
            await self.measure(one)
            await self.take_samples(one)
            for trouble in (*one.trouble, *(sample.trouble or "" for sample in one.samples)):
                if trouble.endswith(_SITE_TROUBLE):
                    raise LanmuError(f"the site has trouble ({one.name}: {trouble}); try again later")
        return Found(
            home=self.home,
            site_name=about.site_name(page),
            publisher=about.publisher(page),
            province=about.province(page),
            platform=candidate.base.platform,
            signs=candidate.signs,
            base=candidate.base,
            looked=looked,
            home_articles=shown,
            missed=missed,
            left=self.left,
            needs_browser=self.needs_browser,
            list_css=css,
        )

    async def home_page(self) -> Fetched:
        try:
            home = await self.fetch(self.home)
        except TroubleError as trouble:
            cause = trouble.__cause__
            if isinstance(cause, Exception):
                raise LanmuError(home_trouble(self.home, Failure(cause))) from None  # type: ignore[no-untyped-call]
            advice = "the site checks for browsers" if str(trouble).startswith("blocked") else "check the address"
            raise LanmuError(f"home page {self.home} could not be fetched ({trouble}); {advice}") from None
        try:
            page = read_page(home.body, home.url)
        except UnreadableError as error:
            raise LanmuError(f"home page {self.home} is no page ({error.reason}); look at it in a browser") from None
        if kind := blocked(page):
            self.wants_browser = kind == "blocked_needs_browser"
            raise LanmuError(f"home page {self.home} is {_BLOCKED[kind]}")
        return home

    async def some(self, links: list[tuple[str, str]]) -> list[Fetched]:
        """The first pages that the navigation leads to, for recognising the platform."""
        self.cache: dict[str, Fetched] = {}
        for name, address in links:
            if len(self.cache) >= _TO_RECOGNISE:
                break
            if not name:
                continue
            try:
                self.cache[address] = await self.fetch(address)
            except TroubleError:
                continue
        return list(self.cache.values())


class BrowserSurveyor(Surveyor):
    """The same in Chromium, for a site whose pages are made by script."""

    needs_browser = True

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        use_browser(settings)


def _why_none(looked: list[Looked]) -> str:
    """What the navigation led to instead, most frequent first."""
    whys = [f"{one.name or one.url}: {one.why}" for one in looked[:3]]
    return "; ".join(whys) or "its links lead nowhere"
