"""Real runs judged: what is kept of them, by whatever way they are read, and what ``lanmu health`` says."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from history import SITE, History
from news_site import OLD_DAY, NewsSite
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from support import Done, Run, crawl, lanmu, one_line, runs

from crawler import clock
from crawler.dataset.fold import fold_runs
from crawler.health.cache import site_folders, site_history
from crawler.health.finding import Health, State
from crawler.health.history import SiteHistory
from crawler.health.judge import judge
from crawler.spiders.hubei.jingzhou import Jingzhou

COLUMN = "队伍建设"


class ByHand(Jingzhou):
    """The site of the runs, but never late."""

    every = ""


@pytest.fixture
def site(servers: tuple[HTTPServer, HTTPServer]) -> NewsSite:
    return NewsSite(servers[0])


@pytest.fixture
def history(site: NewsSite, tmp_path: Path) -> History:
    """Three runs: the first, one with an edit, one with news, a removal and a failed link."""
    paths = site.open(COLUMN, "/dwjs/", 8)
    site.open("通知公告", "/tzgg/", 2)
    told = History(site, tmp_path)
    told.crawl(-70)
    site.edit(paths[0], source="某省日报")
    told.crawl(-69)
    site.fault(paths[1], 404)
    site.fault(site.publish(COLUMN, 3)[0], 500)
    site.publish("通知公告")
    told.crawl(-1, "-s", "RETRY_TIMES=0", code=3)
    return told


def read(folder: Path) -> SiteHistory:
    return site_history(site_folders(folder / "data", SITE, clock.now()))


def judged(folder: Path) -> Health:
    return judge(folder / "data", [ByHand], clock.now(), Settings())


def forget(folder: Path) -> None:
    shutil.rmtree(folder / "data" / SITE / "cache")


def test_reports_tell_by_column_how_its_articles_were_read(history: History, tmp_path: Path) -> None:
    for run in runs(tmp_path, SITE):
        for column in run.report["columns"]:
            own = [one for one in run.articles if one["column"] == column["column"]]
            rules, days = column["read"]["rules"], column["read"]["days"]
            for field in ("title", "date", "source", "body"):
                counted = {rule: count for rule, count in rules.items() if rule.startswith(f"{field}/")}
                assert sum(counted.values()) == len(own)
                assert all(f"{field}/{one['rules'].get(field, 'missing')}" in counted for one in own)
            assert sum(days.values()) == sum(one["date"] is not None for one in own)
            assert column["revised"] == sum(one["column"] == column["column"] for one in run.revisions)
            assert column["removed"] == sum(one["column"] == column["column"] for one in run.removals)
        assert run.report["latency"] > 0
        assert run.report["trouble"] is None


def test_the_history_is_what_the_reports_say(history: History, tmp_path: Path) -> None:
    told = read(tmp_path)
    reports = [run.report for run in runs(tmp_path, SITE)]
    assert [run.run for run in told.runs] == [report["run"] for report in reports]
    assert [run.new for run in told.runs] == [report["account"]["written"] for report in reports]
    assert [run.revised for run in told.runs] == [report["revisited"]["revised"] for report in reports]
    column = told.columns[COLUMN]
    assert [facts.new for facts in column.facts] == [8, 0, 2]
    assert [sum(facts.links.values()) for facts in column.facts] == [0, 0, 1]
    # The first run's articles are older than what is kept; those of the last one came after the run before it.
    assert sum(column.posts.values()) == 2
    assert column.last_checked == reports[-1]["finished_at"]
    assert column.last_new == reports[-1]["started_at"][:10]
    # Of a first run it is the day that the newest article prints, however long ago that is.
    shutil.rmtree(runs(tmp_path, SITE)[-1].folder)
    assert read(tmp_path).columns[COLUMN].last_new == OLD_DAY


def test_it_is_the_same_however_it_comes(history: History, tmp_path: Path) -> None:
    fresh = read(tmp_path)
    warm = read(tmp_path)
    assert warm == fresh
    fold_runs(tmp_path / "data", SITE, f"{clock.now():%Y%m}")
    assert len(list((tmp_path / "data" / SITE / "runs").glob("20??-*"))) >= 1
    assert read(tmp_path) == fresh
    forget(tmp_path)
    assert read(tmp_path) == fresh
    for name in ("health.json", "judged.json"):
        (tmp_path / "data" / SITE / "cache" / name).write_text("{", encoding="utf-8")
    assert read(tmp_path) == fresh


def test_a_new_run_is_added_and_one_that_is_gone_is_forgotten(history: History, site: NewsSite, tmp_path: Path) -> None:
    before = read(tmp_path)
    site.publish(COLUMN)
    history.crawl(0, code=3)
    grown = read(tmp_path)
    assert grown.runs[:-1] == before.runs
    forget(tmp_path)
    assert read(tmp_path) == grown
    shutil.rmtree(runs(tmp_path, SITE)[-1].folder)
    assert read(tmp_path) == before


def test_reports_without_these_numbers_are_read_from_the_lines(history: History, tmp_path: Path) -> None:
    whole = read(tmp_path)
    forget(tmp_path)
    for run in runs(tmp_path, SITE):
        as_before(run)
    old = read(tmp_path)
    assert {name: column.posts for name, column in old.columns.items()} == {
        name: column.posts for name, column in whole.columns.items()
    }
    assert {name: column.days for name, column in old.columns.items()} == {
        name: column.days for name, column in whole.columns.items()
    }


def as_before(run: Run) -> None:
    """The run as it was written before reports told how articles were read."""
    report = run.report
    for column in report["columns"]:
        for name in ("read", "revised", "removed"):
            del column[name]
    (run.folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    manifest = run.manifest
    manifest["files"]["report.json"]["bytes"] = (run.folder / "report.json").stat().st_size
    (run.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_damaged_run_is_a_finding_and_hides_no_other_site(history: History, tmp_path: Path) -> None:
    (runs(tmp_path, SITE)[0].folder / "articles.jsonl").write_text("")
    health = judged(tmp_path)
    assert [one.kind for one in health.findings] == ["damaged"]
    assert [one.state for one in health.columns] == [State.INCOMPLETE]


def test_a_cache_that_cannot_be_written_is_done_without(history: History, tmp_path: Path) -> None:
    fresh = judged(tmp_path)
    cache = tmp_path / "data" / SITE / "cache"
    shutil.rmtree(cache)
    cache.write_text("no folder", encoding="utf-8")
    assert judged(tmp_path).columns == fresh.columns


# The command


def health(folder: Path, *arguments: str) -> Done:
    return lanmu("health", *arguments, cwd=folder)


def test_columns_that_are_well_need_nobody(history: History, tmp_path: Path) -> None:
    history.crawl(0, "-s", "RETRY_TIMES=0", code=3)
    done = health(tmp_path, SITE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == ["没有需要处理的问题。"]
    assert done.stdout.startswith("2 栏目：")
    english = health(tmp_path, SITE, "--lang", "en")
    assert english.stdout.splitlines()[1:] == ["Nothing needs a person."]
    assert english.stdout.startswith("2 columns: ")


def test_a_site_that_blocks_needs_somebody(history: History, site: NewsSite, tmp_path: Path) -> None:
    site.fault("/", 403)
    history.crawl(0, code=1)
    done = health(tmp_path, SITE, "--lang", "en")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("2 columns: 2 blocked; today ")
    assert lines[2] == "needs a person (1)", done.stdout
    today = datetime.fromisoformat(clock.now().isoformat()).date()
    assert lines[3] == f"  blocked  {SITE}  since {today}"
    assert lines[4] == "      the site refuses (http_403); 1 run in a row read no page"
    told: dict[str, Any] = json.loads(health(tmp_path, SITE, "--json").stdout)
    assert told["sentence"]["en"] == lines[0]
    assert [one["key"] for one in told["findings"]] == [f"{SITE}/:blocked"]
    assert {one["state"] for one in told["columns"]} == {"blocked"}


def test_nothing_has_run_yet(tmp_path: Path) -> None:
    done = health(tmp_path, SITE)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "0 栏目；另有 1 个站点没有读到栏目（1 新）；今日新增 0 篇，改动 0，撤下 0。",
    )
    english = health(tmp_path, SITE, "--lang", "en")
    assert english.stdout.startswith("0 columns; 1 site of which no column was read (1 new); today ")


def test_wrong_calls_are_one_line(tmp_path: Path) -> None:
    for arguments, said in (
        (("--lang", "fr"), "lanmu: 'fr' is no language here; give --lang zh or --lang en, or set LANGUAGE"),
        (("nosite",), "lanmu: no site is named 'nosite'; there are: demo, jingzhou"),
    ):
        done = health(tmp_path, *arguments)
        assert done.returncode == 2
        assert one_line(done) == said


def test_https_that_is_none_is_a_certificate_to_look_at(site: NewsSite, tmp_path: Path) -> None:
    done = crawl(SITE, site.address.replace("http://", "https://"), "-s", "RETRY_TIMES=0", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert runs(tmp_path, SITE)[0].report["trouble"] == "certificate"
    assert [one.key for one in judged(tmp_path).findings] == [f"{SITE}/:certificate"]
