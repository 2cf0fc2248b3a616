"""Runs as pages: the account closes, and every number of it leads to just its rows."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from addresses import body_of
from support import Record, Run, crawl, running_sandbox, runs
from test_numbers import counts_of
from web_server import Served, serving

from crawler.web.views.pages import column_pages

FAULTS = ("--fault", "/dwjs/index_2.jhtml=500", "--fault", "articles=404@4", "--fault", "articles=403@8")
_TOTAL = re.compile(r'data-total="(\d+)"')
_RECT = re.compile(r'<rect class="(\w+)" x="[\d.]+" y="([\d.]+)" width="([\d.]+)"')


@dataclass(frozen=True)
class Crawled:
    """A site's pages, and its two runs: the first met faults, the second none."""

    served: Served
    first: Run
    second: Run

    def address(self, view: str, run: Run, language: str = "", **parameters: object) -> str:
        return self.served.address + path_of(view, run, language, **parameters)


def path_of(view: str, run: Run, language: str = "", **parameters: object) -> str:
    return f"{language}/{view}?" + urlencode({"site": "demo", "run": run.folder.name, **parameters})


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("crawled")
    still = ("--seed", "7431", "--articles", "140", "--still")
    with running_sandbox(*still, *FAULTS) as homepage:
        # A minute and a half ago: of two runs that began in one second, one has the other's name in its own.
        assert crawl("demo", homepage, cwd=folder, env={"LANMU_DAYS_AHEAD": "-0.001"}).returncode == 3
    with running_sandbox(*still) as homepage:
        assert crawl("demo", homepage, cwd=folder).returncode == 0
    first, second = runs(folder, "demo")
    with serving(folder, "demo") as served:
        yield Crawled(served, first, second)


@pytest.mark.parametrize("language", ["", "/en"])
def test_each_number_leads_to_just_these_rows(crawled: Crawled, language: str) -> None:
    checked = 0
    for run in (crawled.first, crawled.second):
        column = run.report["columns"][0]["column"]
        paths = [path_of("run", run, language), f"{language}/runs", path_of("pages", run, language, column=column)]
        for path in paths:
            for href, number in counts_of(body_of(crawled.served.address + path)):
                assert _TOTAL.findall(body_of(crawled.served.address + href)) == [str(number)], (path, href)
                checked += 1
    assert checked > 60


def test_the_account_is_a_bar_that_closes(crawled: Crawled) -> None:
    for run in (crawled.first, crawled.second):
        body = body_of(crawled.address("run", run))
        assert "账平" in body
        assert "账不平" not in body
        bar = body.partition('<svg class="sum"')[2].partition("</svg>")[0]
        rows: Counter[str] = Counter()
        for _, row, wide in _RECT.findall(bar):
            rows[row] += round(float(wide) * 10)
        assert len(rows) == 2
        above, below = rows.values()
        assert abs(above - below) < 10
        account = run.report["account"]
        kinds = {kind for kind, _, _ in _RECT.findall(bar)} - {"listed"}
        assert kinds == {name for name in ("written", "known", "repeated", "dropped", "failed") if account[name]}


