"""Whoever asks may mean harm: no request reaches anything but a page, and none breaks one."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from asking import FOLDER, ask, check_answer, reached_from
from hostile_runs import hostile_project
from project_sites import Project
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from web_server import ONLY, serving

from crawler.web.views import VIEWS

TOKEN = "a-token-of-the-test"  # noqa: S105 - shown to nobody else
PARAMETERS = [
    *("site", "name", "column", "run", "id", "version", "path", "dataset", "q", "day", "kind", "sheet", "sort", "view"),
    *(
        "state",
        "known",
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
        # Beyond 64 KiB uvicorn closes the connection, which is as good.
        "a" * 50_000,
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


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_no_parameter_breaks_a_view_or_leads_out_of_it(address: str, reached: list[str], view: str) -> None:
    """A page that is there, with one parameter after the other set to what it should not be."""
    page = next((path for path in reached if urlsplit(path).path == f"/{view}"), f"/{view}")
    given = dict(parse_qsl(urlsplit(page).query))
    known = [
        name
        for name in PARAMETERS
        if name in given or f"knows no {name}" not in ask(address, f"/en/{view}?{urlencode({**given, name: 'x'})}").body
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
        assert "请打开" in answer.body
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
            assert answer.body.startswith("请打开"), target
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
            assert {"httponly", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}
        answer = ask(address, "/", headers={"Cookie": f"lanmu_token={TOKEN}"})
        assert answer.status == 200
        assert TOKEN not in answer.body
        # Whoever has the token may know us by any number, yet by no other name.
        assert ask(address, "/", host="10.1.2.3", headers={"Cookie": f"lanmu_token={TOKEN}"}).status == 200
        assert ask(address, "/", host="evil.example", headers={"Cookie": f"lanmu_token={TOKEN}"}).status == 400
