"""``lanmu sandbox`` as a process of its own."""

import contextlib
import json
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from support import COMMAND, environment, lanmu

from crawler.sandbox.changes import HOWS  # noqa: TID251
from crawler.sandbox.control import ACTIONS  # noqa: TID251
from crawler.sandbox.faults import NAMES, PLACES  # noqa: TID251
from crawler.sandbox.newsroom import FIELDS  # noqa: TID251
from crawler.sandbox.sites import profiles  # noqa: TID251

ROOT = Path(__file__).parents[2]
SMALL = ("--articles", "100")
CALL = [*COMMAND, "sandbox", *SMALL]


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
        assert name == (options[options.index("--site") + 1] if "--site" in options else "demo")
        try:
            yield address, process
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, "")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310 (our own loopback server)
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def failure(*options: str) -> tuple[int, str]:
    done = lanmu("sandbox", *SMALL, *options, cwd=ROOT)
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
    logged = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(one["method"], one["path"], one["status"], one["kind"], one["fault"]) for one in logged] == [
        ("GET", "/robots.txt", 200, "robots", None),
        ("GET", "/dwjs/index.jhtml", 200, "column", None),
        ("GET", "/dwjs/index_2.jhtml", 503, "column", "503"),
        ("GET", f"/{gone}", 404, "none", None),
        ("GET", f"/{shown}", 200, "file", None),
    ]
    assert list(tmp_path.glob("*.part")) == []


def test_every_site_starts_on_its_own_host(tmp_path: Path) -> None:
    # Starting a process takes a second, so they start side by side.
    with ThreadPoolExecutor(max_workers=4) as pool:
        names = [name for name in profiles() if name != "demo"]
        assert list(pool.map(partial(starts, folder=tmp_path), names)) == [200] * len(names)


def starts(name: str, folder: Path) -> int:
    """The one status of the pages of a site that its truth names."""
    truth = folder / f"{name}.jsonl"
    with sandbox("--site", name, "--truth", str(truth)) as (address, _):
        assert address.startswith(f"http://{profiles()[name].host}:")
        lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
        assert {line["kind"] for line in lines} == {"article", "column", "link"}
        wanted = [address, *(line["url"] for line in lines if line["kind"] != "link")]
        dead = next(line["url"] for line in lines if line.get("target") == "dead")
        assert status(dead) == 404
        (answered,) = {status(url) for url in wanted[::9]}
        return answered


def test_the_truth_of_a_still_site_names_all_places(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    places = []
    for options in ((), ("--still",)):
        with sandbox("--site", "trs", "--truth", str(truth), *options):
            lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
            places.append({line["page"] is None for line in lines if line["kind"] == "link"})
    assert places == [{True, False}, {False}]


def test_a_post_is_answered_where_the_family_takes_it(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    with sandbox("--site", "jpage", "--truth", str(truth)) as (address, _):
        lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
        column = next(line["url"] for line in lines if line["kind"] == "column" and line["rows"] > 2)
        number = column.partition("/col/col")[2].partition("/")[0]
        proxy = f"{address}module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=2&perpage=2"
        with urllib.request.urlopen(proxy, f"columnid={number}&webid=1".encode()) as response:  # noqa: S310
            assert response.read().count(b"<record>") == 2


def test_a_fault_may_name_a_query() -> None:
    with sandbox("--site", "gkmlpt", "--fault", "/gkmlpt/api/all/9?page=2=503") as (address, _):
        answers = [status(f"{address}gkmlpt/api/all/9?page={page}") for page in (1, 2)]
    assert answers == [200, 503]


def test_the_list_names_every_site() -> None:
    done = lanmu("sandbox", "--list", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[one.name, one.host] for one in profiles().values()]
    assert all(len(line.split(maxsplit=2)) == 3 for line in lines)


def test_an_unknown_site_is_told_its_near_names() -> None:
    code, text = failure("--site", "jpages")
    assert code == 2
    assert "jpage" in text
    assert "browser" in failure("--site", "zzzzzz")[1]


def test_a_large_site_starts_and_serves(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    begun = time.monotonic()
    # The last of two options counts.
    with sandbox("--articles", "10000", "--truth", str(truth)) as (address, _):
        assert time.monotonic() - begun < 20
        lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
        assert sum(line["kind"] == "article" for line in lines) == 10_000
        last = max(line["page"] for line in lines if line["kind"] == "link" and line["column"] == "队伍建设")
        assert last > 150
        begun = time.monotonic()
        assert {status(f"{address}dwjs/index_{page}.jhtml") for page in range(2, last + 1)} == {200}
        assert (time.monotonic() - begun) / last < 0.1


def test_the_documentation_names_all_options_and_faults() -> None:
    told = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    helped = lanmu("sandbox", "-h", cwd=ROOT)
    assert helped.returncode == 0, helped.stderr
    own = helped.stdout.partition("\nSandbox\n")[2]
    options = set(re.findall(r"^  (--[a-z-]+)", own, re.MULTILINE))
    assert {"--fault", "--churn", "--validators", "--log"} <= options
    assert [option for option in sorted(options) if not re.search(rf"[ `]{option}\b", told)] == []
    names = (*NAMES, *PLACES, *FIELDS, *HOWS, *ACTIONS)
    assert [name for name in names if f"`{name}" not in told and f" {name}" not in told] == []


@pytest.mark.parametrize(
    "options",
    [
        ("--site", "trs", "--articles", "99"),
        ("--host", "0.0.0.0"),  # noqa: S104 (refused)
        ("--host", "example"),
        ("--port", "70000"),
        ("--articles", "5"),
        ("--fault", "dwjs=503"),
        ("--fault", "/dwjs=abc"),
        ("--fault", "/dwjs"),
        ("--fault", "/dwjs=600"),
        ("--fault", "/dwjs=503+"),
        ("--fault", "/dwjs=500@0"),
        ("--fault", "/dwjs=500@101"),
        ("--fault", "/dwjs=500@"),
        ("--fault", "pages=reset"),
        ("--crawl-delay", "soon"),
        ("--disallow", "dwjs/"),
        ("--disallow", "/dwjs/ /zfyw/"),
        ("--latency", "-1"),
        ("--churn", "publish"),
        ("--churn", "publish=0"),
        ("--churn", "publish=2,publish=3"),
        ("--churn", "restore=2"),
        ("surplus",),
    ],
)
def test_usage_mistakes_are_one_line(options: tuple[str, ...]) -> None:
    assert failure(*options)[0] == 2


def test_a_bad_fault_is_told_what_is_allowed() -> None:
    _, text = failure("--fault", "/dwjs/index.jhtml=slow")
    assert "--fault /dwjs/index.jhtml=slow" in text
    assert all(word in text for word in ("columns", "robots", "503+30", "soft404", "PERCENT"))


def test_what_cannot_be_had_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, text = failure("--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "cannot listen" in text
    for option in ("--truth", "--log"):
        code, text = failure(option, str(tmp_path / "none" / "file"))
        assert code == 1
        assert "none/file" in text
