"""The index in ``data/<site>/cache/`` only saves time: whatever becomes of it, the runs tell the same."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from support import Record

COLUMNS = {"队伍建设": "/dwjs/", "政法要闻": "/zfyw/"}


class Past:
    """A site with failed, gone and moved links, crawled on days 0 and 1, and what the next crawl asks and says."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.site, self.folder = site, folder
        for name, path in COLUMNS.items():
            site.open(name, path, 12)
        self.history = History(site, folder)
        for path, status in (("/dwjs/12.jhtml", 500), ("/dwjs/11.jhtml", 404)):
            site.fault(path, status)
        site.redirect("/dwjs/10.jhtml", "/dwjs/9.jhtml")
        self.history.crawl(0, *QUICK, code=3)
        site.publish("政法要闻", 2)
        self.history.crawl(1, *QUICK, code=3)
        self.expected = self.next_crawl(folder / "untouched", lambda _: None)

    def next_crawl(self, copy: Path, damage: Callable[[Path], None]) -> tuple[list[str], Record]:
        """What is asked for on day 2, and the accounts, if ``damage`` is done to the cache folder before."""
        shutil.copytree(self.folder / "data", copy / "data")
        damage(copy / "data" / SITE / "cache")
        crawled = History(self.site, copy).crawl(2, *QUICK, code=3)
        told = {name: crawled.run.report[name] for name in ("account", "asked_again", "revisited", "columns")}
        return crawled.asked, told


QUICK = ("-s", "RETRY_TIMES=0")


@pytest.fixture(scope="module")
def past(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Past:
    return Past(NewsSite(servers[0]), tmp_path_factory.mktemp("past"))


def index_in(cache: Path) -> Path:
    return cache / "index.sqlite"


def random_bytes(cache: Path) -> None:
    index_in(cache).write_bytes(random.Random(1).randbytes(50_000))  # noqa: S311


def a_page_overwritten(cache: Path) -> None:
    with index_in(cache).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 20_000)


def truncated(cache: Path) -> None:
    os.truncate(index_in(cache), 10_000)


def empty(cache: Path) -> None:
    os.truncate(index_in(cache), 0)


def another_version(cache: Path) -> None:
    with closing(sqlite3.connect(index_in(cache))) as index:
        index.execute("PRAGMA user_version = 999")
        index.execute("DELETE FROM articles")
        index.commit()


def of_other_runs(cache: Path) -> None:
    with closing(sqlite3.connect(index_in(cache), isolation_level=None)) as index:
        index.execute("UPDATE runs SET key = 'another'")
        index.execute("DELETE FROM articles")


def half_made(cache: Path) -> None:
    index_in(cache).rename(cache / "index.sqlite.part")
    (cache / "index.sqlite.part-journal").write_bytes(b"left behind")


def behind_by_a_run(cache: Path) -> None:
    """As it was when the last crawl was killed before the next one had opened it."""
    with closing(sqlite3.connect(index_in(cache), isolation_level=None)) as index:
        assert index.execute("SELECT count(*) FROM runs").fetchone() == (1,)


DAMAGES = [
    shutil.rmtree,
    random_bytes,
    a_page_overwritten,
    truncated,
    empty,
    another_version,
    of_other_runs,
    half_made,
    behind_by_a_run,
]


def test_what_is_asked_and_told_rests_on_the_earlier_runs(past: Past) -> None:
    asked, told = past.expected
    columns = [f"{path}index{suffix}.jhtml" for path in COLUMNS.values() for suffix in ("", "_2", "")]
    assert sorted(asked) == sorted(["/robots.txt", "/", *columns, "/dwjs/12.jhtml", "/dwjs/11.jhtml"])
    assert told["asked_again"]["failed"] == {"http_500": 1}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_changes_no_answer(past: Past, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    assert past.next_crawl(tmp_path, damage) == past.expected


def test_a_cache_folder_that_is_none_is_one_line(past: Past, tmp_path: Path) -> None:
    shutil.copytree(past.folder / "data", tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / SITE / "cache")
    (tmp_path / "data" / SITE / "cache").write_text("", encoding="utf-8")
    history = History(past.site, tmp_path)
    with pytest.raises(AssertionError, match=r"cannot write the index .*; free space there or delete"):
        history.crawl(2)
