"""Redirects: on the site they are followed, off it they are settled with a reason and nothing is asked of the other."""

from pathlib import Path

from small_site import ListRow, SmallSite
from support import crawl, one_line, the_run

# Nobody asks it: neither the crawl, which stays on the site, nor therefore the tests.
AWAY = "http://www.example.org/"


def test_a_home_page_that_moved_is_named_with_its_new_address(
    site: SmallSite, other_site: SmallSite, tmp_path: Path
) -> None:
    site.redirect("/", other_site.address)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 1
    assert f"redirects to {other_site.address}" in one_line(done)
    assert other_site.requested == []


def test_a_redirect_on_the_site_is_followed(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.article("/dwjs/2.jhtml", "队伍建设工作会议召开")
    site.redirect("/dwjs/1.jhtml", "/dwjs/2.jhtml")
    site.column("/dwjs/", [ListRow("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [article["title"] for article in the_run(tmp_path, "jingzhou").articles] == ["队伍建设工作会议召开"]


def test_an_article_that_leads_away_is_dropped_and_one_in_a_loop_failed(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.redirect("/dwjs/1.jhtml", AWAY)
    site.redirect("/dwjs/2.jhtml", "/dwjs/2.jhtml")
    rows = [ListRow(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)]
    site.column("/dwjs/", [*rows, site.article("/dwjs/3.jhtml", "第3次队伍建设工作会议召开")])
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    account = the_run(tmp_path, "jingzhou").report["account"]
    assert done.returncode == 3
    assert (account["written"], account["dropped"], account["failed"]) == (1, {"off_site": 1}, {"redirect_loop": 1})
    assert account["closes"] is True


def test_a_column_that_leads_away_is_incomplete_with_the_reason(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    site.redirect("/pajs/index.jhtml", AWAY)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    report = the_run(tmp_path, "jingzhou").report
    failed = {column["column"]: column["pages"]["failed"] for column in report["columns"]}
    assert done.returncode == 3
    assert "1 of 2 column pages walked" in done.stderr
    assert [page["reason"] for page in failed["平安建设"]] == ["off_site"]
    assert failed["队伍建设"] == []


def test_an_article_that_moved_goes_by_its_new_address_once(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    new = site.article("/dwjs/5.jhtml", "第5次队伍建设工作会议召开")
    site.redirect("/dwjs/4.jhtml", "/dwjs/5.jhtml")
    site.column("/dwjs/", [ListRow("/dwjs/4.jhtml", "第5次队伍建设工作会议召开"), new])
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    (article,) = the_run(tmp_path, "jingzhou").articles
    assert done.returncode == 0, done.stderr
    assert article["url"].endswith("/dwjs/5.jhtml")


def test_an_article_that_leads_to_the_home_page_has_moved_away(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.redirect("/dwjs/1.jhtml", "/")
    rows = [ListRow("/dwjs/1.jhtml", "第1次会议"), site.article("/dwjs/2.jhtml", "第2次队伍建设工作会议召开")]
    site.column("/dwjs/", rows)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert the_run(tmp_path, "jingzhou").report["account"]["dropped"] == {"moved": 1}
