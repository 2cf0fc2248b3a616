"""Settings that follow from others, whoever has set those: a site, a file or the command line."""

from scrapy.settings import BaseSettings

from crawler.contact import ANONYMOUS, NAME, user_agent

_HANDLER = "crawler.http_handler.HttpHandler"
# Scrapy's list without what only its handlers on Twisted raise: loading that takes a quarter of a second.
_RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,
]


class FollowingSettings:
    """A Scrapy add-on; what a user sets on the command line holds all the same."""

    def update_settings(self, settings: BaseSettings) -> None:
        if not settings.getfloat("DOWNLOAD_DELAY"):
            # It would make a delay of each answer's latency, where none is wanted.
            settings.set("AUTOTHROTTLE_ENABLED", False, "project")
        if settings["USER_AGENT"] == ANONYMOUS:
            settings.set("USER_AGENT", user_agent(settings), "cmdline")
            settings.set("ROBOTSTXT_USER_AGENT", NAME, "project")
        if not settings.getbool("TWISTED_REACTOR_ENABLED"):
            settings.set("DOWNLOAD_HANDLERS", {"http": _HANDLER, "https": _HANDLER}, "project")
            settings.set("RETRY_EXCEPTIONS", _RETRY_EXCEPTIONS, "addon")
