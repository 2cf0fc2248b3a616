"""What is crawled may mean harm, and so may who asks: text stays text, and nothing is reached that isn't a page."""

import csv
import http.client
import io
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from addresses import body_of, links_of
from hostile_runs import MARKUP, TITLES, hostile_project
from playwright.sync_api import Browser
from project_sites import Project
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from web_server import ONLY, serving

from crawler.query.csv_export import cell
from crawler.web.views import VIEWS

TOKEN = "a-token-of-the-test"  # noqa: S105 - shown to nobody else
FOLDER = "no-page-names-this-folder"
PARAMETERS = [
    *("site", "name", "column", "run", "id", "version", "path", "dataset", "q", "day", "kind", "sheet", "sort", "view"),
    *(
        "state",
        "group",
        "platform",
        "province",
        "tab",
        "outcome",
        "reason",
        "first",
        "from",
        "until",
        "flag",
        "missing",
    ),
    *("removed", "source", "verdict", "all", "nobody_knows_this_one"),
]
TRICKS = [
    *(
        "../../../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "/etc/passwd",
        "....//....//etc/passwd",
        "..\\..\\etc\\passwd",
    ),
    *(
        "C:\\Windows\\win.ini",
        "file:///etc/passwd",
        "\x00",
        "a\x00b",
        "%00",
        "." * 300,
        "a" * 100_000,
        "",
        " ",
        "\r\nX: y",
    ),
    *(
        "' OR 1=1 --",
        '" OR ""="',
        "'; DROP TABLE articles; --",
        'NEAR("a" "b")',
        "a* OR b",
        "{{7*7}}",
        "${7*7}",
        "%s%n",
    ),
    *(
        "-1",
        "0",
        "1e9",
        "99999999999999999999",
        "٣",
        "２",
        "NaN",
        "<script>alert(1)</script>",
        "\u202e",
        "\udcff",
        "🀄",
    ),
    *("2026-02-31", "9999-99-99", "0000-00-00", "q_demo/../q_demo", ".web", ".", "..", "~", "*", "%"),
]
PATHS = [
    *(
        "/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/style.css/../../app.py",
    ),
    *(
        "/style.css%00",
        "/static/style.css",
        "/templates/base.html",
        "/.web/pages.sqlite",
        "/data/hostile",
        "/%00",
        "/%ff%fe",
    ),
    *(
        "/en/../en/../../x",
        "/en/en/",
        "/en/style.css",
        "/articles/../../x",
        "/articles/",
        "/articles/x",
        "/file/etc/passwd",
    ),
    *(
        "/" + "a" * 20_000,
        "/%2f%2fevil.example",
        "/\\evil.example",
        "//evil.example/",
        "/?" + "a=1&" * 5_000,
        "/;x=1",
        "/#x",
    ),
]
FILES = re.compile(r"\.(?:csv|jsonl|css|svg)$|/file$")
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Answer:
    """What came back."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.body = answer.read().decode("utf-8", "replace")


class _AsItIs(http.client.HTTPConnection):
    """Sends a target that the standard library takes for a slip."""

    def _validate_path(self, url: str) -> None:
        pass


def ask(
    address: str, target: str, method: str = "GET", headers: Mapping[str, str] | None = None, host: str | None = None
) -> Answer:
    """One request, its target sent as it is: no client of ours tidies it up."""
    parts = urlsplit(address)
    connection = _AsItIs(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.putrequest(method, target, skip_host=True)
        connection.putheader("Host", parts.netloc if host is None else host)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        return Answer(connection.getresponse())
    finally:
        connection.close()


def check_answer(answer: Answer, what: str) -> None:
    """Nothing broke, nothing of the disk is told, the headers are there."""
    assert answer.status < 500, what
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, what
    for word in (FOLDER, "Traceback", "root:x:", "sqlite", "/site-packages/"):
        assert word not in answer.body, (what, word)


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
    """All that is reached from the first page, pages and files."""
    waiting, found = ["/", "/en/"], set[str]()
    while waiting and len(found) < 600:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [] if FILES.search(urlsplit(path).path) else links_of(body_of(address + path))
    return sorted(found)


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


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_no_parameter_breaks_a_view_or_leads_out_of_it(address: str, reached: list[str], view: str) -> None:
    """A page that is there, with one parameter after the other set to what it should not be."""
    page = next((path for path in reached if urlsplit(path).path == f"/{view}"), f"/{view}")
    given = dict(parse_qsl(urlsplit(page).query))
    known = [
        name
        for name in PARAMETERS
        if name in given or f"knows no {name}" not in ask(address, f"/{view}?{urlencode({**given, name: 'x'})}").body
    ]
    assert PARAMETERS[-1] not in known
    for trick in TRICKS:
        for name in known:
            query = urlencode({**given, name: trick}, errors="surrogateescape")
            answer = ask(address, f"/{view}?{query}")
            check_answer(answer, f"/{view}?{name}={trick[:40]!r}")
            assert answer.status in {200, 400, 404}, (view, name, trick)
    for asked in ("site=a&site=b", "nobody_knows_this_one=1", "q=" + "a" * 201, "token=x&token=y"):
        answer = ask(address, f"/{view}?{asked}")
        check_answer(answer, f"/{view}?{asked[:40]}")
        assert answer.status in {400, 404}, (view, asked[:40])


def test_no_path_leads_to_anything_but_a_page(address: str) -> None:
    for path in PATHS:
        for target in (path, f"/en{path}"):
            answer = ask(address, target)
            if "invalid http" not in answer.body.lower():
                check_answer(answer, target[:60])
            assert answer.status in {200, 307, 400, 404, 414, 431}, target[:60]
            if "location" in answer.headers:
                assert answer.headers["location"].startswith((f"{address}/", "/")), target
                assert not answer.headers["location"].startswith(("//", "/\\")), target


def test_only_what_is_ours_is_answered(address: str) -> None:
    port = urlsplit(address).port
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "[::2]",
        "localhost@x",
    ):
        answer = ask(address, "/", host=host)
        check_answer(answer, host)
        assert answer.status == 400, host
        assert "</html>" not in answer.body
    for host in ("localhost", f"LOCALHOST:{port}", f"127.0.0.1:{port}", f"[::1]:{port}"):
        assert ask(address, "/", host=host).status == 200, host


def test_the_page_is_to_be_read_only(address: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
        answer = ask(address, "/articles", method)
        check_answer(answer, method)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD"), method
    for path in ("/", "/articles", "/articles.csv", "/articles.jsonl"):
        answer = ask(address, path, "HEAD")
        check_answer(answer, path)
        assert (answer.status, answer.body) == (200, "")


def test_a_token_is_asked_for_kept_in_a_cookie_and_leads_nowhere_else(folder: Path) -> None:
    with serving(folder, *ONLY, "-s", f"WEB_TOKEN={TOKEN}", "-s", "DATA_DIR=other") as served:
        address = served.address.partition("/?")[0]
        for target in (
            "/",
            "/en/",
            "/articles.csv",
            "/style.css",
            "/nothing",
            f"/?token={TOKEN}x",
            "/?token=",
            "/?token=%ff",
        ):
            answer = ask(address, target)
            check_answer(answer, target)
            assert answer.status == 401, target
        for cookie in (
            "lanmu_token=",
            f"lanmu_token={TOKEN}x",
            f"other={TOKEN}",
            "lanmu_token",
            "é=\xff; ;;",
            'a="' * 99,
        ):
            assert ask(address, "/", headers={"Cookie": cookie}).status == 401, cookie
        for target, location in (
            (f"/?token={TOKEN}", "/"),
            (f"/articles?q=%E9%98%9F&token={TOKEN}&sheet=1", "/articles?q=%E9%98%9F&sheet=1"),
            (f"//evil.example/?token={TOKEN}", "/evil.example/"),
            (f"/\\evil.example?token={TOKEN}", "/evil.example"),
            (f"/%2f%2fevil.example?token={TOKEN}", "/%2f%2fevil.example"),
            (f"/%5cevil.example?token={TOKEN}", "/%5cevil.example"),
        ):
            answer = ask(address, target)
            check_answer(answer, target)
            assert (answer.status, unescape(answer.headers["location"])) == (303, location), target
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith(f"lanmu_token={TOKEN}; ")
            assert {"httponly", "samesite=strict"} <= {part.strip().lower() for part in cookie.split(";")}
        answer = ask(address, "/", headers={"Cookie": f"lanmu_token={TOKEN}"})
        assert answer.status == 200
        assert TOKEN not in answer.body
        # Whoever has the token may know us by any number, yet by no other name.
        assert ask(address, "/", host="10.1.2.3", headers={"Cookie": f"lanmu_token={TOKEN}"}).status == 200
        assert ask(address, "/", host="evil.example", headers={"Cookie": f"lanmu_token={TOKEN}"}).status == 400
