"""``lanmu crawlall`` under way: how many sites at a time, in which order, and how it is ended."""

import re
import resource
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from project_sites import (
    HELD,
    SECONDS,
    Project,
    fill,
    hold,
    interrupted,
    last_line,
    lines_of,
    wait_until_asked,
)
from pytest_httpserver import HTTPServer
from small_site import SmallSite

from crawler.errors import NotNowError
from crawler.extensions.lock import Lock
from crawler.process import allow_many_files

# Of the site's class: how many crawlers there are by then, in a file.
COUNT_CRAWLERS = """
@classmethod
def from_crawler(cls, crawler, *args, **kwargs):
    import gc, pathlib
    from scrapy.crawler import Crawler
    with open("crawlers", "a") as file:
        file.write(f"{sum(isinstance(one, Crawler) for one in gc.get_objects())}\\n")
    return super().from_crawler(crawler, *args, **kwargs)
"""


@pytest.fixture
def north(servers: tuple[HTTPServer, HTTPServer]) -> Iterator[SmallSite]:
    site = SmallSite(servers[0])
    fill(site, 6)
    yield site
    site.before = None


@pytest.fixture
def south(servers: tuple[HTTPServer, HTTPServer]) -> Iterator[SmallSite]:
    site = SmallSite(servers[1])
    fill(site, 6)
    yield site
    site.before = None


