"""Mutes as a person makes, lists and ends them with ``lanmu health``, and what names nothing there is."""

import json
import subprocess
from pathlib import Path

import pytest
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from receivers import closed_port
from support import COMMAND, Done, environment, lanmu, one_line

UNTIL = ("--until", "2099-12-31", "--reason", "改版", "--by", "记者甲")
COLUMN = f"{SITE}/队伍建设"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a run of a column in which a page has no list: one finding, ``unreadable``."""
    folder = tmp_path_factory.mktemp("crawled")
    with HTTPServer() as server:
        site = NewsSite(server)
        site.open("队伍建设", "/dwjs/", 4)
        site.open("通知公告", "/tzgg/", 4)
        site.serve("/tzgg/index.jhtml", "<html><body><p>本栏目正在升级改造</p></body></html>")
        History(site, folder).crawl(0, code=3)
    return folder


@pytest.fixture
def folder(crawled: Path) -> Path:
    """The same without mutes."""
    (crawled / "data" / "mutes.toml").unlink(missing_ok=True)
    (crawled / "data" / "channels.toml").unlink(missing_ok=True)
    return crawled


def health(folder: Path, *arguments: str, language: str = "en") -> Done:
    return lanmu("health", "--lang", language, *arguments, cwd=folder)


def said(done: Done) -> str:
    """What a call that went well printed."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_muted_listed_ended_and_open_again(folder: Path) -> None:
    target = f"{SITE}/通知公告:unreadable"
    assert said(health(folder, "--mutes")) == "Nothing is muted.\n"
    assert said(health(folder, "--mute", target, *UNTIL)) == f"{target} is muted until 2099-12-31\n"
    assert said(health(folder, "--mute", ":disk", *UNTIL)) == ":disk is muted until 2099-12-31\n"
    assert health(folder).returncode == 0
    assert said(health(folder, "--mutes", language="zh")) == (
        f"{target} 静音至 2099-12-31：改版（记者甲）\n:disk 静音至 2099-12-31：改版（记者甲）\n"
    )
    done = health(folder, "--unmute", f"{SITE}/通知公告")
    assert said(done) == f"{target} is muted no more (it was until 2099-12-31)\n"
    assert health(folder).returncode == 1
    assert said(health(folder, "--mutes")) == ":disk is muted until 2099-12-31: 改版 (记者甲)\n"
    again = health(folder, "--unmute", target)
    assert (again.returncode, one_line(again)) == (2, "lanmu: no such mute lasts; there are: :disk")


def test_expected_is_what_is_found_there_and_nothing_else(folder: Path) -> None:
    line = f"{SITE}/通知公告:unreadable is marked as expected until 2099-12-31\n"
    assert said(health(folder, "--expected", f"{SITE}/通知公告", *UNTIL)) == line
    (folder / "data" / "mutes.toml").unlink()
    # Of the whole site there is only this one, too: it is not the whole site that is expected.
    assert said(health(folder, "--expected", SITE, *UNTIL)) == line
    done = health(folder, "--expected", COLUMN, *UNTIL)
    assert done.returncode == 2
    assert one_line(done).startswith(f"lanmu: --expected {COLUMN}: nothing is found there; say what is expected, as ")


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("jingzou", "jingzou: no site is named 'jingzou'; did you mean jingzhou?"),
        (f"{SITE}/通知公吿", f"{SITE}/通知公吿: {SITE} has no column '通知公吿'; did you mean 通知公告?"),
        (f"{SITE}/要闻", f"{SITE}/要闻: {SITE} has no column '要闻'; there are: 通知公告, 队伍建设"),
        ("/值班群:channel", "/值班群:channel: no channel is named '值班群'"),
    ],
)
def test_a_mute_of_nothing_there_is_is_refused(target: str, line: str, folder: Path) -> None:
    done = health(folder, "--mute", target, *UNTIL)
    assert (done.returncode, one_line(done)) == (2, f"lanmu: {line}")
    assert not (folder / "data" / "mutes.toml").exists()


def test_a_name_in_the_file_that_nobody_has_is_told_and_the_rest_judged(folder: Path) -> None:
    entry = '[[mute]]\nsite = "{}"\ncolumn = "{}"\nuntil = {}\nreason = "r"\nby = "b"\n'
    text = entry.format(SITE, "通知公吿", "2099-12-31") + entry.format("jingzou", "要闻", "2099-12-31")
    file = folder / "data" / "mutes.toml"
    file.write_text(text + entry.format("gone", "要闻", "2020-12-31"), encoding="utf-8")
    done = health(folder)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"lanmu: the mute of {SITE}/通知公吿: {SITE} has no column '通知公吿'; did you mean 通知公告?",
        "lanmu: the mute of jingzou/要闻: no site is named 'jingzou'; did you mean jingzhou?",
    ]
    assert "needs a person (1)" in done.stdout
    # Whatever else there is: it is not all right.
    file.write_text(entry.format("jingzou", "要闻", "2099-12-31"), encoding="utf-8")
    said(health(folder, "--mute", SITE, *UNTIL))
    assert health(folder).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--mute", SITE, "--tell"), "--mute and --tell are two calls; make one after the other"),
        (("--mute", SITE, "--expected", SITE), "--mute and --expected are two calls; make one after the other"),
        (("--mutes", "--json"), "--mutes has no JSON; leave out --json"),
        (("--tell", SITE), f"--tell takes no site of its own; leave out {SITE}"),
        (("--unmute", SITE), "no mute lasts"),
        (("--unmute", f"{SITE}:calm"), "--unmute jingzhou:calm: no finding is of kind 'calm'; did you mean channel?"),
    ],
)
def test_a_call_that_can_not_be_meant_is_one_line(arguments: tuple[str, ...], line: str, folder: Path) -> None:
    done = health(folder, *arguments)
    assert (done.returncode, one_line(done)) == (2, f"lanmu: {line}")


def test_mutes_made_at_the_same_moment_are_all_kept(folder: Path) -> None:
    made = [
        subprocess.Popen([*COMMAND, "health", "--mute", f":{kind}", *UNTIL], cwd=folder, env=environment())
        for kind in ("disk", "clock", "channel")
    ]
    assert [one.wait(60) for one in made] == [0, 0, 0]
    assert len(said(health(folder, "--mutes")).splitlines()) == 3


def test_json_is_all_that_stdout_holds(folder: Path) -> None:
    bad = f'[[mute]]\nsite = "{SITE}"\ncolumn = "x"\nuntil = 2099-12-31\nreason = "r"\nby = "b"\n'
    (folder / "data" / "mutes.toml").write_text(bad, encoding="utf-8")
    (folder / "data" / "health").mkdir(exist_ok=True)
    address = f"http://127.0.0.1:{closed_port()}/cgi-bin/webhook/send?key=tok4e1f0c9d2b7a"
    channel = f'[dead]\nurl = "{address}"\nrobot = "wecom"\nsites = ["x"]\n'
    (folder / "data" / "channels.toml").write_text(channel, encoding="utf-8")
    for options in ((), ("--tell",), ("--digest", "--tell")):
        (folder / "data" / "health" / "told.json").write_text("{", encoding="utf-8")
        done = health(folder, "--json", *options)
        assert [one["kind"] for one in json.loads(done.stdout)["findings"]] == ["unreadable"]
        assert done.returncode == 1
        assert all(line.startswith("lanmu: ") for line in done.stderr.splitlines()), done.stderr
        assert done.stderr.count("told.json") == 1
