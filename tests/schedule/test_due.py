"""What is due, by run folders made for it: which crawl is followed by which, and when."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.dataset.fold import fold_runs
from crawler.errors import LanmuError
from crawler.exporters import manifest
from crawler.page.dates import BEIJING
from crawler.platforms.jeecms import Jeecms
from crawler.schedule.due import due_at

HOUR = timedelta(hours=1)


class Hengzhou(Jeecms):
    """Its daily slot is at 05:27:14, that of 22:00-06:00 at 00:54:32."""

    name = "hengzhou"
    every = "day"


class Hourly(Jeecms):
    name = "hengzhou"  # minute 13:38 of each hour
    every = "hour"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+08:00")


SLOT = at("25 05:27:14")
NEXT = at("26 05:27:14")
# Behind the slot of the 25th.
NOON = at("25 12:00")


def run(data: Path, start: datetime, verdict: str = "complete", *, ended: str = "finished", sample: int = 0) -> Path:
    """The folder of a finished run without a link."""
    name = start.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = data / "hengzhou" / "runs" / name
    folder.mkdir(parents=True)
    for file in ("articles.jsonl", "links.jsonl"):
        (folder / file).touch()
    report = {"verdict": verdict, "ended": ended, "sample": sample, "run": name}
    report |= {"started_at": start.isoformat(), "finished_at": start.isoformat()}
    manifest.seal(folder, report, manifest.about(Hengzhou, name))
    return folder


def lock_taken(data: Path, when: datetime) -> None:
    (data / "hengzhou").mkdir(exist_ok=True)
    (data / "hengzhou" / "lock").write_text(f"process 1, since {when:%Y-%m-%d %H:%M:%S} Beijing time\n")


def due(data: Path, now: datetime, window: str = "") -> datetime | None:
    return due_at(data, Hengzhou, window, now)


def test_a_new_site_is_due_at_once(tmp_path: Path) -> None:
    assert due(tmp_path, NOON) == SLOT


def test_a_site_that_has_run_since_its_slot_waits_for_the_next_one(tmp_path: Path) -> None:
    run(tmp_path, SLOT)
    assert due(tmp_path, NOON) == NEXT
    assert due(tmp_path, NEXT) == NEXT


def test_after_a_week_without_a_run_one_is_caught_up(tmp_path: Path) -> None:
    run(tmp_path, at("18 06:00"))
    assert due(tmp_path, NOON) == SLOT
    run(tmp_path, NOON)
    assert due(tmp_path, NOON + HOUR) == NEXT


def test_a_run_before_the_slot_is_of_the_slot_before(tmp_path: Path) -> None:
    run(tmp_path, SLOT - timedelta(seconds=1))
    assert due(tmp_path, NOON) == SLOT


def test_a_site_that_says_nothing_is_never_due(tmp_path: Path) -> None:
    assert due_at(tmp_path, type("Own", (Jeecms,), {"name": "own"}), "", NOON) is None


@pytest.mark.parametrize(
    ("tries", "again"),
    [
        pytest.param([("incomplete", "finished", 6)], at("25 12:00"), id="incomplete: a quarter of a day later"),
        pytest.param(
            [("incomplete", "finished", 6), ("incomplete", "finished", 12)], NEXT, id="incomplete: but only once"
        ),
        pytest.param([("failed", "finished", 6)], at("25 07:00"), id="failed: an hour later"),
        pytest.param([("failed", "finished", 6), ("failed", "finished", 7)], at("25 09:00"), id="failed: then two"),
        pytest.param([("failed", "finished", hour) for hour in (6, 7, 9, 13, 21)], NEXT, id="failed: until the slot"),
        pytest.param([("failed", "finished", 6), ("complete", "finished", 7)], NEXT, id="failed, then complete"),
        pytest.param([("failed", "cannot_write", 6)], at("25 07:00"), id="the disk was full"),
        pytest.param([("incomplete", "shutdown", 6)], at("25 06:00"), id="stopped: at once"),
        pytest.param([("incomplete", "window_closed", 6)], at("25 06:00"), id="the window closed: at once"),
        pytest.param([("interrupted", "killed", 6)], at("25 06:00"), id="killed and taken over: at once"),
        pytest.param(
            [("interrupted", "killed", 6), ("incomplete", "shutdown", 8)], at("25 09:00"), id="twice: as if it failed"
        ),
    ],
)
def test_when_it_is_tried_again(tmp_path: Path, tries: list[tuple[str, str, int]], again: datetime) -> None:
    for verdict, ended, hour in tries:
        run(tmp_path, at(f"25 {hour:02}:00"), verdict, ended=ended)
    now = at(f"25 {tries[-1][2]:02}:10")
    assert due(tmp_path, now) == again
    assert due(tmp_path, NEXT) == NEXT


def test_a_killed_run_that_nobody_has_taken_over_yet_goes_on_at_once(tmp_path: Path) -> None:
    (run(tmp_path, at("25 06:00")) / "manifest.json").unlink()
    assert due(tmp_path, at("25 06:01")) == at("25 06:00")


def test_a_sample_is_no_crawl(tmp_path: Path) -> None:
    run(tmp_path, at("25 06:00"), "partial", sample=3)
    assert due(tmp_path, NOON) == SLOT


def test_runs_that_were_folded_count(tmp_path: Path) -> None:
    first, last = datetime(2026, 10, 31, 20, tzinfo=BEIJING), datetime(2026, 10, 31, 12, tzinfo=BEIJING)
    run(tmp_path, last)
    run(tmp_path, first)
    assert fold_runs(tmp_path, "hengzhou", "202611") == {"2026-10": 2}
    site = type("Weekly", (Jeecms,), {"name": "hengzhou", "every": "week"})
    assert due_at(tmp_path, site, "", at("01 12:00")) == at("03 14:10:39")


def test_a_closed_window_is_waited_for(tmp_path: Path) -> None:
    assert due(tmp_path, NOON, "22:00-06:00") == at("25 22:00")
    assert due(tmp_path, at("25 22:10"), "22:00-06:00") == at("25 00:54:32")
    run(tmp_path, at("25 05:00"), "failed")
    assert due(tmp_path, at("25 05:10"), "22:00-06:00") == at("25 22:00")


def test_a_crawl_that_could_not_be_started_is_tried_again_in_an_hour(tmp_path: Path) -> None:
    lock_taken(tmp_path, NOON)
    assert due(tmp_path, NOON) == NOON + HOUR
    assert due(tmp_path, NOON + HOUR) == SLOT


def test_the_lock_of_a_crawl_puts_off_nothing(tmp_path: Path) -> None:
    """Nor does it with a slot an hour, of which the newest is just behind the run."""
    run(tmp_path, at("25 11:13:40"))
    lock_taken(tmp_path, at("25 11:13:39"))
    assert due_at(tmp_path, Hourly, "", at("25 12:13:38")) == at("25 12:13:38")


def test_a_clock_that_was_put_back_an_hour_crawls_nothing_twice(tmp_path: Path) -> None:
    run(tmp_path, NOON)
    lock_taken(tmp_path, NOON)
    assert due(tmp_path, NOON - HOUR) == NEXT
    # Before the slot: that of the day before has been caught up by the same run.
    assert due(tmp_path, SLOT - HOUR) == SLOT
    assert due(tmp_path, SLOT) == NEXT


def test_runs_of_years_to_come_count_for_nothing(tmp_path: Path) -> None:
    run(tmp_path, NOON + timedelta(days=2000))
    assert due(tmp_path, NOON) == SLOT
    run(tmp_path, NOON)
    assert due(tmp_path, NOON + HOUR) == NEXT


def test_a_report_that_cannot_be_read_is_tried_again_later(tmp_path: Path) -> None:
    (run(tmp_path, at("25 06:00")) / "report.json").write_text(json.dumps({})[:1])
    assert due(tmp_path, at("25 06:10")) == at("25 07:00")


@pytest.mark.parametrize("name", ["20261301T000000Z", "20261131T250000Z", "99991231T230000Z"])
def test_a_folder_named_after_no_time_is_one_line(name: str, tmp_path: Path) -> None:
    run(tmp_path, SLOT)
    (tmp_path / "hengzhou" / "runs" / name).mkdir()
    with pytest.raises(LanmuError, match=f"{name} is named after no time there is; move it away"):
        due(tmp_path, NOON)
