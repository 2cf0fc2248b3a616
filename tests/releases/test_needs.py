"""Without the extra ``release``, its commands say in one line how to get it."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import environment, one_line

# What has no module is not installed.
_WITHOUT = (
    "import runpy, sys; sys.modules['duckdb'] = sys.modules['rensa'] = None; "
    "sys.argv[0] = 'lanmu'; runpy.run_module('crawler.cmdline', run_name='__main__')"
)


@pytest.mark.parametrize("arguments", [("release", "demo"), ("verify", "."), ("query", "SELECT 1")])
def test_what_is_missing_is_named_with_how_to_install_it(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, *arguments],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert one_line(done) == f"lanmu: {arguments[0]} needs duckdb, rensa; install with: pip install 'lanmu[release]'"
