"""The sign of life: after each round, with ``/fail`` where something needs a person and nobody was told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from receivers import Receiver, closed_port, receiver
from scrapy.settings import Settings
from support import lanmu, one_line
from troubles import SITES, health, quiet

from crawler.errors import UsageError
from crawler.health.finding import Finding
from crawler.messages.command import Messages

SENTENCE = "3 栏目：3 正常；今日新增 1,284 篇，改动 37，撤下 3。"


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


def messages(folder: Path, **settings: object) -> Messages:
    defaults = {"LANGUAGE": "zh", "QUIET_HOURS": "", "MESSAGE_TIMEOUT": 20, "HEARTBEAT_METHOD": "POST"}
    return Messages(Settings({**defaults, "DATA_DIR": str(folder), **settings}), "zh")


def beats(server: Receiver) -> list[tuple[str, str]]:
    return [(taken.method, taken.path) for taken in server.taken if taken.path.startswith("/ping")]


def rounds(one: Messages, *days: list[Finding]) -> None:
    for number, findings in enumerate(days, 1):
        with one.round():
            one.tell(health(f"2027-02-{number:02} 09:00", *findings), SITES, digest=False)


def test_without_channels_it_fails_while_something_needs_a_person(tmp_path: Path, server: Receiver) -> None:
    rounds(messages(tmp_path, HEARTBEAT_URL=server.at("/ping/id")), [], [quiet()], [])
    assert beats(server) == [("POST", "/ping/id"), ("POST", "/ping/id/fail"), ("POST", "/ping/id")]
    assert server.taken[0].body == SENTENCE


def test_what_a_channel_was_told_is_no_failure(tmp_path: Path, server: Receiver) -> None:
    wired = {"hook": server.hook()}
    rounds(messages(tmp_path, HEARTBEAT_URL=server.at("/ping?k=v"), MESSAGE_CHANNELS=wired), [], [quiet()], [quiet()])
    assert beats(server) == [("POST", "/ping")] * 3
    assert [taken.query for taken in server.taken if taken.path == "/ping"] == [{"k": "v"}] * 3


def test_what_no_channel_could_be_told_or_hears_of_is(tmp_path: Path, server: Receiver) -> None:
    dead = {"dead": f"json://127.0.0.1:{closed_port()}/x", "other": {"url": server.hook(), "sites": ["demo"]}}
    one = messages(tmp_path, HEARTBEAT_URL=server.at("/ping"), HEARTBEAT_METHOD="get", MESSAGE_CHANNELS=dead)
    rounds(one, [quiet()])
    assert beats(server) == [("GET", "/ping/fail")]


def test_what_waits_for_the_end_of_quiet_hours_is_none(tmp_path: Path, server: Receiver) -> None:
    wired = {"hook": {"url": server.hook(), "quiet_hours": "08:00-10:00"}}
    rounds(messages(tmp_path, HEARTBEAT_URL=server.at("/ping"), MESSAGE_CHANNELS=wired), [quiet()])
    assert beats(server) == [("POST", "/ping")]


@pytest.mark.parametrize(("file", "text"), [("mutes.toml", '[[mute]]\nsite = "demo"\n'), ("channels.toml", "[duty]\n")])
def test_a_round_that_can_not_be_fails(tmp_path: Path, server: Receiver, file: str, text: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / file).write_text(text, encoding="utf-8")
    done = lanmu("health", "--tell", cwd=tmp_path, env={"LANMU_HEARTBEAT_URL": server.at("/ping")})
    assert done.returncode == 2
    assert one_line(done).startswith(f"lanmu: data/{file}: ")
    assert beats(server) == [("POST", "/ping/fail")]


def test_a_heartbeat_that_fails_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rounds(messages(tmp_path, HEARTBEAT_URL=f"http://127.0.0.1:{closed_port()}/ping/tok123"), [])
    assert capsys.readouterr().err == "lanmu: 心跳未送达（连接被拒绝）\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"HEARTBEAT_URL": "hc-ping/tok123"}, "HEARTBEAT_URL is no web address; copy it from the service"),
        ({"HEARTBEAT_URL": "https://[tok123"}, "HEARTBEAT_URL is no web address; copy it from the service"),
        ({"HEARTBEAT_METHOD": "PUT"}, "HEARTBEAT_METHOD 'PUT' is not known; there are: POST, GET"),
    ],
)
def test_bad_settings(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        messages(tmp_path, **settings)
    assert str(caught.value) == said
