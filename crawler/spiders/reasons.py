"""Why a request gave nothing: one word per cause, as it stands in the account (docs/runs.md lists them)."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.downloader import NotFetchedError, RetryAfterError
from crawler.extensions.account import Outcome
from crawler.http_handler import BadAnswerError, CertificateError
from crawler.middlewares.redirect import (
    NoAddressError,
    OtherSchemeError,
    PrivateAddressError,
    RedirectedOffSiteError,
    RedirectLoopError,
)
from crawler.middlewares.robots import ForbiddenByRobots, RobotsUnreachableError
from crawler.page.blocked import blocked, is_challenge, is_notice
from crawler.page.excuse import is_only_excuse
from crawler.page.model import Page
from crawler.page.soft_404 import is_soft_404, prints_article

_LOOKED_AT = 100_000
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (NotFetchedError, "not_fetched"),
    (RetryAfterError, "retry_after"),
    (ForbiddenByRobots, "robots"),
    (RobotsUnreachableError, "robots_unreachable"),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "unknown_host"),
    (CertificateError, "certificate"),
    (DownloadConnectionRefusedError, "refused"),
    (ResponseDataLossError, "cut_off"),
    (DownloadCancelledError, "too_large"),
    (BadAnswerError, "bad_answer"),
    (DownloadFailedError, "connection"),
    (PrivateAddressError, "private_address"),
    (RedirectedOffSiteError, "off_site"),
    (OtherSchemeError, "other_scheme"),
    (NoAddressError, "bad_redirect"),
    (RedirectLoopError, "redirect_loop"),
    # What is left of Scrapy's own refusals: a body that grew too large while it was decompressed.
    (IgnoreRequest, "too_large"),
)


def reason_of(failure: Failure) -> str:
    """The word for what went wrong: ``http_500``, ``timeout``, …; an unforeseen exception by its class name."""
    return reason_of_error(failure.value)


def reason_of_error(error: BaseException | None) -> str:
    """The same for the exception itself."""
    if isinstance(error, HttpError):
        # 瑞数 answers 202 or 412, 加速乐 521, with a script for browsers.
        text = error.response.body[:_LOOKED_AT].decode("utf-8", "replace")
        return "blocked_challenge" if is_challenge(text) else f"http_{error.response.status}"
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    return type(error).__name__


def instead_of_article(page: Page, *, first: bool) -> tuple[Outcome, str] | None:
    """Outcome and reason of a page, one of an article, that is an excuse for it; None if it may be the article.

    ``first``: it stands for the whole article; a further page that isn't there leaves the article incomplete.
    """
    # A firewall's page has no title, day and text where the site's articles have them.
    if not page.partial and is_notice(page):
        return "failed", "blocked_challenge"
    # An article may speak of pages that are missing, of repairs, and of challenges.
    if prints_article(page):
        return None
    if is_soft_404(page):
        return "dropped" if first else "failed", "soft_404"
    if is_only_excuse(page):
        return "failed", "maintenance"
    return ("failed", "blocked_challenge") if not page.partial and blocked(page) == "blocked_challenge" else None


def outcome_of(reason: str) -> tuple[Outcome, str]:
    """Outcome and reason for an article link: what the site itself refuses for good is dropped, the rest failed."""
    if reason in {"http_404", "http_410"}:
        return "dropped", "gone"
    if reason in {"robots", "off_site"}:
        return "dropped", reason
    return "failed", reason
