"""What a message says of what is over: what is well again, since when it was not; or that it is taken as usual."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from receivers import Receiver, receiver
from troubles import Rounds, found, health

from crawler.health.finding import KINDS, State

MACHINES = {"disk", "channel"}
CHANGES = {"fields", "drift", "disagree", "fewer_listed", "slow"}


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def last(server: Receiver) -> str:
    return server.texts("/hook")[-1]


def both(folder: Path, server: Receiver) -> list[Rounds]:
    """A Chinese and an English reader."""
    return [
        Rounds(folder / language, MESSAGE_CHANNELS={"hook": {"url": server.hook(), "language": language}})
        for language in ("zh", "en")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_is_well_again_and_since_when_it_was_not(
    kind: str, tmp_path: Path, server: Receiver
) -> None:
    one = found(kind, "通知公告" if kind not in MACHINES else None, "" if kind in MACHINES else "jingzhou")
    zh, en = both(tmp_path, server)
    for rounds in (zh, en):
        rounds.tell("2027-02-02 09:00", one)
        rounds.tell("2027-02-04 09:00")
    chinese, english = (text.rpartition("· ")[2] for text in server.texts("/hook")[1::2])
    state = one.state.value
    assert chinese.endswith(f"（自 2027-02-01 起{state.zh}，3 天）")
    assert "不再" not in chinese
    assert english.endswith(f" ({state.en} since 2027-02-01, 3 days)")
    assert "no longer" not in english


def test_words_for_the_commonest(tmp_path: Path, server: Receiver) -> None:
    rounds = both(tmp_path, server)[0]
    rounds.tell("2027-02-02 09:00", found("incomplete"), found("quiet", "队伍建设"))
    rounds.tell("2027-02-03 09:00")
    assert "· jingzhou/通知公告：又和以往一样抓得全（自 2027-02-01 起不完整，2 天）" in last(server)
    assert "· jingzhou/队伍建设：更新间隔又属正常（自 2027-02-01 起可疑，2 天）" in last(server)


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_a_change_that_has_grown_old_is_taken_as_usual(kind: str, tmp_path: Path, server: Receiver) -> None:
    zh, en = both(tmp_path, server)
    zh.tell("2027-02-02 09:00", found(kind))
    zh.tell("2027-07-31 09:00")
    state = found(kind).state.value
    assert last(server).startswith("Lanmu 栏目 · 不再提醒 1\n")
    assert last(server).endswith(
        f"不再提醒 1\n· jingzhou/通知公告：已按现在的样子当作常态（自 2027-02-01 起{state.zh}，180 天）"
    )
    en.tell("2027-02-02 09:00", found(kind), found("quiet"))
    en.tell("2027-07-31 09:00")
    assert last(server).startswith("Lanmu · 1 closed, 1 told no more\n")
    assert f"· jingzhou/通知公告: how it is now is taken as usual ({state.en} since 2027-02-01, 180 days)" in last(
        server
    )


def test_a_column_that_is_crawled_no_more_has_not_recovered(tmp_path: Path, server: Receiver) -> None:
    rounds = both(tmp_path, server)[0]
    rounds.tell("2027-02-02 09:00", found("incomplete"))
    retired = health("2027-02-03 09:00")
    retired.columns[0].state = State.STOPPED
    rounds.tell_of(retired)
    assert last(server).endswith("不再提醒 1\n· jingzhou/通知公告：这个栏目不再抓取（自 2027-02-01 起不完整，2 天）")
