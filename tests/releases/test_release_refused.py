"""What can't be released is told in one line, and nothing is left behind."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import listed, release, visible
from support import environment, lanmu, one_line, runs

_LIMITED = (
    "import resource, runpy, sys; size = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)); "
    "sys.argv[0] = 'lanmu'; runpy.run_module('crawler.cmdline', run_name='__main__')"
)


@pytest.fixture
def history(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> History:
    site = NewsSite(servers[0])
    site.open("队伍建设", "/dwjs/", 4)
    return History(site, tmp_path)


def test_an_unknown_site(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    done = lanmu("release", "jingzhuo", cwd=tmp_path)
    assert done.returncode == 2
    assert one_line(done) == (
        "lanmu: data holds no runs of 'jingzhuo'; crawl it first, or name another data folder with -s DATA_DIR=FOLDER"
    )


@pytest.mark.parametrize("arguments", [(), ("--all", SITE)])
def test_sites_or_all_of_them(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = lanmu("release", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert one_line(done) == "lanmu: name the sites to release, or all of them with --all"


def test_no_complete_run_yet(history: History) -> None:
    history.site.fault("/dwjs/2.jhtml", 503)
    history.crawl(0, "-s", "RETRY_TIMES=0", code=3)
    done = release(history.folder, code=1)
    name = runs(history.folder, SITE)[0].folder.name
    assert one_line(done) == (
        f"lanmu: {SITE} has no complete run yet (the last, {name}, is incomplete); crawl it until one is: "
        f"lanmu crawl {SITE}"
    )
    assert visible(history.folder) == []
    together = release(history.folder, "--all", code=1)
    assert one_line(together) == "lanmu: data holds no complete run of any site; crawl one: lanmu crawl SITE"


def test_a_run_of_another_schema_version(history: History) -> None:
    history.crawl(0)
    (run,) = runs(history.folder, SITE)
    path = run.folder / "manifest.json"
    path.write_text(json.dumps({**run.manifest, "schema_version": "7"}, ensure_ascii=False), encoding="utf-8")
    done = release(history.folder, code=1)
    assert one_line(done) == (
        f"lanmu: data/{SITE}/runs/{run.folder.name} is of schema version 7, this Lanmu writes 1; release it with the "
        "Lanmu that wrote it, or move the run away"
    )
    assert visible(history.folder) == []


def test_a_damaged_run(history: History) -> None:
    history.crawl(0)
    (run,) = runs(history.folder, SITE)
    path = run.folder / "articles.jsonl"
    data = bytearray(path.read_bytes())
    data[1] = ord("}")
    path.write_bytes(data)
    line = one_line(release(history.folder, code=1))
    assert line.startswith(f"lanmu: run {run.folder.name} in data/{SITE}/runs/{run.folder.name} is damaged (")
    assert visible(history.folder) == []


@pytest.mark.parametrize("size", [3_000, 9_000])
def test_a_full_disk(history: History, size: int) -> None:
    """No file may grow over a limit, as on a disk without room; the release before stays."""
    history.crawl(0)
    release(history.folder)
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(size), "release", SITE],
        cwd=history.folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    line = one_line(done)
    assert line.startswith(f"lanmu: {SITE} could not be released: ")
    assert line.endswith(f"; {listed(history.folder)[0]} stays the last; mend that and release again")
    assert visible(history.folder) == listed(history.folder)
    assert list((history.folder / "data" / SITE / "releases").glob(".making-*")) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
