"""One crawl of a site at a time; the lock goes with its process, whatever ends that."""

import errno
import fcntl
import os
from pathlib import Path

import pytest
from history import SITE, History, environment_on
from killing import SECONDS, crawling, held, kill, wait_for_requests
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from support import crawl, one_line, runs

from crawler.errors import LanmuError
from crawler.extensions.lock import Lock

COLUMN = "队伍建设"


@pytest.fixture
def history(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> History:
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 6)
    return History(site, tmp_path)


def test_a_second_crawl_says_who_is_at_it_and_leaves_nothing_behind(history: History, other_site: SmallSite) -> None:
    site, folder = history.site, history.folder
    with crawling(site, folder) as first:
        with held(site, "/dwjs/3.jhtml"):
            wait_for_requests(5, site, first)
            asked = list(site.requested)
            second = crawl(SITE, site.address, cwd=folder, env=environment_on(0))
            assert second.returncode == 1
            line = one_line(second)
            assert line.startswith(f"lanmu: {SITE} is being crawled already (process {first.pid}, since ")
            assert line.endswith("; wait until that has ended")
            assert len(runs(folder, SITE)) == 1
            # What the first one has under way by then is all that is asked for.
            assert not {"/", "/robots.txt"} & set(site.requested[len(asked) :])
            crawl_of_another_site(other_site, folder)
        assert first.wait(SECONDS) == 0
    assert history.crawl(0).run.report["verdict"] == "complete"


def crawl_of_another_site(site: SmallSite, folder: Path) -> None:
    site.home({COLUMN: "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    done = crawl("demo", site.address, cwd=folder, env=environment_on(0))
    assert done.returncode == 0, done.stderr


def test_the_lock_is_free_when_its_process_has_been_killed(history: History) -> None:
    site, folder = history.site, history.folder
    with held(site, "/dwjs/3.jhtml"), crawling(site, folder) as first:
        wait_for_requests(4, site, first)
        kill(first)
    lock = folder / "data" / SITE / "lock"
    assert str(first.pid) in lock.read_text(encoding="utf-8")
    after = history.crawl(0)
    assert after.run.report["verdict"] == "complete"
    assert history.written() == set(site.stories)


def test_a_folder_that_cannot_be_locked_is_one_line(history: History) -> None:
    lock = history.folder / "data" / SITE / "lock"
    lock.mkdir(parents=True)
    done = crawl(SITE, history.site.address, cwd=history.folder)
    assert done.returncode == 1
    assert f"data/{SITE}/lock" in one_line(done)
    assert history.site.requested == []


def test_a_lock_that_cannot_be_written_is_one_line_and_no_other_crawl(history: History) -> None:
    lock = history.folder / "data" / SITE / "lock"
    lock.parent.mkdir(parents=True)
    lock.symlink_to("/dev/full")
    done = crawl(SITE, history.site.address, cwd=history.folder)
    assert done.returncode == 1
    assert one_line(done).startswith(f"lanmu: cannot lock {lock}: {os.strerror(errno.EINVAL)}; ")
    assert history.site.requested == []


def test_a_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(file: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(LanmuError) as error:
        Lock(tmp_path, SITE)
    assert str(error.value).startswith(f"cannot lock {tmp_path / SITE / 'lock'}: {os.strerror(errno.ENOLCK)}; ")
    assert "-s DATA_DIR=FOLDER" in str(error.value)
    monkeypatch.undo()
    Lock(tmp_path, SITE).release()
