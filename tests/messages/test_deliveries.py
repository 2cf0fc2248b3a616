"""Messages really delivered, to every kind of channel: one when findings open, one when they close, none in between."""

import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from receivers import DINGTALK_SECRET, FEISHU_SECRET, TOKEN, Mailbox, Receiver, mailbox, receiver
from troubles import Rounds, blocked, found, quiet, told

HOOK, DINGTALK, FEISHU, WECOM = "/hook", "/robot/send", f"/open-apis/bot/v2/hook/{TOKEN}", "/cgi-bin/webhook/send"
PATHS = (DINGTALK, FEISHU, WECOM, HOOK)
SENTENCE = "3 栏目：1 正常，1 可疑，1 被拦；今日新增 1,284 篇，改动 37，撤下 3。"
OPENED = f"""Lanmu 栏目 · 新出现 2
{SENTENCE}

新出现 2
· 被拦 demo：12 次请求中 12 次 HTTP 403。自 2027-02-02。放慢，或询问网站。
· 可疑 jingzhou/通知公告：平时工作日 4.2 篇，已 6 个工作日 0 篇。自 2027-02-01。打开栏目看看是否换了地址。"""
CLOSED = """Lanmu 栏目 · 已恢复 1
3 栏目：2 正常，1 可疑；今日新增 1,284 篇，改动 37，撤下 3。

已恢复 1
· demo：网站又让抓取（自 2027-02-02 起被拦，3 天）"""
USUAL = """Lanmu 栏目 · 已恢复 1，不再提醒 1
3 栏目：3 正常；今日新增 1,284 篇，改动 37，撤下 3。

已恢复 1
· jingzhou/通知公告：更新间隔又属正常（自 2027-02-01 起可疑，183 天）

不再提醒 1
· jingzhou/队伍建设：已按现在的样子当作常态（自 2027-02-04 起解析漂移，180 天）"""
OPENED_EN = """Lanmu · 2 opened
3 columns: 1 fine, 1 doubtful, 1 blocked; today 1,284 new, 37 changed, 3 removed.

2 opened
· blocked demo: 12 of 12 requests were answered with HTTP 403, since 2027-02-02; slow down, or ask the site
· doubtful jingzhou/通知公告: 4.2 articles a weekday, none on the last 6, since 2027-02-01; open the column and see \
whether it has moved"""
CLOSED_EN = """Lanmu · 1 closed
3 columns: 2 fine, 1 doubtful; today 1,284 new, 37 changed, 3 removed.

1 closed
· demo: the site lets us in again (blocked since 2027-02-02, 3 days)"""


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


def write_channels(folder: Path, server: Receiver, box: Mailbox) -> None:
    """One channel of each kind, all on this machine."""
    (folder / "channels.toml").write_text(
        f"""
[hook]
url = "{server.hook(HOOK)}"

[钉钉群]
url = "{server.at(DINGTALK)}?access_token={TOKEN}"
robot = "dingtalk"
secret = "{DINGTALK_SECRET}"

[飞书群]
url = "{server.at(FEISHU)}"
robot = "feishu"
secret = "{FEISHU_SECRET}"

["Duty room"]
url = "{server.at(WECOM)}?key={TOKEN}"
robot = "wecom"
language = "en"

[mail]
url = "{box.url}"
""".replace("[钉钉群]", '["钉钉群"]').replace("[飞书群]", '["飞书群"]'),
        encoding="utf-8",
    )


def said(mail: EmailMessage) -> str:
    return f"{mail['Subject']}\n{mail.get_content()}".replace("\r\n", "\n").rstrip("\n")


def test_all_kinds_at_open_and_close_and_never_in_between(tmp_path: Path, server: Receiver, box: Mailbox) -> None:
    write_channels(tmp_path, server, box)
    rounds = Rounds(tmp_path)
    assert rounds.tell("2027-02-02 09:00") == []

    first = rounds.tell("2027-02-03 09:00", quiet(), blocked())
    assert told(first) == dict.fromkeys(("hook", "钉钉群", "飞书群", "Duty room", "mail"))
    assert rounds.tell("2027-02-04 09:00", quiet(), blocked()) == []
    assert len(rounds.tell("2027-02-05 09:00", quiet())) == 5
    assert rounds.tell("2027-02-06 09:00", quiet()) == []

    for path in (HOOK, DINGTALK, FEISHU):
        assert server.texts(path) == [OPENED, CLOSED]
    assert server.texts(WECOM) == [OPENED_EN, CLOSED_EN]
    assert [said(mail) for mail in box.mails] == [OPENED, CLOSED]
    assert box.mails[0]["To"] == "analyst@example.org"
    assert {taken.method for taken in server.taken} == {"POST"}


