"""Others' tools, run in the environment that has them, which is not that of Lanmu, and without a network."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / ".venv-loaders" / "bin" / "python"


def environment(home: Path) -> dict[str, str]:
    """One in which nothing can be fetched, and caches are ``home``'s."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "HF_HOME": str(home / "hf"),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }


def run(command: list[str | Path], cwd: Path, home: Path, stdin: str = "") -> str:
    """What a command prints; it must end well."""
    assert PYTHON.exists(), "the loaders aren't installed: make loaders"
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(home),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def python(code: str, cwd: Path, home: Path, *arguments: str) -> Any:
    """The JSON in the last line that a script prints."""
    return json.loads(run([PYTHON, "-c", code, *arguments], cwd, home).splitlines()[-1])
