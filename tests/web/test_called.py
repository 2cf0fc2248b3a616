"""How `lanmu web` is called, and how the address it prints is passed on; a full disk."""

import contextlib
import re
import resource
import secrets
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from addresses import body_of
from made_columns import NEWS, NOW
from made_runs import Look, article, write_run
from playwright.sync_api import Browser
from project_sites import Project
from pytest_httpserver import HTTPServer
from support import environment, lanmu, one_line
from web_server import ONLY, serving, verdict_of

_LITTLE = 300_000  # bytes


def called(folder: Path, before: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """`lanmu web`, with something done first in its process."""
    return subprocess.run(
        [sys.executable, "-c", f"{before}from crawler.cmdline import main; main()", "web", *arguments],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("seconds", ["soon", "", "0", "-1", "nan", "inf", "1e300"])
def test_a_refresh_that_is_no_number_of_seconds_is_one_line(tmp_path: Path, seconds: str) -> None:
    """Of 0 or fewer the machine would do nothing else."""
    done = lanmu("web", "demo", "--port", "0", "-s", f"WEB_REFRESH={seconds}", cwd=tmp_path)
    assert done.returncode == 2
    assert "is no number of seconds; give one, like 60" in one_line(done)


def test_what_is_not_installed_is_named_before_anything_is_read(tmp_path: Path) -> None:
    # What has no module is not installed.
    hidden = "import sys; sys.modules |= dict.fromkeys(['uvicorn', 'holidays']); "
    done = called(tmp_path, hidden, "demo", "--port", "0")
    assert done.returncode == 1
    assert done.stderr == "lanmu: the page needs uvicorn, holidays; install with: pip install 'lanmu[web,health]'\n"


@pytest.mark.parametrize("options", [("--port", "0"), ("--static", "share")])
def test_a_disk_that_is_full_at_the_start_is_one_line(tmp_path: Path, options: tuple[str, str]) -> None:
    Project(tmp_path / "project").add("yunze", "http://127.0.0.1:9/")
    news = [article(NEWS, number, "2027-03-30", body=secrets.token_hex(1_000)) for number in range(300)]
    write_run(tmp_path / "project" / "data", "yunze", NOW, [Look(NEWS, news)])
    # No file may have more: the store can be made, and what is read has no room.
    little = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({_LITTLE}, {_LITTLE})); "
    done = called(tmp_path / "project", little, *options, *ONLY)
    assert done.returncode == 1
    assert re.fullmatch(r"lanmu: cannot write data/.web/pages.sqlite: .*; free space there or delete it\n", done.stderr)
    assert not (tmp_path / "project" / "share").exists()


def test_a_store_that_another_program_holds_is_left_as_it_is(tmp_path: Path) -> None:
    """It is made anew where it is damaged; by this it isn't."""
    Project(tmp_path / "project").add("yunze", "http://127.0.0.1:9/")
    with serving(tmp_path / "project", *ONLY, moment=NOW):
        pass
    store = tmp_path / "project" / "data" / ".web" / "pages.sqlite"
    before = store.stat().st_ino
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as holder:
        holder.executescript("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        done = lanmu("web", "--port", "0", *ONLY, cwd=tmp_path / "project")
    assert done.returncode == 1
    assert one_line(done) == (
        "lanmu: cannot write data/.web/pages.sqlite: database is locked; end what else has it open"
    )
    assert store.stat().st_ino == before


def test_the_address_with_the_token_may_be_followed_from_another_page(browser: Browser, tmp_path: Path) -> None:
    """As from a message that is read in the browser; and the pages behind it, from then on."""
    Project(tmp_path / "project").add("yunze", "http://127.0.0.1:9/")
    with (
        HTTPServer() as elsewhere,
        serving(tmp_path / "project", *ONLY, "-s", "WEB_TOKEN=passed-on", moment=NOW) as served,
    ):
        pages = served.address.partition("/?")[0]
        links = f'<a href="{pages}/?token=passed-on">one</a><a href="{pages}/columns">two</a>'
        elsewhere.expect_request("/message").respond_with_data(links, content_type="text/html")
        tab = browser.new_page()
        for link, heading in (("one", "0 栏目"), ("two", "栏目")):
            # By another name than the page's, which makes it another site.
            tab.goto(f"http://localhost:{elsewhere.port}/message")
            tab.get_by_text(link).click()
            assert tab.locator("h1").inner_text().startswith(heading)
        tab.close()


def test_where_nothing_more_can_be_written_the_pages_stay_as_they_were(tmp_path: Path) -> None:
    Project(tmp_path / "project").add("yunze", "http://127.0.0.1:9/")
    with serving(tmp_path / "project", *ONLY, "-s", "WEB_REFRESH=0.05", moment=NOW) as served:
        # As on a full disk: no file may grow.
        resource.prlimit(served.process, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        for _ in range(20):
            assert verdict_of(body_of(served.address)).startswith("0 栏目")
            time.sleep(0.1)
        resource.prlimit(served.process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        write_run(tmp_path / "project" / "data", "yunze", NOW - timedelta(hours=1), [Look(NEWS, known=1)])
        deadline = time.monotonic() + 60
        while not verdict_of(body_of(served.address)).startswith("1 栏目"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
