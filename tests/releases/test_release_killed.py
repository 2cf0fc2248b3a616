"""A release that is killed leaves the one before in force, and no half version for anybody to see."""

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from history import SITE, History, environment_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import Release, latest, listed, release, visible
from support import COMMAND, environment, lanmu

KILLS = 20
# Of a release that nobody kills: from there on the last of the moments are taken.
_SECONDS = 60


@pytest.fixture(scope="module")
def released(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with a release, to which more articles have come since."""
    folder = tmp_path_factory.mktemp("killed")
    site = NewsSite(servers[0])
    site.open("队伍建设", "/dwjs/", 4)
    history = History(site, folder)
    history.crawl(0)
    release(folder)
    site.publish("队伍建设", 3)
    history.crawl(1)
    return folder


def _started(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "release", SITE],
        cwd=folder,
        env={**environment(), **environment_on(1)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def verify(folder: Path, version: str) -> None:
    done = lanmu("verify", folder / "data" / SITE / "releases" / version, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_killed_release_leaves_the_last_one_in_force(released: Path) -> None:
    (first,) = listed(released)
    before = latest(released).data()
    with _started(released) as whole:
        begun = time.monotonic()
        assert whole.wait(_SECONDS) == 0
        took = time.monotonic() - begun
    second = listed(released)[-1]
    assert listed(released) == [first, second]
    moments = random.Random(7)  # noqa: S311 (any moments)
    killed, whole_ones = 0, set[str]()
    for _ in range(KILLS):
        known = listed(released)
        with _started(released) as process:
            time.sleep(moments.uniform(0, took))
            process.send_signal(signal.SIGKILL)
            killed += process.wait(_SECONDS) == -signal.SIGKILL
        # The one it was making may have been finished before the kill came; all that is there is whole.
        assert listed(released)[: len(known)] == known
        for version in {*visible(released)} - whole_ones:
            verify(released, version)
            whole_ones.add(version)
    assert killed >= KILLS // 2
    # Nor has any that came later touched one before it.
    for version in whole_ones:
        verify(released, version)
    assert Release(released / "data" / SITE / "releases" / first).data() == before
    # The next one takes no notice of what was left behind.
    release(released, day=1)
    assert latest(released).manifest["counts"]["articles"] == 7
    assert list((released / "data" / SITE / "releases").glob(".making-*")) == []
    assert set(listed(released)) == set(visible(released))
