"""Further tries: later each time, and a host that asks for a pause gets it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from raw_site import Answer, Asked, RawSite, raw, reset, served, told
from support import Done, crawl, lanmu, the_run

BUSY = told("busy", "503 Service Unavailable")


@pytest.fixture
def site() -> Iterator[RawSite]:
    with served(RawSite(12)) as site:
        yield site


def gaps(times: list[float]) -> list[float]:
    return [round(later - earlier, 2) for earlier, later in pairwise(times)]


def run(site: RawSite, folder: Path, *options: str) -> Done:
    return crawl("jingzhou", site.address, *(part for option in options for part in ("-s", option)), cwd=folder)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(told("", "500 Internal Server Error"), id="500"),
        pytest.param(told("", "524 A Timeout Occurred"), id="524"),
        pytest.param(reset, id="reset"),
        pytest.param(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>"), id="short"),
    ],
)
def test_a_passing_fault_is_tried_again_later_each_time(site: RawSite, tmp_path: Path, fault: Answer) -> None:
    site.first("/dwjs/3.jhtml", fault, fault, fault)
    done = run(site, tmp_path, "RETRY_BACKOFF=0.3")
    assert done.returncode == 0, done.stderr
    first, second, third = gaps(site.times("/dwjs/3.jhtml"))
    assert first >= 0.15
    assert second >= 0.35
    assert third >= 0.8
    # The others have not waited for it.
    assert site.paths().index("/dwjs/12.jhtml") < len(site.paths()) - 3


def test_a_fault_that_stays_is_given_up_after_five_tries(site: RawSite, tmp_path: Path) -> None:
    site.answers["/dwjs/3.jhtml"] = told("", "500 Internal Server Error")
    done = run(site, tmp_path, "RETRY_BACKOFF=0.05")
    assert done.returncode == 3
    assert len(site.times("/dwjs/3.jhtml")) == 5
    assert the_run(tmp_path, "jingzhou").report["account"]["failed"] == {"http_500": 1}


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_gets_the_pause_it_asks_for(site: RawSite, tmp_path: Path, status: str, form: str) -> None:
    at = datetime.now(UTC) + timedelta(seconds=4)
    wish = "2" if form == "seconds" else format_datetime(at, usegmt=True)
    site.first("/dwjs/1.jhtml", told("", status, Retry_After=wish))
    done = run(site, tmp_path, "RETRY_BACKOFF=0.1", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    assert done.returncode == 0, done.stderr
    refused = site.times("/dwjs/1.jhtml")[0]
    following = [at for at in site.times("") if at > refused]
    assert len(following) == 12
    assert min(following) - refused >= (1.7 if form == "seconds" else 0)
    if form == "date":
        assert datetime.now(UTC) >= at.replace(microsecond=0)


def test_answers_under_way_do_not_multiply_the_pause(site: RawSite, tmp_path: Path) -> None:
    """Four requests at once are refused together: one pause, not four."""
    for n in range(1, 5):
        site.first(f"/dwjs/{n}.jhtml", BUSY)
    done = run(site, tmp_path, "RETRY_BACKOFF=3")
    assert done.returncode == 0, done.stderr
    long = [gap for gap in gaps(site.times("")) if gap > 2]
    assert len(long) == 1
    assert long[0] < 6


class Burst(RawSite):
    """Refuses the first ``refusals`` requests for articles."""

    refusals = 7

    def answer_to(self, asked: Asked) -> Answer:
        answer = super().answer_to(asked)
        articles = [path for path in self.paths() if path.startswith("/dwjs/") and "index" not in path]
        return BUSY if asked.path in articles and len(articles) <= self.refusals else answer


def test_a_host_that_refuses_for_a_while_is_asked_one_thing_at_a_time(tmp_path: Path) -> None:
    """So a burst of refusals doesn't use up the tries of every request: three here, spread over seven refusals."""
    with served(Burst(12)) as burst:
        done = run(burst, tmp_path, "RETRY_BACKOFF=0.2", "RETRY_BACKOFF_MAX=0.4", "RETRY_TIMES=2")
    assert done.returncode == 0, done.stderr
    assert len(the_run(tmp_path, "jingzhou").articles) == 12


def test_a_host_that_wants_too_long_a_pause_is_left_alone(site: RawSite, tmp_path: Path) -> None:
    site.answers["/dwjs/2.jhtml"] = told("", "503 Service Unavailable", Retry_After="3600")
    done = run(site, tmp_path, "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    assert done.returncode == 3
    account = the_run(tmp_path, "jingzhou").report["account"]
    assert (account["written"], account["failed"]) == (1, {"retry_after": 11})
    assert site.paths()[-1] == "/dwjs/2.jhtml"
    assert "11 links retry_after" in done.stderr


def test_a_home_page_that_wants_a_long_pause_ends_the_run_and_says_so(site: RawSite, tmp_path: Path) -> None:
    site.answers["/"] = told("", "429 Too Many Requests", Retry_After="86400")
    done = run(site, tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "retry_after" in done.stderr
    assert len(site.times("/")) == 1


TWO_HOSTS = """
import asyncio

from scrapy import Request, Spider


class Two(Spider):
    name = "two"
    custom_settings = {"EXTENSIONS": {}, "ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": 0}

    async def start(self):
        for home in self.homes.split(","):
            for n in range(1, 31):
                yield Request(f"{home}dwjs/{n}.jhtml", self.parse)
            await asyncio.sleep(1)

    def parse(self, response):
        pass
"""


def test_a_host_that_is_held_keeps_no_other_waiting(tmp_path: Path) -> None:
    """More requests wait for the one than may be under way at once."""
    (tmp_path / "two.py").write_text(TWO_HOSTS, encoding="utf-8")
    busy = told("", "503 Service Unavailable", Retry_After="4")
    with served(RawSite(30)) as held, served(RawSite(30), "127.0.0.2") as other:
        for n in range(1, 5):
            held.first(f"/dwjs/{n}.jhtml", busy)
        done = lanmu("runspider", "two.py", "-a", f"homes={held.address},{other.address}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(held.asked) == 35
    pause = max(pairwise(held.times("")), key=lambda pair: pair[1] - pair[0])
    assert pause[1] - pause[0] >= 3.5
    assert len(other.asked) == 31
    assert max(other.times("")) < pause[1]
