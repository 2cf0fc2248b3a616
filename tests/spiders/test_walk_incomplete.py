"""What is missing makes a run incomplete or failed, and both say what and why; a later run gets just that."""

import hashlib
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ARTICLES
from pytest_httpserver import HTTPServer
from small_site import ListRow, SmallSite
from support import Done, Run, crawl, lanmu, one_line, read_lines, requested, running_sandbox, runs, the_run

SIZE = ("--articles", str(ARTICLES))


def test_a_failing_list_page_is_named_with_its_column_and_reason(tmp_path: Path) -> None:
    with running_sandbox(*SIZE, "--fault", "/dwjs/index_2.jhtml=500") as homepage:
        done = crawl("demo", homepage, cwd=tmp_path)
    assert done.returncode == 3
    report = the_run(tmp_path, "demo").report
    assert (report["verdict"], report["exit_code"]) == ("incomplete", 3)
    column = next(column for column in report["columns"] if column["column"] == "队伍建设")
    assert column["ended"] == "incomplete"
    assert column["pages"]["failed"] == [{"page": 2, "url": f"{homepage}dwjs/index_2.jhtml", "reason": "http_500"}]
    assert column["pages"]["walked"] == column["pages"]["declared"] - 1
    assert column["account"]["closes"] is True
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("demo incomplete (队伍建设 page 2 http_500): ")


