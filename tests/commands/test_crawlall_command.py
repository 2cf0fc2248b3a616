"""``lanmu crawlall``: many sites in one process, each as ``lanmu crawl`` would, none stopping another."""

import os
import re
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from project_sites import NO_DELAY, SECONDS, Project, fill, hold, last_line, lines_of, text_of, without_run
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from support import COMMAND, environment, lanmu, one_line

from crawler.extensions.lock import Lock
from crawler.page.dates import BEIJING

REFUSED = "http://127.0.0.1:9/"
AWAY = "http://www.example.gov.cn/"


@pytest.fixture
def sites(servers: tuple[HTTPServer, HTTPServer]) -> Iterator[tuple[SmallSite, SmallSite]]:
    """Two small sites with 6 and 9 articles."""
    one, two = SmallSite(servers[0]), SmallSite(servers[1])
    fill(one, 6)
    fill(two, 9)
    yield one, two
    one.before = two.before = None


def later_today() -> str:
    """A crawl window that is closed now."""
    now = datetime.now(BEIJING)
    return f"{now + timedelta(hours=2):%H}:00-{now + timedelta(hours=4):%H}:00"


def test_each_site_is_crawled_as_alone(project: Project, sites: tuple[SmallSite, SmallSite], tmp_path: Path) -> None:
    for name, site in zip(("north", "south"), sites, strict=True):
        project.add(name, site.address)
    done = project.crawlall("north", "south")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert last_line(done.stderr) == "crawlall: 2 sites: 2 complete; 15 articles written"
    assert len(done.stderr.splitlines()) == 3
    for name in ("north", "south"):
        alone = lanmu("crawl", name, *NO_DELAY, "-s", f"DATA_DIR={tmp_path / 'alone'}", cwd=project.folder)
        assert alone.returncode == 0, alone.stderr
        (run,) = project.runs(name)
        (folder,) = (tmp_path / "alone" / name / "runs").iterdir()
        run_alone = type(run)(folder)
        assert text_of(run.articles) == text_of(run_alone.articles)
        assert text_of(run.links) == text_of(run_alone.links)
        assert {file.name for file in run.folder.iterdir()} == {file.name for file in folder.iterdir()}
        (line,) = lines_of(done.stderr, name)
        assert line.endswith(f"; dataset: data/{name}/runs, this run: {run.folder.name}")
        assert without_run(line) == without_run(one_line(alone))
    again = project.crawlall("north", "south")
    assert (again.returncode, last_line(again.stderr)) == (
        0,
        "crawlall: 2 sites: 2 complete; 0 articles written",
    )


