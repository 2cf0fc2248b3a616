"""A site judged whole: what it has itself hides nothing that only a column has."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from copied_runs import COLUMN, copy_run, history_of, read_as
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from support import runs

from crawler import clock
from crawler.health.finding import Health, Lamp, State
from crawler.health.judge import judge
from crawler.spiders.hubei.jingzhou import Jingzhou
from crawler.survey.site_check import check_site

OTHER = "通知公告"


class ByHand(Jingzhou):
    """The site of the runs, but never late."""

    every = ""


@pytest.fixture
def site(servers: tuple[HTTPServer, HTTPServer]) -> NewsSite:
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 8)
    site.open(OTHER, "/tzgg/", 2)
    return site


def judged(folder: Path, *sites: type[Jingzhou]) -> Health:
    return judge(folder / "data", sites or [ByHand], clock.now(), Settings())


def keys(health: Health) -> set[str]:
    return {one.key for one in health.findings}


def test_a_slow_site_hides_no_column_that_is_incomplete(site: NewsSite, tmp_path: Path) -> None:
    told = History(site, tmp_path)
    told.crawl(-2)
    site.fault("/tzgg/index.jhtml", 403)
    told.crawl(-1, code=3)
    good, bad = runs(tmp_path, SITE)
    history_of(tmp_path / "data", 20, good, bad, 3, latency=1000.0)
    assert keys(judged(tmp_path)) == {f"{SITE}/:slow", f"{SITE}/{OTHER}:blocked"}


def test_a_list_that_cannot_be_read_is_news_where_a_drift_has_been_told_of(site: NewsSite, tmp_path: Path) -> None:
    told = History(site, tmp_path)
    told.crawl(-2)
    site.fault("/dwjs/index.jhtml", 404)
    told.crawl(-1, code=3)
    good, bad = runs(tmp_path, SITE)
    columns = bad.report["columns"]
    next(one for one in columns if one["column"] == COLUMN)["pages"]["failed"][0]["reason"] = "no_links"
    for ago in range(30, 0, -1):
        read = read_as(good, ago, 4, "old" if ago > 10 else "new")
        now = {"columns": columns, "fields": read["fields"]}
        copy_run(bad if ago == 1 else good, ago, **(now if ago == 1 else read))
    for run in (good, bad):
        shutil.rmtree(run.folder)
    shutil.rmtree(tmp_path / "data" / SITE / "cache", ignore_errors=True)
    assert keys(judged(tmp_path)) >= {f"{SITE}/:drift", f"{SITE}/{COLUMN}:unreadable"}


@pytest.mark.parametrize(
    "slip", [{"every": "dayly"}, {"every": "day", "crawl_window": "22-6"}, {"quiet_days": "14"}, {"quiet_days": -1}]
)
def test_a_slip_in_a_site_file_is_that_site_s(slip: dict[str, Any], tmp_path: Path) -> None:
    wrong = type("Wrong", (ByHand,), {"name": "wrong", "__module__": __name__, **slip})
    health = judged(tmp_path, wrong, ByHand)
    assert keys(health) == {"wrong/:site_file"}
    assert repr([*slip.values()][-1]) in health.findings[0].evidence.en
    assert [(one.site, one.state) for one in health.columns] == [("wrong", State.NOT_RUN), (SITE, State.NEW)]
    assert any("quiet_days" in line for line in check_site(wrong)) == ("quiet_days" in slip)


@pytest.mark.parametrize("slip", [-1, True, "14"])
def test_a_slip_in_quiet_days_leaves_those_there_were(slip: object, site: NewsSite, tmp_path: Path) -> None:
    History(site, tmp_path).crawl(-1)
    (run,) = runs(tmp_path, SITE)
    for ago in range(12, 0, -1):
        copy_run(run, ago)
    shutil.rmtree(run.folder)
    shutil.rmtree(tmp_path / "data" / SITE / "cache", ignore_errors=True)
    meant = type("Meant", (ByHand,), {"__module__": __name__, "quiet_days": 9000})
    wrong = type("Wrong", (ByHand,), {"__module__": __name__, "quiet_days": slip})
    # Neither without a past nor with one is a number taken that nobody meant.
    assert keys(judged(tmp_path, wrong)) == {f"{SITE}/:site_file"}
    before = judged(tmp_path, meant)
    after = judged(tmp_path, wrong)
    assert (keys(before), keys(after)) == (set(), {f"{SITE}/:site_file"})
    reasons = [[str(one.lamps[Lamp.ALIVE].reason.zh) for one in health.columns] for health in (before, after)]
    assert reasons[0] == reasons[1]
    assert "9000" in reasons[0][0]


def test_a_run_named_after_no_time_costs_its_site_alone(tmp_path: Path) -> None:
    other = type("Other", (ByHand,), {"name": "other", "__module__": __name__})
    (tmp_path / "data" / "other" / "runs" / "20260231T000000Z").mkdir(parents=True)
    health = judged(tmp_path, other, ByHand)
    assert keys(health) == {"other/:damaged"}
    assert "20260231T000000Z is named after no time there is" in health.findings[0].evidence.zh


def test_a_window_in_the_settings_of_a_site_is_when_it_is_to_run(site: NewsSite, tmp_path: Path) -> None:
    History(site, tmp_path).crawl(-1)
    late, wrong = {f"{SITE}/:not_run"}, {f"{SITE}/:site_file"}
    noon = clock.now().replace(hour=12, minute=0)
    # The last run was at noon yesterday: since then its turn has come in the afternoon, or just now.
    for window, found in (("16:00-17:00", late), ("09:00-10:00", set()), ("25:00-26:00", wrong)):
        slip = {"every": "day", "__module__": __name__, "custom_settings": {"CRAWL_WINDOW": window}}
        health = judge(tmp_path / "data", [type("Own", (Jingzhou,), slip)], noon, Settings())
        assert keys(health) == found


def test_a_column_that_the_site_leads_to_no_more_is_lost_unless_its_file_left_it_out(
    site: NewsSite, tmp_path: Path
) -> None:
    told = History(site, tmp_path)
    told.crawl(-1)
    (run,) = runs(tmp_path, SITE)
    left = [column for column in run.report["columns"] if column["column"] != OTHER]
    for ago in range(12, 0, -1):
        copy_run(run, ago, **(dict[str, Any](columns=left) if ago < 4 else {}))
    shutil.rmtree(run.folder)
    shutil.rmtree(tmp_path / "data" / SITE / "cache", ignore_errors=True)
    health = judged(tmp_path)
    (finding,) = [one for one in health.findings if one.column == OTHER]
    assert (finding.kind, finding.since) == ("lost_column", f"{clock.now() - timedelta(days=3):%Y-%m-%d}")
    named = type("Named", (ByHand,), {"__module__": __name__, "columns": {COLUMN: "/dwjs/"}})
    health = judged(tmp_path, named)
    assert not [one for one in health.findings if one.column == OTHER]
    assert [one.state for one in health.columns if one.column == OTHER] == [State.STOPPED]
    # A slip that makes the file unreadable hides what it said, and is the only finding.
    unread = type("Unread", (ByHand,), {"__module__": __name__, "unreadable": "sites/own.py, line 9: invalid syntax"})
    health = judged(tmp_path, unread)
    assert keys(health) == {f"{SITE}/:site_file"}
    assert "sites/own.py, line 9" in health.findings[0].evidence.zh
    # What it said is in the cache; where that holds anything else, it isn't known, and that is all.
    for damaged in ("", "[]", "null", '{"made_of": null}'):
        (tmp_path / "data" / SITE / "cache" / "judged.json").write_text(damaged, encoding="utf-8")
        assert f"{SITE}/:site_file" in keys(judged(tmp_path, unread)), damaged


def test_a_list_that_states_no_size_is_as_long_as_a_walk_to_its_end(site: NewsSite, tmp_path: Path) -> None:
    History(site, tmp_path).crawl(-1)
    (run,) = runs(tmp_path, SITE)
    for ago in range(44, 0, -1):
        walked = ago % 7 == 2
        listed = (100 if ago > 4 else 70) if walked else 15
        column = {**run.report["columns"][0], "declared_items": None, "ended": "walked" if walked else "sealed"}
        column["account"] = {**column["account"], "listed": listed}
        copy_run(run, ago, **dict[str, Any](columns=[column]))
    shutil.rmtree(run.folder)
    shutil.rmtree(tmp_path / "data" / SITE / "cache", ignore_errors=True)
    (finding,) = [one for one in judged(tmp_path).findings if one.kind == "fewer_listed"]
    assert (finding.since, finding.evidence.en[:37]) == (
        f"{clock.now() - timedelta(days=2):%Y-%m-%d}",
        "its list went from 100 to 70 rows whi",
    )
