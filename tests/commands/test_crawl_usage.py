"""Mistakes in a call of ``lanmu crawl`` end with one line that says what to do, and exit 2; nothing is written."""

from pathlib import Path

import pytest
from support import lanmu, one_line

HOME = "homepage=http://127.0.0.1:9/"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demmo", "-a", HOME), "did you mean demo?"),
        (("xyz", "-a", HOME), "there are: demo, jingzhou"),
        (("jingzhou",), "-a homepage=URL"),
        (("demo", "-a", "homepage=www.example.gov.cn"), "www.example.gov.cn"),
        (("demo", "-a", "homepage=ftp://www.example.gov.cn/"), "ftp://"),
        (("demo", "-a", "homepage=http:///index"), "http:///index"),
        (("demo", "-a", "homepage=http://[::1/"), "http://[::1/"),
        (("demo", "-a", "homepage=http://127.0.0.1:port/"), "127.0.0.1:port"),
        (("demo", "-a", HOME, "-a", "sample=0"), "sample"),
        (("demo", "-a", HOME, "-a", "sample=many"), "sample"),
        (("demo", "-a", HOME, "-a", "colour=red"), "colour"),
        (("demo", "-a", HOME, "--nosuch"), "--nosuch"),
        (("demo", "jingzhou", "-a", HOME), "one site"),
        ((), "one site"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = lanmu("crawl", *arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in one_line(done)
    assert list(tmp_path.iterdir()) == []


def test_an_argument_without_a_value_is_a_mistake(tmp_path: Path) -> None:
    """Scrapy itself refuses it, with its usage in front."""
    done = lanmu("crawl", "demo", "-a", "homepage", cwd=tmp_path)
    assert done.returncode == 2
    assert "NAME=VALUE" in done.stderr.splitlines()[-1]


def test_the_list_of_sites(tmp_path: Path) -> None:
    done = lanmu("list", cwd=tmp_path)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["demo", "jingzhou"], "")


def test_an_unknown_command_is_a_mistake(tmp_path: Path) -> None:
    done = lanmu("crawll", cwd=tmp_path)
    assert done.returncode == 2
    assert "crawll" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("crawl", "demo"), ("crawlall",), ("health",)])
def test_a_log_level_that_is_none_is_a_mistake(tmp_path: Path, command: tuple[str, ...]) -> None:
    for level in (("-L", "info"), ("-s", "LOG_LEVEL=FOO")):
        done = lanmu(*command, *level, cwd=tmp_path)
        told = f"lanmu: log level '{level[1].removeprefix('LOG_LEVEL=')}' is none; give -L DEBUG, INFO, WARNING, "
        assert (done.returncode, one_line(done)) == (2, f"{told}ERROR or CRITICAL")


def test_a_setting_whose_name_is_much_like_another_is_told(tmp_path: Path) -> None:
    slips = {
        "DOWNLOAD_DELY": "DOWNLOAD_DELAY",
        "concurrent_sites": "CONCURRENT_SITES",
        "MY_OWN": None,
        "LOG_FILE": None,
    }
    done = lanmu("sites", *(word for name in slips for word in ("-s", f"{name}=")), cwd=tmp_path)
    told = [f"lanmu: no setting is named {name}; did you mean {meant}?" for name, meant in slips.items() if meant]
    assert (done.returncode, done.stderr.splitlines()) == (0, told)