def test_the_docs_show_what_was_delivered(tmp_path: Path, server: Receiver, box: Mailbox) -> None:
    write_channels(tmp_path, server, box)
    rounds = Rounds(tmp_path)
    rounds.tell("2027-02-03 09:00", quiet(), blocked())
    rounds.tell("2027-02-05 09:00", quiet())
    rounds.tell("2027-02-06 09:00", quiet(), found("fields", "队伍建设", since="2027-02-04"))
    rounds.tell("2027-08-03 09:00")
    assert server.texts(DINGTALK)[-1] == USUAL
    docs = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")
    for text in (OPENED, CLOSED, USUAL, OPENED_EN):
        assert f"```\n{text}\n```\n" in docs
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", docs, re.DOTALL)]
    ding, fei, wecom, hook = ([taken.json for taken in server.taken if taken.path == path] for path in PATHS)
    fei[1] |= {"timestamp": "…", "sign": "…"}
    assert shown == [ding[0], fei[1], wecom[1], hook[1]]


def test_a_message_longer_than_the_service_takes_is_one_that_fits(tmp_path: Path, server: Receiver) -> None:
    settings = {"duty": {"url": f"{server.at(WECOM)}?key={TOKEN}", "robot": "wecom"}}
    many = [quiet(f"第{number}栏", site) for site in ("jingzhou", "demo") for number in range(3)]
    many += [blocked(f"栏{number}") for number in range(40)]

    assert told(Rounds(tmp_path, MESSAGE_CHANNELS=settings).tell("2027-02-03 09:00", *many)) == {"duty": None}

    (text,) = server.texts(WECOM)
    assert "· 被拦 demo：40 个栏目（栏0、栏1、栏2、栏3、栏4等）" in text
    assert len(text.encode()) <= 2048

    wide = [blocked(f"栏{number}", f"site{number}") for number in range(60)]
    rounds = Rounds(tmp_path / "wide", MESSAGE_CHANNELS=settings)
    assert told(rounds.tell("2027-02-03 09:00", *wide)) == {"duty": None}
    text = server.texts(WECOM)[-1]
    lines = [line for line in text.splitlines() if line.startswith("· ")]
    assert 5 < len(lines) < 60
    assert text.endswith(f"另有 {60 - len(lines)} 条：lanmu health 列出全部")
    assert len(text.encode()) <= 2048
    # All sixty have been told, as far as a message holds them: the next round doesn't go on with the rest.
    assert rounds.tell("2027-02-04 09:00", *wide) == []


def test_the_longest_message_that_the_others_take(tmp_path: Path, server: Receiver, box: Mailbox) -> None:
    write_channels(tmp_path, server, box)
    wide = [blocked(f"第{number}栏", f"site{number}") for number in range(500)]
    done = Rounds(tmp_path).tell("2027-02-03 09:00", *wide)
    assert told(done) == dict.fromkeys(("hook", "钉钉群", "飞书群", "Duty room", "mail"))
    for path in (HOOK, DINGTALK, FEISHU):
        (text,) = server.texts(path)
        assert 15_000 < len(text.encode()) <= 18_000
        assert re.search(r"\n另有 \d+ 条：lanmu health 列出全部$", text)


def test_a_robot_that_refuses_with_status_200_is_no_delivery(tmp_path: Path, server: Receiver) -> None:
    url = f"{server.at(DINGTALK)}?access_token={TOKEN}"
    wrong = {
        "unsigned": {"url": url, "robot": "dingtalk"},
        "other token": {"url": f"{server.at(WECOM)}?key=k0123456789", "robot": "wecom"},
        "unsigned too": {"url": server.at(FEISHU), "robot": "feishu"},
        "no robot": {"url": server.at("/hook"), "robot": "feishu"},
    }
    done = Rounds(tmp_path, MESSAGE_CHANNELS=wrong).tell("2027-02-03 09:00", quiet())
    assert told(done) == {
        "unsigned": "it refuses: 310000 sign not match, token …",
        "other token": "it refuses: 93000 invalid webhook url",
        "unsigned too": "it refuses: 19021 sign match fail or timestamp is not within one hour from current time",
        "no robot": "the answer is not that of such a robot",
    }
    zh = {one.channel: one.line().zh for one in done}
    assert zh["unsigned"] == "unsigned：未送达（对方拒收：310000 sign not match, token …），下一轮再发"
