"""robots.txt by RFC 9309: what is read, what counts as none, what forbids everything, and how slowly it wants us."""

import gzip
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from raw_site import Answer, RawSite, reset, served, told
from small_site import page_html
from support import Done, crawl, the_run

RULES = "User-agent: *\nDisallow: /dwjs/2.jhtml\n"
GARBAGE = {"gb18030 comments": "# 禁止\n".encode("gb18030") + RULES.encode(), "BOM": b"\xef\xbb\xbf" + RULES.encode()}


@pytest.fixture
def site() -> Iterator[RawSite]:
    with served(RawSite(4)) as site:
        yield site


def run(site: RawSite, folder: Path, *options: str) -> Done:
    options = ("RETRY_BACKOFF=0.05", *options)
    return crawl("jingzhou", site.address, *(part for option in options for part in ("-s", option)), cwd=folder)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(told(RULES, Content_Type="text/plain"), id="plain"),
        pytest.param(told(RULES, Content_Type="text/html"), id="rules called a page"),
        pytest.param(told(RULES, Content_Type=""), id="no type"),
        pytest.param(told(gzip.compress(RULES.encode()), Content_Encoding="gzip"), id="gzip"),
        pytest.param(told(RULES.replace("*", "lanmu")), id="for us"),
        pytest.param(told(RULES + "User-agent: other\nDisallow: /\n"), id="others forbidden"),
        pytest.param(told(RULES, "203 Non-Authoritative Information"), id="203"),
        *(pytest.param(told(rules), id=name) for name, rules in GARBAGE.items()),
        pytest.param(told(RULES + "#" * 3_000_000), id="long"),
    ],
)
def test_rules_are_obeyed(site: RawSite, tmp_path: Path, rules: Answer) -> None:
    site.answers["/robots.txt"] = rules
    assert run(site, tmp_path).returncode == 0
    assert "/dwjs/2.jhtml" not in site.paths()
    assert the_run(tmp_path, "jingzhou").report["account"]["dropped"] == {"robots": 1}


@pytest.mark.parametrize(
    "none",
    [
        pytest.param(told("Disallow: /", "404 Not Found"), id="404"),
        pytest.param(told(RULES, "403 Forbidden"), id="403"),
        pytest.param(told("", "410 Gone"), id="410"),
        pytest.param(told(page_html("页面不存在", f"<pre>{RULES}</pre>")), id="soft 404"),
        pytest.param(told(f"\n\n<html><body>{RULES}</body></html>", Content_Type="text/plain"), id="page called plain"),
        pytest.param(told(""), id="empty"),
        pytest.param(told("", "302 Found", Location="http://www.example.org/robots.txt"), id="off the site"),
        pytest.param(told("", "302 Found", Location="/robots.txt"), id="loop"),
        pytest.param(told("", "302 Found"), id="no Location"),
        pytest.param(told("#" * 600_000 + "\n" + RULES), id="rules behind 500 KiB"),
    ],
)
def test_no_rules_allow_everything(site: RawSite, tmp_path: Path, none: Answer) -> None:
    site.answers["/robots.txt"] = none
    done = run(site, tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(the_run(tmp_path, "jingzhou").articles) == 4


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        pytest.param(told("", "503 Service Unavailable"), "http_503", id="503"),
        pytest.param(told(RULES, "500 Internal Server Error"), "http_500", id="500"),
        pytest.param(told("", "429 Too Many Requests"), "http_429", id="429"),
        pytest.param(reset, "connection", id="reset"),
        pytest.param(told(RULES, Content_Length="9000"), "cut_off", id="short"),
        pytest.param(told("", "503 Service Unavailable", Retry_After="7200"), "retry_after", id="Retry-After"),
    ],
)
def test_one_that_cannot_be_fetched_forbids_everything(
    site: RawSite, tmp_path: Path, trouble: Answer, said: str
) -> None:
    site.answers["/robots.txt"] = trouble
    done = run(site, tmp_path)
    host = site.address.removeprefix("http://").rstrip("/")
    line = f"robots.txt of {host} could not be fetched ({said}), so nothing was fetched; try later"
    assert (done.returncode, done.stderr) == (1, f"jingzhou failed: {line}\n")
    assert set(site.paths()) == {"/robots.txt"}
    assert len(site.asked) == (1 if said == "retry_after" else 5)


def test_one_that_comes_late_is_waited_for(site: RawSite, tmp_path: Path) -> None:
    site.first("/robots.txt", told("", "503 Service Unavailable"), reset)
    site.answers["/robots.txt"] = told(RULES)
    assert run(site, tmp_path).returncode == 0
    assert "/dwjs/2.jhtml" not in site.paths()


def test_a_redirect_on_the_site_leads_to_the_rules(site: RawSite, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = told("", "301 Moved Permanently", Location="/rules.txt")
    site.answers["/rules.txt"] = told(RULES)
    assert run(site, tmp_path).returncode == 0
    assert "/dwjs/2.jhtml" not in site.paths()


def test_a_redirect_to_what_is_forbidden_is_not_followed(site: RawSite, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = told("User-agent: *\nDisallow: /closed/\n")
    site.answers["/dwjs/3.jhtml"] = told("", "302 Found", Location="/closed/3.jhtml")
    assert run(site, tmp_path).returncode == 0
    assert "/closed/3.jhtml" not in site.paths()
    assert the_run(tmp_path, "jingzhou").report["account"]["dropped"] == {"robots": 1}


COLUMNS = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"
    columns = {"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"}
"""


def test_named_columns_fail_with_the_reason(site: RawSite, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = told("", "502 Bad Gateway")
    (tmp_path / "own_settings.py").write_text('from crawler.settings import *\nSPIDER_MODULES = ["own_spiders"]\n')
    (tmp_path / "own_spiders.py").write_text(COLUMNS, encoding="utf-8")
    done = crawl("own", site.address, "-s", "RETRY_BACKOFF=0.05", cwd=tmp_path, settings="own_settings")
    assert done.returncode == 1
    assert "could not be fetched (http_502), so nothing was fetched; try later" in done.stderr
    columns = the_run(tmp_path, "own").report["columns"]
    assert [page["reason"] for column in columns for page in column["pages"]["failed"]] == ["robots_unreachable"] * 2


@pytest.mark.parametrize("wish", ["Crawl-delay: 0.7", "Request-rate: 10/7", "Crawl-delay: 0.2\nRequest-rate: 10/7"])
@pytest.mark.parametrize("delay", ["0", "0.5"])
def test_the_wished_delay_holds_from_the_first_page_on(site: RawSite, tmp_path: Path, wish: str, delay: str) -> None:
    site.answers["/robots.txt"] = told(f"User-agent: *\n{wish}\n\nUser-agent: other\nCrawl-delay: 9\n")
    assert run(site, tmp_path, f"DOWNLOAD_DELAY={delay}").returncode == 0
    times = site.times("")
    assert len(times) == 7
    assert (times[-1] - times[0]) / 6 >= 0.68
    # On a busy machine, some arrive later than they were sent.
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.4


def test_a_very_slow_wish_is_granted_and_told(site: RawSite, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = told("User-agent: *\nCrawl-delay: 300\n")
    done = crawl("jingzhou", site.address, "-s", "CLOSESPIDER_TIMEOUT=1", cwd=tmp_path)
    assert "asks for 300 seconds between two requests" in done.stderr
    assert site.paths() == ["/robots.txt"]
