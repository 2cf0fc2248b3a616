"""Rounds of messages over days: what each channel hears when findings come, go, flap, are muted or held back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from receivers import Receiver, receiver
from troubles import SITES, Rounds, blocked, health, quiet, told

from crawler.health.finding import Finding, Mute
from crawler.messages.command import with_channels
from crawler.spiders.demo import Demo


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def one_channel(folder: Path, server: Receiver, **options: object) -> Rounds:
    return Rounds(folder, MESSAGE_CHANNELS={"hook": {"url": server.hook(), **options}})


def muted(one: Finding) -> Finding:
    return replace(one, muted=Mute(one.site, one.column, one.kind, "2027-02-10", "改版中", "记者甲"))


def titles(server: Receiver, path: str = "/hook") -> list[str]:
    return [text.partition("\n")[0] for text in server.texts(path)]


def test_coming_and_going_is_told_once(tmp_path: Path, server: Receiver) -> None:
    rounds = one_channel(tmp_path, server)
    rounds.tell("2027-02-03 09:00", quiet())
    rounds.tell("2027-02-03 10:00")
    rounds.tell("2027-02-03 11:00", quiet())  # the third time within a day
    for hour in range(12, 24):
        rounds.tell(f"2027-02-03 {hour}:00", *([quiet()] if hour % 2 else []), blocked())
    assert titles(server) == [
        "Lanmu 栏目 · 新出现 1",
        "Lanmu 栏目 · 已恢复 1",
        "Lanmu 栏目 · 时有时无 1",
        "Lanmu 栏目 · 新出现 1",  # the other finding, which is steady
    ]
    assert server.texts("/hook")[2].endswith(
        "时有时无 1\n· jingzhou/通知公告：可疑，24 小时内来去 3 次或更多；稳定 24 小时前不再逐次报告"
    )
    # It came for the last time at 23:00. A day later it is steady, and is told to be there.
    assert rounds.tell("2027-02-04 20:00", quiet(), blocked()) == []
    assert len(rounds.tell("2027-02-04 23:30", quiet(), blocked())) == 1
    assert len(rounds.tell("2027-02-06 09:00", blocked())) == 1
    assert titles(server)[4:] == ["Lanmu 栏目 · 新出现 1", "Lanmu 栏目 · 已恢复 1"]


def test_what_flapped_and_is_gone_is_told_when_it_has_settled(tmp_path: Path, server: Receiver) -> None:
    rounds = one_channel(tmp_path, server, language="en")
    for hour in range(9, 15):
        rounds.tell(f"2027-02-03 {hour:02}:00", *([quiet()] if hour % 2 else []))
    assert rounds.tell("2027-02-04 09:30") == []
    rounds.tell("2027-02-05 09:00")
    assert rounds.tell("2027-02-06 09:00") == []
    assert titles(server) == ["Lanmu · 1 opened", "Lanmu · 1 closed", "Lanmu · 1 flapping", "Lanmu · 1 closed"]


def test_quiet_hours_hold_back_and_then_send_one(tmp_path: Path, server: Receiver) -> None:
    rounds = one_channel(tmp_path, server, quiet_hours="22:00-07:00")
    assert told(rounds.tell("2027-02-03 23:00", quiet())) == {"hook": "held"}
    assert told(rounds.tell("2027-02-04 02:00", quiet(), blocked())) == {"hook": "held"}
    assert told(rounds.tell("2027-02-04 06:59", quiet(), blocked(), quiet("队伍建设"))) == {"hook": "held"}
    assert server.taken == []
    assert told(rounds.tell("2027-02-04 07:00", quiet(), quiet("队伍建设"))) == {"hook": None}
    assert titles(server) == ["Lanmu 栏目 · 新出现 2"]
    assert "被拦" not in server.texts("/hook")[0].partition("\n\n")[2]


def test_a_mute_silences_and_its_end_opens_again(tmp_path: Path, server: Receiver) -> None:
    rounds = one_channel(tmp_path, server)
    rounds.tell("2027-02-03 09:00", quiet())
    assert rounds.tell("2027-02-04 09:00", muted(quiet())) == []
    assert rounds.tell("2027-02-05 09:00", muted(quiet()), muted(blocked())) == []
    assert len(rounds.tell("2027-02-11 09:00", quiet())) == 1  # the mutes are over, one trouble lasts
    assert rounds.tell("2027-02-12 09:00", muted(quiet())) == []
    assert rounds.tell("2027-02-13 09:00") == []
    assert titles(server) == ["Lanmu 栏目 · 新出现 1", "Lanmu 栏目 · 新出现 1"]


def test_channels_hear_of_their_own_sites(tmp_path: Path, server: Receiver) -> None:
    channels = {
        "all": server.hook("/all"),
        "hubei": {"url": server.hook("/hubei"), "provinces": ["hubei"]},
        "demos": {"url": server.hook("/demos"), "sites": ["dem*"]},
        "both": {"url": server.hook("/both"), "sites": ["demo"], "provinces": ["hubei"]},
        "neither": {"url": server.hook("/neither"), "sites": ["hengzhou"]},
    }
    disk = replace(blocked(site=""), kind="disk")
    rounds = Rounds(tmp_path, MESSAGE_CHANNELS=channels)
    rounds.tell("2027-02-03 09:00", quiet(), blocked(), disk)
    assert {path.path: titles(server, path.path) for path in server.taken} == {
        "/all": ["Lanmu 栏目 · 新出现 3"],
        "/hubei": ["Lanmu 栏目 · 新出现 2"],
        "/demos": ["Lanmu 栏目 · 新出现 2"],
        "/both": ["Lanmu 栏目 · 新出现 3"],
        "/neither": ["Lanmu 栏目 · 新出现 1"],  # the machine's disk is everybody's
    }
    # Whoever no longer hears of a site isn't told that its trouble is over; nor is anybody of a site that is no more.
    channels["hubei"] = {"url": server.hook("/hubei"), "sites": ["hengzhou"]}
    rounds = Rounds(tmp_path, MESSAGE_CHANNELS=channels)
    assert rounds.tell("2027-02-04 09:00", quiet(), blocked(), disk) == []
    assert rounds.tell("2027-02-05 09:00", blocked(), disk, sites=[Demo]) == []


def test_a_digest_once_a_day_in_the_same_message(tmp_path: Path, server: Receiver) -> None:
    rounds = one_channel(tmp_path, server, digest="08:30")
    assert rounds.tell("2027-02-03 08:00") == []
    assert len(rounds.tell("2027-02-03 08:35", quiet(), muted(blocked()))) == 1
    assert rounds.tell("2027-02-03 20:00", quiet(), muted(blocked())) == []
    assert len(rounds.tell("2027-02-04 12:00", quiet(), muted(blocked()))) == 1
    assert len(rounds.tell("2027-02-05 09:00")) == 1
    assert rounds.tell("2027-02-05 10:00") == []
    assert len(rounds.tell("2027-02-05 11:00", digest=True)) == 1  # asked for
    assert titles(server) == [
        "Lanmu 栏目 · 日报 2027-02-03 · 新出现 1",
        "Lanmu 栏目 · 日报 2027-02-04",
        "Lanmu 栏目 · 日报 2027-02-05 · 已恢复 1",
        "Lanmu 栏目 · 日报 2027-02-05",
    ]
    second, *_, last = server.texts("/hook")[1:]
    assert "仍未解决 1\n· 可疑 jingzhou/通知公告：" in second
    assert "静音中 1\n· 被拦 demo：" in second
    assert "（静音至 2027-02-10：改版中，记者甲）" in second
    assert last.endswith("3 栏目：3 正常；今日新增 1,284 篇，改动 37，撤下 3。\n没有需要处理的事。")


@pytest.mark.parametrize("text", [None, "", "{", '{"standing": []}', '{"standing": 1, "flips": {}, "channels": {}}'])
def test_what_was_told_is_lost_and_one_message_comes_twice(
    tmp_path: Path, server: Receiver, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = one_channel(tmp_path, server)
    rounds.tell("2027-02-03 09:00", quiet(), blocked())
    file = tmp_path / "health" / "told.json"
    assert list(json.loads(file.read_text(encoding="utf-8"))["channels"]["hook"]["open"]) == [
        "demo/:blocked",
        "jingzhou/通知公告:quiet",
    ]
    file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    rounds.tell_of(with_channels(health("2027-02-04 09:00", quiet(), blocked()), tmp_path, rounds.settings, "zh"))
    said = f"lanmu: {file} 读不了：报过什么已不知道，未解决的问题会再报一次\n"
    assert capsys.readouterr().err == ("" if text is None else said)
    assert rounds.tell("2027-02-05 09:00", quiet(), blocked()) == []
    assert titles(server) == ["Lanmu 栏目 · 新出现 2"] * 2


def test_what_was_told_is_written_to_room_that_is_kept_for_it(tmp_path: Path, server: Receiver) -> None:
    """So that on a full disk nothing is told each round anew."""
    rounds = one_channel(tmp_path, server)
    rounds.tell("2027-02-03 09:00", quiet())
    told, room = (tmp_path / "health" / name for name in ("told.json", "told.room"))
    kept = room.stat()
    assert kept.st_blocks * 512 >= kept.st_size > 2 * told.stat().st_size
    rounds.tell("2027-02-03 10:00", quiet(), blocked())
    assert told.stat().st_ino == kept.st_ino
    assert len(json.loads(told.read_bytes())["standing"]) == 2
    assert room.stat().st_size >= kept.st_size
    # One that a full disk has left empty is no harm.
    room.write_bytes(b"")
    rounds.tell("2027-02-03 11:00", blocked())
    assert len(json.loads(told.read_bytes())["standing"]) == 1


def test_the_clock_set_back_and_forth_makes_no_storm(tmp_path: Path, server: Receiver) -> None:
    rounds = one_channel(tmp_path, server, digest="08:30")
    for when in ("2027-02-03 09:00", "2026-01-01 09:00", "2027-02-03 10:00", "2028-01-01 07:00", "2027-02-03 11:00"):
        rounds.tell(when, quiet(), sites=SITES)
    assert titles(server)[0] == "Lanmu 栏目 · 日报 2027-02-03 · 新出现 1"
    assert len(titles(server)) <= 3
    assert all("日报" in title for title in titles(server)[1:])
