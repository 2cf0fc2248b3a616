"""Sites and crawls that several test files look at."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from lived import EVENING, quarter_lived
from playwright.sync_api import Browser, sync_playwright
from project_sites import Project
from pytest_httpserver import HTTPServer
from released_site import released
from small_site import SmallSite
from support import Done, Record, Run, crawl, lanmu, read_lines, requested, running_sandbox, runs
from web_server import ONLY, Served, days_ahead, serving

# Machines differ in speed, so no example has a deadline; the same examples everywhere, so a red run is a real change.
settings.register_profile("lanmu", deadline=None, derandomize=True)
settings.load_profile("lanmu")

ARTICLES = 100
# Files that take a minute or more: begun at the end, one would keep one process busy while the others have nothing.
HEAVIEST = (
    *("test_quarter.py", "test_every_sandbox_site.py", "test_browser.py"),
    *("test_crawlall_process.py", "test_schedule_command.py", "test_release_killed.py", "test_hostile_requests.py"),
)


# They look at the quarter, which takes minutes: begun early, they would only wait for it.
LATER = ("test_in_browser.py", "test_numbers.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The heaviest files first, those that wait for one of them in the middle."""
    heaviest = [item for item in items if item.path.name in HEAVIEST]
    later = [item for item in items if item.path.name in LATER]
    rest = [item for item in items if item.path.name not in {*HEAVIEST, *LATER}]
    middle = len(rest) // 2
    items[:] = [*heaviest, *rest[:middle], *later, *rest[middle:]]


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


@pytest.fixture(scope="session")
def released_folder(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that was crawled and released twice; who changes anything copies it."""
    return released(tmp_path_factory.mktemp("released"), servers[0])


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


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the quarter, lived through once in a session."""
    return quarter_lived(tmp_path_factory)


@pytest.fixture(scope="session")
def weeks(quarter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quarter's project up to that evening, with two releases."""
    folder = tmp_path_factory.mktemp("weeks") / "project"
    shutil.copytree(quarter / "project", folder)
    for run in folder.glob("data/*/runs/*"):
        if run.name > f"{EVENING:%Y%m%d}T999999Z":
            shutil.rmtree(run)
    for cache in folder.glob("data/*/cache"):
        shutil.rmtree(cache)
    for what in ("q_trs", "--all"):
        done = lanmu("release", what, *ONLY, cwd=folder, env={"LANMU_DAYS_AHEAD": days_ahead(EVENING)})
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def pages(weeks: Path) -> Iterator[Served]:
    """Its pages, served on that evening."""
    with serving(weeks, *ONLY, moment=EVENING) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        path = next(
            found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))
        )
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()