def test_a_missing_further_list_page_is_a_failure_and_not_the_end(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")], pages=2, total=2)
    site.fault("/dwjs/index_2.jhtml", 404)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    (column,) = the_run(tmp_path, "jingzhou").report["columns"]
    assert column["pages"]["failed"][0]["reason"] == "http_404"


def test_a_list_page_without_a_list_is_a_failure(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")], pages=2, total=2)
    site.serve("/dwjs/index_2.jhtml", "<html><body><p>系统维护中，请稍后再试。</p></body></html>")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "队伍建设 page 2 no_links" in done.stderr


def test_fewer_rows_than_the_pager_declares_are_not_complete(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)]
    site.column("/dwjs/", rows, total=3)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    run = the_run(tmp_path, "jingzhou")
    assert (done.returncode, run.report["verdict"]) == (3, "incomplete")
    assert done.stderr.startswith("jingzhou incomplete (队伍建设")
    assert len(run.articles) == 2


def test_a_later_run_fetches_just_the_articles_that_failed(tmp_path: Path) -> None:
    options = (*SIZE, "--seed", "7414")
    with running_sandbox(*options, "--truth", str(tmp_path / "truth.jsonl")):
        truth = read_lines(tmp_path / "truth.jsonl")
    articles = [urlsplit(line["url"]).path for line in truth if line["kind"] == "article" and line["pages"] == 1]
    dead = {urlsplit(line["url"]).path for line in truth if line.get("target") == "dead"}
    failing = articles[:3]
    with running_sandbox(*options, *(part for path in failing for part in ("--fault", f"{path}=500"))) as homepage:
        done = crawl("demo", homepage, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("demo incomplete (3 links http_500, see links.jsonl): ")
    first = the_run(tmp_path, "demo")
    assert first.report["account"]["failed"] == {"http_500": 3}
    failed = {urlsplit(link["url"]).path for link in first.links if link["outcome"] == "failed"}
    assert failed == set(failing)
    # Another port: the id of an article doesn't depend on the host.
    with running_sandbox(*options, "--log", str(tmp_path / "log")) as homepage:
        done = crawl("demo", homepage, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    second = runs(tmp_path, "demo")[1]
    assert {urlsplit(article["url"]).path for article in second.articles} == set(failing)
    fetched = [path for path in requested(tmp_path / "log") if path in articles]
    assert sorted(fetched) == sorted(failing)
    assert second.report["account"]["dropped"].get("gone_before") == len(dead)
    assert len({article["id"] for run in (first, second) for article in run.articles}) == ARTICLES


def test_an_unreachable_home_page_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = crawl("demo", f"http://127.0.0.1:{port}/", cwd=tmp_path)
    assert done.returncode == 1
    assert f"home page http://127.0.0.1:{port}/ could not be fetched (refused)" in one_line(done)
    assert the_run(tmp_path, "demo").report["verdict"] == "failed"


@pytest.mark.parametrize(
    ("home", "status", "said"),
    [("x", 503, "http_503"), ("", 200, "empty_page"), ("<html><body><p>建设中</p></body></html>", 200, "no columns")],
)
def test_a_home_page_that_leads_nowhere_is_one_line(
    site: SmallSite, tmp_path: Path, home: str, status: int, said: str
) -> None:
    site.serve("/", home, status)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 1
    assert said in one_line(done)


GARBAGE = {
    "binary": b"".join(hashlib.sha256(bytes([n])).digest() for n in range(200)),
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(400),
    "empty": b"",
    "blank": b" \n\t\n",
    "comment": b"<!-- nothing -->",
    "no text": b"<html><head></head><body></body></html>",
}


@pytest.fixture(scope="module")
def garbage(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Run]:
    """A crawl of a column whose articles are garbage, one good article in front of them and one behind."""
    site, folder = SmallSite(servers[0]), tmp_path_factory.mktemp("garbage")
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [ListRow(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(len(GARBAGE) + 2)]
    for row, body in zip(rows[1:], GARBAGE.values(), strict=False):
        site.serve(row.href, body)
    site.column("/dwjs/", rows)
    for row in (rows[0], rows[-1]):
        site.article(row.href, row.title)
    return crawl("jingzhou", site.address, cwd=folder), the_run(folder, "jingzhou")


def test_garbage_stops_nothing(garbage: tuple[Done, Run]) -> None:
    done, run = garbage
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1, done.stderr
    assert run.report["account"]["closes"] is True
    outcomes = run.outcomes()
    assert outcomes["dwjs/0.jhtml"] == outcomes[f"dwjs/{len(GARBAGE) + 1}.jhtml"] == ("written", None)


@pytest.mark.parametrize(("number", "kind"), list(enumerate(GARBAGE, 1)))
def test_a_page_of_garbage_is_no_article(garbage: tuple[Done, Run], number: int, kind: str) -> None:
    assert garbage[1].outcomes()[f"dwjs/{number}.jhtml"][0] == "failed"


def test_an_unwritable_data_folder_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with running_sandbox(*SIZE, "--log", str(tmp_path / "log")) as homepage:
        done = lanmu("crawl", "demo", "-a", f"homepage={homepage}", "-s", "DATA_DIR=file/data", cwd=tmp_path)
    assert done.returncode == 1
    assert "file/data" in one_line(done)
    assert (tmp_path / "log").read_text(encoding="utf-8") == ""


def test_what_was_fetched_before_a_failure_is_kept(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "政法要闻": "/zfyw/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    site.fault("/zfyw/index.jhtml", 500)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    run = the_run(tmp_path, "jingzhou")
    assert [article["title"] for article in run.articles] == ["队伍建设工作会议召开"]
    assert [column["ended"] for column in run.report["columns"]] == ["walked", "incomplete"]
    assert read_lines(run.folder / "links.jsonl")[0]["outcome"] == "written"


def test_more_articles_than_the_pager_declares_are_not_complete(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2, 3)]
    site.column("/dwjs/", rows, total=2)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "队伍建设 lists 3 links, its pager declares 2" in done.stderr


def test_a_pinned_article_in_two_rows_is_complete(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)]
    site.column("/dwjs/", [rows[0], *rows], total=2)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert the_run(tmp_path, "jingzhou").report["account"]["repeated"] == 1


def test_a_column_whose_pager_says_none_is_empty_and_incomplete(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    site.serve("/pajs/index.jhtml", "<html><body><div>共0条记录 1/1页</div></body></html>")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "平安建设 page 1 empty_column" in done.stderr


@pytest.mark.parametrize("how", ["served", "redirected"])
def test_a_page_that_repeats_another_is_missing(site: SmallSite, tmp_path: Path, how: str) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2, 3)]
    site.column("/dwjs/", rows, pages=2, total=6)
    if how == "served":
        site.serve("/dwjs/index_2.jhtml", site.answer_of("/dwjs/index.jhtml"))
    else:
        site.redirect("/dwjs/index_2.jhtml", "/dwjs/index.jhtml")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "队伍建设 page 2 other_page" in done.stderr


def test_rows_missing_behind_a_pinned_one_are_noticed(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(1, 6)]
    site.column("/dwjs/", rows[:3], pages=2, total=6)
    site.column("/dwjs/", [rows[0], *rows[3:]], number=2, pages=2, total=6)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    run = the_run(tmp_path, "jingzhou")
    assert (run.report["account"]["listed"], len(run.articles)) == (6, 5)
    assert done.returncode == 0  # six rows, as declared: a pager that counts rows can't tell


def test_a_pager_that_cannot_be_read_is_no_single_page(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    row = site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")
    list_ = f'<ul><li><a href="{row.href}">{row.title}</a><span>{row.day}</span></li></ul>'
    site.serve("/dwjs/index.jhtml", f"<html><body>{list_}<div><a onclick='next()'>下一页</a></div></body></html>")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 1  # no column page could be read
    assert "队伍建设 page 1 pager_not_read" in done.stderr


def test_two_articles_in_one_row_are_both_written(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    for n in (1, 2, 3):
        site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开")
    items = '<li><a href="/dwjs/1.jhtml">第1次队伍建设工作会议召开</a> <a href="/dwjs/2.jhtml">图解</a></li>'
    items += '<li><a href="/dwjs/3.jhtml"><img src="/u/3.jpg"></a></li>'
    site.serve("/dwjs/index.jhtml", f"<html><body><ul>{items}</ul><div>1/1页</div></body></html>")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(the_run(tmp_path, "jingzhou").articles) == 3


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_damaged_earlier_run_stops_the_crawl(site: SmallSite, tmp_path: Path, damage: str) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in (1, 2)])
    assert crawl("jingzhou", site.address, cwd=tmp_path).returncode == 0
    articles = the_run(tmp_path, "jingzhou").folder / "articles.jsonl"
    whole = articles.read_text(encoding="utf-8")
    articles.unlink()
    if damage == "cut":
        articles.write_text(whole.splitlines(keepends=True)[0], encoding="utf-8")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 1
    assert articles.parent.name in one_line(done)
    assert len(runs(tmp_path, "jingzhou")) == 1
