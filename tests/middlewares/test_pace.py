"""How often a host is asked, by its own log."""

import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_site import Answer, RawSite, served, told
from small_site import page_html
from support import crawl

from crawler.host import Backoff, Host

# One server's two names. None resolves: what isn't asked by way of the proxy fails.
NAMES = ("site.test", "www.site.test")


def intervals(site: RawSite) -> list[float]:
    return [later - earlier for earlier, later in pairwise(site.times(""))]


def slowed(site: RawSite, seconds: float) -> None:
    """Every answer of the site comes so many seconds later."""

    def later(answer: Answer) -> Answer:
        def slow(connection: socket.socket) -> None:
            time.sleep(seconds)
            answer(connection)

        return slow

    site.answers = {path: later(answer) for path, answer in site.answers.items()}


@pytest.mark.parametrize("reactor", [(), ("-s", "TWISTED_REACTOR_ENABLED=1")], ids=["asyncio", "reactor"])
def test_the_delay_is_kept_on_average_and_never_much_less(tmp_path: Path, reactor: tuple[str, ...]) -> None:
    with served(RawSite(37)) as site:
        done = crawl("jingzhou", site.address, "-s", "DOWNLOAD_DELAY=0.2", *reactor, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = intervals(site)
    assert len(found) == 39
    assert mean(found) >= 0.19
    # What is late on a busy machine makes the interval behind it shorter.
    assert median(found) <= 0.26
    assert sorted(found)[4] >= 0.14
    assert max(found) - min(found) >= 0.03


def test_a_slow_host_is_asked_more_slowly(tmp_path: Path) -> None:
    with served(RawSite(15)) as site:
        slowed(site, 0.5)
        done = crawl("jingzhou", site.address, "-s", "DOWNLOAD_DELAY=0.1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert mean(intervals(site)[3:]) >= 0.4


def test_without_a_delay_a_slow_host_is_asked_as_often_as_may_be_at_once(tmp_path: Path) -> None:
    """Four at a time, no more: Scrapy alone sends any number in one turn of its loop."""
    at_once, most, lock = 0, 0, threading.Lock()
    with served(RawSite(16)) as site:

        def counted(answer: Answer) -> Answer:
            def count(connection: socket.socket) -> None:
                nonlocal at_once, most
                with lock:
                    at_once += 1
                    most = max(most, at_once)
                time.sleep(0.2)
                # Before it has the answer: with that it may ask the next.
                with lock:
                    at_once -= 1
                answer(connection)

            return count

        site.answers = {path: counted(answer) for path, answer in site.answers.items()}
        done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert most == 4


@pytest.fixture
def two_names() -> Iterator[RawSite]:
    """A site that answers at site.test and at www.site.test, behind a proxy that is its server."""
    site = RawSite(12)
    pages = dict(site.answers)
    for name in NAMES:
        site.answers |= {f"http://{name}{path}": answer for path, answer in pages.items()}
    with served(site):
        yield site


def crawl_by_name(site: RawSite, cwd: Path) -> None:
    proxy = {"http_proxy": site.address, "no_proxy": "", "LANMU_CONTACT": "you@example.org"}
    done = crawl("jingzhou", "http://site.test/", "-s", "DOWNLOAD_DELAY=0.2", cwd=cwd, env=proxy)
    assert done.returncode == 0, done.stderr
    assert {urlsplit(path).hostname for path in site.paths()} == set(NAMES)


def test_with_www_and_without_it_is_one_host(two_names: RawSite, tmp_path: Path) -> None:
    rows = "".join(
        f'<li><span>2024-03-05</span><a href="http://{NAMES[n % 2]}/dwjs/{n}.jhtml">第{n}次工作会议召开</a></li>'
        for n in range(1, 13)
    )
    pager = '<div class="pager">共12条记录 1/1页</div>'
    column = page_html("某市长安网", f'<ul class="list">{rows}</ul>{pager}')
    two_names.answers["http://site.test/dwjs/index.jhtml"] = told(column)
    crawl_by_name(two_names, tmp_path)
    found = intervals(two_names)
    assert len(found) >= 15
    assert mean(found) >= 0.19


def test_a_redirect_to_the_name_with_www_keeps_to_its_crawl_delay(two_names: RawSite, tmp_path: Path) -> None:
    rules = "http://www.site.test/robots.txt"
    two_names.answers[rules] = told("User-agent: *\nCrawl-delay: 0.5\n")
    for n in range(1, 13):
        path = f"/dwjs/{n}.jhtml"
        two_names.answers[f"http://site.test{path}"] = told("", "302 Found", Location=f"http://www.site.test{path}")
    crawl_by_name(two_names, tmp_path)
    (ruled,) = two_names.times(rules)
    after = [later - earlier for earlier, later in pairwise(at for at in two_names.times("") if at > ruled)]
    assert len(after) >= 8
    assert mean(after) >= 0.48


@given(st.floats(0, 100), st.floats(0, 1), st.floats(0, 200))
def test_two_intervals_are_twice_the_delay_and_none_is_below_the_hosts_wish(
    delay: float, jitter: float, wish: float
) -> None:
    host = Host()
    drawn = []
    for _ in range(20):
        drawn.append(host.interval(delay, jitter))
        host.asked()
    assert mean(drawn) == pytest.approx(delay)
    assert all((1 - jitter) * delay - 1e-9 <= one <= (1 + jitter) * delay + 1e-9 for one in drawn)
    host.crawl_delay = wish
    assert host.interval(delay, jitter) >= wish


@given(st.floats(0, 10), st.floats(0, 100), st.integers(1, 10_000))
def test_back_off_doubles_up_to_its_most(first: float, most: float, failed: int) -> None:
    seconds = Backoff(first, most).seconds(failed)
    plain = first * 2.0 ** min(failed - 1, 30)
    assert min(most, 0.8 * plain) - 1e-9 <= seconds <= min(most, 1.2 * plain) + 1e-9


def test_a_host_is_held_once_for_answers_to_what_was_under_way() -> None:
    host, backoff = Host(), Backoff(2.0, 60.0)
    host.hold(100.0, 99.0, None, backoff)
    held = host.held_until
    assert 101.6 <= held <= 102.4
    for now in (100.1, 100.2, 100.3):
        host.hold(now, 99.5, None, backoff)
    assert (host.held_until, host.holds) == (held, 1)
    host.hold(100.4, 99.5, 30.0, backoff)  # one names a longer pause
    assert (host.held_until, host.holds) == (130.4, 1)
    host.hold(131.0, 130.5, None, backoff)  # refused again after the pause
    assert host.holds == 2
    assert 134.2 <= host.held_until <= 135.8
    host.answered(130.6)
    assert host.holds == 2
    host.answered(136.0)
    assert host.holds == 0