def test_an_account_that_does_not_close_says_by_how_much(crawled: Crawled, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "demo" / "runs" / crawled.second.folder.name
    shutil.copytree(crawled.second.folder, folder)
    report = crawled.second.report
    report = {**report, "account": {**report["account"], "listed": report["account"]["listed"] + 2, "closes": False}}
    rewrite(folder, report)
    with serving(tmp_path, "demo") as served:
        body = body_of(served.address + path_of("run", crawled.second))
        assert "账不平：差 2 条" in body
        assert '<rect class="open"' in body
        assert "账不平" in body_of(f"{served.address}/runs")


def rewrite(folder: Path, report: Record) -> None:
    """Put another report into a run's folder, as its manifest says."""
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["report.json"]["bytes"] = (folder / "report.json").stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def test_what_failed_is_told_by_what_to_do_about_it(crawled: Crawled) -> None:
    body = body_of(crawled.address("run", crawled.first, "/en"))
    assert '<span class="state incomplete">incomplete</span>' in body
    assert "page 2: HTTP 500" in body
    assert "the site doesn&#39;t answer, or with errors" in body
    assert "something is missing; the next run asks for it again" in body
    assert "/dwjs/index_2.jhtml" in body
    assert "the site refuses" in body
    assert "404 ×" in body
    again = body_of(crawled.address("run", crawled.second))
    (column,) = (one["column"] for one in crawled.first.report["columns"] if one["pages"]["failed"])
    compared = again.partition("与上次比")[2].partition("</section>")[0]
    assert "已恢复" in compared
    assert column in compared
    assert "其中再次请求以前失败的" in again


def test_pages_of_a_column_are_those_walked_and_those_that_failed(crawled: Crawled) -> None:
    for run in (crawled.first, crawled.second):
        for column in run.report["columns"]:
            for state, count in (("walked", column["pages"]["walked"]), ("failed", len(column["pages"]["failed"]))):
                body = body_of(crawled.address("pages", run, column=column["column"], state=state))
                assert _TOTAL.findall(body) == [str(count)]


def test_rows_are_those_of_links_jsonl(crawled: Crawled) -> None:
    run = crawled.first
    for outcome, count in Counter(link["outcome"] for link in run.links).items():
        assert _TOTAL.findall(body_of(crawled.address("links", run, outcome=outcome))) == [str(count)]
    assert len(run.links) > 100
    sheet = body_of(crawled.address("links", run, sheet=2))
    places = re.findall(r'<th scope="row" class="title">(.*?)</th>', sheet)
    assert [link["list_title"] for link in run.links[100:200]] == [re.sub(r"<[^>]*>", "", title) for title in places]
    written = next(link for link in run.links if link["outcome"] == "written")
    assert f"/article?id={written['id']}" in body_of(crawled.address("links", run, outcome="written"))


def test_runs_by_site_day_and_verdict(crawled: Crawled) -> None:
    address = crawled.served.address
    day = crawled.first.report["started_at"][:10]
    for query, count in (("", 2), ("?verdict=complete", 1), (f"?day={day}&site=demo", 2), ("?day=2020-01-01", 0)):
        assert _TOTAL.findall(body_of(f"{address}/runs{query}")) == [str(count)]
    body = body_of(f"{address}/runs")
    assert body.index(crawled.second.folder.name) < body.index(crawled.first.folder.name)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("run?site=demo&run=20200101T000000Z", 404),
        ("run?site=demo&run=..%2F..%2Fdemo", 404),
        ("run?site=..&run=x", 404),
        ("run?site=demo", 400),
        ("links?run=x", 400),
        ("runs?verdict=fine", 400),
        ("runs?day=yesterday", 400),
        ("runs?sheet=2", 400),
    ],
)
def test_what_is_not_there(crawled: Crawled, path: str, status: int) -> None:
    with pytest.raises(HTTPError) as raised:
        urlopen(f"{crawled.served.address}/{path}", timeout=60)  # noqa: S310 - on loopback
    with raised.value as error:
        assert error.code == status
        assert str(crawled.served.folder) not in error.read().decode("utf-8")


def test_a_run_that_was_killed_has_a_page(crawled: Crawled, tmp_path: Path) -> None:
    """Its report knows of no columns."""
    folder = tmp_path / "data" / "demo" / "runs" / crawled.second.folder.name
    shutil.copytree(crawled.first.folder, folder)
    report = {
        name: crawled.first.report[name] for name in ("site", "started_at", "finished_at", "account", "revisited")
    }
    told = {"run": folder.name, "verdict": "interrupted", "exit_code": 3, "ended": "killed", "sample": 0, "columns": []}
    rewrite(folder, {**report, **told, "sentence": "interrupted: 3 articles written", "broken_lines": 0})
    with serving(tmp_path, "demo") as served:
        body = body_of(served.address + path_of("run", crawled.second))
        assert "进程被杀" in body
        assert "没有留下各栏目的账" in body


def test_a_title_is_no_outcome(crawled: Crawled, tmp_path: Path) -> None:
    """Lines are chosen by their bytes: what a site prints in a title must not choose them."""
    folder = tmp_path / "data" / "demo" / "runs" / crawled.second.folder.name
    shutil.copytree(crawled.second.folder, folder)
    hostile = '", "outcome": "failed", "reason": "timeout"}'
    links = [{**link, "list_title": hostile + str(link["list_title"])} for link in crawled.second.links]
    text = "".join(json.dumps(link, ensure_ascii=False) + "\n" for link in links)
    (folder / "links.jsonl").write_text(text, encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["links.jsonl"] = {"bytes": len(text.encode()), "lines": len(links), "sha256": ""}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    with serving(tmp_path, "demo") as served:
        for outcome in ("known", "failed"):
            count = sum(link["outcome"] == outcome for link in links)
            body = body_of(served.address + path_of("links", crawled.second, outcome=outcome))
            assert _TOTAL.findall(body) == [str(count)]


def test_pages_of_a_list_that_was_walked_anew() -> None:
    """Page 4 was read in the first walk; in the second the list had three pages, one of them without new rows."""
    told = {"url": "http://127.0.0.1:9/", "pages": {"declared": 3, "walked": 3, "failed": []}}
    found = column_pages(told, {1: 15, 2: 15, 4: 2})
    assert [(one.number, one.state, one.rows) for one in found] == [
        (1, "walked", 15),
        (2, "walked", 15),
        (4, "walked", 2),
    ]
    found = column_pages(told, {1: 15, 2: 15, 3: 9, 4: 2})
    assert [(one.number, one.state) for one in found] == [(1, "walked"), (2, "walked"), (3, "walked"), (4, "earlier")]
    failed = [{"page": 2, "url": "http://127.0.0.1:9/2", "reason": "timeout"}]
    told["pages"] = {"declared": 4, "walked": 3, "failed": failed}
    found = column_pages(told, {1: 15, 3: 15})
    assert [(one.number, one.state, one.rows) for one in found] == [
        (1, "walked", 15), (2, "failed", 0), (3, "walked", 15), (4, "walked", 0),
    ]  # fmt: skip
