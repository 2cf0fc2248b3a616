"""How often a host is asked, by its own log."""

import socket
import threading
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_site import Answer, RawSite, served
from support import crawl

from crawler.host import Backoff, Host


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
        slowed(site, 0.2)

        def counted(answer: Answer) -> Answer:
            def count(connection: socket.socket) -> None:
                nonlocal at_once, most
                with lock:
                    at_once += 1
                    most = max(most, at_once)
                answer(connection)
                with lock:
                    at_once -= 1

            return count

        site.answers = {path: counted(answer) for path, answer in site.answers.items()}
        done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert most == 4


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
