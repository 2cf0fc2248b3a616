"""Settings that follow from others: what is tried again, with the Twisted reactor and without it."""

import pytest
from scrapy.settings import Settings, default_settings

from crawler.following_settings import FollowingSettings


def settings_with(**given: object) -> Settings:
    """Ours as a crawl has them, with these of the command line."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(given, priority="cmdline")
    FollowingSettings().update_settings(settings)
    return settings


def test_with_the_reactor_scrapys_own_list_of_errors_is_tried_again() -> None:
    assert settings_with(TWISTED_REACTOR_ENABLED="1")["RETRY_EXCEPTIONS"] == default_settings.RETRY_EXCEPTIONS


def test_without_it_the_same_but_what_only_twisted_raises() -> None:
    ours = settings_with()["RETRY_EXCEPTIONS"]
    left_out = [one for one in default_settings.RETRY_EXCEPTIONS if one not in ours]
    assert [one for one in default_settings.RETRY_EXCEPTIONS if one in ours] == ours
    assert left_out
    assert all(str(one).startswith(("twisted.", "scrapy.core.downloader.handlers.http11.")) for one in left_out)


@pytest.mark.parametrize("reactor", ["0", "1"])
def test_a_list_of_the_users_own_holds(reactor: str) -> None:
    own = ["builtins.KeyError"]
    assert settings_with(TWISTED_REACTOR_ENABLED=reactor, RETRY_EXCEPTIONS=own)["RETRY_EXCEPTIONS"] == own
