"""How a site answers at all: its robots.txt, its pace, its validators, and the log of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sandbox_client import ask, lines, of_kind, path_of
from support import running_sandbox

SIZE = ("--articles", "100")


def test_robots_allows_everything_unless_told() -> None:
    with running_sandbox(*SIZE) as homepage:
        assert ask(homepage, "/robots.txt").body == b"User-agent: *\nDisallow:\n"


def test_robots_with_a_delay_and_forbidden_paths() -> None:
    options = ("--crawl-delay", "2.5", "--disallow", "/dwjs/", "--disallow", "/zfyw/index_2.jhtml")
    with running_sandbox(*SIZE, *options) as homepage:
        told = ask(homepage, "/robots.txt").body.decode().splitlines()
    assert told == ["User-agent: *", "Disallow: /dwjs/", "Disallow: /zfyw/index_2.jhtml", "Crawl-delay: 2.5"]


def test_answers_come_later() -> None:
    with running_sandbox(*SIZE, "--latency", "0.5") as homepage:
        begun = time.monotonic()
        assert ask(homepage, "/").status == 200
        assert time.monotonic() - begun >= 0.5


def test_the_log_tells_what_was_asked_by_whom_and_how_many_at_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    paths = [f"/dwjs/index.jhtml?{number}" for number in range(4)]
    before = time.time()
    with running_sandbox(*SIZE, "--log", str(log), "--latency", "2") as homepage:
        with ThreadPoolExecutor(max_workers=4) as pool:
            list(pool.map(lambda path: ask(homepage, path, headers={"User-Agent": "probe/1"}), paths))
        ask(homepage, "/none", headers={"If-None-Match": '"x"'})
        assert ask(homepage, "/", method="POST").status == 405
    logged = lines(log)
    keys = ["at", "until", "method", "path", "status", "kind", "active", "agent", "conditional", "fault"]
    assert all(list(line) == keys for line in logged)
    assert sorted(line["path"] for line in logged[:4]) == paths
    assert {(line["kind"], line["status"], line["agent"]) for line in logged[:4]} == {("column", 200, "probe/1")}
    # The four began within the seconds that the first of them took.
    assert sorted(line["active"] for line in logged[:4]) == [1, 2, 3, 4]
    assert all(before <= line["at"] <= line["until"] - 1.9 <= time.time() for line in logged)
    missing, posted = logged[4:]
    assert (missing["path"], missing["kind"], missing["status"], missing["conditional"]) == ("/none", "none", 404, True)
    assert (missing["active"], posted["active"], posted["method"], posted["status"]) == (1, 1, "POST", 405)


def test_the_kinds_of_addresses(tmp_path: Path) -> None:
    truth, log = tmp_path / "truth.jsonl", tmp_path / "log"
    with running_sandbox("--site", "trs", "--truth", str(truth), "--log", str(log)) as homepage:
        told = lines(truth)
        article = of_kind(told, "article")[0]["url"]
        file = next(line["attachments"][0]["url"] for line in of_kind(told, "article") if line["attachments"])
        column = of_kind(told, "column")[0]["url"]
        wanted = {
            "/": "home",
            path_of(column): "column",
            path_of(article): "article",
            f"{path_of(article)}?print=1": "article",
            path_of(file): "file",
            "/calendar/2026-11.html": "side",
            "/images/page.js": "other",
            "/robots.txt": "robots",
            "/favicon.ico": "none",
        }
        for path in wanted:
            ask(homepage, path)
    assert {line["path"]: line["kind"] for line in lines(log)} == wanted


@pytest.mark.parametrize("site", ["demo", "phpcms", "jpage"])
def test_validators_tell_whether_an_article_has_changed(site: str, tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    with running_sandbox("--site", site, *SIZE, "--validators", "--truth", str(truth)) as homepage:
        told = lines(truth)
        path, other = (path_of(line["url"]) for line in of_kind(told, "article")[:2])
        first = ask(homepage, path)
        tag, changed = first.headers["etag"], first.headers["last-modified"]
        assert tag != ask(homepage, other).headers["etag"]
        assert ask(homepage, path).headers["etag"] == tag
        for condition in ({"If-None-Match": tag}, {"If-None-Match": f'"x", {tag}'}, {"If-Modified-Since": changed}):
            again = ask(homepage, path, headers=condition)
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        for condition in (
            {"If-None-Match": '"x"'},
            {"If-None-Match": '"x"', "If-Modified-Since": changed},
            {"If-Modified-Since": "Thu, 01 Jan 1998 00:00:00 GMT"},
        ):
            assert ask(homepage, path, headers=condition).status == 200
        column = next(line["column_url"] for line in of_kind(told, "link"))
        assert "etag" not in ask(homepage, path_of(column)).headers


def test_without_validators_there_are_none() -> None:
    with running_sandbox(*SIZE) as homepage:
        headers = ask(homepage, "/").headers
    assert not {"etag", "last-modified"} & set(headers)
