"""What is no longer found is not over for that: something worse may stand before it, or have taken its place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from receivers import Receiver, receiver
from troubles import Rounds, found, health, quiet

from crawler.health.finding import Finding, Lamp, Lit, Mute, State, Words

BLOCKED = found("blocked", None)


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


class Days:
    """A round a day."""

    def __init__(self, folder: Path, server: Receiver) -> None:
        self.rounds = Rounds(folder, MESSAGE_CHANNELS={"hook": {"url": server.hook(), "language": "en"}})
        self.server = server
        self.day = 1

    def live(self, *days: Sequence[Finding]) -> list[str]:
        """What was said on each of these days: its title's second half, empty where nothing was."""
        said = []
        for findings in days:
            self.day += 1
            self.server.taken.clear()
            self.rounds.tell(f"2027-02-{self.day:02} 09:00", *findings)
            said.append("".join(text.partition("\n")[0][len("Lanmu · ") :] for text in self.server.texts("/hook")))
        return said


@pytest.fixture
def days(tmp_path: Path, server: Receiver) -> Days:
    return Days(tmp_path, server)


@pytest.mark.parametrize("kind", ["incomplete", "unreadable", "drift", "quiet", "fewer_listed", "lost_column"])
@pytest.mark.parametrize("worse", ["blocked", "robots", "unreachable", "certificate", "dns", "damaged", "site_file"])
def test_what_a_worse_one_of_the_site_hides_is_told_to_end_when_it_has(kind: str, worse: str, days: Days) -> None:
    one, cover = found(kind), found(worse, None)
    assert days.live([one], [cover], [cover], [one]) == ["1 opened", "1 opened", "", "1 closed"]
    assert days.live([cover], [], [one]) == ["1 opened", "2 closed", "1 opened"]


def test_it_is_hidden_by_what_is_muted_too(days: Days) -> None:
    muted = replace(BLOCKED, muted=Mute("jingzhou", None, "blocked", "2027-12-01", "搬家", "记者甲"))
    assert days.live([found("incomplete")], [muted], [muted], []) == ["1 opened", "", "", "1 closed"]


def test_other_sites_are_not_hidden(days: Days) -> None:
    assert days.live([found("incomplete", "要闻", "demo")], [BLOCKED]) == ["1 opened", "1 opened, 1 closed"]


@pytest.mark.parametrize("first", ["blocked", "unreachable", "not_run", "site_file", "stopped", "slow"])
def test_a_damaged_run_hides_all_of_its_site(first: str, days: Days) -> None:
    one, damaged = found(first, None), found("damaged", None)
    assert days.live([one], [damaged], [one], []) == ["1 opened", "1 opened", "1 closed", "1 closed"]


@pytest.mark.parametrize(("first", "then"), [("not_run", "blocked"), ("site_file", "not_run"), ("damaged", "blocked")])
def test_what_is_known_whatever_else_there_is_ends_at_once(first: str, then: str, days: Days) -> None:
    # A run came, and was refused; the file is mended, and no run has come yet; a run is whole again.
    assert days.live([found(first, None)], [found(then, None)]) == ["1 opened", "1 opened, 1 closed"]


def test_news_in_a_column_that_is_not_whole_ends_its_quiet(days: Days) -> None:
    assert days.live([quiet(), found("incomplete")], [found("incomplete")]) == ["2 opened", "1 closed"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (found("drift"), found("fields")),
        (found("fields", None), found("drift", None)),
        (found("incomplete"), found("blocked")),
        (found("incomplete"), found("unreadable")),
        (found("unreachable", None), BLOCKED),
    ],
    ids=lambda one: one.key,
)
def test_what_has_become_something_else_is_told_as_that(one: Finding, other: Finding, days: Days) -> None:
    assert days.live([one], [other], [other], [one], []) == ["1 opened", "1 opened", "", "1 opened", "1 closed"]


def test_what_of_a_column_is_told_once_for_the_site_is_not_over(days: Days) -> None:
    assert days.live([found("drift")], [found("fields", None)], [found("drift")]) == [
        "1 opened",
        "1 opened",
        "1 closed",
    ]


def test_a_first_run_that_could_read_nothing_ends_nothing(days: Days) -> None:
    one, slow = found("incomplete"), found("slow", None)
    assert days.live([one, slow]) == ["2 opened"]
    unread = health("2027-02-04 09:00", slow)
    for column in unread.columns:
        lit = Lit(State.INCOMPLETE, Words("网站连不上", "the site doesn't answer"))
        column.lamps = {**column.lamps, Lamp.ALLOWED: lit} if column.site == "jingzhou" else column.lamps
    assert days.rounds.tell_of(unread) == []
    assert days.live([one, slow], []) == ["", "2 closed"]


def test_a_site_that_refuses_now_and_then_makes_nothing_else_come_and_go(days: Days) -> None:
    said = []
    for hour in range(9, 19):
        days.server.taken.clear()
        days.rounds.tell(f"2027-02-02 {hour:02}:00", BLOCKED if hour % 2 else found("incomplete"))
        said += [text.partition("\n")[2].split("\n\n")[1:] for text in days.server.texts("/hook")]
    flat = " ".join(" ".join(sections) for sections in said)
    assert flat.count("flapping") == 1
    assert "jingzhou: blocked, came or went 3 times or more" in flat
    assert flat.count("jingzhou/通知公告") == 1


def test_what_becomes_something_else_all_the_time_comes_and_goes(days: Days) -> None:
    for hour in range(9, 21):
        days.rounds.tell(f"2027-02-02 {hour:02}:00", found("drift" if hour % 2 else "fields"))
    titles = [text.partition("\n")[0] for text in days.server.texts("/hook")]
    assert titles == ["Lanmu · 1 opened"] * 2 + ["Lanmu · 1 flapping"] * 2
