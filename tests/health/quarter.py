"""A quarter of daily runs over twelve sites, lived through in a minute or two.

    python tests/health/quarter.py FOLDER [--days N]

Each day the sites change (``world.py``), then ``lanmu crawlall --due`` crawls what is due and ``lanmu health --tell``
judges and tells, at a quarter to midnight of that day (LANMU_DAYS_AHEAD). Each day is a child of one warm process, as
is the server, which serves the sites as they are that day and keeps the messages. Prints a line of JSON a day.
"""

import argparse
import asyncio
import contextlib
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from crawler import cmdline
from crawler.health.calendar import kind_of
from crawler.page.dates import BEIJING
from crawler.sandbox.churn import Churn  # noqa: TID251 - as in world.py
from crawler.sandbox.control import Control  # noqa: TID251
from crawler.sandbox.faults import Faults, parse_fault  # noqa: TID251
from crawler.sandbox.request_log import RequestLog  # noqa: TID251
from crawler.sandbox.robots import robots_txt  # noqa: TID251
from crawler.sandbox.server import Conduct, Server  # noqa: TID251

sys.path.insert(0, str(Path(__file__).parent))
from world import DAYS, MUTE, MUTED_ON, day_of, opened, stories

_SETTINGS = (
    "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "RETRY_TIMES=1", "RETRY_BACKOFF=0", "REVISIT_OLD=2", "REVISIT_DAYS=1",
    "FULL_SWEEP_DAYS=28",
    "PROGRESS_ENABLED=0",
)  # fmt: skip
_ONLY = ("-s", "SPIDER_MODULES=sites")
_HOUR = timedelta(hours=23, minutes=45)
# An evening takes about a second of CPU, the first one ten; one that hangs is killed, however slow the machine is.
_SECONDS = 600


class World:
    """The sites and a chat on this machine; what is said there lies in ``messages`` of the folder."""

    def __init__(self, folder: Path) -> None:
        self.sites = [opened(story) for story in stories()]
        self.chat = socket.create_server(("127.0.0.1", 0))
        self.messages = folder / "messages"
        self._read = 0

    async def take_message(self, request: web.Request) -> web.Response:
        body = await request.text()
        with self.messages.open("a", encoding="utf-8") as file:
            file.write(json.dumps(json.loads(body), ensure_ascii=False) + "\n")
        return web.json_response({"code": 0})

    def new_messages(self) -> list[dict[str, Any]]:
        """What was said since the last call."""
        lines = self.messages.read_text(encoding="utf-8").splitlines() if self.messages.exists() else []
        new, self._read = lines[self._read :], len(lines)
        return [json.loads(line) for line in new]


