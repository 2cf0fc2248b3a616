"""Redirects that aren't followed, each with its reason; what it leads to is never asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from raw_site import RawSite, served, told
from small_site import article_html
from support import crawl, the_run

from crawler.middlewares.redirect import is_private


@pytest.fixture
def site() -> Iterator[RawSite]:
    with served(RawSite(3)) as site:
        yield site


@pytest.fixture
def other() -> Iterator[RawSite]:
    with served(RawSite(1)) as other:
        yield other


REDIRECTS = {
    "http://www.example.org/1.html": ("dropped", "off_site"),
    "//www.example.org/1.html": ("dropped", "off_site"),
    "ftp://www.example.org/1.html": ("failed", "other_scheme"),
    "javascript:history.back()": ("failed", "bad_redirect"),
    "file:///etc/hostname": ("failed", "other_scheme"),
    "http://10.0.0.1/": ("failed", "private_address"),
    "http://192.168.1.1:8080/admin": ("failed", "private_address"),
    "http://169.254.169.254/latest/meta-data/": ("failed", "private_address"),
    "http://[::1]/": ("failed", "private_address"),
    "http://[fe80::1]/": ("failed", "private_address"),
    "http://[::ffff:10.0.0.1]/": ("failed", "private_address"),
    "http://localhost/": ("failed", "private_address"),
    "http://127.0.0.1/dwjs/1.jhtml": ("failed", "private_address"),
    "{other}dwjs/1.jhtml": ("failed", "private_address"),
    "/dwjs/2.jhtml": ("failed", "redirect_loop"),
    "": ("failed", "bad_redirect"),
    "   ": ("failed", "bad_redirect"),
    "http://[::1": ("failed", "bad_redirect"),
    "https:///1.html": ("failed", "bad_redirect"),
}


@pytest.mark.parametrize("status", ["301 Moved Permanently", "307 Temporary Redirect"])
def test_every_redirect_that_is_not_followed_has_its_reason(
    site: RawSite, other: RawSite, tmp_path: Path, status: str
) -> None:
    """All in one crawl: an article for each."""
    rows = RawSite(len(REDIRECTS) + 1)
    for n, location in enumerate(REDIRECTS, 2):
        rows.answers[f"/dwjs/{n}.jhtml"] = told("", status, Location=location.format(other=other.address))
        if REDIRECTS[location][1] == "redirect_loop":
            rows.answers[f"/dwjs/{n}.jhtml"] = told("", status, Location=f"/dwjs/{n}.jhtml")
    with served(rows):
        done = crawl("jingzhou", rows.address, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    outcomes = the_run(tmp_path, "jingzhou").outcomes()
    assert {location: outcomes[f"dwjs/{n}.jhtml"] for n, location in enumerate(REDIRECTS, 2)} == REDIRECTS
    assert outcomes["dwjs/1.jhtml"] == ("written", None)
    assert other.asked == []


def test_a_redirect_without_an_address_has_its_reason(site: RawSite, tmp_path: Path) -> None:
    site.answers["/dwjs/2.jhtml"] = told("", "302 Found")
    crawl("jingzhou", site.address, cwd=tmp_path)
    assert the_run(tmp_path, "jingzhou").outcomes()["dwjs/2.jhtml"] == ("failed", "bad_redirect")


def test_the_sites_own_loopback_address_and_port_are_its_own(site: RawSite, tmp_path: Path) -> None:
    site.answers["/dwjs/2.jhtml"] = told("", "302 Found", Location=f"{site.address}dwjs/22.jhtml")
    site.answers["/dwjs/22.jhtml"] = site.answers["/dwjs/3.jhtml"]
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "/dwjs/22.jhtml" in site.paths()


def test_a_home_page_on_another_port_is_named(site: RawSite, other: RawSite, tmp_path: Path) -> None:
    site.answers["/"] = told("", "302 Found", Location=other.address)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 1
    assert f"redirects to {other.address}; if that is the site, give it as homepage" in done.stderr
    assert other.asked == []


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True), ("www.localhost.", True), ("127.0.0.1", True), ("0.0.0.0", True), ("172.16.0.1", True),  # noqa: S104
        ("100.64.0.1", True), ("::", True), ("fd00::1", True), ("::ffff:127.0.0.1", True), ("224.0.0.1", True),
        ("www.example.gov.cn", False), ("8.8.8.8", False), ("2606:4700::1111", False), ("::ffff:8.8.8.8", False),
        ("", False), ("1.2.3", False),
    ],
)  # fmt: skip
def test_private_addresses_are_told_by_name(host: str, private: bool) -> None:
    assert is_private(host) is private


def test_a_page_that_is_led_to_is_asked_for_without_the_first_ones_conditions(site: RawSite, tmp_path: Path) -> None:
    """Its 304 would pass for one of the article that was asked for."""
    conditions = {"ETag": '"5f3e-61a2"', "Last_Modified": "Fri, 04 Sep 2020 09:00:00 GMT"}
    site.answers["/dwjs/1.jhtml"] = told(article_html("第1次队伍建设工作会议召开"), **conditions)
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    site.answers["/dwjs/1.jhtml"] = told("", "302 Found", Location="/dwjs/11.jhtml")
    site.answers["/dwjs/11.jhtml"] = told(article_html("第11次队伍建设工作会议召开"), **conditions)
    site.asked.clear()
    done = crawl("jingzhou", site.address, cwd=tmp_path, env={"LANMU_DAYS_AHEAD": "40"})
    assert done.returncode == 0, done.stderr
    (first,) = (one.headers for one in site.asked if one.path == "/dwjs/1.jhtml")
    (second,) = (one.headers for one in site.asked if one.path == "/dwjs/11.jhtml")
    names = ("If-None-Match", "If-Modified-Since")
    assert [first[name] for name in names] == list(conditions.values())
    assert [second[name] for name in names] == [None, None]
