"""The Python of the READMEs, run on datasets as crawls leave them."""

import gzip
import http.client
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support import Record, crawl, lanmu, running_sandbox, runs

from crawler.sandbox.comparison import compare_articles  # noqa: TID251

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
SIZE = ("--articles", "120")
# Into the months to come, whatever day it is: a run of each of the first two is folded.
FIRST, SECOND, THIRD = 0, 40, 80


def code(page: str) -> list[str]:
    """The Python blocks of a page, in order: what is missing, what has changed, then those that load a release."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


MISSING, CHANGED, *_ = code("README.md")


def output(script: str, cwd: Path) -> str:
    """What a script prints in the folder that holds ``data``."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def request(homepage: str, method: str, path: str) -> bytes:
    """What a running sandbox answers below ``/__sandbox__/``."""
    parts = urlsplit(homepage)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request(method, f"/__sandbox__/{path}")
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    assert answer.status == 200, body.decode()
    return body


def changed(homepage: str, action: str) -> set[str]:
    """The addresses of the articles that an action changes."""
    return {article["url"] for article in json.loads(request(homepage, "POST", action))["articles"]}


@dataclass(frozen=True)
class Dataset:
    """A site crawled in three months, and changed in between; the runs of the first two are folded."""

    folder: Path
    truth: Sequence[Record]
    edited: set[str]
    deleted: set[str]
    restored: set[str]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("months")
    with running_sandbox(*SIZE) as homepage:

        def crawled(day: int) -> None:
            done = crawl("demo", homepage, "-a", "full=1", cwd=folder, env={"LANMU_DAYS_AHEAD": str(day)})
            assert done.returncode == 0, done.stderr

        crawled(FIRST)
        edited = changed(homepage, "edit?count=3&field=title")
        deleted = changed(homepage, "delete?count=2")
        changed(homepage, "publish?count=2")
        crawled(SECOND)
        restored = {min(deleted)}
        changed(homepage, f"restore?url={min(deleted)}")
        edited |= changed(homepage, "edit?count=1&field=title")
        done = lanmu("fold", cwd=folder, env={"LANMU_DAYS_AHEAD": str(THIRD)})
        assert done.returncode == 0, done.stderr
        crawled(THIRD)
        truth = [json.loads(line) for line in request(homepage, "GET", "truth").splitlines()]
    return Dataset(folder, truth, edited, deleted, restored)


def test_both_pages_show_the_same_code() -> None:
    english, chinese = map(code, READMES)
    assert english == chinese


def test_the_runs_are_of_two_folded_months_and_one_that_is_not(dataset: Dataset) -> None:
    shapes = [re.sub(r"\d", "0", run.folder.name) for run in runs(dataset.folder, "demo")]
    assert shapes == ["0000-00", "0000-00", "00000000T000000Z"]


def test_a_release_holds_what_the_site_shows_now(dataset: Dataset) -> None:
    done = lanmu("release", "demo", cwd=dataset.folder, env={"LANMU_DAYS_AHEAD": str(THIRD)})
    assert done.returncode == 0, done.stderr
    (folder,) = (dataset.folder / "data" / "demo" / "releases").glob("2*")
    articles, revisions, removals = (
        [json.loads(line) for line in gzip.decompress((folder / f"{table}.jsonl.gz").read_bytes()).splitlines()]
        for table in ("articles", "revisions", "removals")
    )
    report = compare_articles(dataset.truth, articles)
    assert report.clean(), report
    gone = dataset.deleted - dataset.restored
    assert {row["url"] for row in removals if not row["restored"]} == gone
    assert {row["url"] for row in revisions if row["ended"] == "removed"} == dataset.deleted
    assert {row["url"] for row in articles if row["revisions"]} == (dataset.edited - gone) | dataset.restored


def told_changes(cwd: Path, since: int) -> list[tuple[str, ...]]:
    """What the block prints, its words, where yesterday is the day before ``since``: word, address, title, fields."""
    assert CHANGED.count("days=1") == 1
    return [tuple(line.split(" ")) for line in output(CHANGED.replace("days=1", f"days={1 - since}"), cwd).splitlines()]


def test_changes_are_those_of_the_runs_since_a_day(dataset: Dataset) -> None:
    lines = told_changes(dataset.folder, THIRD)
    assert {line[1] for line in lines if line[0] == "restored"} == dataset.restored
    assert [(line[0], line[-1]) for line in lines if line[1] not in dataset.restored] == [("revised", "title")]
    assert told_changes(dataset.folder, THIRD + 2) == []


def test_changes_of_folded_months_count_too(dataset: Dataset) -> None:
    lines = told_changes(dataset.folder, SECOND)
    assert {line[1] for line in lines if line[0] == "removed"} == dataset.deleted
    assert [line[0] for line in lines].count("new") == 2
    assert {line[1] for line in lines if line[0] == "revised"} == dataset.edited - dataset.restored


def test_nothing_is_missing_where_columns_are_sealed(tmp_path: Path) -> None:
    with running_sandbox(*SIZE) as homepage:
        crawl("demo", homepage, cwd=tmp_path)
        crawl("demo", homepage, cwd=tmp_path)
    report = runs(tmp_path, "demo")[-1].report
    assert "sealed" in {column["ended"] for column in report["columns"]}
    assert output(MISSING, tmp_path).splitlines() == [report["sentence"]]


def test_missing_names_pages_and_articles(tmp_path: Path) -> None:
    with running_sandbox(*SIZE, "--fault", "/dwjs/index_2.jhtml=403", "--fault", "articles=403@10") as homepage:
        crawl("demo", homepage, cwd=tmp_path)
    run = runs(tmp_path, "demo")[0]
    failed = [link for link in run.links if link["outcome"] == "failed"]
    sentence, column, *articles = output(MISSING, tmp_path).splitlines()
    assert sentence == run.report["sentence"]
    assert column.startswith("队伍建设 incomplete [{'page': 2, ")
    assert column.endswith("/dwjs/index_2.jhtml', 'reason': 'http_403'}]")
    assert failed
    assert articles == [" ".join((link["column"], "http_403", link["url"], link["list_title"])) for link in failed]
