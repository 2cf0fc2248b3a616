"""A disk that is full and folders that go: the crawl ends with one line, and the next one goes on where it stopped."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from history import SITE, History, environment_on, paths_of
from killing import crawl_with_room_for
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from small_site import TEXT
from support import Done, crawl, one_line

COLUMN = "队伍建设"
ARTICLES = 12


@pytest.fixture
def history(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> History:
    """Twelve articles of some eight kilobytes each."""
    site = NewsSite(servers[0])
    for path in site.open(COLUMN, "/dwjs/", ARTICLES):
        site.edit(path, text="\n".join([TEXT] * 60))
    return History(site, tmp_path)


def only_run(folder: Path) -> Path:
    (run,) = (folder / "data" / SITE / "runs").iterdir()
    return run


def assert_one_line(done: Done, *words: str) -> None:
    line = one_line(done)
    assert done.returncode == 1, line
    assert line.startswith(f"{SITE} failed: "), line
    assert [word for word in words if word not in line] == []


def assert_whole_lines(run: Path) -> int:
    """Every line is one, in every file; returns how many articles there are."""
    for path in run.glob("*.jsonl*"):
        data = path.read_bytes()
        assert data == b"" or data.endswith(b"\n"), path
        assert all(json.loads(line) for line in data.splitlines())
    return sum(path.read_bytes().count(b"\n") for path in run.glob("articles.jsonl*"))


@pytest.mark.parametrize("room", [60_000, 80_000])
def test_a_full_disk_ends_the_crawl_and_the_next_one_goes_on(history: History, room: int) -> None:
    folder = history.folder
    done = crawl_with_room_for(room, history.site, folder)
    assert_one_line(done, "cannot write ", "articles.jsonl: ", "run again")
    held = assert_whole_lines(only_run(folder))
    assert 0 < held < ARTICLES
    after = history.crawl(0)
    assert after.run.report["verdict"] == "complete"
    # Lines may have been lost, so the column that had been read is no ground for a seal.
    assert after.ended(COLUMN) == "walked"
    assert len(after.run.articles) == ARTICLES - held
    assert history.written() == set(history.site.stories)


def test_a_disk_that_has_no_room_at_all_is_told_before_anything_is_fetched(history: History) -> None:
    """So little that not even the index can be written: nothing is fetched."""
    folder = history.folder
    assert history.crawl(0, "-a", "sample=1").run.articles
    shutil.rmtree(folder / "data" / SITE / "cache")
    history.site.requested.clear()
    done = crawl_with_room_for(2_000, history.site, folder)
    assert done.returncode == 1
    assert f"cannot write the index {folder}/data/{SITE}/cache/index.sqlite: " in one_line(done)
    assert history.site.requested == []
    assert len(history.runs()) == 1
    after = history.crawl(0)
    assert after.run.report["verdict"] == "complete"
    assert history.written() == set(history.site.stories)


def removed(run: Path) -> None:
    shutil.rmtree(run)


def moved_away(run: Path) -> None:
    run.rename(run.parents[3] / "elsewhere")


def emptied(run: Path) -> None:
    for path in run.iterdir():
        path.unlink()


@pytest.mark.parametrize("what", [removed, moved_away, emptied])
def test_a_run_folder_that_goes_ends_the_crawl_and_the_next_one_gets_everything(
    history: History, what: Callable[[Path], None]
) -> None:
    site, folder = history.site, history.folder

    def disturb(path: str) -> None:
        if path == "/dwjs/7.jhtml":
            site.before = None
            what(only_run(folder))

    site.before = disturb
    one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    done = crawl(SITE, site.address, *one, cwd=folder, env=environment_on(0))
    assert_one_line(done, "has been deleted or moved away", "run again")
    after = history.crawl(0)
    assert after.run.report["verdict"] == "complete"
    assert paths_of(after.run.articles) == set(site.stories)
    if what is moved_away:
        assert assert_whole_lines(folder / "elsewhere") == 5
