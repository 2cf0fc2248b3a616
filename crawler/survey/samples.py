"""Reads a few articles of each column on trial."""

from crawler import clock
from crawler.items import Article, record
from crawler.page.addresses import plain_url
from crawler.page.lines import UnreadableError, read_page
from crawler.page.list_row import Row
from crawler.pipelines import pull
from crawler.pipelines.check import NotAnArticle
from crawler.survey.columns import ColumnSurvey
from crawler.survey.fetching import TroubleError
from crawler.survey.found import Looked, Sample

_SAMPLES = 3


class SampleSurvey(ColumnSurvey):
    """The part of the survey that reads articles."""

    async def take_samples(self, one: Looked) -> None:
        """Read the first articles of the column, and its last on page 1."""
        rows = [row for row in (one.shown.rows if one.shown else []) if self.key(row.url) is not None]
        chosen = list({row.url: row for row in [*rows[: _SAMPLES - 1], *rows[-1:]]}.values())
        for row in chosen:
            one.samples.append(await self.sample(one, row))

    async def sample(self, one: Looked, row: Row) -> Sample:
        try:
            fetched = await self.fetch(plain_url(row.url))
            page = read_page(fetched.body, fetched.url)
        except TroubleError as trouble:
            return Sample(row, trouble=str(trouble))
        except UnreadableError as error:
            return Sample(row, trouble=error.reason)
        article = Article(
            url=plain_url(row.url),
            column=one.name,
            list_title=row.title or None,
            list_date=row.date,
            fetched_at=clock.now().isoformat(timespec="seconds"),
            pages=[page],
        )
        try:
            pull(article)
        except NotAnArticle as error:
            return Sample(row, fetched=fetched, trouble=str(error))
        return Sample(row, record(article), fetched)
