"""A crawl that is ended, ends: what only waits is given up, what is under way gets a few seconds, the run is sealed."""

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from raw_site import RawSite, served, told
from support import COMMAND, Run, environment, the_run

# What ends in order within three seconds on an idle machine; a busy one may take longer.
SOON = 20.0


@pytest.fixture
def site() -> Iterator[RawSite]:
    with served(RawSite(40)) as site:
        yield site


def ended(site: RawSite, folder: Path, *signals: int, asked: int, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """Crawl until ``asked`` requests have come, send the signals a little apart; exit code and stderr of the crawl."""
    command = [*COMMAND, "crawl", "jingzhou", "-a", f"homepage={site.address}"]
    command += [part for option in options for part in ("-s", option)]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            for _ in range(600):
                if len(site.asked) >= asked:
                    break
                time.sleep(0.05)
            assert len(site.asked) >= asked
            for one in signals:
                process.send_signal(one)
                time.sleep(0.02)
            _, stderr = process.communicate(timeout=SOON)
        finally:
            process.kill()
    return process.returncode, stderr


def sealed(folder: Path) -> Run:
    run = the_run(folder, "jingzhou")
    assert run.manifest["site"] == "jingzhou"
    return run


@pytest.mark.parametrize("reactor", [(), ("TWISTED_REACTOR_ENABLED=1",)], ids=["asyncio", "reactor"])
@pytest.mark.parametrize("one", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_polite_crawl_at_once(
    site: RawSite, tmp_path: Path, one: signal.Signals, reactor: tuple[str, ...]
) -> None:
    """Fifteen requests wait for their second; Scrapy alone would ask for all of them."""
    code, stderr = ended(site, tmp_path, one, asked=5, options=("DOWNLOAD_DELAY=1", *reactor))
    assert (code, stderr.count("\n")) == (3, 1), stderr
    assert stderr.startswith("jingzhou incomplete (stopped")
    run = sealed(tmp_path)
    assert run.report["ended"] == "shutdown"
    account = run.report["account"]
    assert account["closes"] is True
    assert account["written"] + account["failed"]["not_fetched"] == account["listed"] == 40
    assert account["failed"]["not_fetched"] >= 36
    assert run.report["columns"][0]["pages"]["failed"] == []
    assert len(site.asked) <= 7


def test_what_is_under_way_gets_a_few_seconds_and_no_more(site: RawSite, tmp_path: Path) -> None:
    let_go = threading.Event()

    def later(path: str, seconds: float) -> None:
        good = site.answers[path]

        def answer(connection: socket.socket) -> None:
            let_go.wait(seconds)
            good(connection)

        site.answers[path] = answer

    later("/dwjs/1.jhtml", 1.0)
    later("/dwjs/2.jhtml", 60.0)
    code, stderr = ended(site, tmp_path, signal.SIGINT, asked=5, options=("DOWNLOAD_DELAY=0.1",))
    let_go.set()
    assert (code, stderr.count("\n")) == (3, 1), stderr
    outcomes = sealed(tmp_path).outcomes()
    assert outcomes["dwjs/1.jhtml"] == ("written", None)
    assert outcomes["dwjs/2.jhtml"] == ("failed", "not_fetched")


def test_pauses_and_back_offs_end_with_the_crawl(site: RawSite, tmp_path: Path) -> None:
    site.answers["/dwjs/1.jhtml"] = told("", "500 Internal Server Error")
    site.answers["/dwjs/2.jhtml"] = told("", "503 Service Unavailable", Retry_After="120")
    options = ("DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "RETRY_BACKOFF=60")
    code, stderr = ended(site, tmp_path, signal.SIGTERM, asked=5, options=options)
    assert (code, stderr.count("\n")) == (3, 1), stderr
    assert sealed(tmp_path).report["account"]["failed"] == {"not_fetched": 40}


def test_a_crawl_stopped_before_its_home_page_came_says_so(site: RawSite, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = told("", "503 Service Unavailable", Retry_After="120")
    code, stderr = ended(site, tmp_path, signal.SIGINT, asked=1)
    assert (code, stderr.count("\n")) == (1, 1), stderr
    assert "stopped" in stderr
    assert "check the address" not in stderr


@pytest.mark.parametrize("reactor", [(), ("TWISTED_REACTOR_ENABLED=1",)], ids=["asyncio", "reactor"])
def test_a_second_signal_kills(site: RawSite, tmp_path: Path, reactor: tuple[str, ...]) -> None:
    let_go = threading.Event()

    def hang(_: socket.socket) -> None:
        let_go.wait(60)

    for n in range(1, 41):
        site.answers[f"/dwjs/{n}.jhtml"] = hang
    command = ("DOWNLOAD_DELAY=0.1", *reactor)
    code, stderr = ended(site, tmp_path, signal.SIGINT, signal.SIGINT, asked=6, options=command)
    let_go.set()
    assert (code, stderr.count("\n")) == (1, 1), stderr
    assert "stopped before its account was closed" in stderr
    (folder,) = (tmp_path / "data" / "jingzhou" / "runs").iterdir()
    assert not (folder / "manifest.json").exists()
