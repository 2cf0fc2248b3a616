"""Known articles looked at again: is there another text, is it gone, is it back?"""

import hashlib
from collections.abc import Iterable, Iterator

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.dataset.revisit import Revisit
from crawler.items import Article
from crawler.page.addresses import plain_url
from crawler.spiders.articles import ArticleWalk
from crawler.spiders.parts import Parts
from crawler.spiders.reasons import outcome_of, reason_of

# What is new comes first.
_REVISIT = -10
_NOT_MODIFIED = 304


class RevisitWalk(ArticleWalk):
    """The part of the walk that begins with an article the dataset holds."""

    def revisit_requests(self, revisits: Iterable[Revisit]) -> list[Request]:
        """Requests for the articles that this run hasn't looked at yet; conditional ones where the site can tell."""
        requests = []
        for revisit in revisits:
            if revisit.id in self.ledger.seen:
                continue
            self.ledger.revisited += 1
            self.ledger.expect(revisit)
            record = revisit.record
            conditions = {"If-None-Match": record["etag"], "If-Modified-Since": record["last_modified"]}
            request = Request(
                self.here(record["url"]),
                self.parse_revisit,
                errback=self.revisit_failed,
                cb_kwargs={"revisit": revisit},
                # Whether one that was gone is back, only a page of it tells.
                headers={name: value for name, value in conditions.items() if value and not revisit.gone},
                meta={"handle_httpstatus_list": [_NOT_MODIFIED]},
                priority=_REVISIT,
            )
            requests.append(request)
        return requests

    def parse_revisit(self, response: Response, revisit: Revisit) -> Iterator[Request | Article]:
        """The article's first page, or that it hasn't been modified."""
        revisit.status = response.status
        if self.row_id(response.url) != revisit.id:
            revisit.status = response.meta.get("redirect_reasons", [response.status])[0]
            self.ledger.settle_expected(revisit.id, "gone", "moved")
        elif response.status == _NOT_MODIFIED or self.is_same(response, revisit):
            self.ledger.settle_expected(revisit.id, "unchanged")
        else:
            address = plain_url(response.url)
            yield from self.gather(response, Parts(revisit, address, response), address)

    def is_same(self, response: Response, revisit: Revisit) -> bool:
        """Whether the page is byte by byte as it was; one that was gone has to be read, to be told as restored."""
        return not revisit.gone and hashlib.sha256(response.body).hexdigest() == revisit.record["page_sha256"]

    def revisit_failed(self, failure: Failure) -> None:
        revisit: Revisit = failure.request.cb_kwargs["revisit"]  # type: ignore[attr-defined] # set by Scrapy
        if isinstance(failure.value, HttpError):
            revisit.status = failure.value.response.status
        self.ledger.settle_expected(revisit.id, *outcome_of(reason_of(failure)))
