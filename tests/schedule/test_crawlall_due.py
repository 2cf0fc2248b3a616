"""``lanmu crawlall --due``: what is crawled on which day, what is not, and what is said of it."""

import signal
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest
from calm import calm, until
from history import check_dataset
from project_sites import HELD, NO_DELAY, SECONDS, Project, fill, hold, interrupted, last_line, wait_until_asked
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from support import Done, lanmu

from crawler import clock

DAILY = 'every = "day"'


A, B, C = calm(3)


@pytest.fixture
def north(servers: tuple[HTTPServer, HTTPServer]) -> Iterator[SmallSite]:
    site = SmallSite(servers[0])
    fill(site, 3)
    yield site
    site.before = None


@pytest.fixture
def south(servers: tuple[HTTPServer, HTTPServer]) -> Iterator[SmallSite]:
    site = SmallSite(servers[1])
    fill(site, 3)
    yield site
    site.before = None


def on(days: float) -> Mapping[str, str]:
    """What makes it so many days later (before 0: earlier) for a process."""
    return {"LANMU_DAYS_AHEAD": repr(days)}


def due(project: Project, *arguments: str, days: float = 0) -> Done:
    return lanmu("crawlall", "--due", *arguments, *NO_DELAY, cwd=project.folder, env=on(days))


def closed_now() -> str:
    """A crawl window that opens in two hours."""
    now = clock.now()
    return f"{now + timedelta(hours=2):%H}:00-{now + timedelta(hours=5):%H}:00"


def test_what_is_due_is_crawled_once_and_the_next_day_again(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    project.add(B, north.address, 'every = "week"')
    project.add(C, north.address)
    done = due(project)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == f"crawlall: 2 of 2 sites due: {A}, {B}"
    assert last_line(done.stderr) == "crawlall: 2 sites: 2 complete; 6 articles written"
    north.requested.clear()
    done = due(project)
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"crawlall: none of 2 sites is due; next is {A} at ")
    assert line.endswith(f" (Beijing time); by hand only: {C}")
    assert (done.returncode, done.stdout, north.requested) == (0, "", [])
    assert last_line(due(project, days=1).stderr) == "crawlall: 1 site: 1 complete; 0 articles written"
    assert [len(project.runs(name)) for name in (A, B)] == [2, 1]
    assert project.crawled() == {A, B}


def test_missed_runs_are_caught_up_once(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    for days in (0, 10, 10, 10):
        assert due(project, days=days).returncode == 0
    assert len(project.runs(A)) == 2
    check_dataset(project.folder, A)


def test_a_clock_put_forth_and_back_makes_no_storm(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    counted = []
    # Forth by a month, back, forth by minutes, back; then back by two months, and right.
    for days in (0, 30, 30, 0, 0.01, -0.01, 0, -60, -60, 0, 0, 1):
        assert due(project, days=days).returncode == 0
        counted.append(len(project.runs(A)))
    # One each: at first, a month later, two months before, and on the next day.
    assert counted == [1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4]
    assert sum(len(run.articles) for run in project.runs(A)) == 3


def test_a_bad_every_is_told_and_holds_up_no_other_site(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, 'every = "daily"')
    project.add(B, north.address, DAILY)
    told = 'every \'daily\' is unknown; write it as "day", "weekday", "week", "6 hours" or "3 days"'
    done = due(project)
    assert done.returncode == 1
    assert f"{A} failed: {told}" in done.stderr.splitlines()
    assert last_line(done.stderr) == f"crawlall: 2 sites: 1 complete, 1 failed ({A}); 3 articles written"
    # Each time, whatever else is due: cron mails the last line.
    done = due(project)
    first, second, last = done.stderr.splitlines()
    assert (done.returncode, first) == (1, f"{A} failed: {told}")
    assert second.startswith(f"crawlall: no site is due; next is {B} at ")
    assert last == f"crawlall: 1 site: 0 complete, 1 failed ({A}); 0 articles written"
    done = due(project, A)
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, f"{A} failed: {told}")
    checked = lanmu("checkall", cwd=project.folder)
    assert checked.returncode == 1
    assert f"sites/{A}.py: {told}" in checked.stdout.splitlines()


def test_outside_its_window_a_site_is_not_due_until_that_opens(project: Project, north: SmallSite) -> None:
    window = closed_now()
    project.add(A, north.address, DAILY, f'crawl_window = "{window}"')
    done = due(project)
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"crawlall: no site is due; next is {A} at ")
    opens = datetime.strptime(window[:5], "%H:%M").time()  # noqa: DTZ007 - a time of the day
    assert f"{opens:%H:%M} (Beijing time)" in line
    assert (done.returncode, north.requested) == (0, [])
    assert due(project, days=2.2 / 24).returncode == 0
    assert due(project, "-s", "CRAWL_WINDOW=", days=1).returncode == 0
    assert len(project.runs(A)) == 2


