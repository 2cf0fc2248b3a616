"""``lanmu savepage``: a page of a site and what should be read off it."""

import json
from pathlib import Path

import pytest
from portal import Portal
from pytest_httpserver import HTTPServer
from support import Done, Record, lanmu, one_line


@pytest.fixture
def portal(servers: tuple[HTTPServer, HTTPServer]) -> Portal:
    portal = Portal(servers[0])
    portal.build()
    return portal


def savepage(*arguments: str, cwd: Path) -> Done:
    return lanmu("savepage", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0", *arguments, cwd=cwd)


def told(path: Path) -> Record:
    content: Record = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_an_article_is_saved_with_its_fields(portal: Portal, tmp_path: Path) -> None:
    url = f"{portal.address}dwjs/1000.jhtml"
    done = savepage(
        "jingzhou", url, "--list-title", "队伍建设第1000次工作会议", "--list-date", "2024-03-05", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "tests/sites/jingzhou/article-1.json"
    content = told(path)
    assert path.with_suffix(".html").read_bytes() == portal.answer_of("/dwjs/1000.jhtml")
    assert (content["kind"], content["url"]) == ("article", url)
    assert (content["list_title"], content["list_date"]) == ("队伍建设第1000次工作会议", "2024-03-05")
    expected = content["expected"]
    assert (expected["title"], expected["date"]) == ("队伍建设第1000次工作会议在某市召开", "2024-03-05")
    assert "tests/sites/jingzhou/article-1.json" in done.stdout
    assert "队伍建设第1000次工作会议在某市召开" in done.stdout


def test_a_column_is_saved_with_its_rows(portal: Portal, tmp_path: Path) -> None:
    done = savepage("jingzhou", f"{portal.address}dwjs/index.jhtml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    expected = told(tmp_path / "tests/sites/jingzhou/column-1.json")["expected"]
    assert (len(expected["rows"]), expected["pages"], expected["articles"]) == (5, 2, 8)
    assert expected["rows"][0] == [
        f"{portal.address}dwjs/1000.jhtml",
        "队伍建设第1000次工作会议在某市召开",
        "2024-03-05",
    ]
    assert expected["second_page"] == f"{portal.address}dwjs/index_2.jhtml"


def test_pages_are_numbered_and_none_is_written_over(portal: Portal, tmp_path: Path) -> None:
    for number in (1000, 1001, 1002):
        assert savepage("jingzhou", f"{portal.address}dwjs/{number}.jhtml", cwd=tmp_path).returncode == 0
    folder = tmp_path / "tests/sites/jingzhou"
    assert sorted(path.name for path in folder.glob("*.json")) == [f"article-{n}.json" for n in (1, 2, 3)]
    assert told(folder / "article-2.json")["url"].endswith("/1001.jhtml")


def test_what_was_saved_agrees_with_what_is_read(portal: Portal, tmp_path: Path) -> None:
    done = lanmu("newsite", "-s", "DOWNLOAD_DELAY=0", "--name", "moushi", portal.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    before = len(list((tmp_path / "tests/sites/moushi").glob("*.json")))
    for path in ("pajs/3002.jhtml", "zfdt/jcdt/index.jhtml"):
        assert savepage("moushi", portal.address + path, cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "tests/sites/moushi").glob("*.json"))) == before + 2
    checked = lanmu("checkall", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("dwjs/9.jhtml", "http_404"),
        ("dwjs/nothing/index.jhtml", "http_404"),
        ("dwjs/8.jhtml", "empty_page"),
        ("leer/index.jhtml", "empty_page"),
        ("forbidden/index.jhtml", "robots"),
    ],
)
def test_a_page_that_gives_nothing_is_one_line(portal: Portal, tmp_path: Path, path: str, said: str) -> None:
    portal.serve("/dwjs/8.jhtml", "")
    portal.serve("/leer/index.jhtml", "")
    portal.serve("/robots.txt", "User-agent: *\nDisallow: /forbidden/\n", kind="text/plain")
    done = savepage("jingzhou", portal.address + path, cwd=tmp_path)
    assert done.returncode == 1
    line = one_line(done)
    assert said in line
    assert portal.address + path in line
    assert "nothing was saved" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "lanmu savepage SITE URL"),
        (("jingzhou",), "lanmu savepage SITE URL"),
        (("jingzho", "http://127.0.0.1:9/dwjs/1.jhtml"), "did you mean jingzhou?"),
        (("xyz", "http://127.0.0.1:9/dwjs/1.jhtml"), "there are: demo, jingzhou"),
        (("jingzhou", "dwjs/1.jhtml"), "is no address"),
        (("jingzhou", "http://127.0.0.1:9/dwjs/1.jhtml", "--list-date", "5. 3. 2024"), "2024"),
        (("jingzhou", "http://127.0.0.1:9/dwjs/1.jhtml", "--nosuch"), "--nosuch"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = lanmu("savepage", *arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in one_line(done)
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_another_site_is_a_mistake(portal: Portal, tmp_path: Path) -> None:
    done = lanmu("newsite", "-s", "DOWNLOAD_DELAY=0", "--name", "moushi", portal.address, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = savepage("moushi", "http://www.other.gov.cn/dwjs/1.jhtml", cwd=tmp_path)
    assert done.returncode == 2
    assert "is not on moushi" in one_line(done)
