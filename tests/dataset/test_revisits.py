"""Known articles are looked at again, the young ones by their age, old ones in turn; edits become revisions."""

from pathlib import Path

import pytest
from history import Crawled, History, date_on
from news_site import NewsSite, articles_in
from pytest_httpserver import HTTPServer
from small_site import TEXT, article_html
from support import Record

NEW, OLD = "队伍建设", "政法要闻"
DAYS = (0, 1, 2, 3, 8, 30, 31)
PLAIN, BODY, WORDS, ETAG, MODIFIED, FAILING, FUTURE, PAGED = (f"/dwjs/{number}.jhtml" for number in range(8, 0, -1))
SECOND_PAGE = PAGED.replace(".jhtml", "_2.jhtml")
OTHER_TEXT = "会议指出，今年以来各单位认真整改问题，工作取得明显成效。\n" + TEXT
IN_TURN = ("-s", "REVISIT_OLD=4", "-s", "RETRY_TIMES=0")


class Month:
    """Articles that were young on day 0, and old ones; what is done to them between the crawls."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.site = site
        self.young = site.open(NEW, "/dwjs/", 8, day=date_on(0))
        self.old = site.open(OLD, "/zfyw/", 6)
        site.edit(FUTURE, day=date_on(400))
        site.validate(ETAG, "ETag", '"5f3e-61a2"')
        site.validate(MODIFIED, "Last-Modified", "Fri, 04 Sep 2020 09:00:00 GMT")
        self.two_pages(TEXT)
        history = History(site, folder)
        self.on: dict[int, Crawled] = {}
        for day in DAYS:
            self.change(day)
            self.on[day] = history.crawl(day, *IN_TURN, code=3 if day == 1 else 0)
            if day == 1:
                site.restore(FAILING)
                self.again = history.crawl(day, *IN_TURN)

    def change(self, day: int) -> None:
        if day == 1:
            self.site.edit(BODY, text=OTHER_TEXT)
            self.site.fault(FAILING, 500)
        elif day == 2:
            self.site.edit(WORDS, title="一次改了标题的会议", day=date_on(-1), source="某省日报")
        elif day == 3:
            self.site.edit(BODY, text=TEXT, source="某省日报")
            self.two_pages(OTHER_TEXT)

    def two_pages(self, second: str) -> None:
        """An article of two pages whose second one has this text."""
        title, day = self.site.stories[PAGED].title, f"发布时间：{date_on(0)} 来源：某市日报"
        links = f'<div class="pages"><a href="{SECOND_PAGE}">2</a></div>'
        self.site.serve(PAGED, article_html(title, TEXT, day, links))
        self.site.serve(SECOND_PAGE, article_html(title, second, day, links))

    def days(self, path: str) -> list[int]:
        """The days on which an article was looked at, but for the first."""
        return [day for day, crawled in self.on.items() if crawled.visit(path)]

    def revision(self, day: int, path: str) -> Record:
        (found,) = (record for record in self.on[day].run.revisions if record["url"].endswith(path))
        return found

    def first(self, path: str) -> Record:
        (found,) = (record for record in self.on[0].run.articles if record["url"].endswith(path))
        return found


@pytest.fixture(scope="module")
def month(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Month:
    return Month(NewsSite(servers[0]), tmp_path_factory.mktemp("month"))


def test_young_articles_are_looked_at_by_their_age(month: Month) -> None:
    assert month.days(PLAIN) == [1, 3, 8, 30]
    assert {month.on[day].visit(PLAIN) for day in (1, 3, 8, 30)} == {("unchanged", 200, None)}
    assert [articles_in(month.on[day].asked).count(PLAIN) for day in DAYS] == [1, 1, 0, 1, 1, 1, 0]


def test_a_day_that_has_not_come_yet_counts_as_that_of_the_first_fetch(month: Month) -> None:
    assert month.days(FUTURE) == [1, 3, 8, 30]


def test_old_articles_are_looked_at_in_turn(month: Month) -> None:
    turns = {day: [path for path in month.old if month.on[day].visit(path)] for day in DAYS}
    assert [len(turns[day]) for day in DAYS] == [0, 0, 0, 0, 0, 4, 2]
    assert sorted(turns[30] + turns[31]) == sorted(month.old)


def test_an_edit_becomes_a_revision_of_the_same_id(month: Month) -> None:
    first, revision = month.first(BODY), month.revision(1, BODY)
    assert month.on[1].visit(BODY) == ("revised", 200, None)
    assert (revision["id"], revision["previous_sha256"]) == (first["id"], first["content_sha256"])
    assert revision["content_sha256"] != first["content_sha256"]
    assert (revision["body"], revision["run"]) == (OTHER_TEXT, month.on[1].run.folder.name)
    assert revision["restored"] is False


def test_what_has_changed_of_a_body_is_told_line_by_line(month: Month) -> None:
    added = OTHER_TEXT.split("\n", maxsplit=1)[0]
    assert month.revision(1, BODY)["changes"] == {"body": [f"+{added}"]}
    assert month.revision(3, BODY)["changes"]["body"] == [f"-{added}"]


def test_title_date_and_source_are_told_before_and_after(month: Month) -> None:
    assert month.revision(2, WORDS)["changes"] == {
        "title": {"before": month.first(WORDS)["title"], "after": "一次改了标题的会议"},
        "date": {"before": date_on(0), "after": date_on(-1)},
        "source": {"before": "某市日报", "after": "某省日报"},
    }


def test_a_row_with_other_words_has_its_article_looked_at_at_once(month: Month) -> None:
    """On day 2 nothing is due by its age."""
    assert month.days(WORDS) == [1, 2, 3, 8, 30]
    assert [path for path in articles_in(month.on[2].asked) if path in month.young] == [WORDS]
    assert month.on[2].link(WORDS)["outcome"] == "known"


def test_a_second_edit_follows_the_first(month: Month) -> None:
    second = month.revision(3, BODY)
    assert second["previous_sha256"] == month.revision(1, BODY)["content_sha256"]
    assert second["changes"]["source"] == {"before": "某市日报", "after": "某省日报"}
    assert second["body"] == month.first(BODY)["body"]
    assert month.on[8].visit(BODY) == ("unchanged", 200, None)


def test_an_edit_of_a_further_page_is_one_of_the_article(month: Month) -> None:
    assert month.on[1].visit(PAGED) == ("unchanged", 200, None)
    assert month.revision(3, PAGED)["body"] == f"{TEXT}\n{OTHER_TEXT}"
    assert month.on[8].visit(PAGED) == ("unchanged", 200, None)
    assert SECOND_PAGE in month.on[8].asked


@pytest.mark.parametrize("path", [ETAG, MODIFIED])
def test_a_site_that_can_tell_is_asked_whether_the_page_was_modified(month: Month, path: str) -> None:
    assert {month.on[day].visit(path) for day in (1, 3, 8, 30)} == {("unchanged", 304, None)}
    record = month.first(path)
    assert [record["etag"], record["last_modified"]].count(None) == 1


def test_articles_are_lines_of_the_run_that_found_them_only(month: Month) -> None:
    assert [len(month.on[day].run.articles) for day in DAYS] == [14, 0, 0, 0, 0, 0, 0]
    assert {revision["url"].rpartition("/")[2] for day in DAYS for revision in month.on[day].run.revisions} == {
        path.rpartition("/")[2] for path in (BODY, WORDS, PAGED)
    }


def test_a_revisit_that_fails_makes_the_run_incomplete_and_is_made_again(month: Month) -> None:
    assert month.on[1].visit(FAILING) == ("failed", 500, "http_500")
    assert "incomplete (1 revisit http_500, see revisits.jsonl): " in month.on[1].done.stderr
    assert month.again.visit(FAILING) == ("unchanged", 200, None)
    assert [visit["id"] for visit in month.again.run.revisits] == [month.first(FAILING)["id"]]


def test_the_account_and_the_closing_line_tell_of_the_revisits(month: Month) -> None:
    account = month.on[1].run.report["revisited"]
    assert account == {
        "revisited": 8,
        "unchanged": 6,
        "revised": 1,
        "gone": 0,
        "failed": {"http_500": 1},
        "closes": True,
    }
    assert "8 revisited = 6 unchanged + 1 revised + 0 gone + 1 failed (1 http_500)" in month.on[1].done.stderr
    assert "revisited" not in month.on[0].done.stderr


def test_a_site_at_another_address_is_looked_at_there(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    old, new = NewsSite(servers[0]), NewsSite(servers[1])
    for site in (old, new):
        paths = site.open(NEW, "/dwjs/", 4, day=date_on(0))
    old.fault(paths[0], 500)
    History(old, tmp_path).crawl(0, *IN_TURN, code=3)
    old.requested.clear()
    new.edit(paths[1], source="某省日报")
    after = History(new, tmp_path).crawl(1)
    assert old.requested == []
    assert after.written == {paths[0]}
    assert [after.visit(path) for path in paths[1:]] == [("revised", 200, None), *[("unchanged", 200, None)] * 2]


def test_an_article_that_always_fails_is_asked_for_five_times_and_then_in_turn(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    site = NewsSite(servers[0])
    site.open(OLD, "/zfyw/", 2)
    history = History(site, tmp_path)
    history.crawl(0)
    site.fault("/zfyw/1.jhtml", 403)
    days = (30, 32, 34, 36, 38, 40, 66, 68)
    codes = (3, 3, 3, 3, 3, 0, 0, 3)
    crawls = [history.crawl(day, *IN_TURN, code=code) for day, code in zip(days, codes, strict=True)]
    asked = [day for day, crawled in zip(days, crawls, strict=True) if crawled.visit("/zfyw/1.jhtml")]
    assert asked == [30, 32, 34, 36, 38, 68]
