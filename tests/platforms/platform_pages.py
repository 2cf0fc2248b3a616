"""Pages of a small invented site, in the forms of any site software, and a site of each platform to read them."""

from collections.abc import Sequence

from crawler.page.column_page import ColumnPage
from crawler.page.list_row import Row
from crawler.page.pager import Pager
from crawler.spiders.column import ColumnSpider
from crawler.survey.found import Fetched
from crawler.survey.recognise import Candidate, as_site, recognise

HOME = "http://www.example.gov.cn/"
SITE_NAME = "某市长安网"
COLUMNS = ["队伍建设", "政法要闻", "平安建设", "基层动态"]
DAY = "2024-03-05"


def title(number: int) -> str:
    return f"第{number}次队伍建设工作会议在某市召开"


def rows_html(hrefs: Sequence[str], first: int = 1) -> str:
    """A list with a row for each address."""
    items = "".join(
        f'<li><a href="{href}">{title(n)}</a><span>{DAY}</span></li>' for n, href in enumerate(hrefs, first)
    )
    return f'<ul class="list">{items}</ul>'


def html(
    inner: str, columns: Sequence[str] = (), name: str = COLUMNS[0], head: str = "", charset: str = "utf-8"
) -> str:
    """A page with a navigation that leads to ``columns``."""
    nav = "".join(f'<li><a href="{href}">{label}</a></li>' for label, href in zip(COLUMNS, columns, strict=False))
    return (
        f'<html><head><meta charset="{charset}"><title>{name}-{SITE_NAME}</title>{head}</head><body>'
        f'<ul class="nav"><li><a href="/">首页</a></li>{nav}</ul><div class="main">{inner}</div>'
        "<div class=footer>主办单位：某市委政法委员会</div></body></html>"
    )


def site_on(base: type[ColumnSpider]) -> ColumnSpider:
    return as_site(base, HOME)


def read(
    base: type[ColumnSpider], markup: str | bytes, path: str, number: int = 1, column: str | None = None
) -> ColumnPage:
    """What a site on the platform ``base`` reads off page ``number`` of a column, at ``path``."""
    body = markup.encode() if isinstance(markup, str) else markup
    return site_on(base).column_page(body, HOME + path, HOME + (path if column is None else column), number)


def pager_of(shown: ColumnPage) -> Pager:
    assert shown.pager is not None
    return shown.pager


def paths(rows: Sequence[Row]) -> list[str]:
    return [row.url.removeprefix(HOME) for row in rows]


def further(base: type[ColumnSpider], shown: ColumnPage, column: str, *numbers: int) -> list[str]:
    """The paths of further pages, as the walker makes them: the pager's, else the platform's."""
    pager, site = pager_of(shown), site_on(base)
    found = [pager.address(number) or site.page_url(HOME + column, number) for number in numbers]
    return [(address or "").removeprefix(HOME) for address in found]


def recognised(home: str, pages: dict[str, str]) -> Candidate:
    """The platform of a site with this home page and these pages (path → markup)."""
    fetched = [Fetched(HOME + path, markup.encode(), markup) for path, markup in ({"": home} | pages).items()]
    return recognise(HOME, fetched)
