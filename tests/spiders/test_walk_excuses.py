"""Pages that come with status 200 in another's place: never written, never the end of a column."""

from pathlib import Path

import pytest
from small_site import ListRow, SmallSite, article_html, page_html
from support import crawl, runs, the_run

GONE = page_html("某市长安网", "<p>抱歉，您访问的页面不存在或已被删除！</p>")
NOTICE = page_html("某市长安网", "<p>您的访问行为存在异常，已被拦截。</p><p>时间：2024-03-05 10:00:00</p>")
CHALLENGE = '<html><head><script>$_ts={};$_ts.nsd=1;$_ts.cd="abc"</script></head><body>请稍候</body></html>'
MAINTENANCE = page_html("某市长安网", "<h1>系统维护</h1><p>系统正在维护升级，请稍后再试。</p>")


def column(site: SmallSite, rows: list[ListRow]) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", rows)


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (GONE, ("dropped", "soft_404")),
        (NOTICE, ("failed", "blocked_challenge")),
        (CHALLENGE, ("failed", "blocked_challenge")),
        (MAINTENANCE, ("failed", "maintenance")),
    ],
    ids=["soft 404", "notice", "challenge", "maintenance"],
)
def test_an_articles_place(site: SmallSite, tmp_path: Path, page: str, outcome: tuple[str, str]) -> None:
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)]
    column(site, rows)
    site.serve("/dwjs/2.jhtml", page)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    run = the_run(tmp_path, "jingzhou")
    assert done.returncode == (0 if outcome[0] == "dropped" else 3)
    assert run.outcomes()["dwjs/2.jhtml"] == outcome
    assert [article["title"] for article in run.articles] == ["第1次队伍建设工作会议召开"]
    assert site.requested.count("/dwjs/2.jhtml") == 1


def test_a_further_page_of_an_article(site: SmallSite, tmp_path: Path) -> None:
    """Half an article is none."""
    pager = '<div class="page"><a href="1_2.jhtml">2</a> <a href="1_2.jhtml">下一页</a></div>'
    row = site.article("/dwjs/1.jhtml", "第1次队伍建设工作会议召开", further=pager)
    column(site, [row])
    site.serve("/dwjs/1_2.jhtml", GONE)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert the_run(tmp_path, "jingzhou").outcomes()["dwjs/1.jhtml"] == ("failed", "soft_404")


@pytest.mark.parametrize("number", [1, 2])
def test_a_column_page(site: SmallSite, tmp_path: Path, number: int) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "第1次队伍建设工作会议召开")], pages=2, total=2)
    site.column("/dwjs/", [site.article("/dwjs/2.jhtml", "第2次队伍建设工作会议召开")], number=2, pages=2, total=2)
    site.column("/pajs/", [site.article("/pajs/1.jhtml", "平安建设工作会议召开")])
    site.serve("/dwjs/index.jhtml" if number == 1 else "/dwjs/index_2.jhtml", GONE)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert f"队伍建设 page {number} soft_404" in done.stderr


def test_an_article_about_such_pages_is_written(site: SmallSite, tmp_path: Path) -> None:
    titles = ["页面不存在", "您访问的页面不存在或已删除", "该信息已被删除", "您的访问过于频繁", "系统维护"]
    rows = [ListRow(f"/dwjs/{n}.jhtml", title) for n, title in enumerate(titles)]
    for row in rows:
        site.serve(row.href, article_html(row.title, f"{row.title}。"))
    column(site, rows)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {article["title"] for article in the_run(tmp_path, "jingzhou").articles} == set(titles)


def test_a_repair_of_the_site_revises_nothing(site: SmallSite, tmp_path: Path) -> None:
    column(site, [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    for n in (1, 2):
        site.serve(f"/dwjs/{n}.jhtml", MAINTENANCE)
    done = crawl("jingzhou", site.address, cwd=tmp_path, env={"LANMU_DAYS_AHEAD": "40"})
    assert done.returncode == 3, done.stderr
    _, after = runs(tmp_path, "jingzhou")
    assert after.revisions == []
    assert [(visit["outcome"], visit["reason"]) for visit in after.revisits] == [("failed", "maintenance")] * 2
