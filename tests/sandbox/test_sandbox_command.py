"""``lanmu sandbox`` as a process of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALL = [sys.executable, "-m", "crawler.cmdline", "sandbox", "--articles", "100"]


@contextlib.contextmanager
def sandbox(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A running sandbox and its address; it must end cleanly on SIGTERM."""
    with subprocess.Popen(
        [*CALL, *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        name, address = process.stdout.readline().split()
        assert name == "demo"
        try:
            yield address, process
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, "")


def environment() -> dict[str, str]:
    return {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310 (our own loopback server)
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def failure(*options: str) -> tuple[int, str]:
    done = subprocess.run(
        [*CALL, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=30,
        check=False,
    )
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.returncode, done.stderr


def test_serves_faults_and_logs(tmp_path: Path) -> None:
    log, truth = tmp_path / "log", tmp_path / "truth.jsonl"
    options = ("--log", str(log), "--truth", str(truth), "--fault", "/dwjs/index_2.jhtml=503")
    with sandbox(*options) as (address, _):
        lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
        assert all(line["url"].startswith(address) for line in lines if line.get("target") != "external")
        dead = next(line["url"] for line in lines if line.get("target") == "dead")
        file = next(line["images"][0]["url"] for line in lines if line.get("images"))
        answers = [status(address + path) for path in ("robots.txt", "dwjs/index.jhtml", "dwjs/index_2.jhtml")]
        assert [*answers, status(dead), status(file)] == [200, 200, 503, 404, 200]
    gone, shown = (url.removeprefix(address) for url in (dead, file))
    assert log.read_text(encoding="utf-8").splitlines() == [
        "GET /robots.txt 200",
        "GET /dwjs/index.jhtml 200",
        "GET /dwjs/index_2.jhtml 503",
        f"GET /{gone} 404",
        f"GET /{shown} 200",
    ]
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--host", "0.0.0.0"),  # noqa: S104 (refused)
        ("--host", "example"),
        ("--port", "70000"),
        ("--articles", "5"),
        ("--fault", "dwjs=503"),
        ("--fault", "/dwjs=abc"),
        ("--fault", "/dwjs"),
        ("surplus",),
    ],
)
def test_usage_mistakes_are_one_line(options: tuple[str, ...]) -> None:
    assert failure(*options)[0] == 2


def test_what_cannot_be_had_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, text = failure("--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "cannot listen" in text
    for option in ("--truth", "--log"):
        code, text = failure(option, str(tmp_path / "none" / "file"))
        assert code == 1
        assert "none/file" in text
