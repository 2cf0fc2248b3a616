"""``channels.toml`` and MESSAGE_CHANNELS: what can't be meant is one clear line, without a word of any address."""

from pathlib import Path
from typing import Any

import pytest
from receivers import DINGTALK_SECRET, TOKEN
from scrapy.settings import Settings

from crawler.errors import LanmuError, UsageError
from crawler.messages.channel import Channel
from crawler.messages.channel_file import channels

DING = f'url = "https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"'


def read(folder: Path, text: str | bytes = "", **settings: Any) -> list[Channel]:
    if text:
        data = text.encode() if isinstance(text, str) else text
        (folder / "channels.toml").write_bytes(data)
    return channels(folder, Settings({"LANGUAGE": "zh", "QUIET_HOURS": "", "MESSAGE_TIMEOUT": 20, **settings}))


def test_without_a_file_there_is_no_channel(tmp_path: Path) -> None:
    assert read(tmp_path) == []


def test_addresses_as_the_services_give_them(tmp_path: Path) -> None:
    wired = {
        "ding": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
        "ding short": f"dingtalk://{DINGTALK_SECRET}@{TOKEN}",
        "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}",
        "lark": f"lark://{TOKEN}",
        "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}",
        "wecom short": f"wecombot://{TOKEN}/",
        "slack": "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "hook": f"jsons://example.org/hook?key={TOKEN}",
        "mail": "mailtos://robot:secret@example.org?to=analyst@example.org",
    }
    found = {one.name: repr(one.sender) for one in read(tmp_path, MESSAGE_CHANNELS=wired)}
    assert found == {
        "ding": "Robot(kind='dingtalk')",
        "ding short": "Robot(kind='dingtalk')",
        "feishu": "Robot(kind='feishu')",
        "lark": "Robot(kind='feishu')",
        "wecom": "Robot(kind='wecom')",
        "wecom short": "Robot(kind='wecom')",
        "slack": "Apprised(Slack)",
        "hook": "Apprised(JSON)",
        "mail": "Apprised(E-Mail)",
    }


def test_a_message_is_as_long_as_its_service_takes(tmp_path: Path) -> None:
    wired = {
        "wecom": f"wecom://{TOKEN}",
        "ding": f"dingtalk://{TOKEN}",
        "telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
        "mail": "mailtos://robot:secret@example.org?to=analyst@example.org",
    }
    found = {one.name: one.sender.most_bytes for one in read(tmp_path, MESSAGE_CHANNELS=wired)}
    assert found == {"wecom": 2048, "ding": 18_000, "telegram": 4096, "mail": 18_000}


def test_the_file_the_setting_and_what_holds_for_all(tmp_path: Path) -> None:
    text = (
        f'quiet_hours = "22:00-07:00"\ndigest = "08:30"\n[one]\n{DING}\n[two]\n{DING}\nlanguage = "en"\ndigest = ""\n'
    )
    one, two, three = read(
        tmp_path, text, LANGUAGE="zh", QUIET_HOURS="12:00-13:00", MESSAGE_CHANNELS='{"three": "wecom://' + TOKEN + '"}'
    )
    assert (one.name, one.language, one.quiet_hours, one.digest) == ("one", "zh", "22:00-07:00", "08:30")
    assert (two.name, two.language, two.quiet_hours, two.digest) == ("two", "en", "22:00-07:00", "")
    assert (three.name, three.language, three.quiet_hours, three.digest) == ("three", "zh", "12:00-13:00", "")
    assert TOKEN not in f"{one}{two}{three}"


# What stands in the file, and what the one line says of it.
BAD = [
    (
        f'[duty]\nurl = "dingtlk://{TOKEN}"',
        "channel 'duty': no service is known for dingtlk://; did you mean dingtalk://",
    ),
    (
        f'[duty]\nurl = "qqqqqqqqqqqq://{TOKEN}"',
        "no service is known for qqqqqqqqqqqq://; see docs/messages.md for them",
    ),
    (f'[duty]\nurl = "{TOKEN}"', "channel 'duty': its url is no address"),
    (f'[duty]\nurl = "slack://{TOKEN}"', "channel 'duty': this is no whole address of slack://"),
    (
        f'[duty]\nurl = "https://example.org/{TOKEN}"',
        "its host is none that is known; for a robot's gateway add robot =",
    ),
    (f'[duty]\nurl = "http:///{TOKEN}"', "channel 'duty': its url has no host"),
    (f'[duty]\n{DING}\nrobot = "qq"', "no robot is called 'qq'; there are: dingtalk, feishu, wecom"),
    (f'[duty]\nurl = "json://{TOKEN}"\nrobot = "wecom"', "needs an address that begins with https://, not json://"),
    (f'[duty]\nurl = "wecom://{TOKEN}"\nsecret = "{TOKEN}"', "a robot of wecom has no secret; leave it out"),
    (f'[duty]\nurl = "json://{TOKEN}/x"\nsecret = "{TOKEN}"', "secret is for robots only"),
    ("[duty]\nlanguage = 'en'", "channel 'duty' has no address; add url ="),
    (f"[duty]\n{DING}\nurls = '{TOKEN}'", "channel 'duty' has 'urls', which is not known; there are: url, robot,"),
    (f"[duty]\n{DING}\nsites = 'demo'", "channel 'duty': write sites as [\"NAME\", …]"),
    (f"[duty]\n{DING}\ndigest = 8", "channel 'duty': write digest as text in quotes"),
    (f"[duty]\n{DING}\ndigest = '25:00'", "channel 'duty': digest '25:00' is no time; write it as 08:30"),
    (f"[duty]\n{DING}\nquiet_hours = 'night'", "quiet_hours 'night' are none; write them as 22:00-07:00"),
    (f"[duty]\n{DING}\nquiet_hours = '00:00-24:00'", "quiet_hours '00:00-24:00' are none"),
    (f"[duty]\n{DING}\nlanguage = 'fr'", "channel 'duty': language 'fr' is not known; there are: zh, en"),
    (f"{DING}\n[duty]\n{DING}", "url is not known before the first channel; put it below the [name] of a channel"),
    (f"[duty]\n{DING[:-1]}", "channels.toml is no TOML (at "),
    ("[duty]\nurl = 钉钉".encode("gb18030"), "channels.toml: it is no UTF-8"),
]


@pytest.mark.parametrize(("text", "said"), BAD, ids=[said[:60] for _, said in BAD])
def test_one_clear_line_without_secrets(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    line = str(caught.value)
    assert said in line
    assert "channels.toml" in line
    assert "\n" not in line
    assert TOKEN not in line


@pytest.mark.parametrize("value", ["{", f'["{TOKEN}"]', f"dingtalk://{TOKEN}"])
def test_a_bad_setting(tmp_path: Path, value: str) -> None:
    with pytest.raises(UsageError, match="MESSAGE_CHANNELS is no table of channels by name") as caught:
        read(tmp_path, MESSAGE_CHANNELS=value)
    assert TOKEN not in str(caught.value)


def test_a_bad_timeout(tmp_path: Path) -> None:
    for value in ("soon", 0, -1, "inf", "nan"):
        with pytest.raises(UsageError, match=r"MESSAGE_TIMEOUT .* is no number of seconds; give one, like 20"):
            read(tmp_path, MESSAGE_TIMEOUT=value)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").mkdir()
    with pytest.raises(LanmuError, match=r"cannot read .*channels\.toml: Is a directory"):
        read(tmp_path)
