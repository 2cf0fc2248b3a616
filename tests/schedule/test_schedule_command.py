"""``lanmu schedule``: a process of its own, stopped, killed, started again."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest
from calm import SECONDS, calm, until
from history import check_dataset
from project_sites import HELD, NO_DELAY, Project, fill, hold, wait_until_asked
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from support import COMMAND, environment, lanmu

from crawler import settings

DAILY = 'every = "day"'
A, B = calm(2)
# A look each half second, nothing behind it, one request at a time.
OFTEN = ("-s", "SCHEDULE_MINUTES=0.01", "-s", "SCHEDULE_THEN=", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")


@pytest.fixture
def north(servers: tuple[HTTPServer, HTTPServer]) -> Iterator[SmallSite]:
    site = SmallSite(servers[0])
    fill(site, 6)
    yield site
    site.before = None


# The machine's clock as the file ``ahead`` has it, in days from what it is; what is called inherits that.
CLOCK = """
import os, runpy, sys, time
from pathlib import Path

real = time.time


def moved():
    os.environ["LANMU_DAYS_AHEAD"] = days = Path("ahead").read_text()
    return real() + 86_400 * float(days)


time.time = moved
sys.argv[0] = "lanmu"
runpy.run_module("crawler.cmdline", run_name="__main__")
"""


@contextmanager
def scheduling(
    project: Project, *arguments: str, env: Mapping[str, str] | None = None, command: Sequence[str] = COMMAND
) -> Iterator[subprocess.Popen[str]]:
    """``lanmu schedule`` under way; its log is the file ``log``. It is killed with the block if it still runs."""
    with (
        (project.folder / "log").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            [*command, "schedule", *OFTEN, *NO_DELAY, *arguments],
            cwd=project.folder,
            env={**environment(), **(env or {})},
            stdout=log,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def said(project: Project) -> list[str]:
    """The log without the times."""
    lines = (project.folder / "log").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", line) for line in lines), lines
    return [line[20:] for line in lines]


def has_said(project: Project, words: str) -> bool:
    return words in (project.folder / "log").read_text(encoding="utf-8")


def look_further(project: Project, process: subprocess.Popen[str], looks: int = 3) -> None:
    """Wait until it has looked so many times more what is due."""
    (lock,) = (project.folder / "data" / ".due").glob("*/lock")
    for _ in range(looks):
        looked = lock.read_text(encoding="utf-8")
        until(lambda looked=looked: lock.read_text(encoding="utf-8") not in {looked, ""}, process)  # type: ignore[misc]


def crawler_of(project: Project, site: str) -> int:
    """The process that crawls a site, or did last."""
    match = re.match(r"process (\d+)", (project.folder / "data" / site / "lock").read_text(encoding="utf-8"))
    assert match
    return int(match[1])


def written(project: Project, site: str) -> int:
    """How many records the run under way of a site has on disk."""
    return sum(path.read_bytes().count(b"\n") for path in project.folder.glob(f"data/{site}/runs/*/articles.jsonl*"))


def ended(process: subprocess.Popen[str], one: signal.Signals = signal.SIGTERM) -> int:
    process.send_signal(one)
    return process.wait(SECONDS)


def test_what_is_due_is_crawled_and_nothing_is_said_twice(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    with scheduling(project) as process:
        until(lambda: has_said(project, "no site is due"), process)
        # Further looks say nothing new.
        look_further(project, process)
        assert ended(process) == 0
    lines = said(project)
    assert lines[0] == "schedule: looks every 0.01 minutes what is due; Ctrl-C or SIGTERM ends it"
    assert lines[1] == f"crawlall: 1 of 1 sites due: {A}"
    assert lines[2].startswith(f"{A} complete: ")
    assert lines[3] == "crawlall: 1 site: 1 complete; 6 articles written"
    assert lines[4].startswith(f"crawlall: no site is due; next is {A} at ")
    assert lines[5:] == ["schedule: ending; what is being crawled is ended in order", "schedule: ended"]
    (run,) = project.runs(A)
    assert run.report["verdict"] == "complete"


@pytest.mark.parametrize("one", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_and_what_is_being_crawled_in_order(
    project: Project, north: SmallSite, let_go: threading.Event, one: signal.Signals
) -> None:
    hold(north, let_go)
    project.add(A, north.address, DAILY)
    with scheduling(project) as process:
        wait_until_asked(north, HELD, process)
        assert ended(process, one) == 0
    lines = said(project)
    assert any(line.startswith(f"{A} incomplete (stopped; run again to go on): ") for line in lines), lines
    assert lines[-1] == "schedule: ended"
    (run,) = project.runs(A)
    assert (run.report["ended"], run.report["account"]["closes"]) == ("shutdown", True)
    check_dataset(project.folder, A)
    # It is over, and no crawl is left behind.
    with pytest.raises(ProcessLookupError):
        os.kill(crawler_of(project, A), 0)


def test_killed_alone_its_crawl_goes_on_and_a_new_one_crawls_nothing_twice(
    project: Project, north: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    for name in (A, B):
        project.add(name, north.address, DAILY)
    with scheduling(project, "-s", "CONCURRENT_SITES=1") as process:
        wait_until_asked(north, HELD, process)
        process.kill()
        process.wait(SECONDS)
    with scheduling(project, "-s", "CONCURRENT_SITES=1") as process:
        until(lambda: has_said(project, " is at it, and takes what becomes due meanwhile"), process)
        assert [len(list((project.folder / "data").glob(f"{name}/runs/*"))) for name in (A, B)].count(1) == 1
        let_go.set()
        until(lambda: has_said(project, "none of 2 sites is due"), process)
        look_further(project, process)
        assert ended(process) == 0
    for name in (A, B):
        (run,) = project.runs(name)
        assert run.report["verdict"] == "complete"
        check_dataset(project.folder, name)
    assert north.requested.count("/robots.txt") == 2


def test_killed_with_its_crawl_the_missed_runs_are_caught_up_once(
    project: Project, north: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    for name in (A, B):
        project.add(name, north.address, DAILY)
    with scheduling(project) as process:
        until(lambda: written(project, A) == written(project, B) == 2, process)
        process.kill()
        process.wait(SECONDS)
        os.kill(crawler_of(project, A), signal.SIGKILL)
    let_go.set()
    # Three days were missed: one crawl, and in the looks behind it none.
    with scheduling(project, env={"LANMU_DAYS_AHEAD": "3"}) as process:
        until(lambda: has_said(project, "none of 2 sites is due"), process)
        look_further(project, process)
        assert ended(process) == 0
    for name in (A, B):
        first, second = project.runs(name)
        assert (first.report["verdict"], second.report["verdict"]) == ("interrupted", "complete")
        assert [len(run.articles) for run in (first, second)] == [2, 4]
        check_dataset(project.folder, name)


def test_a_crawl_that_is_killed_is_told_and_taken_over_by_the_next_round(
    project: Project, north: SmallSite, let_go: threading.Event
) -> None:
    hold(north, let_go)
    project.add(A, north.address, DAILY)
    with scheduling(project) as process:
        until(lambda: written(project, A) == 2, process)
        os.kill(crawler_of(project, A), signal.SIGKILL)
        let_go.set()
        until(lambda: has_said(project, "no site is due"), process)
        assert ended(process) == 0
    assert "crawlall was killed by signal 9; the next one takes over what it had written" in said(project)
    first, second = project.runs(A)
    assert (first.report["verdict"], second.report["verdict"]) == ("interrupted", "complete")
    assert [len(run.articles) for run in (first, second)] == [2, 4]
    check_dataset(project.folder, A)


def test_the_clock_put_forth_and_back_while_it_runs_makes_no_storm(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    ahead = project.folder / "ahead"
    ahead.write_text("0", encoding="utf-8")
    with scheduling(project, command=[sys.executable, "-c", CLOCK]) as process:
        until(lambda: has_said(project, "no site is due"), process)
        counted = []
        for days, how in (("30", "put forth"), ("0", "put back"), ("-60", "put back"), ("0", "put forth")):
            before = sum(f"the clock was {how}" in line for line in said(project))
            ahead.with_suffix(".new").write_text(days, encoding="utf-8")
            ahead.with_suffix(".new").rename(ahead)
            until(
                lambda before=before, how=how: sum(f"was {how}" in line for line in said(project)) > before,  # type: ignore[misc]
                process,
            )
            look_further(project, process)
            counted.append(len(project.runs(A)))
        assert ended(process) == 0
    # One at first, one a month later and one two months before; none when the clock is right again.
    assert counted == [2, 2, 3, 3]
    assert sum(len(run.articles) for run in project.runs(A)) == 6


def test_behind_a_round_health_tells_how_all_is(project: Project, north: SmallSite) -> None:
    project.add(A, north.address, DAILY)
    with scheduling(project, "-s", f"SCHEDULE_THEN={settings.SCHEDULE_THEN}") as process:
        until(lambda: has_said(project, "今日新增 6 篇"), process)
        assert ended(process) == 0
    lines = said(project)
    crawled = lines.index("crawlall: 1 site: 1 complete; 6 articles written")
    assert any("今日新增 6 篇" in line for line in lines[crawled:])
    assert settings.SCHEDULE_THEN == "health --tell"


def test_a_wrong_call_ends_it(project: Project, north: SmallSite) -> None:
    project.add(A, north.address)
    with scheduling(project) as process:
        assert process.wait(SECONDS) == 2
    assert 'lanmu: no site says how often it is crawled; write every = "day" into its site file' in said(project)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--shard", "3/2"), "shard '3/2' is none"),
        (("-s", "SCHEDULE_MINUTES=0"), "SCHEDULE_MINUTES 0 can't be used; give a number of minutes"),
        (("-s", "SCHEDULE_MINUTES=often"), "SCHEDULE_MINUTES 'often' can't be used; give a number"),
        (("-s", "SCHEDULE_THEN=healthy --tell"), "SCHEDULE_THEN 'healthy --tell' is no call of lanmu"),
        (("-s", "SCHEDULE_THEN=sites 'x"), 'SCHEDULE_THEN "sites \'x" is no call of lanmu'),
    ],
)
def test_what_cannot_be_is_one_line(project: Project, arguments: tuple[str, ...], told: str) -> None:
    done = lanmu("schedule", *arguments, cwd=project.folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith(f"lanmu: {told}")


def test_without_the_extra_one_line_says_what_to_install(project: Project) -> None:
    code = (
        "import sys; sys.modules['apscheduler'] = None; sys.argv = ['lanmu', 'schedule']; "
        "from crawler.cmdline import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(
        "lanmu: lanmu schedule needs apscheduler; install with: pip install 'lanmu[schedule]'"
    )
    assert done.stderr.count("\n") == 1