def project(folder: Path, world: World) -> None:
    """A project with a site file for each, and a channel."""
    (folder / "sites").mkdir(parents=True)
    (folder / "data").mkdir()
    chat = f"http://127.0.0.1:{world.chat.getsockname()[1]}/"
    channel = f'[group]\nurl = "{chat}"\nrobot = "feishu"\n'
    (folder / "data" / "channels.toml").write_text(channel, encoding="utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
    (folder / "sites" / "__init__.py").touch()
    for site in world.sites:
        module, platform = site.story.platform.split(":")
        columns = {name: address for _, name, address in site.columns}
        (folder / "sites" / f"{site.story.name}.py").write_text(
            f"from crawler.platforms.{module} import {platform}\n\n\n"
            f"class {site.story.name.title()}Site({platform}):\n"
            f"    name = {'q_' + site.story.name!r}\n    homepage = {site.homepage!r}\n    columns = {columns!r}\n"
            f"    every = {site.story.every!r}\n",
            encoding="utf-8",
        )


@contextlib.contextmanager
def forked(work: Callable[[int], None]) -> Iterator[int]:
    """``work`` in a child, given the end of a pipe to write to; yields the end to read from. It ends with the block."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(ours)
            work(theirs)
            code = 0
        except BaseException:  # noqa: BLE001 - nothing of a child may reach the parent's code
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(theirs)
    try:
        yield ours
    finally:
        os.close(ours)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


def serve(world: World, number: int, ready: int) -> None:
    """Serve all sites as they are on a day, and take messages, until a signal comes."""

    async def all_of_them() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        for site in world.sites:
            faults = Faults([parse_fault(text) for text in site.faults(number)], 1)
            conduct = Conduct(faults=faults, robots=robots_txt(None, []), latency=0.0, validators=False)
            pages = site.pages(number)
            control, churn = Control(pages, site.changes[0]), Churn(site.changes[0], {})
            server = Server(pages, conduct, RequestLog(None), control, churn)
            await _listen(server.application(), site.listener)
        chat = web.Application()
        chat.router.add_post("/", world.take_message)
        await _listen(chat, world.chat)
        os.write(ready, b"!")
        await stop.wait()

    asyncio.run(all_of_them())


async def _listen(app: web.Application, listener: socket.socket) -> None:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.SockSite(runner, listener, shutdown_timeout=0.1).start()


def live_through(number: int, served: int, told: int) -> None:
    """One evening, once the sites are served: crawl what is due, judge, tell."""
    os.read(served, 1)
    moment = datetime.combine(day_of(number), datetime.min.time(), BEIJING) + _HOUR
    os.environ["LANMU_DAYS_AHEAD"] = repr((moment - datetime.now(BEIJING)).total_seconds() / 86_400)
    if number == MUTED_ON:
        code, _, said = called("health", *MUTE, *_ONLY)
        if code:
            raise RuntimeError(said)
    settings = [word for setting in _SETTINGS for word in ("-s", setting)]
    crawled, _, said = called("crawlall", "--due", *settings, *_ONLY)
    judged, health, messages = called("health", "--tell", "--json", *_ONLY)
    result: dict[str, Any] = {
        "number": number,
        "day": f"{moment:%Y-%m-%d}",
        "kind": kind_of(moment.date().toordinal()).value,
        "crawled": [crawled, said.splitlines()[-1]],
        "judged": judged,
        "health": json.loads(health),
        "deliveries": messages.splitlines(),
        "modules": sorted(sys.modules) if not number else [],
    }
    os.write(told, json.dumps(result, ensure_ascii=False).encode() + b"\n")


def called(*words: str) -> tuple[int, str, str]:
    """A call of ``lanmu`` in this process: exit code, stdout and stderr."""
    sys.argv = ["lanmu", *words]
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(out):
        try:
            cmdline.main()
        except SystemExit as error:
            return int(error.code or 0), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def warm(modules: Sequence[str]) -> None:
    """Load what the first day has loaded, so that no other day has to."""
    for name in modules:
        if name not in sys.modules and name != "__main__":
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    for ahead in (0, DAYS):
        kind_of(day_of(ahead).toordinal())
    gc.collect()
    gc.freeze()


def quarter(folder: Path, days: int) -> Iterator[dict[str, Any]]:
    """Live through it; yields what each day came to."""
    os.environ["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
    world = World(folder)
    project(folder, world)
    # The settings look for the project where they are loaded.
    os.chdir(folder)
    for command in ("crawlall", "health"):
        importlib.import_module(f"crawler.commands.{command}")
    gc.freeze()
    for number in range(days):
        for site in world.sites:
            site.live(number)
        day = one_day(world, number)
        if modules := day.pop("modules"):
            warm(modules)
        day["listed"] = {f"q_{site.story.name}": site.listed(number) for site in world.sites}
        day["news"] = {f"q_{site.story.name}": site.has_news(number) for site in world.sites}
        day["messages"] = world.new_messages()
        yield day


def one_day(world: World, number: int) -> dict[str, Any]:
    """Serve, crawl and judge on a day, each in a child."""
    with (
        forked(lambda ready: serve(world, number, ready)) as served,
        forked(lambda told: live_through(number, served, told)) as told,
        os.fdopen(os.dup(told), encoding="utf-8") as lines,
    ):
        if not select.select([told], [], [], _SECONDS)[0]:
            raise TimeoutError(f"day {number} did not end within {_SECONDS} seconds")
        day: dict[str, Any] = json.loads(lines.read())
    return day


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=DAYS)
    arguments = parser.parse_args()
    began = time.process_time()
    for day in quarter(arguments.folder, arguments.days):
        print(json.dumps(day, ensure_ascii=False), flush=True)  # noqa: T201
    times = os.times()
    cpu = time.process_time() - began + times.children_user + times.children_system
    print(f"{cpu:.0f} s CPU", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
