"""Articles that go are told of once, looked at a few times more, and told of again when they are back."""

import json
from pathlib import Path

import pytest
from history import Crawled, History, date_on, environment_on
from news_site import SOFT_404, NewsSite
from pytest_httpserver import HTTPServer
from support import Record, crawl, runs

NEW, OLD = "队伍建设", "政法要闻"
DAYS = (0, 1, 2, 3, 9, 39, 80)
GONE, DELETED, SOFT, HOME, BACK, EDITED, STAYS = (f"/dwjs/{number}.jhtml" for number in range(7, 0, -1))
TAKEN_OFF, TAKEN_AWAY = "/zfyw/9.jhtml", "/zfyw/8.jhtml"
# What a site says of an article that has gone, and what the dataset then says.
SAYS = {GONE: (404, "gone"), DELETED: (410, "gone"), SOFT: (200, "soft_404"), HOME: (302, "moved"), BACK: (404, "gone")}


class Months:
    """Articles that are gone on day 1, of which two are back on day 2; two old ones taken off their column then."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.site = site
        site.open(NEW, "/dwjs/", 7, day=date_on(0))
        site.open(OLD, "/zfyw/", 6)
        site.validate(BACK, "ETag", '"5f3e-61a2"')
        history = History(site, folder)
        self.on: dict[int, Crawled] = {}
        for day in DAYS:
            self.change(day)
            self.on[day] = history.crawl(day, "-s", "REVISIT_OLD=0")
        self.removals = [removal for run in history.runs() for removal in run.removals]

    def change(self, day: int) -> None:
        site = self.site
        if day == 1:
            for path, status in ((GONE, 404), (DELETED, 410), (BACK, 404), (EDITED, 404)):
                site.fault(path, status)
            site.serve(SOFT, SOFT_404)
            site.redirect(HOME, "/")
        elif day == 2:
            site.restore(BACK)
            site.edit(EDITED, source="某省日报")
            for path in (TAKEN_OFF, TAKEN_AWAY):
                site.unlist(path)
            site.fault(TAKEN_AWAY, 404)

    def days(self, path: str) -> list[int]:
        """The days on which an article was looked at again."""
        return [day for day, crawled in self.on.items() if crawled.visit(path)]

    def removal(self, path: str) -> Record:
        """The only removal there is of an article."""
        (found,) = (removal for removal in self.removals if removal["url"].endswith(path))
        return found

    def record(self, path: str) -> Record:
        (found,) = (record for record in self.on[0].run.articles if record["url"].endswith(path))
        return found


@pytest.fixture(scope="module")
def months(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Months:
    return Months(NewsSite(servers[0]), tmp_path_factory.mktemp("months"))


@pytest.mark.parametrize("path", SAYS)
def test_an_article_that_is_gone_is_a_line_of_removals_once(months: Months, path: str) -> None:
    status, reason = SAYS[path]
    removal, record = months.removal(path), months.record(path)
    assert months.on[1].visit(path) == ("gone", status, reason)
    assert (removal["status"], removal["reason"], removal["run"]) == (status, reason, months.on[1].run.folder.name)
    told = ("id", "url", "column", "title", "date", "content_sha256")
    assert {name: removal[name] for name in told} == {name: record[name] for name in told}
    assert removal["last_seen"] == record["fetched_at"]
    assert removal["found_at"].startswith(date_on(1))


def test_what_is_gone_is_no_failure(months: Months) -> None:
    report = months.on[1].run.report
    assert report["verdict"] == "complete"
    assert (report["revisited"]["gone"], report["revisited"]["unchanged"]) == (6, 1)
    assert report["account"]["known"] == 12
    assert months.on[1].run.manifest["counts"]["removals"] == 6


def test_it_is_looked_at_three_times_more_and_then_only_while_it_is_listed(months: Months) -> None:
    assert months.days(GONE) == [1, 2, 9, 39, 80]
    assert {months.on[day].visit(GONE) for day in (2, 9, 39, 80)} == {("gone", 404, "gone")}
    assert months.days(TAKEN_AWAY) == [2, 3, 39, 80]
    assert months.days(STAYS) == [1, 3, 9, 39]


def test_an_article_that_is_back_is_a_revision_that_says_so(months: Months) -> None:
    """Whether it is there, only the page itself tells: not a 304."""
    assert months.on[2].visit(BACK) == ("revised", 200, None)
    (revision,) = (line for line in months.on[2].run.revisions if line["url"].endswith(BACK))
    assert (revision["restored"], revision["changes"]) == (True, {})
    assert revision["content_sha256"] == revision["previous_sha256"] == months.record(BACK)["content_sha256"]
    assert months.on[3].visit(BACK) == ("unchanged", 304, None)


def test_one_that_is_back_with_another_text_says_both(months: Months) -> None:
    (revision,) = (line for line in months.on[2].run.revisions if line["url"].endswith(EDITED))
    assert revision["restored"] is True
    assert revision["changes"] == {"source": {"before": "某市日报", "after": "某省日报"}}


def test_what_a_column_lists_no_more_is_looked_at_at_once(months: Months) -> None:
    """The column is walked to its end, as it states fewer articles; on day 2 neither is due."""
    assert months.on[2].ended(OLD) == "walked"
    assert months.on[2].visit(TAKEN_OFF) == ("unchanged", 200, None)
    assert months.on[2].visit(TAKEN_AWAY) == ("gone", 404, "gone")
    assert months.removal(TAKEN_AWAY)["column"] == OLD
    assert months.days(TAKEN_OFF) == [2]
    assert [path for path in months.site.shelves[OLD].rows if months.days(path)] == []


def test_nothing_is_deleted_from_the_dataset(months: Months) -> None:
    assert len(months.on[0].run.articles) == 13
    assert len(months.removals) == 7
    assert {crawled.done.returncode for crawled in months.on.values()} == {0}


def test_a_run_killed_between_a_removal_and_its_visit_tells_of_it_once(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    """So, too, between a revision and its visit: the lines stand there without the visits."""
    site = NewsSite(servers[0])
    gone, edited, _ = site.open(NEW, "/dwjs/", 3, day=date_on(0))
    history = History(site, tmp_path)
    history.crawl(0)
    site.fault(gone, 404)
    site.edit(edited, source="某省日报")
    run = history.crawl(1).run.folder
    (run / "manifest.json").unlink()
    (run / "report.json").unlink()
    for name in ("articles", "links", "revisits", "revisions", "removals"):
        (run / f"{name}.jsonl").rename(run / f"{name}.jsonl.part")
    visits = (run / "revisits.jsonl.part").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [visit for visit in visits if json.loads(visit)["outcome"] == "unchanged"]
    (run / "revisits.jsonl.part").write_text("".join(kept), encoding="utf-8")
    done = crawl("jingzhou", site.address, cwd=tmp_path, env=environment_on(2))
    killed, after = runs(tmp_path, "jingzhou")[1:]
    assert done.returncode == 0, done.stderr
    assert (killed.report["verdict"], len(killed.removals), len(killed.revisions)) == ("interrupted", 1, 1)
    assert (after.removals, after.revisions) == ([], [])
    assert {visit["url"].rpartition("/")[2]: visit["outcome"] for visit in after.revisits} == {
        "3.jhtml": "gone",
        "2.jhtml": "unchanged",
    }
