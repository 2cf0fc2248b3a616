"""``lanmu`` as a process of its own that needn't load Scrapy anew: half of what a short call costs.

A server has loaded what nearly every call loads, and nothing that asks where it is or what its environment says, as
our settings and our commands' list do. Each call is a fork of it, with a folder, an environment and outputs of its own;
from there on it is what ``python -m crawler.cmdline`` would be.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_PACKAGES = (
    *("scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.extensions", "scrapy.spidermiddlewares"),
    *("crawler.dataset", "crawler.exporters", "crawler.extensions", "crawler.health", "crawler.page"),
    *("crawler.middlewares", "crawler.pipelines", "crawler.platforms", "crawler.spiders"),
)
_OF_SETTINGS = {"crawler.settings", "crawler.cmdline"}
# None that starts a thread, as pyarrow and numpy do, or says something at the end that it had not forked, as duckdb.
_MODULES = (
    "aiohttp.web", "holidays", "itemadapter", "lxml.cssselect", "lxml.html", "parsel", "protego", "queuelib",
    "scrapy.cmdline", "scrapy.core.downloader.handlers._aiohttp", "scrapy.crawler", "scrapy.logformatter",
    "scrapy.pqueues", "scrapy.resolver", "scrapy.squeues", "scrapy.statscollectors", "sqlite3", "tldextract",
)  # fmt: skip

# Not what the test that needs it first has made of it.
_ENVIRONMENT = dict(os.environ)


def call(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], seconds: float) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a call; raises :class:`TimeoutError` for one that takes longer, and kills it."""
    with (
        socket.socket(socket.AF_UNIX) as line,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as errors,
    ):
        line.settimeout(seconds)
        line.connect(_server())
        socket.send_fds(line, [b"!"], [out.fileno(), errors.fileno()])
        line.sendall(json.dumps([list(arguments), str(cwd), dict(env)]).encode() + b"\n")
        with line.makefile() as told:
            pid = int(told.readline())
            try:
                code = int(told.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise
        return code, _read(out.fileno()), _read(errors.fileno())


def _read(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(os.dup(file), encoding="utf-8") as text:
        return text.read()


@cache
def _server() -> str:
    """The address of the server of this process, which ends with it."""
    folder = tempfile.TemporaryDirectory(prefix="warm")
    address = f"{folder.name}/socket"
    process = subprocess.Popen(
        [sys.executable, __file__, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_ENVIRONMENT,
    )

    def end() -> None:
        process.communicate()
        folder.cleanup()

    atexit.register(end)
    if process.stdout is None or process.stdout.readline() != b"ready\n":
        raise RuntimeError("the server of warm calls has not begun")
    return address


# The server


def serve(address: str) -> list[str]:
    """Fork for each call until stdin ends; returns in the forks, with the arguments of their calls."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        while _ended():
            pass
        if listener not in ready:
            sys.exit()
        line, _ = listener.accept()
        if not os.fork():
            listener.close()
            return answer(line)
        line.close()


def answer(line: socket.socket) -> list[str]:
    """Fork once more, and tell how that fork ended; returns in it."""
    _, files, _, _ = socket.recv_fds(line, 1, 2)
    with line.makefile() as asked:
        arguments, cwd, env = json.loads(asked.readline())
    pid = os.fork()
    if pid:
        line.sendall(f"{pid}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        line.sendall(f"{code}\n".encode())
        os._exit(0)
    line.close()
    for number, file in enumerate([os.open(os.devnull, os.O_RDONLY), *files]):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[0] = cwd
    return list(arguments)


def _ended() -> bool:
    """Whether a fork has ended that nobody has asked for yet."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] > 0
    except ChildProcessError:
        return False


def main() -> None:
    with warnings.catch_warnings():
        # Of modules of Scrapy that no call of ours would load.
        warnings.simplefilter("ignore")
        for package in _PACKAGES:
            for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
                importlib.import_module(f"{package}.{module.name}")
        for name in _MODULES:
            importlib.import_module(name)
    if loaded := _OF_SETTINGS & sys.modules.keys():
        raise RuntimeError(f"loaded before a call could say for where: {loaded}")
    gc.collect()
    gc.freeze()
    sys.argv[1:] = serve(sys.argv[1])
    runpy.run_module("crawler.cmdline", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
