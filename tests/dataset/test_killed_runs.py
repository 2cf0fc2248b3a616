"""Runs that were killed are taken over by the next: nothing is lost, nothing comes twice."""

import random
import signal
import time
from pathlib import Path

import pytest
from history import SITE, History, date_on, paths_of
from killing import crawling, held, kill, lines_in, wait_for_requests, wait_until
from news_site import NewsSite, articles_in
from pytest_httpserver import HTTPServer

COLUMN = "队伍建设"
KILLS = 8


class Killed:
    """A crawl of twelve articles killed behind the fifth, with an unfinished line each, and the crawl after it."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.all = set(site.open(COLUMN, "/dwjs/", 12))
        history = History(site, folder)
        with held(site, "/dwjs/1.jhtml"), crawling(site, folder) as process:
            wait_until(lambda: lines_in(folder, "articles.jsonl") >= 5, process)
            kill(process)
            self.code = process.returncode
        (run,) = (folder / "data" / SITE / "runs").iterdir()
        self.left = {path.name: path.read_bytes() for path in run.iterdir()}
        for name in self.left:
            with (run / name).open("ab") as part:
                part.write(b'{"id": "3f9c0a1b2c3d4e5f6071", "url": "http:')
        self.after = history.crawl(0)
        self.runs = history.runs()


@pytest.fixture(scope="module")
def killed(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Killed:
    return Killed(NewsSite(servers[0]), tmp_path_factory.mktemp("killed"))


def test_a_killed_crawl_leaves_lines_and_no_manifest(killed: Killed) -> None:
    assert killed.code == -signal.SIGKILL
    assert set(killed.left) == {"articles.jsonl.part", "links.jsonl.part"}
    assert killed.left["articles.jsonl.part"].count(b"\n") >= 5


def test_the_next_run_seals_it_as_interrupted(killed: Killed) -> None:
    run = killed.runs[0]
    assert (run.report["verdict"], run.manifest["verdict"]) == ("interrupted", "interrupted")
    assert (run.report["ended"], run.report["exit_code"]) == ("killed", 3)
    assert (run.folder / "articles.jsonl").read_bytes() == killed.left["articles.jsonl.part"]
    assert (run.folder / "links.jsonl").read_bytes().startswith(killed.left["links.jsonl.part"])
    assert run.report["broken_lines"] == 2


def test_its_articles_are_known_and_the_others_come(killed: Killed) -> None:
    taken, written = paths_of(killed.runs[0].articles), killed.after.written
    assert killed.after.run.report["verdict"] == "complete"
    assert taken | written == killed.all
    assert not taken & written
    # What the killed crawl had under way may reach the site after its end.
    assert set(articles_in(killed.after.asked)) == written
    assert killed.after.run.report["account"]["known"] == len(taken)


def test_the_manifest_of_a_killed_run_says_whose_it_is(killed: Killed) -> None:
    told = killed.runs[0].manifest
    assert (told["site"], told["site_name"]) == (SITE, killed.after.run.manifest["site_name"])
    assert told["started_at"] <= killed.after.run.manifest["started_at"]
    assert told["schema"] == killed.after.run.manifest["schema"]


def test_killed_at_any_time_again_and_again_nothing_is_lost_and_nothing_comes_twice(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    """Half of the kills come behind so many requests, half after so many seconds: start, salvage and end included."""
    site, chance = NewsSite(servers[0]), random.Random(20261122)  # noqa: S311 - the same each time
    everything = {*site.open("队伍建设", "/dwjs/", 50), *site.open("政法要闻", "/zfyw/", 50)}
    for number in range(KILLS):
        site.requested.clear()
        with crawling(site, tmp_path) as process:
            if number % 2:
                time.sleep(chance.uniform(0.2, 1.2))
            else:
                wait_for_requests(chance.randrange(2, 60), site, process)
            kill(process)
    history = History(site, tmp_path)
    last = history.crawl(0)
    assert last.run.report["verdict"] == "complete"
    assert history.written() == everything
    verdicts = [run.report["verdict"] for run in history.runs()]
    assert verdicts[-1] == "complete"
    assert len(verdicts) <= KILLS + 1
    # A crawl that is through before its time is killed in vain.
    assert set(verdicts[:-1]) <= {"interrupted", "complete"}
    assert "interrupted" in verdicts


def test_a_run_killed_among_revisits_is_taken_over_with_them(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    site = NewsSite(servers[0])
    paths = site.open(COLUMN, "/dwjs/", 6, day=date_on(0))
    history = History(site, tmp_path)
    history.crawl(0)
    site.edit(paths[0], text="第一段改写过了，今年以来各单位认真落实部署，工作取得明显成效。")
    with held(site, paths[5]), crawling(site, tmp_path, day=1) as process:
        wait_until(lambda: lines_in(tmp_path, "revisits.jsonl") >= 3, process)
        kill(process)
    after = history.crawl(1)
    killed = history.runs()[1]
    assert killed.report["verdict"] == "interrupted"
    assert paths_of(killed.revisions) == {paths[0]}
    looked_at = paths_of(killed.revisits)
    assert killed.report["revisited"]["revisited"] == len(looked_at) >= 3
    assert paths_of(after.run.revisits) == set(paths) - looked_at
    assert after.run.report["revisited"]["revised"] == 0
