"""What a run knows of columns by their names and addresses, on a site whose navigation changes."""

from pathlib import Path

from history import History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from small_site import ListRow, SmallSite, article_html, page_html
from support import crawl, runs


def test_two_columns_of_one_name_stay_two(site: SmallSite, tmp_path: Path) -> None:
    rows = {path: site.article(f"{path}1.jhtml", f"某市{path}工作") for path in ("/a/", "/b/", "/c/")}
    for path, row in rows.items():
        site.column(path, [row])
    names = zip(("通知公告", "工作动态", "通知公告"), rows, strict=True)
    items = "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in names)
    site.serve("/", page_html("某市长安网", f'<ul class="nav"><li><a href="/">首页</a></li>{items}</ul>'))
    for path in rows:
        site.serve(path, site.answer_of(f"{path}index.jhtml"))
    for _ in range(3):
        assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    assert [len(run.report["columns"]) for run in runs(tmp_path, "jingzhou")] == [3, 3, 3]


def test_a_renamed_column_is_walked_once(site: SmallSite, tmp_path: Path) -> None:
    site.column("/a/", [site.article("/a/1.jhtml", "某市召开会议")])
    for name in ("通知公告", "公告公示", "公告公示"):
        site.home({name: "/a/index.jhtml", "工作动态": "/b/index.jhtml"})
        site.column("/b/", [ListRow("/a/1.jhtml", "某市召开会议")])
        assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    assert [len(run.report["columns"]) for run in runs(tmp_path, "jingzhou")] == [2, 2, 2]


def test_a_column_that_had_a_list_is_no_text(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    site = NewsSite(servers[0])
    site.open("队伍建设", "/dwjs/", 6)
    history = History(site, tmp_path)
    history.crawl(0)
    for path in ("/dwjs/", "/dwjs/index.jhtml"):
        site.serve(path, article_html("栏目改版说明"))
    column = history.crawl(1, code=1).column("队伍建设")
    assert [failed["reason"] for failed in column["pages"]["failed"]] == ["no_links"]


def test_a_column_that_was_never_read_whole_is_not_forgotten(site: SmallSite, tmp_path: Path) -> None:
    site.column("/a/", [site.article("/a/1.jhtml", "某市召开会议")])
    site.fault("/b/index.jhtml", 404)
    site.home({"通知公告": "/a/index.jhtml", "工作动态": "/b/index.jhtml"})
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 3
    site.home({"通知公告": "/a/index.jhtml"})
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 3
    site.column("/b/", [site.article("/b/2.jhtml", "某市整治隐患")])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    assert [record["title"] for run in runs(tmp_path, "jingzhou") for record in run.articles] == [
        "某市召开会议",
        "某市整治隐患",
    ]
