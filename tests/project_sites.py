"""A project of small sites for ``lanmu crawlall``: site files that name the servers of a test."""

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from small_site import SmallSite
from support import COMMAND, Done, Record, Run, environment, lanmu, runs

# Generous: what is waited for comes within a second or two.
SECONDS = 60
HELD = "/dwjs/3.jhtml"
NO_DELAY = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_BACKOFF=0")
# What differs between two crawls of the same pages.
_OF_THE_RUN = ("run", "fetched_at")


class Project:
    """A folder with a ``scrapy.cfg`` and site files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "sites").mkdir(parents=True)
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
        (folder / "sites" / "__init__.py").touch()

    def add(self, name: str, homepage: str | None, *further: str) -> None:
        """A site file; ``further`` are lines of its class."""
        lines = [f"    name = {name!r}", "    site_name = '某市长安网'", f"    homepage = {homepage!r}"]
        lines += [f"    {line}" for line in further]
        head = "from crawler.platforms.jeecms import Jeecms\n\n\n"
        text = f"{head}class {name.title()}(Jeecms):\n" + "\n".join(lines) + "\n"
        (self.folder / "sites" / f"{name}.py").write_text(text, encoding="utf-8")

    def crawlall(self, *arguments: str | Path) -> Done:
        return lanmu("crawlall", *arguments, *NO_DELAY, cwd=self.folder)

    @contextmanager
    def crawling(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """``crawlall`` under way; it is killed with the block if it still runs."""
        with subprocess.Popen(
            [*COMMAND, "crawlall", *arguments, *NO_DELAY],
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def runs(self, site: str) -> list[Run]:
        return runs(self.folder, site)

    def crawled(self) -> set[str]:
        """The sites that have a run."""
        return {path.parent.parent.name for path in self.folder.glob("data/*/runs/*T*")}


def fill(site: SmallSite, articles: int) -> None:
    """One column of so many articles."""
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    rows = [site.article(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(1, articles + 1)]
    site.column("/dwjs/", rows)


def wait_until_asked(site: SmallSite, path: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + SECONDS
    while path not in site.requested:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline, f"{path} was not asked for"
        time.sleep(0.01)


def interrupted(process: subprocess.Popen[str], one: signal.Signals = signal.SIGINT) -> str:
    """Send a signal and wait for the end; what was written to stderr."""
    process.send_signal(one)
    _, stderr = process.communicate(timeout=SECONDS)
    return stderr


def last_line(stderr: str) -> str:
    return stderr.splitlines()[-1]


def lines_of(stderr: str, site: str) -> list[str]:
    """The lines that begin with a site's name."""
    return [line for line in stderr.splitlines() if line.startswith(f"{site} ")]


def text_of(records: Iterable[Record]) -> list[str]:
    """Records without what is another in each run, sorted."""
    return sorted(json.dumps({k: v for k, v in one.items() if k not in _OF_THE_RUN}) for one in records)


def without_run(line: str) -> str:
    """A closing line without what is another in each run."""
    return re.sub(r"; dataset: .*", "", line)


def hold(site: SmallSite, let_go: threading.Event, path: str = HELD) -> None:
    """Nothing comes for ``path`` until the event is set."""
    site.before = lambda asked: let_go.wait(SECONDS) if asked == path else None
