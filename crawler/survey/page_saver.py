"""Fetches one page of a site and says what should be read off it, for :mod:`crawler.survey.saved_pages`."""

from typing import Any

from crawler.errors import LanmuError
from crawler.page.lines import UnreadableError
from crawler.page.list_row import Row
from crawler.spiders.column import ColumnSpider
from crawler.survey.fetching import TroubleError
from crawler.survey.found import Looked
from crawler.survey.samples import SampleSurvey
from crawler.survey.saved_pages import saved_article, saved_column


class PageSaver(SampleSurvey):
    """``saved`` is kind, bytes and description of the page at ``row``."""

    name = "savepage"
    saved: tuple[str, bytes, dict[str, Any]] | None = None

    def __init__(self, site: ColumnSpider, row: Row, **kwargs: Any) -> None:
        super().__init__(home=site.home, **kwargs)
        self.site, self.row, self.cache = site, row, {}

    async def work(self) -> None:
        one = Looked("", self.row.url, None, 1)
        if self.site.is_article(self.row.url):
            sample = await self.sample(one, self.row)
            if sample.record is None:
                raise LanmuError(f"{self.row.url} gives no article ({sample.trouble}); nothing was saved")
            self.saved = ("article", *saved_article(one, sample))
            return
        try:
            one.answer = await self.fetch(self.row.url)
            one.answer_shown = self.site.column_page(one.answer.body, one.answer.url, one.url, 1)
        except TroubleError as trouble:
            raise LanmuError(f"{self.row.url} could not be fetched ({trouble}); nothing was saved") from None
        except UnreadableError as error:
            raise LanmuError(f"{self.row.url} is no page ({error.reason}); nothing was saved") from None
        self.saved = ("column", *saved_column(one))
