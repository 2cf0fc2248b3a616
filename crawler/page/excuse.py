"""Pages that say with status 200 that the site is busy or under repair: 系统正在维护升级，请稍后再试。"""

import re

from crawler.page.model import Page
from crawler.page.soft_404 import own_lines, prints_article

_EXCUSE = re.compile(
    r"系统(?:繁忙|维护|升级|异常|错误)|(?:升级|系统|网站)(?:正在)?维护|稍[后候]再?[试访]|服务(?:暂时)?不可用"
)
# That it is so now, for whoever reads it; an article may tell of a repair that was or will be.
_NOW = re.compile(r"正在|稍[后候]|繁忙|异常|错误|不可用|[护级]中|^(?:系统|网站|升级|维护)+\W*$")
# A longer line, or a page that says more beside its links and its footer, only speaks of such things.
_LINE = 80
_FEW = 200


def is_excuse(page: Page) -> bool:
    """Whether a page says that the site is busy or under repair, whatever else it says."""
    return any(_says_so(line.text) for line in page.lines)


def is_only_excuse(page: Page) -> bool:
    """Whether a page says that, little else, and prints neither day nor source: it stands in an article's place."""
    own = [line.text for line in own_lines(page)]
    said = [text for text in (page.title.split("-")[0].strip(), *own) if _says_so(text)]
    return sum(map(len, own)) <= _FEW and any(map(_NOW.search, said)) and not prints_article(page)


def _says_so(text: str) -> bool:
    return len(text) < _LINE and _EXCUSE.search(text) is not None
