"""A crawl in a process of its own: started, ended within a bound, its time and memory measured."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# How often a process is looked at.
_LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended: ``line`` is the last it wrote, ``rss`` its peak in MB, -9 the ``code`` of a bound."""

    code: int
    line: str
    seconds: float
    rss: float
    cpu: float


def started(
    arguments: list[str], log: Path, environment: Mapping[str, str] | None = None, python: str = sys.executable
) -> subprocess.Popen[bytes]:
    """Start ``lanmu`` with ``arguments``, by this Python; what it writes goes to the file ``log``."""
    with log.open("wb") as file:
        command = [python, "-m", "crawler.cmdline", *arguments]
        return subprocess.Popen(command, stdout=file, stderr=file, env={**os.environ, **(environment or {})})


def ended(process: subprocess.Popen[bytes], log: Path, since: float, most: float) -> Ended:
    """Wait for a process of :func:`started` (at ``since``, of ``time.monotonic``), killed after ``most`` seconds."""
    rss = 0.0
    try:
        while (done := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            rss = max(rss, peak_mb(process.pid))
            if time.monotonic() > since + most:
                process.send_signal(signal.SIGKILL)
            time.sleep(_LOOK)
    except BaseException:
        process.kill()
        raise
    _, status, usage = done
    process.returncode = os.waitstatus_to_exitcode(status)
    written = log.read_text(encoding="utf-8", errors="replace").splitlines()
    cpu = usage.ru_utime + usage.ru_stime
    return Ended(process.returncode, written[-1] if written else "", time.monotonic() - since, rss, cpu)


def peak_mb(pid: int) -> float:
    """The most memory a running process has had; 0 if it has just ended.

    What wait4 tells is no less than what this process had when it started that one.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)


def lanmu(arguments: list[str], log: Path, *, most: float, days_ahead: float = 0) -> Ended:
    """Run ``lanmu`` to its end, as on a day so many days ahead."""
    since = time.monotonic()
    return ended(started(arguments, log, {"LANMU_DAYS_AHEAD": str(days_ahead)}), log, since, most)


def crawl_arguments(home: str, data: Path, *settings: str, site: str = "demo") -> list[str]:
    """``crawl SITE`` with a home page, a data folder and settings like ``DOWNLOAD_DELAY=0``."""
    options = [part for setting in (f"DATA_DIR={data}", *settings) for part in ("-s", setting)]
    return ["crawl", site, "-a", f"homepage={home}", *options]


def newest_report(site_folder: Path) -> dict[str, Any]:
    """The report of the site's newest run."""
    newest = max((site_folder / "runs").glob("[0-9]*"))
    report: dict[str, Any] = json.loads((newest / "report.json").read_bytes())
    return report
