"""What is crawled may mean harm: text stays text, wherever it is shown."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from addresses import body_of
from asking import FILES, FOLDER, ask, check_answer, reached_from
from hostile_runs import MARKUP, TITLES, hostile_project
from playwright.sync_api import Browser
from project_sites import Project
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from web_server import ONLY, serving

from crawler.query.csv_export import cell


@pytest.fixture(scope="module")
def folder(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("hostile") / FOLDER)
    return hostile_project(project, SmallSite(servers[0]))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder, *ONLY) as served:
        yield served.address


@pytest.fixture(scope="module")
def reached(address: str) -> list[str]:
    return reached_from(address)


@pytest.fixture(scope="module")
def paths(reached: list[str]) -> list[str]:
    """The pages of them."""
    return [path for path in reached if not FILES.search(urlsplit(path).path)]


class Markup(HTMLParser):
    """What a browser would take for markup."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[dict[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        told = dict(attrs)
        if "href" in told or "src" in told or "action" in told:
            self.links.append({"tag": tag, **told})

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_every_view_shows_the_text_as_text(address: str, paths: list[str]) -> None:
    views = {urlsplit(path).path for path in paths}
    assert {"/article", "/articles", "/changes", "/columns", "/column", "/run", "/runs", "/links"} <= views
    shown = set()
    for path in paths:
        markup = Markup()
        markup.feed(body := body_of(address + path))
        assert not markup.tags & {"script", "img", "iframe", "object", "embed", "base", "style", "b", "i"}, path
        assert not {name for name in markup.attributes if name.startswith("on") or name in {"style", "src"}}, path
        assert "{{7*7}}" in body or "49{%" not in body, path
        shown |= {path for text in markup.text if "<script>alert(1)</script>" in text}
        for link in markup.links:
            target = link.get("href") or link.get("action") or ""
            if not target.startswith(("/", "#")) or target.startswith("//"):
                assert target.startswith(("http://", "https://")), (path, target)
                assert link.get("rel") == "noreferrer noopener nofollow", (path, target)
    assert {urlsplit(path).path for path in shown} >= {"/article", "/articles", "/changes"}


def test_nothing_runs_and_nothing_breaks_the_page(address: str, paths: list[str], browser: Browser) -> None:
    """In a browser: no dialog, no error, no request to another host, and nothing wider than a telephone."""
    kinds = {(urlsplit(path).path, *sorted(dict(parse_qsl(urlsplit(path).query)))): path for path in paths}
    shown = [*kinds.values(), *(path for path in paths if path.startswith("/article?"))]
    context = browser.new_context(viewport={"width": 390, "height": 900})
    tab = context.new_page()
    complaints: list[str] = []
    asked: set[str] = set()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: complaints.append(dialog.message))
    tab.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for path in dict.fromkeys(shown):
        tab.goto(address + path)
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"
        assert complaints == [], path
    context.close()
    assert asked == {urlsplit(address).netloc}


def test_an_article_shows_all_of_its_title_and_of_its_text(address: str, folder: Path) -> None:
    for line in lines_of(folder):
        markup = Markup()
        markup.feed(body_of(f"{address}/article?id={line['id']}"))
        text = "".join(markup.text).replace("\r", "")
        visible = re.sub(r"[\x00\r]", "", line["title"])
        assert visible in text.replace("\x00", ""), line["title"]
        assert MARKUP in text


def test_files_of_a_selection_hold_the_texts_unharmed(address: str, folder: Path) -> None:
    lines = lines_of(folder)
    told = [json.loads(line) for line in body_of(f"{address}/articles.jsonl").split("\n")[:-1]]
    fields = list(lines[0])
    assert sorted(told, key=lambda one: str(one["id"])) == sorted(
        ({name: line[name] for name in fields} for line in lines), key=lambda one: str(one["id"])
    )
    text = body_of(f"{address}/articles.csv")
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert len(rows) == len(TITLES)
    assert {row[head.index("title")] for row in rows} == {cell(line["title"]) for line in lines}
    for row in rows:
        assert not [value for value in row if value.lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_a_file_is_saved_and_never_shown(address: str, reached: list[str]) -> None:
    files = [
        path for path in reached if urlsplit(path).path in {"/file", "/articles.csv", "/articles.jsonl", "/columns.csv"}
    ]
    assert {urlsplit(path).path for path in files} == {"/file", "/articles.csv", "/articles.jsonl", "/columns.csv"}
    for path in files:
        answer = ask(address, path)
        check_answer(answer, path)
        assert answer.status == 200
        assert answer.headers["content-disposition"].startswith("attachment"), path
        assert "html" not in answer.headers["content-type"], path


def lines_of(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.glob("data/*/runs/*/articles.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
