"""Sites and crawls that several test files look at."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from project_sites import Project
from pytest_httpserver import HTTPServer
from small_site import SmallSite
from support import Done, Record, Run, crawl, lanmu, read_lines, requested, runs

# The sandbox as its own process is what a crawl is tested on.
from crawler.sandbox.process import running_sandbox  # noqa: TID251

# Machines differ in speed, so no example has a deadline; the same examples everywhere, so a red run is a real change.
settings.register_profile("lanmu", deadline=None, derandomize=True)
settings.load_profile("lanmu")

ARTICLES = 100
# Files that take a minute or more: begun at the end, one would keep one process busy while the others have nothing.
HEAVIEST = (
    *("test_quarter.py", "test_every_sandbox_site.py", "test_browser.py", "test_crawlall_process.py"),
    *("test_schedule_command.py", "test_release_killed.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The heaviest files first."""
    items.sort(key=lambda item: item.path.name not in HEAVIEST)


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[HTTPServer, HTTPServer]]:
    """Two web servers; stopping one takes half a second, so they last."""
    with (
        HTTPServer(host="127.0.0.1", threaded=True) as one,
        HTTPServer(host="127.0.0.1", threaded=True) as other,
    ):
        yield one, other


@pytest.fixture
def site(servers: tuple[HTTPServer, HTTPServer]) -> SmallSite:
    """A small site that answers what the test says."""
    return SmallSite(servers[0])


@pytest.fixture
def other_site(servers: tuple[HTTPServer, HTTPServer]) -> SmallSite:
    """Another site, for links that lead away."""
    return SmallSite(servers[1])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, to which a test adds sites."""
    return Project(tmp_path / "project")


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    """What held requests wait for; set at the latest when the test has ended."""
    event = threading.Event()
    yield event
    event.set()


@dataclass(frozen=True)
class DemoCrawls:
    """Two full crawls of the sandbox's demo site, one after the other, and how the first compares with the truth."""

    seed: int
    truth: list[Record]
    done: tuple[Done, Done]
    runs: tuple[Run, Run]
    compared: Done
    requested: tuple[list[str], list[str]]


# Seeds that nobody developed on.
@pytest.fixture(scope="session", params=[7411, 7412, 7413])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DemoCrawls:
    """A demo site crawled twice."""
    seed: int = request.param
    return crawled_twice(seed, tmp_path_factory.mktemp(f"demo-{seed}"))


def crawled_twice(seed: int, folder: Path) -> DemoCrawls:
    log, truth = folder / "log", folder / "truth.jsonl"
    options = ("--seed", str(seed), "--articles", str(ARTICLES), "--truth", str(truth), "--log", str(log))
    with running_sandbox(*options) as homepage:
        first = crawl("demo", homepage, cwd=folder)
        asked = requested(log)
        compared = lanmu("compare", truth, folder / "data" / "demo", cwd=folder)
        second = crawl("demo", homepage, cwd=folder)
    one, two = runs(folder, "demo")
    return DemoCrawls(
        seed=seed,
        truth=read_lines(truth),
        done=(first, second),
        runs=(one, two),
        compared=compared,
        requested=(asked, requested(log)[len(asked) :]),
    )
