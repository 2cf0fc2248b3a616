"""``lanmu newsite``: a site in one command, or one line that says why not, and nothing written."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from portal import BELOW, COLUMNS, EMPTY, NAME, PUBLISHER, Portal
from pytest_httpserver import HTTPServer
from small_site import SmallSite, page_html
from support import Done, lanmu, one_line, the_run

OPTIONS = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0")


@pytest.fixture
def portal(servers: tuple[HTTPServer, HTTPServer]) -> Portal:
    return Portal(servers[0])


def newsite(home: str, *options: str, cwd: Path) -> Done:
    return lanmu("newsite", *OPTIONS, *options, home, cwd=cwd)


def crawled(name: str, cwd: Path) -> Done:
    return lanmu("crawl", name, "-s", "DOWNLOAD_DELAY=0", cwd=cwd)


def test_a_site_is_written_checked_and_crawled(portal: Portal, tmp_path: Path) -> None:
    articles = portal.build()
    done = newsite(portal.address, "--name", "moushi", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    module = tmp_path / "sites" / "hubei" / "moushi.py"
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 15
    for said in (NAME, PUBLISHER, portal.address, "class Moushi(Jeecms)", *COLUMNS, *BELOW, *EMPTY):
        assert said in text
    for other in ("外部门户", "机构职能", "站内搜索", "首页"):
        assert other not in text
    assert "sites/hubei/moushi.py" in done.stdout
    assert "tests/sites/moushi" in done.stdout

    checked = lanmu("checkall", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout

    crawl = crawled("moushi", tmp_path)
    assert crawl.returncode == 0, crawl.stderr
    assert crawl.stderr.startswith("moushi complete: ")
    run = the_run(tmp_path, "moushi")
    assert sorted(article["url"] for article in run.articles) == sorted(portal.address + path[1:] for path in articles)
    assert {column["column"] for column in run.report["columns"]} == {*COLUMNS, *BELOW, *EMPTY}
    assert {article["site_name"] for article in run.articles} == {NAME}


def test_the_table_shows_columns_pages_articles_and_a_sample(portal: Portal, tmp_path: Path) -> None:
    portal.build()
    done = newsite(portal.address, "--name", "moushi", cwd=tmp_path)
    assert done.stdout.splitlines()[0].startswith(f"{NAME} · jeecms")
    for name, folder in {**COLUMNS, **BELOW}.items():
        (line,) = [line for line in done.stdout.splitlines() if f"/{folder}/index.jhtml" in line and "2" in line]
        assert name in line
        assert [cell for cell in line.split() if cell.isdigit()][:2] == ["2", "8"], line
    assert "Not columns" in done.stdout
    assert "机构职能" in done.stdout
    assert "第1000次工作会议在某市召开" in done.stdout


def test_pages_are_saved_with_what_they_give(portal: Portal, tmp_path: Path) -> None:
    portal.build()
    assert newsite(portal.address, "--name", "moushi", cwd=tmp_path).returncode == 0
    folder = tmp_path / "tests" / "sites" / "moushi"
    names = {path.name for path in folder.iterdir()}
    assert names >= {"column-1.html", "column-1.json", "article-1.html", "article-1.json"}
    assert {name.partition(".")[0] for name in names if name.endswith("html")} == {
        name.partition(".")[0] for name in names if name.endswith("json")
    }
    column = json.loads((folder / "column-1.json").read_text(encoding="utf-8"))
    assert (len(column["expected"]["rows"]), column["expected"]["pages"], column["expected"]["articles"]) == (5, 2, 8)
    article = json.loads((folder / "article-1.json").read_text(encoding="utf-8"))
    assert article["expected"]["title"] == article["list_title"]
    assert (article["expected"]["date"], article["expected"]["source"]) == ("2024-03-05", "某市日报")
    assert (folder / "article-1.html").read_bytes() == portal.answer_of("/" + article["url"].split("/", 3)[3])


def test_an_empty_column_may_be_empty(portal: Portal, tmp_path: Path) -> None:
    portal.build()
    assert newsite(portal.address, "--name", "moushi", cwd=tmp_path).returncode == 0
    assert 'may_be_empty = ("通知公告",)' in (tmp_path / "sites/hubei/moushi.py").read_text(encoding="utf-8")


def test_name_and_province_are_found_or_told(portal: Portal, tmp_path: Path) -> None:
    portal.build(icp="", empty=False)
    assert newsite(portal.address, cwd=tmp_path).returncode == 0
    (module,) = tmp_path.glob("sites/*/[a-z]*.py")
    assert (module.parent.name, module.stem) == ("other", "site_127_0_0_1")
    again = tmp_path / "again"
    again.mkdir()
    assert newsite(portal.address, "--name", "second", "--province", "hunan", cwd=again).returncode == 0
    assert (again / "sites" / "hunan" / "second.py").exists()


def test_a_home_page_is_added_once(portal: Portal, tmp_path: Path) -> None:
    portal.build()
    assert newsite(portal.address, "--name", "moushi", cwd=tmp_path).returncode == 0
    done = newsite(portal.address, "--name", "another", cwd=tmp_path)
    assert done.returncode == 2
    assert one_line(done).endswith("is the home page of moushi already; lanmu crawl moushi")


def test_each_page_is_asked_for_once_and_politely(portal: Portal, tmp_path: Path) -> None:
    articles = portal.build()
    assert newsite(portal.address, "--name", "moushi", cwd=tmp_path).returncode == 0
    assert portal.requested[0] == "/robots.txt"
    assert {path for path in portal.requested if portal.requested.count(path) > 1} <= set(articles)
    assert not any("search" in path for path in portal.requested)


# One line each


CHALLENGE = (
    '<html><head><meta content="x" r="m"><script r=\'m\'>$_ts.cd="q3Kx";</script></head><body><p>x</p></body></html>'
)
SHELL = '<html><body><noscript>请启用 JavaScript</noscript><div id="app"></div><script src="/js/app.js"></script>'


def fails(site: SmallSite, *options: str, cwd: Path) -> str:
    """The one line that newsite ends with; nothing is written."""
    before = sorted(cwd.rglob("*"))
    done = newsite(site.address, "--name", "moushi", *options, cwd=cwd)
    assert done.returncode == 1, done.stderr
    assert sorted(cwd.rglob("*")) == before
    line = one_line(done)
    assert line.startswith("lanmu: ")
    assert "nothing was written" in line
    return line


def only_text(site: SmallSite) -> None:
    site.serve("/", page_html("某市长安网", "<p>建设中</p><p><a href=http://www.other.gov.cn/>外部门户</a></p>"))


def column_down(site: SmallSite) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.fault("/dwjs/index.jhtml", 500)


def no_lists(site: SmallSite) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"})
    site.fault("/dwjs/index.jhtml", 404)
    site.serve("/pajs/index.jhtml", page_html("平安建设", "<p>建设中</p>"))


TROUBLES: dict[str, tuple[Callable[[SmallSite], None], str]] = {
    "404": (lambda site: site.fault("/", 404), "http_404"),
    "500": (lambda site: site.fault("/", 500), "http_500"),
    "empty": (lambda site: site.serve("/", ""), "empty_page"),
    "a picture": (lambda site: site.serve("/", b"\x89PNG\r\n\x1a\n" + bytes(400), kind="image/png"), "not_text"),
    "no navigation": (only_text, "no navigation"),
    "no column": (no_lists, "no column"),
    "a column that is down": (
        column_down,
        "dwjs/index.jhtml (队伍建设) could not be looked at (http_500); try again later",
    ),
    "a challenge": (lambda site: site.serve("/", CHALLENGE), "blocked_challenge"),
    "a challenge, 202": (lambda site: site.serve("/", CHALLENGE, 202), "blocked_challenge"),
    "a challenge, 412": (lambda site: site.serve("/", CHALLENGE, 412), "blocked_challenge"),
    "a shell": (lambda site: site.serve("/", SHELL), "blocked_needs_browser"),
    "robots.txt": (
        lambda site: site.serve("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain"),
        "robots.txt",
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_a_site_that_cannot_be_surveyed_is_one_line(site: SmallSite, tmp_path: Path, name: str) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    trouble, said = TROUBLES[name]
    trouble(site)
    line = fails(site, cwd=tmp_path)
    assert said in line
    assert site.address in line


def test_a_site_that_answers_nothing_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = newsite(f"http://127.0.0.1:{port}/", "--name", "moushi", cwd=tmp_path)
    assert done.returncode == 1
    assert f"http://127.0.0.1:{port}/ could not be fetched (refused)" in one_line(done)
    assert list(tmp_path.iterdir()) == []


def test_a_home_page_that_leads_away_is_named_with_its_address(
    site: SmallSite, other_site: SmallSite, tmp_path: Path
) -> None:
    site.redirect("/", other_site.address)
    assert f"redirects to {other_site.address}" in fails(site, cwd=tmp_path)
    assert other_site.requested == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name one home page"),
        (("http://127.0.0.1:9/", "http://127.0.0.1:8/"), "name one home page"),
        (("www.example.gov.cn",), "is no address"),
        (("ftp://www.example.gov.cn/",), "is no address"),
        (("http://[::1/",), "is no address"),
        (("http://127.0.0.1:9/", "--name", "Moushi"), "'Moushi' can't be a site's name"),
        (("http://127.0.0.1:9/", "--name", "mou-shi"), "'mou-shi' can't be a site's name"),
        (("http://127.0.0.1:9/", "--name", "1shi"), "'1shi' can't be a site's name"),
        (("http://127.0.0.1:9/", "--name", "class"), "'class' can't be a site's name"),
        (("http://127.0.0.1:9/", "--name", "../etc"), "'../etc' can't be a site's name"),
        (("http://127.0.0.1:9/", "--name", "某市"), "'某市' can't be a site's name"),
        (("http://127.0.0.1:9/", "--name", "demo"), "a site is named 'demo' already"),
        (("http://127.0.0.1:9/", "--name", "jingzhou"), "a site is named 'jingzhou' already"),
        (("http://127.0.0.1:9/", "--name", "moushi", "--province", "hubai"), "no province is called 'hubai'"),
        (("http://127.0.0.1:9/", "--nosuch"), "--nosuch"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = lanmu("newsite", *arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in one_line(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "taken", ["sites/hubei/moushi.py", "sites/other/moushi.py", "tests/sites/moushi/column-1.json"]
)
def test_files_of_another_site_are_not_written_over(site: SmallSite, tmp_path: Path, taken: str) -> None:
    path = tmp_path / taken
    path.parent.mkdir(parents=True)
    path.write_text("# mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = newsite(site.address, "--name", "moushi", cwd=tmp_path)
    assert done.returncode == 2
    assert "moushi" in one_line(done)
    assert "is there already" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert path.read_text(encoding="utf-8") == "# mine"
    assert site.requested == []


def test_a_site_is_added_once(portal: Portal, tmp_path: Path) -> None:
    portal.build()
    assert newsite(portal.address, "--name", "moushi", cwd=tmp_path).returncode == 0
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    done = newsite(portal.address, "--name", "moushi", cwd=tmp_path)
    assert done.returncode == 2
    assert "a site is named 'moushi' already" in one_line(done)
    assert {path: path.read_bytes() for path in files} == files


def test_a_folder_that_cannot_be_written_is_one_line(portal: Portal, tmp_path: Path) -> None:
    portal.build()
    (tmp_path / "sites").write_text("", encoding="utf-8")
    done = newsite(portal.address, "--name", "moushi", cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot write" in done.stderr.splitlines()[-1]
    assert "nothing was written" in done.stderr.splitlines()[-1]
    assert done.stderr.count("\n") == 1, done.stderr
    assert not (tmp_path / "tests").exists()
