"""What can't be released is told in one line, and nothing is left behind."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import latest, listed, release, visible
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


@pytest.fixture(scope="module")
def one_run(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = NewsSite(servers[0])
    site.open("队伍建设", "/dwjs/", 4)
    folder = tmp_path_factory.mktemp("one_run")
    History(site, folder).crawl(0)
    return folder


@pytest.fixture
def crawled(one_run: Path, tmp_path: Path) -> Path:
    """A copy of a folder with one run, to be damaged."""
    return shutil.copytree(one_run, tmp_path, dirs_exist_ok=True)


def test_an_unknown_site(tmp_path: Path) -> None:
    (tmp_path / "data" / SITE / "runs").mkdir(parents=True)
    for name in ("jingzhuo", f"{SITE}/", f"../data/{SITE}"):
        done = lanmu("release", name, cwd=tmp_path)
        assert done.returncode == 2
        assert one_line(done) == f"lanmu: data holds no runs of {name!r}; it has: {SITE}"


def test_an_unknown_licence(crawled: Path) -> None:
    """A version never changes, so a misspelled licence would stay."""
    done = release(crawled, SITE, "-s", "DATASET_LICENSE=CC-BY", code=2)
    assert one_line(done).startswith("lanmu: DATASET_LICENSE 'CC-BY' is not known; there are CC0-1.0, ")
    release(crawled, SITE, "-s", "DATASET_LICENSE=cc-by-4.0")
    assert latest(crawled).manifest["license"] == "CC-BY-4.0"


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
        f"lanmu: {SITE} has no complete run yet (the last, {name}: incomplete (1 link http_503, see links.jsonl)); "
        f"crawl it until one is: lanmu crawl {SITE}"
    )
    assert visible(history.folder) == []
    together = release(history.folder, "--all", code=1)
    assert one_line(together) == "lanmu: data holds no complete run of any site; crawl one: lanmu crawl SITE"


def test_a_run_of_another_schema_version(crawled: Path) -> None:
    (run,) = runs(crawled, SITE)
    path = run.folder / "manifest.json"
    path.write_text(json.dumps({**run.manifest, "schema_version": "7"}, ensure_ascii=False), encoding="utf-8")
    done = release(crawled, code=1)
    assert one_line(done) == (
        f"lanmu: data/{SITE}/runs/{run.folder.name} is of schema version 7, this Lanmu writes 1; release it with the "
        "Lanmu that wrote it, or move the run away"
    )
    assert visible(crawled) == []


# To the letter as long as it was.
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("articles.jsonl", "{", "}"),
        ("articles.jsonl", '"title"', '"titlf"'),
        ("articles.jsonl", "第4次", "第5次"),
        ("articles.jsonl", '"date": "2024-03', '"date": "2024-19'),
        ("links.jsonl", '"written"', '"writtfn"'),
    ],
)
def test_a_damaged_run(crawled: Path, file: str, old: str, new: str) -> None:
    (run,) = runs(crawled, SITE)
    path = run.folder / file
    data = path.read_text(encoding="utf-8")
    assert old in data
    path.write_text(data.replace(old, new, 1), encoding="utf-8")
    line = one_line(release(crawled, code=1))
    assert "is damaged (" in line
    assert visible(crawled) == []


def test_a_torn_run(crawled: Path) -> None:
    (run,) = runs(crawled, SITE)
    with (run.folder / "articles.jsonl").open("r+b") as file:
        file.truncate(100)
    size = run.manifest["files"]["articles.jsonl"]["bytes"]
    what = f"ValueError: articles.jsonl holds 100 bytes, the manifest says {size}"
    line = one_line(release(crawled, code=1))
    assert line.endswith(f"{run.folder.name} is damaged ({what}); restore it or move it away")


def test_a_damaged_release_before(crawled: Path) -> None:
    """What has changed since couldn't be told."""
    release(crawled)
    (path,) = (latest(crawled).folder / "data").glob("articles-*")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    line = one_line(release(crawled, code=1))
    assert line.endswith(f"{path.name} of the last release is damaged; restore it, or take it out of versions.json")


def test_a_run_that_is_lost_is_told(history: History) -> None:
    history.crawl(0)
    history.site.publish("队伍建设")
    history.crawl(1)
    shutil.rmtree(runs(history.folder, SITE)[0].folder)
    done = release(history.folder)
    assert done.stderr == f"lanmu: {SITE} lacks 4 articles that its runs know and none holds: a run was lost\n"
    assert latest(history.folder).manifest["accounts"]["lost"] == 4


def test_a_copy_beside_the_versions_is_none(crawled: Path) -> None:
    release(crawled)
    release(crawled, day=1)
    versions = listed(crawled)
    releases = crawled / "data" / SITE / "releases"
    shutil.copytree(releases / versions[0], releases / f"{versions[0]}.bak")
    (releases / "versions.json").unlink()
    release(crawled, day=2)
    assert listed(crawled)[:2] == versions
    assert latest(crawled).manifest["previous"]["version"] == versions[1]


def test_nobody_is_named(crawled: Path) -> None:
    done = lanmu("release", SITE, cwd=crawled)
    assert done.stderr == "lanmu: nobody is named as creator, so it is cited as Lanmu's: -s DATASET_CREATOR=NAME\n"


@pytest.mark.parametrize("size", [3_000, 9_000])
def test_a_full_disk(crawled: Path, size: int) -> None:
    """No file may grow over a limit, as on a disk without room; the release before stays."""
    release(crawled)
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(size), "release", SITE],
        cwd=crawled,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    line = one_line(done)
    assert line.startswith(f"lanmu: {SITE} could not be released: ")
    assert line.endswith(f"; {listed(crawled)[0]} stays the last; mend that and release again")
    assert visible(crawled) == listed(crawled)
    assert list((crawled / "data" / SITE / "releases").glob(".making-*")) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
