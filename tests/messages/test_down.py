"""Channels that are down: they delay nothing, are told of, and are told again when they are back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from receivers import TOKEN, Receiver, closed_port, dripping_server, mailbox, receiver, silent_server
from scrapy.settings import Settings
from troubles import SITES, Rounds, blocked, health, quiet, told

from crawler.health.finding import Finding, Health, Mute
from crawler.health.mutes import add_mute
from crawler.messages.command import Messages, with_channels


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def test_dead_and_silent_channels_delay_no_other(tmp_path: Path, server: Receiver) -> None:
    with silent_server() as port, dripping_server() as slow:
        dead, silent = f"127.0.0.1:{closed_port()}", f"127.0.0.1:{port}"
        wired = {
            "dead hook": f"json://{dead}/hook",
            "dead robot": {"url": f"http://{dead}/robot/send?access_token={TOKEN}", "robot": "dingtalk"},
            "dead mail": f"mailto://{dead}/?from=lanmu@example.org&to=analyst@example.org&mode=insecure",
            "silent hook": f"json://{silent}/hook",
            "silent robot": {"url": f"http://{silent}/cgi-bin/webhook/send?key={TOKEN}", "robot": "wecom"},
            "silent mail": f"mailto://{silent}/?from=lanmu@example.org&to=analyst@example.org&mode=insecure",
            "slow hook": f"json://127.0.0.1:{slow}/hook",
            "slow robot": {"url": f"http://127.0.0.1:{slow}/robot/send?access_token={TOKEN}", "robot": "dingtalk"},
            "hook": server.hook(),
        }
        rounds = Rounds(tmp_path, MESSAGE_CHANNELS=wired, MESSAGE_TIMEOUT=2)
        begun = time.monotonic()
        done = rounds.tell("2027-02-03 09:00", quiet())
        # All at once, each with its 2 seconds: one after the other would take more than 9.
        assert time.monotonic() - begun < 9
    assert told(done) == {
        "dead hook": "no connection, or it refuses",
        "dead robot": "connection refused",
        "dead mail": "no connection, or it refuses",
        "silent hook": "no answer within 2 seconds",
        "silent robot": "no answer within 2 seconds",
        "silent mail": "no answer within 2 seconds",
        "slow hook": "no answer within 2 seconds",
        "slow robot": "no answer within 2 seconds",
        "hook": None,
    }
    assert [one.channel for one in done].index("hook") < 4  # before those that are waited for
    assert len(server.texts("/hook")) == 1


def judged(rounds: Rounds, when: str, *findings: Finding) -> Health:
    """What health says, the channels that are down with it, as ``lanmu health`` does."""
    said = with_channels(health(when, *findings), rounds.data_dir, rounds.settings, "en")
    rounds.tell_of(said)
    return said


def test_a_channel_that_is_down_is_a_finding_until_it_is_back(tmp_path: Path, server: Receiver) -> None:
    with receiver() as ill:
        wired = {"ill": {"url": ill.hook(), "language": "en"}, "hook": server.hook()}
        rounds = Rounds(tmp_path, MESSAGE_CHANNELS=wired)
        ill.status = 503
        assert judged(rounds, "2027-02-03 09:00", quiet()).open() == [quiet()]
        (line,) = (one.line("zh") for one in judged(rounds, "2027-02-04 09:00").open())
        assert line.startswith(
            "不完整 ill：消息渠道 ill 连续 1 轮未送达：对方答复 HTTP 503。自 2027-02-03。检查地址与网络"
        )
        judged(rounds, "2027-02-05 09:00")
        ill.status, ill.taken[:] = 200, []
        judged(rounds, "2027-02-06 09:00")
        assert judged(rounds, "2027-02-07 09:00").open() == []
        judged(rounds, "2027-02-08 09:00")

        # The other channel heard of it once when it began and once when it ended.
        titles = [text.partition("\n")[0].partition(" · ")[2] for text in server.texts("/hook")]
        assert titles == ["新出现 1", "新出现 1，已恢复 1", "已恢复 1"]
        # It is told that it missed something, although nothing of it is left.
        (text,) = ill.texts("/hook")
        assert text.startswith("Lanmu · channel is back\n3 columns: 3 fine; ")
        assert text.endswith(
            "This channel could not be reached since 2027-02-03 09:00; what came and went meanwhile is not told."
        )


def test_what_a_channel_missed_comes_in_one_message(tmp_path: Path) -> None:
    with receiver() as ill:
        rounds = Rounds(tmp_path, MESSAGE_CHANNELS={"ill": ill.hook()})
        ill.status = 500
        rounds.tell("2027-02-03 09:00", quiet())
        rounds.tell("2027-02-04 09:00", quiet(), blocked())
        assert told(rounds.tell("2027-02-05 09:00", quiet(), blocked())) == {"ill": "it answers HTTP 500"}
        ill.status, ill.taken[:] = 200, []
        assert told(rounds.tell("2027-02-06 09:00", quiet(), blocked())) == {"ill": None}
        assert rounds.tell("2027-02-07 09:00", quiet(), blocked()) == []
        (text,) = ill.texts("/hook")
        assert text.startswith("Lanmu 栏目 · 新出现 2\n")


def test_a_channel_that_is_down_can_be_muted(tmp_path: Path) -> None:
    rounds = Rounds(tmp_path, MESSAGE_CHANNELS={"dead": f"json://127.0.0.1:{closed_port()}/x"})
    rounds.tell("2027-02-03 09:00", quiet())
    add_mute(tmp_path, Mute("", "dead", "channel", "2027-02-28", "换群", "记者甲"))
    said = with_channels(health("2027-02-04 09:00"), tmp_path, rounds.settings, "en")
    assert [one.kind for one in said.findings] == ["channel"]
    assert said.open() == []


def test_a_channel_that_is_down_and_muted_is_not_complained_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wired = {"dead": f"json://127.0.0.1:{closed_port()}/x"}
    settings = {"DATA_DIR": str(tmp_path), "HEARTBEAT_METHOD": "POST", "MESSAGE_CHANNELS": wired}
    messages = Messages(Settings({**Rounds(tmp_path).settings, **settings}), "zh")
    add_mute(tmp_path, Mute("", "dead", "channel", "2027-02-28", "换群", "记者甲"))
    for when, well in (("2027-02-03 09:00", True), ("2027-02-28 09:00", True), ("2027-03-01 09:00", False)):
        assert capsys.readouterr().err == ""
        with messages.round():
            assert messages.tell(health(when, quiet()), SITES, digest=False) is well
    assert capsys.readouterr().err == "lanmu: dead：未送达（连接不上或对方拒收），下一轮再发\n"


def test_mails_go_on_when_the_server_is_back(tmp_path: Path) -> None:
    url = f"mailto://127.0.0.1:{closed_port()}/?from=lanmu@example.org&to=analyst@example.org&mode=insecure"
    assert told(Rounds(tmp_path, MESSAGE_CHANNELS={"mail": url}).tell("2027-02-03 09:00", quiet())) == {
        "mail": "no connection, or it refuses"
    }
    with mailbox() as box:
        rounds = Rounds(tmp_path, MESSAGE_CHANNELS={"mail": box.url})
        assert told(rounds.tell("2027-02-04 09:00", quiet())) == {"mail": None}
        assert [mail["Subject"] for mail in box.mails] == ["Lanmu 栏目 · 新出现 1"]


def test_a_hook_that_has_moved_is_down(tmp_path: Path, server: Receiver) -> None:
    wired = {"hook": server.hook(), "robot": {"url": server.at("/cgi-bin/webhook/send?key=k"), "robot": "wecom"}}
    for status in (301, 404, 429):
        server.status = status
        done = told(Rounds(tmp_path, MESSAGE_CHANNELS=wired).tell("2027-02-03 09:00", quiet()))
        assert done == dict.fromkeys(wired, f"it answers HTTP {status}")
    assert {taken.method for taken in server.taken} == {"POST"}