def test_where_no_site_is_ever_due_the_call_is_wrong(project: Project, north: SmallSite) -> None:
    project.add(A, north.address)
    project.add(B, None, DAILY)
    done = due(project)
    assert (done.returncode, done.stderr) == (
        2,
        'lanmu: no site says how often it is crawled; write every = "day" into its site file\n',
    )
    done = due(project, B)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{B} skipped: its home page is not known; name it in the site file\n")


def test_a_pause_of_nothing_is_a_mistake(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    done = due(project, "-s", "SCHEDULE_MINUTES=0")
    assert (done.returncode, north.requested) == (2, [])
    assert done.stderr == "lanmu: SCHEDULE_MINUTES 0 can't be used; give a number of minutes, up to a day\n"


def test_a_sample_is_no_crawl_of_what_is_due(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    done = due(project, "-a", "sample=2")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert lanmu("crawl", A, "-a", "sample=2", *NO_DELAY, cwd=project.folder).returncode == 0
    assert last_line(due(project).stderr) == "crawlall: 1 site: 1 complete; 1 article written"


def test_a_failed_site_is_tried_again_later_not_at_each_call(project: Project, north: SmallSite) -> None:
    north.fault("/", 404)
    project.add(A, north.address, 'every = "week"')
    counted = []
    for hours in (0, 0.5, 1.1, 2, 3.2, 3.3):
        due(project, days=hours / 24)
        counted.append(len(project.runs(A)))
    assert counted == [1, 1, 2, 2, 3, 3]


def test_a_site_that_cannot_be_started_is_tried_again_in_an_hour(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    assert due(project).returncode == 0
    with (project.runs(A)[0].folder / "articles.jsonl").open("a") as file:
        file.write("torn")
    done = due(project, days=1)
    assert done.returncode == 1
    assert "(ValueError: articles.jsonl holds " in done.stderr
    done = due(project, days=1.01)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert f"no site is due; next is {A} at " in done.stderr
    assert due(project, days=1 + 1.1 / 24).returncode == 1


def test_a_stopped_crawl_goes_on_with_the_next_call(
    project: Project, north: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add(A, north.address, DAILY)
    with project.crawling("--due", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1") as process:
        wait_until_asked(north, HELD, process)
        stderr = interrupted(process, signal.SIGTERM)
    assert process.returncode == 3, stderr
    let_go.set()
    assert due(project).returncode == 0
    assert "no site is due" in due(project).stderr
    assert [run.report["verdict"] for run in project.runs(A)] == ["incomplete", "complete"]
    check_dataset(project.folder, A)


def test_what_becomes_due_meanwhile_is_not_held_up_by_a_long_crawl(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add(A, north.address, DAILY)
    project.add(B, south.address, DAILY)
    assert project.crawlall(B).returncode == 0
    with project.crawling("--due", "-s", "SCHEDULE_MINUTES=0.005") as process:
        wait_until_asked(north, HELD, process)
        # As if its last run were of long ago, B is due while A is being crawled.
        (run,) = (project.folder / "data" / B / "runs").iterdir()
        run.rename(run.with_name("20200101T000000Z"))
        (project.folder / "data" / B / "lock").unlink()
        until(lambda: len(list(run.parent.glob("*/manifest.json"))) == 2, process)
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, stderr
    assert stderr.splitlines()[0] == f"crawlall: 1 of 2 sites due: {A}"
    assert last_line(stderr) == "crawlall: 2 sites: 2 complete; 3 articles written"
    # It is due no more, and a process that looks again and again crawls it once.
    assert [len(project.runs(name)) for name in (A, B)] == [1, 2]


def test_the_same_call_twice_crawls_nothing_twice(project: Project, north: SmallSite, let_go: threading.Event) -> None:
    hold(north, let_go)
    for name in (A, B, C):
        project.add(name, north.address, DAILY)
    with project.crawling("--due", "-s", "CONCURRENT_SITES=1") as process:
        wait_until_asked(north, HELD, process)
        done = due(project)
        assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr
        assert done.stderr.startswith(f"crawlall: process {process.pid}, since ")
        assert done.stderr.endswith(" Beijing time is at it, and takes what becomes due meanwhile\n")
        let_go.set()
        _, stderr = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, stderr
    assert [len(project.runs(name)) for name in (A, B, C)] == [1, 1, 1]


def test_a_site_that_is_crawled_by_hand_is_left_to_that(
    project: Project, north: SmallSite, south: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add(A, north.address, DAILY)
    project.add(B, south.address, DAILY)
    with project.crawling(A) as process:
        wait_until_asked(north, HELD, process)
        done = due(project)
        assert done.returncode == 0, done.stderr
        assert f"{A} skipped: is being crawled already (process " in done.stderr
        assert last_line(done.stderr) == f"crawlall: 1 site: 1 complete; 3 articles written, 1 skipped ({A})"
        let_go.set()
        process.communicate(timeout=SECONDS)
    assert "none of 2 sites is due" in due(project).stderr
    assert [len(project.runs(name)) for name in (A, B)] == [1, 1]