def test_no_more_sites_at_a_time_than_the_setting_says(project: Project, north: SmallSite) -> None:
    for number in range(4):
        project.add(f"site{number}", north.address)
    done = project.crawlall("-s", "CONCURRENT_SITES=1")
    assert done.returncode == 0, done.stderr
    asked = north.requested
    assert asked.count("/robots.txt") == 4
    starts = [at for at, path in enumerate(asked) if path == "/robots.txt"]
    each = [asked[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    # Site after site: none asks for anything before the one before it has all.
    assert all(sorted(one) == sorted(each[0]) for one in each)


def test_the_next_site_begins_as_one_ends_whatever_the_others_do(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add("a_slow", north.address)
    for number in range(3):
        project.add(f"quick{number}", south.address)
    with project.crawling("-s", "CONCURRENT_SITES=2") as process:
        deadline = time.monotonic() + SECONDS
        while len(list(project.folder.glob("data/quick*/runs/*/manifest.json"))) < 3:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert "/dwjs/6.jhtml" in north.requested
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert last_line(stderr) == "crawlall: 4 sites: 4 complete; 24 articles written, 1 skipped (jingzhou)"
    assert lines_of(stderr, "a_slow") == stderr.splitlines()[-2:-1]


def test_the_site_not_crawled_for_longest_is_first(project: Project, north: SmallSite, south: SmallSite) -> None:
    project.add("a", south.address)
    project.add("b", north.address)
    assert project.crawlall("a").returncode == 0
    order: list[str] = []
    north.before = lambda path: order.append("b") if path == "/robots.txt" else None
    south.before = lambda path: order.append("a") if path == "/robots.txt" else None
    assert project.crawlall("-s", "CONCURRENT_SITES=1").returncode == 0
    assert order == ["b", "a"]


@pytest.mark.parametrize("one", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_those_under_way_and_begins_no_other(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event, one: signal.Signals
) -> None:
    hold(north, let_go)
    hold(south, let_go)
    project.add("a", north.address)
    project.add("b", south.address)
    project.add("c", south.address)
    with project.crawling("-s", "CONCURRENT_SITES=2", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1") as process:
        wait_until_asked(north, HELD, process)
        wait_until_asked(south, HELD, process)
        stderr = interrupted(process, one)
    assert process.returncode == 3, stderr
    assert last_line(stderr) == (
        "crawlall: 2 sites: 0 complete, 2 incomplete (a, b); 4 articles written, 1 skipped (jingzhou), 1 not begun (c)"
    )
    for name in ("a", "b"):
        (line,) = lines_of(stderr, name)
        assert line.startswith(f"{name} incomplete (stopped; run again to go on): ")
        (run,) = project.runs(name)
        assert (run.report["ended"], run.report["account"]["closes"]) == ("shutdown", True)
    let_go.set()
    done = project.crawlall()
    assert done.returncode == 0
    assert last_line(done.stderr).startswith("crawlall: 3 sites: 3 complete; 14 articles written")


def test_a_signal_while_sites_are_begun_ends_all_in_order(
    project: Project, north: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go, "/robots.txt")
    names = [f"site{number:02}" for number in range(30)]
    for name in names:
        project.add(name, north.address)
    with project.crawling() as process:
        wait_until_asked(north, "/robots.txt", process)
        stderr = interrupted(process)
    assert process.returncode == 3, stderr
    begun = [name for name in names if (project.folder / "data" / name / "runs").exists() and project.runs(name)]
    assert begun
    assert all("manifest.json" in {file.name for file in project.runs(name)[0].folder.iterdir()} for name in begun)
    told = re.search(r"crawlall: (\d+) sites?: 0 complete, (\d+) incomplete", stderr)
    assert told
    assert int(told[1]) == int(told[2]) == len(begun)


def test_a_second_signal_kills(project: Project, north: SmallSite, let_go: threading.Event) -> None:
    hold(north, let_go)
    project.add("a", north.address)
    project.add("b", north.address)
    with project.crawling("a", "b", "-s", "CONCURRENT_SITES=1") as process:
        wait_until_asked(north, HELD, process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        stderr = interrupted(process)
    assert process.returncode == 1, stderr
    assert last_line(stderr) == "crawlall: 1 site: 0 complete, 1 failed (a); 0 articles written, 1 not begun (b)"
    assert "a failed: killed before its account was closed" in stderr
    assert not list(project.folder.glob("data/a/runs/*/manifest.json"))


def test_what_a_killed_process_had_written_is_taken_over(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    hold(south, let_go)
    project.add("a", north.address)
    project.add("b", south.address)
    with project.crawling("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1") as process:
        wait_until_asked(north, HELD, process)
        wait_until_asked(south, HELD, process)
        process.kill()
        process.wait(SECONDS)
    let_go.set()
    done = project.crawlall()
    assert done.returncode == 0, done.stderr
    assert last_line(done.stderr).startswith("crawlall: 2 sites: 2 complete; 8 articles written")
    for name in ("a", "b"):
        first, second = project.runs(name)
        assert first.report["verdict"] == "interrupted"
        assert len(first.articles) == 2
        assert len({record["id"] for run in (first, second) for record in run.articles}) == 6


def test_a_finished_site_is_let_go(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    for number in range(6):
        project.add(f"a{number}", north.address)
    # By its end it is time to look through the memory once more.
    south.before = lambda path: let_go.wait(6) if path == HELD else None
    project.add("b", south.address)
    project.add("c", north.address, *COUNT_CRAWLERS.strip().splitlines())
    done = project.crawlall("-s", "CONCURRENT_SITES=1")
    assert done.returncode == 0, done.stderr
    assert (project.folder / "crawlers").read_text(encoding="utf-8").split() == ["1"]


def test_a_site_that_fails_while_it_is_started_is_let_go(
    project: Project, north: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add("a", north.address, "custom_settings = {'SCHEDULER': 'nowhere.Scheduler'}")
    project.add("b", north.address)
    with project.crawling("a", "b", "-s", "CONCURRENT_SITES=1") as process:
        wait_until_asked(north, HELD, process)
        Lock(project.folder / "data", "a").release()
        with pytest.raises(NotNowError, match="b is being crawled already"):
            Lock(project.folder / "data", "b")
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "a failed: could not be started: ModuleNotFoundError" in stderr
    assert last_line(stderr) == "crawlall: 2 sites: 1 complete, 1 failed (a); 6 articles written"


def test_few_sites_have_a_browser_at_a_time_and_hold_up_no_other(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add("a", north.address, "needs_browser = True")
    project.add("b", north.address, "needs_browser = True")
    project.add("c", south.address)
    with project.crawling("a", "b", "c", "-s", "CONCURRENT_BROWSER_SITES=1") as process:
        wait_until_asked(north, HELD, process)
        wait_until_asked(south, "/dwjs/6.jhtml", process)
        begun = north.requested.count("/robots.txt")
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert (begun, process.returncode) == (1, 0), stderr
    assert north.requested.count("/robots.txt") == 2
    assert last_line(stderr) == "crawlall: 3 sites: 3 complete; 18 articles written"


def test_sites_that_wait_for_a_browser_take_no_room(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    for name in ("a", "b", "c"):
        project.add(name, north.address, "needs_browser = True")
    for name in ("d", "e"):
        project.add(name, south.address)
    # One of the three has the browser and a room; the others wait, and both plain sites go through the second room.
    rooms = ("-s", "CONCURRENT_SITES=2", "-s", "CONCURRENT_BROWSER_SITES=1")
    with project.crawling("a", "b", "c", "d", "e", *rooms) as process:
        wait_until_asked(north, HELD, process)
        deadline = time.monotonic() + SECONDS
        while len(list(project.folder.glob("data/[de]/runs/*/manifest.json"))) < 2:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        begun = north.requested.count("/robots.txt")
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert (begun, process.returncode) == (1, 0), stderr
    assert last_line(stderr) == "crawlall: 5 sites: 5 complete; 30 articles written"


def test_a_process_opens_as_many_files_as_it_may(project: Project, north: SmallSite, let_go: threading.Event) -> None:
    hold(north, let_go)
    project.add("a", north.address)
    with project.crawling("a") as process:
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (300, 700))
        wait_until_asked(north, HELD, process)
        limits = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert (limits, process.returncode) == ((700, 700), 0), stderr


def test_a_system_that_allows_no_more_files_is_told_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(what: int, limits: tuple[int, int]) -> None:
        raise ValueError("not allowed")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refused)
    allow_many_files()
    assert caplog.messages == [
        "No more than 256 files can be open (not allowed); with many sites, lower CONCURRENT_SITES"
    ]
