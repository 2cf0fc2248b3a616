"""``lanmu health`` as a process of its own: tells, digests, tries channels out, mutes; killed while it tells."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from receivers import DINGTALK_SECRET, TOKEN, Receiver, closed_port, receiver, silent_server
from support import COMMAND, Done, environment, lanmu, one_line, the_run

DAMAGED = "Lanmu · 1 opened"
ROBOT = "/robot/send"


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


@pytest.fixture
def folder(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> Path:
    """A data folder with one run, of which a file is cut: a finding that stays until the run is mended."""
    site = NewsSite(servers[0])
    site.open("队伍建设", "/dwjs/", 4)
    run = History(site, tmp_path).crawl(0).run
    shutil.copy(run.folder / "articles.jsonl", tmp_path / "whole.jsonl")
    (run.folder / "articles.jsonl").write_text("")
    return tmp_path


def mend(folder: Path) -> None:
    run = the_run(folder, SITE)
    shutil.copy(folder / "whole.jsonl", run.folder / "articles.jsonl")


def write_channels(folder: Path, *channels: tuple[str, str]) -> None:
    text = 'language = "en"\n' + "".join(f"[{name}]\nurl = {json.dumps(url)}\n" for name, url in channels)
    write_file(folder, text)


def write_file(folder: Path, text: str, mode: int = 0o600) -> None:
    file = folder / "data" / "channels.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def health(folder: Path, *arguments: str) -> Done:
    return lanmu("health", "--lang", "en", *arguments, cwd=folder)


def titles(server: Receiver) -> list[str]:
    return [text.partition("\n")[0] for text in server.texts("/hook")]


def test_told_at_open_and_close_with_the_verdict_of_the_terminal(folder: Path, server: Receiver) -> None:
    write_channels(folder, ("hook", server.hook()))
    beat = ("-s", f"HEARTBEAT_URL={server.at('/ping')}")

    done = health(folder, "--tell", *beat)
    assert (done.returncode, done.stderr) == (1, f"lanmu: hook: delivered ({DAMAGED})\n")
    sentence = done.stdout.splitlines()[0]
    assert server.texts("/hook")[0].splitlines()[1] == sentence
    again = health(folder, "--tell", *beat)
    assert (again.returncode, again.stderr) == (1, "")
    mend(folder)
    mended = health(folder, "--tell", *beat)
    assert mended.stderr == "lanmu: hook: delivered (Lanmu · 1 closed)\n"

    assert titles(server) == [DAMAGED, "Lanmu · 1 closed"]
    assert [taken.path for taken in server.taken if taken.path != "/hook"] == ["/ping"] * 3
    assert server.taken[1].body == sentence

    digest = health(folder, "--digest", "--json")
    assert digest.stderr.startswith("lanmu: hook: delivered (Lanmu · digest 20")
    assert json.loads(digest.stdout)["sentence"]["en"] in server.texts("/hook")[-1]


def test_a_test_message_and_what_hinders_it(folder: Path, server: Receiver) -> None:
    write_channels(folder, ("hook", server.hook()), ("dead", f"json://127.0.0.1:{closed_port()}/{TOKEN}"))
    alone = health(folder, "--test-message", "hook")
    assert (alone.returncode, alone.stdout, alone.stderr) == (0, "hook: delivered\n", "")
    (text,) = server.texts("/hook")
    assert text.startswith("Lanmu · test message\nChannel hook gets Lanmu's messages. 20")

    both = health(folder, "--test-message")
    assert both.returncode == 1
    assert sorted(both.stdout.splitlines()) == ["dead: not delivered (no connection, or it refuses)", "hook: delivered"]
    assert one_line(health(folder, "--test-message", "hok")) == ("lanmu: no channel is named 'hok'; did you mean hook?")
    write_channels(folder)
    assert one_line(health(folder, "--test-message")) == (
        "lanmu: there is no channel; name one in data/channels.toml, see docs/messages.md"
    )


def test_no_output_holds_a_secret(folder: Path, server: Receiver) -> None:
    secrets = (TOKEN, DINGTALK_SECRET)
    with silent_server() as port:
        text = f"""
