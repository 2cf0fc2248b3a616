"""Past months in one folder each: every answer stays the same, whatever happens meanwhile."""

import hashlib
import shutil
from pathlib import Path

import pytest
from history import SITE, History, date_on, environment_on
from killing import crawling, held, kill, lines_in, wait_until
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from sudden_death import die_everywhere
from support import Done, Record, lanmu

from crawler.dataset.fold import fold_runs
from crawler.dataset.runs import finished_runs
from crawler.extensions.lock import Lock

COLUMN = "队伍建设"
# Two months later, whatever day it is.
LATER = 62
QUICK = ("-s", "RETRY_TIMES=0")


class Past:
    """A site crawled on three days, with an edit, a removal and a failed link, and a killed run behind them."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.site, self.folder = site, folder
        paths = site.open(COLUMN, "/dwjs/", 6, day=date_on(0))
        history = History(site, folder)
        history.crawl(0)
        site.edit(paths[0], source="某省日报")
        site.fault(paths[1], 404)
        site.publish(COLUMN)
        history.crawl(1)
        site.fault(site.publish(COLUMN)[0], 500)
        history.crawl(3, *QUICK, code=3)
        last = site.publish(COLUMN, 9)[-1]
        with held(site, last), crawling(site, folder, day=4) as process:
            wait_until(lambda: lines_in(folder, "articles.jsonl") >= 3, process)
            kill(process)

    def runs(self) -> list[Path]:
        return sorted((self.folder / "data" / SITE / "runs").iterdir())

    def copy(self, folder: Path) -> Path:
        return Path(shutil.copytree(self.folder / "data", folder / "data")).parent

    def next_crawl(self, folder: Path) -> tuple[list[str], Record]:
        """What a crawl after two months asks for, and the accounts."""
        self.site.requested.clear()
        history = History(self.site, folder)
        done = lanmu(
            *("crawl", SITE, "-a", f"homepage={self.site.address}", "-s", "DOWNLOAD_DELAY=0", *QUICK),
            *("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1"),
            cwd=folder,
            env=environment_on(LATER),
        )
        assert done.returncode == 3, done.stderr
        report = history.runs()[-1].report
        told = {name: report[name] for name in ("account", "asked_again", "revisited", "columns")}
        return sorted(self.site.requested), told


@pytest.fixture(scope="module")
def past(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Past:
    return Past(NewsSite(servers[0]), tmp_path_factory.mktemp("past"))


def fold(folder: Path) -> Done:
    return lanmu("fold", cwd=folder, env=environment_on(LATER))


def content(data: Path) -> dict[str, dict[str, list[bytes]]]:
    """The lines of every finished run, by run and file; every file is checked against its run's manifest."""
    found: dict[str, dict[str, list[bytes]]] = {}
    for run in finished_runs(data, SITE):
        found[run.name] = {name: [line for _, line in run.lines(name)] for name in run.manifest["files"]}
        for name, lines in found[run.name].items():
            assert hashlib.sha256(b"".join(lines)).hexdigest() == run.manifest["files"][name]["sha256"]
        assert run.report()["run"] == run.name
    return found


def test_the_finished_runs_of_a_month_are_one_folder(past: Past, tmp_path: Path) -> None:
    folder = past.copy(tmp_path)
    before = content(folder / "data")
    done = fold(folder)
    assert (done.returncode, done.stderr) == (0, "")
    months = sorted({f"{name[:4]}-{name[4:6]}" for name in before})
    assert [line.split(" of ")[1] for line in done.stdout.splitlines()] == [
        f"{month} are one folder now" for month in months
    ]
    names = {path.name for path in (folder / "data" / SITE / "runs").iterdir()}
    assert names == {*months, *(path.name for path in past.runs() if path.name not in before)}
    assert content(folder / "data") == before
    assert fold(folder).stdout == f"{SITE}: nothing to fold\n"


def test_the_next_crawl_asks_and_says_the_same(past: Past, tmp_path: Path) -> None:
    plain, folded, anew = (past.copy(tmp_path / name) for name in ("plain", "folded", "anew"))
    assert fold(folded).returncode == fold(anew).returncode == 0
    shutil.rmtree(anew / "data" / SITE / "cache")
    expected = past.next_crawl(plain)
    assert past.next_crawl(folded) == past.next_crawl(anew) == expected
    # The killed run has been taken over meanwhile: its month is folded once more.
    before = content(folded / "data")
    assert fold(folded).stdout.startswith(f"{SITE}: 1 runs of ")
    assert content(folded / "data") == before
    assert expected[1]["asked_again"]["listed"] == 1
    assert expected[1]["revisited"]["revisited"] > 0


def test_a_fold_that_is_killed_anywhere_loses_nothing_and_is_done_again(
    past: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, left = tmp_path / "data", past.copy(tmp_path / "left") / "data"
    before = content(left)

    def work() -> None:
        shutil.copytree(left, data, dirs_exist_ok=True)
        fold_runs(data, SITE, "999912")

    def again() -> None:
        assert content(data) == before
        fold_runs(data, SITE, "999912")
        assert content(data) == before
        assert [path.name for path in (data / SITE / "runs").glob(".*")] == []
        shutil.rmtree(data)

    assert die_everywhere(monkeypatch, work, again) > 20
    assert content(data) == before


def test_a_run_that_is_not_what_its_manifest_says_is_not_folded(past: Past, tmp_path: Path) -> None:
    folder = past.copy(tmp_path)
    # The first run's: a later one may have found nothing.
    path = min((folder / "data" / SITE / "runs").glob("*/articles.jsonl"))
    path.write_bytes(path.read_bytes().replace(b"title", b"titel", 1))
    names = sorted(one.name for one in (folder / "data" / SITE / "runs").iterdir())
    done = fold(folder)
    assert done.returncode == 1
    assert f"{SITE} could not be folded: " in done.stderr
    assert str(path) in done.stderr
    assert sorted(one.name for one in (folder / "data" / SITE / "runs").iterdir()) == names


def test_nothing_is_folded_while_the_site_is_crawled(past: Past, tmp_path: Path) -> None:
    folder = past.copy(tmp_path)
    lock = Lock(folder / "data", SITE)
    done = fold(folder)
    lock.release()
    assert done.returncode == 1
    # By the clock of this test, for more than a day.
    assert f"{SITE} could not be folded: {SITE} is still being crawled (process " in done.stderr
    assert fold(folder).returncode == 0