def test_no_site_stops_another(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    good, lacking = sites
    lacking.fault("/dwjs/3.jhtml", 500)
    project.add("good", good.address)
    project.add("lacking", lacking.address)
    project.add("refused", REFUSED)
    project.add("raises", good.address, "def __init__(self, *args, **kwargs):", "    raise ZeroDivisionError('mine')")
    project.add("settings", good.address, "custom_settings = {'REVISIT_MOST': 'many'}")
    project.add("walks", good.address, "def navigation(self, page):", "    raise KeyError('of mine')")
    project.add("damaged", good.address)
    run = project.folder / "data" / "damaged" / "runs" / "20261101T000000Z"
    run.mkdir(parents=True)
    (run / "manifest.json").write_text("{}", encoding="utf-8")
    project.add("shut", good.address, f"crawl_window = {later_today()!r}")
    project.add("homeless", None)
    project.add("malformed", "http://[::1/")
    project.add("window", good.address, "crawl_window = 'at night'")
    done = project.crawlall("-s", "RETRY_TIMES=0")
    assert done.returncode == 1, done.stderr
    # As with lanmu crawl, what a callback raised is in the log.
    assert done.stderr.count("Traceback") == done.stderr.count("KeyError: 'of mine'") == 1
    assert last_line(done.stderr) == (
        "crawlall: 9 sites: 1 complete, 1 incomplete (lacking), "
        "7 failed (damaged, malformed, raises, refused, settings, walks, window); "
        "14 articles written, 3 skipped (homeless, jingzhou, shut)"
    )
    said = {name: lines_of(done.stderr, name) for name in ("raises", "damaged", "shut", "homeless", "window")}
    assert said["raises"] == ["raises failed: could not be started: ZeroDivisionError('mine')"]
    assert said["damaged"][0].startswith(f"damaged failed: {run} is damaged (")
    assert said["shut"][0].startswith(f"shut skipped: is crawled {later_today()} (Beijing time) only; it is ")
    assert said["homeless"] == ["homeless skipped: its home page is not known; name it in the site file"]
    assert "crawl window 'at night' is none" in said["window"][0]
    assert all(len(lines) == 1 for lines in said.values())
    assert project.crawled() >= {"good", "lacking", "refused", "walks"}
    assert not {"shut", "homeless", "malformed", "window", "raises"} & project.crawled()


def test_the_exit_code_is_the_worst_verdict(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    good, lacking = sites
    lacking.fault("/dwjs/3.jhtml", 500)
    project.add("good", good.address)
    project.add("lacking", lacking.address)
    done = project.crawlall("-s", "RETRY_TIMES=0")
    assert (done.returncode, last_line(done.stderr)) == (
        3,
        "crawlall: 2 sites: 1 complete, 1 incomplete (lacking); 14 articles written, 1 skipped (jingzhou)",
    )
    sample = project.crawlall("good", "-a", "sample=2", "-s", f"DATA_DIR={project.folder / 'sample'}")
    assert (sample.returncode, last_line(sample.stderr)) == (
        0,
        "crawlall: 1 site: 0 complete, 1 partial; 2 articles written",
    )


def test_all_sites_are_all_but_the_sandboxes(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    project.add("north", sites[0].address)
    done = project.crawlall()
    assert done.returncode == 0, done.stderr
    assert last_line(done.stderr).endswith("6 articles written, 1 skipped (jingzhou)")
    assert "demo" not in done.stderr


def test_a_site_that_is_named_and_has_no_home_page_is_told_by_the_exit_code(
    project: Project, sites: tuple[SmallSite, SmallSite]
) -> None:
    project.add("north", sites[0].address)
    named = project.crawlall("demo", "north")
    assert named.returncode == 3
    assert last_line(named.stderr) == "crawlall: 1 site: 1 complete; 6 articles written, 1 skipped (demo)"


def test_where_all_are_skipped_the_exit_code_tells(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    project.add("shut", sites[0].address, f"crawl_window = {later_today()!r}")
    done = project.crawlall()
    assert done.returncode == 3
    assert last_line(done.stderr) == "crawlall: 0 sites: 0 complete; 0 articles written, 2 skipped (jingzhou, shut)"
    assert sites[0].requested == []


def test_a_site_that_is_being_crawled_is_skipped(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    for name, site in zip(("north", "south"), sites, strict=True):
        project.add(name, site.address)
    lock = Lock(project.folder / "data", "north")
    done = project.crawlall("north", "south")
    lock.release()
    assert done.returncode == 0
    (line,) = lines_of(done.stderr, "north")
    assert re.match(
        r"north skipped: is being crawled already \(process \d+, since \d{4}-\d\d-\d\d [\d:]{8} Beijing time\); ", line
    )
    assert last_line(done.stderr) == "crawlall: 1 site: 1 complete; 9 articles written, 1 skipped (north)"
    assert sites[0].requested == []


def test_a_site_that_is_being_crawled_for_more_than_a_day_is_incomplete(
    project: Project, sites: tuple[SmallSite, SmallSite]
) -> None:
    for name, site in zip(("north", "south"), sites, strict=True):
        project.add(name, site.address)
    lock = Lock(project.folder / "data", "north")
    holder = "process 4711, since 2026-11-01 22:00:03 Beijing time"
    (project.folder / "data" / "north" / "lock").write_text(f"{holder}\n", encoding="utf-8")
    done = project.crawlall("north", "south")
    alone = lanmu("crawl", "north", *NO_DELAY, cwd=project.folder)
    lock.release()
    assert done.returncode == 3
    since = f"is still being crawled ({holder}), for more than a day; look at that process"
    assert lines_of(done.stderr, "north") == [f"north incomplete: {since}"]
    assert last_line(done.stderr) == "crawlall: 2 sites: 1 complete, 1 incomplete (north); 9 articles written"
    assert (alone.returncode, one_line(alone)) == (1, f"lanmu: north {since}")
    assert sites[0].requested == []


def test_the_processes_of_all_shards_crawl_all_sites_once(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    names = [f"site{number}" for number in range(5)]
    for name in names:
        project.add(name, sites[0].address)
    for number, count in ((1, "2 sites"), (2, "2 sites"), (3, "1 site")):
        done = project.crawlall("--shard", f"{number}/3", "-a", "sample=1", *names)
        assert done.returncode == 0, done.stderr
        assert last_line(done.stderr).startswith(f"crawlall: shard {number}/3, {count}: ")
    assert {name: len(project.runs(name)) for name in names} == dict.fromkeys(names, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("norht",), "did you mean north?"),
        (("--shard", "3/2"), "shard '3/2' is none; write 1/2"),
        (("--shard", "0/2"), "'0/2'"),
        (("--shard", "half"), "'half'"),
        (("-a", f"homepage={REFUSED}"), "each site has a home page of its own"),
        (("-a", "colour=red"), "no argument colour"),
        (("-a", "sample=0"), "sample"),
        (("-a", "full=yes"), "full"),
        (("-s", "CONCURRENT_SITES=0"), "CONCURRENT_SITES"),
        (("-s", "CONCURRENT_SITES=many"), "CONCURRENT_SITES 'many'"),
        (("-s", "DOWNLOAD_DELAY=slow"), "DOWNLOAD_DELAY 'slow'"),
        (("-s", "ROBOTSTXT_OBEY=perhaps"), "ROBOTSTXT_OBEY 'perhaps'"),
        (("-s", "CRAWL_WINDOW=at night"), "'at night'"),
        (("-s", "CONTACT=you@例子.cn"), "CONTACT"),
        (("--nosuch",), "--nosuch"),
        (("north", "away", "-s", "CONTACT="), "say who crawls"),
    ],
)
def test_a_mistake_in_the_call_is_one_line(
    project: Project, sites: tuple[SmallSite, SmallSite], arguments: tuple[str, ...], said: str
) -> None:
    project.add("north", sites[0].address)
    project.add("away", AWAY)
    done = lanmu("crawlall", *arguments, cwd=project.folder)
    assert done.returncode == 2, done.stderr
    assert said in one_line(done)
    assert sites[0].requested == []
    assert not (project.folder / "data").exists()


def test_a_data_folder_that_cannot_be_written_is_told_once(
    project: Project, sites: tuple[SmallSite, SmallSite]
) -> None:
    for name, site in zip(("north", "south"), sites, strict=True):
        project.add(name, site.address)
    (project.folder / "data").write_text("no folder", encoding="utf-8")
    done = project.crawlall("north", "south")
    assert done.returncode == 1
    assert one_line(done).startswith(f"lanmu: cannot write to the data folder {project.folder / 'data'}: ")
    assert sites[0].requested == []


def on_a_terminal(folder: Path, *arguments: str, look: Callable[[str], object] = str) -> str:
    """What ``crawlall`` shows on a terminal, without its colours; ``look`` is called with what it has shown so far."""
    terminal, theirs = os.openpty()
    shown = ""
    try:
        with subprocess.Popen(
            [*COMMAND, "crawlall", *arguments, *NO_DELAY],
            cwd=folder,
            env={**environment(), "TERM": "xterm", "COLUMNS": "160"},
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        ) as process:
            try:
                deadline = time.monotonic() + SECONDS
                while "crawlall: 2 sites" not in shown and time.monotonic() < deadline:
                    if select.select([terminal], [], [], 0.2)[0]:
                        text = os.read(terminal, 65536).decode("utf-8", "replace")
                        shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
                    look(shown)
                assert process.wait(SECONDS) == 0
            finally:
                process.kill()
    finally:
        os.close(terminal)
        os.close(theirs)
    return shown


def test_a_terminal_shows_one_bar_for_all(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    let_go = threading.Event()
    hold(sites[1], let_go)
    for name, site in zip(("north", "south"), sites, strict=True):
        project.add(name, site.address)

    def let_go_at_last(shown: str) -> None:
        if re.search(r"1/2 sites, 1 under way \(8/9 links\), 14 articles", shown):
            let_go.set()

    shown = on_a_terminal(project.folder, "north", "south", look=let_go_at_last)
    assert let_go.is_set(), shown
    assert "north complete: " in shown
    assert "live display" not in shown
    assert "crawlall: 2 sites: 2 complete; 15 articles written" in shown


def test_the_bar_can_be_turned_off(project: Project, sites: tuple[SmallSite, SmallSite]) -> None:
    for name, site in zip(("north", "south"), sites, strict=True):
        project.add(name, site.address)
    shown = on_a_terminal(project.folder, "north", "south", "-s", "PROGRESS_ENABLED=0")
    begins = sorted(line.split(":")[0] for line in shown.splitlines())
    assert begins == ["crawlall", "north complete", "south complete"]
