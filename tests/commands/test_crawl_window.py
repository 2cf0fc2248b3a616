"""Crawl windows: when a site may be crawled, by Beijing time."""

import math
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from small_site import SmallSite
from support import crawl, lanmu, one_line, the_run

from crawler import clock
from crawler.crawl_window import check_open, seconds_left, spans
from crawler.errors import LanmuError, UsageError
from crawler.page.dates import BEIJING

HOUR = 3600.0
SITE = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"
    crawl_window = {window!r}
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-03-05 {text}+08:00")


@pytest.mark.parametrize(
    ("window", "now", "left"),
    [
        ("", "12:00", math.inf),
        (" ", "12:00", math.inf),
        ("22:00-06:00", "21:59:59", 0),
        ("22:00-06:00", "22:00", 8 * HOUR),
        ("22:00-06:00", "23:30", 6.5 * HOUR),
        ("22:00-06:00", "00:00", 6 * HOUR),
        ("22:00-06:00", "05:59:30", 30),
        ("22:00-06:00", "06:00", 0),
        ("09:00-17:30", "09:00", 8.5 * HOUR),
        ("09:00-17:30", "08:00", 0),
        ("9:00-9:30", "09:15", HOUR / 4),
        ("00:00-24:00", "13:00", math.inf),
        ("22:00-24:00, 00:00-06:00", "23:00", 7 * HOUR),
        ("12:00-14:00,22:00-06:00", "13:00", HOUR),
        ("12:00-14:00,22:00-06:00", "15:00", 0),
        ("12:00-14:00,13:00-15:00", "12:30", 2.5 * HOUR),
        ("12:00-00:00,23:00-12:00", "12:30", math.inf),
        ("22:00-00:00", "23:00", HOUR),
    ],
)
def test_how_long_a_window_is_open(window: str, now: str, left: float) -> None:
    assert seconds_left(window, at(now)) == left


NO_WINDOWS = (
    "22-06",
    "22:00",
    "22:00-",
    "22:00-25:00",
    "24:00-06:00",
    "22:60-06:00",
    "06:00-06:00",
    "a-b",
    "1:00-2:00,",
)


@pytest.mark.parametrize("window", NO_WINDOWS)
def test_what_is_no_window_is_a_mistake(window: str) -> None:
    with pytest.raises(UsageError, match="crawl window"):
        spans(window)


def test_the_line_says_when_and_what_time_it_is() -> None:
    with pytest.raises(LanmuError, match=r"^jingzhou is crawled 22:00-06:00 \(Beijing time\) only; it is 14:05$"):
        check_open("jingzhou", "22:00-06:00", at("14:05"))
    check_open("jingzhou", "22:00-06:00", at("22:05"))


def window_from(now: datetime, begin: int, end: int) -> str:
    """A window so many hours from ``now``."""
    return f"{now + timedelta(hours=begin):%H}:00-{now + timedelta(hours=end):%H}:00"


def test_outside_its_window_a_site_is_not_asked(site: SmallSite, tmp_path: Path) -> None:
    window = window_from(datetime.now(BEIJING), 2, 5)
    done = crawl("jingzhou", site.address, "-s", f"CRAWL_WINDOW={window}", cwd=tmp_path)
    assert done.returncode == 1
    assert one_line(done).startswith(f"lanmu: jingzhou is crawled {window} (Beijing time) only; it is ")
    assert site.requested == []
    assert list(tmp_path.iterdir()) == []


def test_a_malformed_window_is_a_mistake(site: SmallSite, tmp_path: Path) -> None:
    done = crawl("jingzhou", site.address, "-s", "CRAWL_WINDOW=at night", cwd=tmp_path)
    assert done.returncode == 2
    assert "'at night'" in one_line(done)
    assert site.requested == []


def own(folder: Path, window: str) -> None:
    (folder / "own_settings.py").write_text('from crawler.settings import *\nSPIDER_MODULES = ["own_spiders"]\n')
    (folder / "own_spiders.py").write_text(SITE.format(window=window), encoding="utf-8")


def test_a_sites_own_window_holds_unless_the_call_names_another(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    own(tmp_path, window_from(datetime.now(BEIJING), 2, 5))
    done = crawl("own", site.address, cwd=tmp_path, settings="own_settings")
    assert (done.returncode, site.requested) == (1, [])
    done = crawl("own", site.address, "-s", "CRAWL_WINDOW=", cwd=tmp_path, settings="own_settings")
    assert done.returncode == 0, done.stderr


def test_checkall_reads_the_window(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "__init__.py").write_text("")
    (tmp_path / "sites" / "own.py").write_text(SITE.format(window="22-6"), encoding="utf-8")
    done = lanmu("checkall", cwd=tmp_path)
    assert done.returncode == 1
    assert "crawl window '22-6' is none; write it as 22:00-06:00" in done.stdout + done.stderr


def test_a_crawl_ends_in_order_when_its_window_closes(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(1, 41)]
    site.column("/dwjs/", rows)
    # The crawl's clock goes ahead: for it, it is a quarter of a minute before six.
    now = datetime.now(BEIJING)
    ahead = (now.replace(hour=5, minute=59, second=45) - now).total_seconds() % 86400
    monkeypatch.setenv("LANMU_DAYS_AHEAD", repr(ahead / 86400))
    began = time.monotonic()
    done = lanmu(
        "crawl", "jingzhou", "-a", f"homepage={site.address}", "-s", "CRAWL_WINDOW=22:00-06:00", cwd=tmp_path
    )  # fmt: skip
    assert time.monotonic() - began < 60
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    run = the_run(tmp_path, "jingzhou")
    assert run.report["ended"] == "window_closed"
    account = run.report["account"]
    assert account["closes"] is True
    assert account["failed"]["not_fetched"] + account["written"] == 40
    assert account["written"] < 30
    assert "crawl window closed" in done.stderr
    assert clock.now().tzinfo is BEIJING
