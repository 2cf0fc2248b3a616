"""What a command loads before it begins: its own modules, not those of others."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import environment, lanmu

SETTINGS = """
from crawler.settings import *

COMMANDS_MODULE = "own_commands"
"""
HELLO = """
from crawler import cmdline


class Command(cmdline.Command):
    def short_desc(self):
        return "Say hello"

    def run(self, args, opts):
        print("hello", *args)
"""


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "crawler.cmdline", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=300,
        check=False,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_a_crawl_loads_nothing_that_only_other_commands_terminals_or_rare_dates_need(tmp_path: Path) -> None:
    names = loaded("crawl", "demo", "-a", "homepage=http://127.0.0.1:1/", cwd=tmp_path)
    assert "crawler.pipelines.date" in names
    tops = {".".join(name.split(".")[:2]) for name in names}
    assert tops & {"crawler.sandbox", "crawler.survey", "rich.console", "dateparser"} == set()


def test_every_command_is_listed_and_found(tmp_path: Path) -> None:
    listed = lanmu(cwd=tmp_path).stdout
    for name in ("crawl", "sandbox", "compare", "newsite", "shell"):
        assert f"\n  {name} " in listed
        helped = lanmu(name, "-h", cwd=tmp_path)
        assert (helped.returncode, helped.stderr) == (0, "")
        assert "Usage" in helped.stdout


@pytest.mark.parametrize("name", ["crawll", "a.b", "--nosuch", "__main__"])
def test_what_is_no_command_is_told_as_ever(tmp_path: Path, name: str) -> None:
    done = lanmu(name, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert f"Unknown command: {name}" in done.stdout or "Available commands" in done.stdout


def test_commands_of_a_users_own_settings_are_found(tmp_path: Path) -> None:
    (tmp_path / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own_commands").mkdir()
    (tmp_path / "own_commands" / "__init__.py").touch()
    (tmp_path / "own_commands" / "sandbox.py").write_text(HELLO, encoding="utf-8")
    done = lanmu("sandbox", "you", cwd=tmp_path, settings="own_settings")
    assert (done.returncode, done.stdout) == (0, "hello you\n")