[unsigned]
url = "{server.at(ROBOT)}?access_token={TOKEN}"
robot = "dingtalk"
secret = "SEC{TOKEN}"
[dead]
url = "http://127.0.0.1:{closed_port()}/robot/send?access_token={TOKEN}"
robot = "dingtalk"
secret = "{DINGTALK_SECRET}"
[silent]
url = "json://{TOKEN}:{DINGTALK_SECRET}@127.0.0.1:{port}/{TOKEN}"
[refused]
url = "json://127.0.0.1:{closed_port()}/{TOKEN}?+X-Key={DINGTALK_SECRET}"
[mail]
url = "mailto://robot:{DINGTALK_SECRET}@127.0.0.1:{port}/?from=lanmu@example.org&to=a@example.org&mode=insecure"
"""
        write_file(folder, text)
        for option in ("--tell", "--test-message", "--json"):
            beat = f"HEARTBEAT_URL=http://127.0.0.1:{closed_port()}/{TOKEN}"
            done = health(folder, option, "-L", "DEBUG", "-s", "MESSAGE_TIMEOUT=1", "-s", beat)
            assert done.returncode == 1
            assert not any(secret in done.stdout + done.stderr for secret in secrets)
            assert "Traceback" not in done.stderr
    written = (folder / "data" / "health" / "told.json").read_text(encoding="utf-8")
    assert "it refuses: 310000 sign not match, token …" in written
    assert not any(secret in written for secret in secrets)


def test_a_bad_channel_file_is_one_line(folder: Path) -> None:
    write_channels(folder, ("duty", f"dingtlk://{TOKEN}"))
    done = health(folder, "--tell")
    assert (done.returncode, one_line(done)) == (
        2,
        "lanmu: data/channels.toml: channel 'duty': no service is known for dingtlk://; did you mean dingtalk://?",
    )


def test_what_is_odd_about_a_channel_is_said_and_it_is_told_all_the_same(folder: Path, server: Receiver) -> None:
    text = f'language = "en"\n[duty]\nurl = "{server.hook()}"\nsites = ["jingzou", "jing*"]\nprovinces = ["hubai"]\n'
    write_file(folder, text, 0o644)
    done = health(folder, "--tell")
    assert done.stderr.splitlines() == [
        "lanmu: data/channels.toml holds secrets, and others on this machine can read it: chmod 600 data/channels.toml",
        "lanmu: channel duty: no site is named 'jingzou'; did you mean jingzhou?",
        "lanmu: channel duty: no folder of site files is named 'hubai'; did you mean hubei?",
        f"lanmu: duty: delivered ({DAMAGED})",
    ]
    write_file(folder, text.replace("jingzou", "jingzhou"), 0o640)
    zh = health(folder, "--test-message", "--lang", "zh")
    assert (zh.returncode, zh.stdout) == (1, "duty：已送达\n")
    assert zh.stderr == "lanmu: 渠道 duty：没有省份文件夹叫 'hubai'；是不是 hubei？\n"


def test_a_mute_from_the_command_line_and_its_end(folder: Path, server: Receiver) -> None:
    write_channels(folder, ("hook", server.hook()))
    mute = ("--mute", f"{SITE}:damaged", "--until", "2099-12-31", "--reason", "正在恢复", "--by", "记者甲")
    done = health(folder, *mute)
    assert (done.returncode, done.stdout, done.stderr) == (0, "jingzhou:damaged is muted until 2099-12-31\n", "")

    silent = health(folder, "--tell")
    assert (silent.returncode, silent.stderr) == (0, "")
    assert "(until 2099-12-31: 正在恢复, 记者甲)" in silent.stdout
    assert server.taken == []

    # A person lets it end.
    file = folder / "data" / "mutes.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("2099-12-31", "2020-12-31"), encoding="utf-8")
    assert health(folder, "--tell").returncode == 1
    assert titles(server) == [DAMAGED]


def _telling(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "health", "--tell", "-s", "MESSAGE_TIMEOUT=100"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _noted(folder: Path) -> bool:
    file = folder / "data" / "health" / "told.json"
    return file.exists() and bool(json.loads(file.read_bytes())["channels"]["hook"]["open"])


def _wait(what: object) -> None:
    assert callable(what)
    deadline = time.monotonic() + 100
    while not what() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert what()


def test_killed_while_another_channel_is_waited_for(folder: Path, server: Receiver) -> None:
    with silent_server() as port:
        write_channels(folder, ("hook", server.hook()), ("silent", f"json://127.0.0.1:{port}/hook"))
        with _telling(folder) as process:
            _wait(lambda: _noted(folder))
            # Meanwhile nobody else tells, nor judges: what it would find is told by then.
            second = health(folder, "--tell")
            line = "lanmu: messages are being sent already, by another lanmu health; wait until that has ended"
            assert (second.returncode, one_line(second)) == (1, line)
            process.send_signal(signal.SIGKILL)
    with receiver() as other:
        write_channels(folder, ("hook", server.hook()), ("silent", other.hook()))
        assert health(folder, "--tell").stderr == f"lanmu: silent: delivered ({DAMAGED})\n"
        assert titles(server) == titles(other) == [DAMAGED]


def test_killed_as_it_delivers_it_tells_twice_at_most(folder: Path, server: Receiver) -> None:
    write_channels(folder, ("hook", server.hook()))
    with _telling(folder) as process:
        _wait(lambda: server.taken)
        process.send_signal(signal.SIGKILL)
    health(folder, "--tell")
    assert 1 <= len(titles(server)) <= 2
    before = titles(server)
    assert health(folder, "--tell").stderr == ""
    assert titles(server) == before


def test_without_the_extra_robots_work_and_the_rest_is_one_line(folder: Path, server: Receiver) -> None:
    call = (
        "import sys; sys.modules['apprise'] = None; from crawler.cmdline import main; sys.argv[:1] = ['lanmu']; main()"
    )
    python = [sys.executable, "-c", call, "health", "--test-message"]
    text = f'[duty]\nurl = "{server.at("/cgi-bin/webhook/send")}?key={TOKEN}"\nrobot = "wecom"\nlanguage = "en"\n'
    write_file(folder, text)
    done = subprocess.run(python, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "duty：已送达\n", "")

    write_file(folder, f'{text}[hook]\nurl = "{server.hook()}"\n')
    done = subprocess.run(python, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, one_line(done)) == (
        1,
        "lanmu: data/channels.toml: channel 'hook': json:// needs apprise; install with: pip install 'lanmu[messages]'",
    )
    assert len(server.taken) == 1
