"""A quarter of daily runs over twelve sites with Spring Festival inside: what is planted is found, nothing else is."""

import json
from pathlib import Path

import pytest
from table import Day, due_day, found
from world import DAYS, MUTED_ON, Planted, planted

MUTED = range(MUTED_ON + 1, 30)
NORMAL = ("q_demo", "q_jeecms", "q_empire", "q_query", "q_ajax", "q_nextlink")


@pytest.fixture(scope="module")
def days(quarter: Path) -> list[Day]:
    lived = [json.loads(line) for line in (quarter / "days.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lived) == DAYS
    return lived


@pytest.mark.parametrize("trouble", planted(), ids=lambda one: one.what)
def test_each_trouble_is_found_within_a_run_of_its_due_day_and_stays_until_it_ends(
    trouble: Planted, days: list[Day]
) -> None:
    keys = [found(day) | found(day, muted=True) for day in days]
    there = [number for number in range(DAYS) if any(key.startswith(trouble.key) for key in keys[number])]
    assert trouble.begins <= there[0] <= due_day(trouble, days) + 1
    # It stays until it ends, on each single day.
    assert there == list(range(there[0], DAYS if trouble.gone is None else trouble.gone))


def test_nothing_else_is_found(days: list[Day]) -> None:
    for number, day in enumerate(days):
        for key in found(day) | found(day, muted=True):
            assert any(key.startswith(one.key) and number >= one.begins for one in planted()), (day["day"], key)


def test_normal_sites_are_quiet_in_spring_festival_and_well_again(days: list[Day]) -> None:
    states = {
        day["day"]: {one["state"] for one in day["health"]["columns"] if one["site"] in NORMAL} for day in days[14:]
    }
    assert set().union(*states.values()) <= {"fine", "quiet"}
    assert "quiet" in states["2027-02-08"]


def test_messages_come_at_open_and_close_and_at_no_other_time(days: list[Day]) -> None:
    before: set[str] = set()
    told = 0
    for day in days:
        now = found(day)
        opened, closed = sorted(now - before), sorted(before - now)
        parts = [f"{word} {len(keys)}" for word, keys in (("新出现", opened), ("已恢复", closed)) if keys]
        texts = [message["content"]["text"] for message in day["messages"]]
        assert len(texts) == (1 if parts else 0), (day["day"], texts)
        if parts:
            told += 1
            title, sentence, *_ = texts[0].split("\n")
            assert title == f"Lanmu 栏目 · {'，'.join(parts)}"
            assert sentence == day["health"]["sentence"]["zh"]
            for key in [*opened, *closed]:
                assert key.rpartition(":")[0].rstrip("/") in texts[0]
        before = now
    assert told >= 6


def test_what_is_muted_is_told_when_the_mute_ends(days: list[Day]) -> None:
    key = "q_dedecms/:unreachable"
    muted = [number for number, day in enumerate(days) if key in found(day, muted=True)]
    open_ = [number for number, day in enumerate(days) if key in found(day)]
    assert muted == list(range(21, MUTED.stop))
    assert open_ == list(range(MUTED.stop, 36))
    reasons = {one["muted"]["reason"] for one in days[25]["health"]["findings"] if one["key"] == key}
    assert reasons == {"网站搬家"}


def test_the_exit_code_says_whether_somebody_is_needed(days: list[Day]) -> None:
    assert [day["judged"] for day in days] == [1 if found(day) else 0 for day in days]
