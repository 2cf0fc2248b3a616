"""While crawls write, runs are folded or go, and stores are deleted, pages stay right: of whole runs, and no 500."""

import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from support import COMMAND, crawl, crawl_arguments, environment, lanmu, one_line, running_sandbox, runs
from web_server import serving

OFTEN = ("demo", "-s", "WEB_REFRESH=0.2")
# Two months later, so that the runs' month is past.
LATER = {"LANMU_DAYS_AHEAD": "62"}
_TOTAL = re.compile(r'data-total="(\d+)"')
_SECONDS = 60


def asked(address: str) -> tuple[int, str]:
    """Status and text."""
    try:
        with urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310 - on loopback
            return answer.status, answer.read().decode("utf-8")
    except HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")


def total(address: str) -> int:
    status, body = asked(address)
    assert status == 200, body
    return int(_TOTAL.findall(body)[0])


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def asking(*addresses: str) -> Iterator[list[tuple[str, int, str]]]:
    """Ask for these again and again while the block runs; what was answered."""
    answers: list[tuple[str, int, str]] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            answers.extend((address, *asked(address)) for address in addresses)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answers
    finally:
        ended.set()
        thread.join()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with running_sandbox("--seed", "7421", "--articles", "100", "--still", "--latency", "0.01") as homepage:
        yield homepage


@pytest.fixture(scope="module")
def crawled(sandbox: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs."""
    folder = tmp_path_factory.mktemp("crawled")
    for _ in range(3):
        assert crawl("demo", sandbox, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def project(crawled: Path, tmp_path: Path) -> Path:
    """A copy of them, to do harm to."""
    return Path(shutil.copytree(crawled, tmp_path / "project"))


def test_a_crawl_that_writes_is_seen_when_it_has_ended(sandbox: str, tmp_path: Path) -> None:
    assert crawl("demo", sandbox, "-a", "sample=10", cwd=tmp_path).returncode == 0
    with serving(tmp_path, *OFTEN) as served:
        pages = [f"{served.address}/{view}" for view in ("articles", "runs", "", "columns")]
        with (
            asking(*pages) as answers,
            subprocess.Popen(
                [*COMMAND, *crawl_arguments("demo", sandbox)],
                cwd=tmp_path,
                env=environment(),
                stderr=subprocess.DEVNULL,
            ) as process,
        ):
            assert process.wait(_SECONDS) == 0
            wait_until(lambda: total(pages[1]) == 2)
            wait_until(lambda: len(answers) > 8)
    counts = [len(run.articles) for run in runs(tmp_path, "demo")]
    assert {status for _, status, _ in answers} == {200}
    articles = {_TOTAL.findall(body)[0] for address, _, body in answers if address == pages[0]}
    assert articles <= {str(counts[0]), str(sum(counts))}
    assert str(sum(counts)) in articles
    # The runs and the articles of one page are of one moment too.
    listed = {
        tuple(re.findall(r"outcome=written\">(\d+)<", body)) for address, _, body in answers if address == pages[1]
    }
    assert listed <= {(str(counts[0]),), (str(counts[1]), str(counts[0]))}


def test_runs_that_are_folded_stay_as_they_are(project: Path) -> None:
    names = [run.folder.name for run in runs(project, "demo")]
    paths = [f"{view}?site=demo&run={name}" for name in names for view in ("run", "links")]
    paths += ["runs", "articles", f"pages?site=demo&run={names[0]}&column={_column(project)}"]
    with serving(project, *OFTEN) as served:
        addresses = [f"{served.address}/{path}" for path in paths]
        before = {address: _TOTAL.findall(asked(address)[1]) for address in addresses}
        with asking(*addresses) as answers:
            done = lanmu("fold", "demo", cwd=project, env=LATER)
            assert done.returncode == 0, done.stderr
            seen = len(answers)
            wait_until(lambda: len(answers) > seen + 2 * len(addresses))
            time.sleep(0.5)
    assert not (project / "data" / "demo" / "runs" / names[0]).exists()
    assert {status for _, status, _ in answers} == {200}
    for address, _, body in answers:
        assert _TOTAL.findall(body) == before[address], address


def _column(project: Path) -> str:
    return quote(runs(project, "demo")[0].report["columns"][0]["column"])


def test_a_run_that_somebody_deletes_is_gone(project: Path) -> None:
    first, second, third = runs(project, "demo")
    left = len(first.articles) + len(third.articles)
    with serving(project, *OFTEN) as served:
        page = f"{served.address}/run?site=demo&run={second.folder.name}"
        assert asked(page)[0] == 200
        with asking(page, served.address, f"{served.address}/links?site=demo&run={second.folder.name}") as answers:
            shutil.rmtree(second.folder)
            wait_until(lambda: total(f"{served.address}/runs") == 2)
            wait_until(lambda: asked(page)[0] == 404)
        assert total(f"{served.address}/articles") == left
    assert {status for _, status, _ in answers} <= {200, 404}
    assert all(str(project) not in body for _, _, body in answers)


def test_a_damaged_run_is_told_and_hides_no_other(project: Path) -> None:
    whole, damaged, _ = runs(project, "demo")
    with serving(project, *OFTEN) as served:
        articles = total(f"{served.address}/articles")
        with (damaged.folder / "links.jsonl").open("r+b") as file:
            file.truncate(100)
        status, body = asked(f"{served.address}/run?site=demo&run={damaged.folder.name}")
        assert status == 404
        assert "损坏" in body
        assert asked(f"{served.address}/run?site=demo&run={whole.folder.name}")[0] == 200
        time.sleep(1)
        # What the store has of it stays: it had been whole.
        assert total(f"{served.address}/articles") == articles
    assert str(project) not in body


def test_a_store_that_is_deleted_is_made_anew(project: Path) -> None:
    with serving(project, *OFTEN) as served:
        articles, page = total(f"{served.address}/articles"), f"{served.address}/"
        with asking(page, f"{served.address}/articles") as answers:
            shutil.rmtree(project / "data" / ".web")
            wait_until((project / "data" / ".web" / "pages.sqlite").exists)
            wait_until(lambda: asked(page)[0] == 200)
        assert total(f"{served.address}/articles") == articles
    assert {status for _, status, _ in answers} <= {200, 503}
    assert {_TOTAL.findall(body)[0] for address, status, body in answers if address != page and status == 200} == {
        str(articles)
    }


def test_one_lanmu_web_at_a_time(project: Path) -> None:
    with serving(project, "demo") as served:
        second = lanmu("web", "demo", "--port", "0", cwd=project)
        assert second.returncode == 1
        assert "being served already" in one_line(second)
        assert asked(served.address)[0] == 200
    with serving(project, "demo") as served:
        assert asked(served.address)[0] == 200


def test_killed_while_the_store_is_made(project: Path) -> None:
    for _ in range(2):
        with subprocess.Popen(
            [*COMMAND, "web", "demo", "--port", "0"], cwd=project, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            wait_until((project / "data" / ".web" / "pages.sqlite").exists)
            process.send_signal(signal.SIGKILL)
    with serving(project, "demo") as served:
        assert total(f"{served.address}/articles") == sum(len(run.articles) for run in runs(project, "demo"))
        assert total(f"{served.address}/runs") == 3
