"""``lanmu`` as a process of its own that needn't load Scrapy anew: half of what a short call costs.

A server has loaded what nearly every call loads, and nothing that asks where it is or what its environment says, as
our settings and our commands' list do. Each call is a fork of it, with a folder, an environment and outputs of its own;
from there on it is what ``python -m crawler.cmdline`` would be.
"""

import atexit
import codecs
import gc
import importlib
import json
import os
import pkgutil
import re
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

_PACKAGES = (
    *("scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.extensions", "scrapy.spidermiddlewares"),
    *("crawler.dataset", "crawler.exporters", "crawler.extensions", "crawler.health", "crawler.page"),
    *("crawler.middlewares", "crawler.pipelines", "crawler.platforms", "crawler.sandbox", "crawler.spiders"),
)
_OF_SETTINGS = {"crawler.settings", "crawler.cmdline"}
# None that starts a thread, as pyarrow and numpy do, or says something at the end that it had not forked, as duckdb.
_MODULES = (
    "aiohttp.web", "holidays", "itemadapter", "lxml.cssselect", "lxml.html", "parsel", "protego", "queuelib",
    "scrapy.cmdline", "scrapy.core.downloader.handlers._aiohttp", "scrapy.crawler", "scrapy.logformatter",
    "scrapy.pqueues", "scrapy.resolver", "scrapy.squeues", "scrapy.statscollectors", "sqlite3", "tldextract",
)  # fmt: skip

# A server may have much to read before it says where it is.
_SECONDS = 300

# Not what the test that needs it first has made of it.
_ENVIRONMENT = dict(os.environ)


class Call:
    """A call under way: its process, what it has said so far, how it ends."""

    def __init__(self, pid: int, told: IO[str], out: int, errors: int) -> None:
        self.pid = pid
        self._told = told
        self._out, self._errors = out, errors
        self.waited = False

    def wait(self) -> int:
        """Its exit code; raises :class:`TimeoutError` where it takes longer than its time."""
        code = int(self._told.readline())
        self.waited = True
        return code

    def end(self) -> int:
        """Send SIGTERM, if it hasn't ended by itself, and wait."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        return self.wait()

    def said(self) -> tuple[str, str]:
        """Its stdout and stderr so far."""
        return _read(self._out), _read(self._errors)

    def says(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """The first place in what it says that is like this, once it is there.

        Raises :class:`RuntimeError` where it ends without, or says nothing like it for five minutes.
        """
        deadline = time.monotonic() + _SECONDS
        while True:
            ended = not _runs(self.pid)
            said = "".join(self.said())
            if found := pattern.search(said):
                return found
            if ended or time.monotonic() > deadline:
                raise RuntimeError(said or "it has said nothing")
            time.sleep(0.01)


@contextmanager
def calling(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], seconds: float) -> Iterator[Call]:
    """A call, for so many seconds each time it is waited for; one that hasn't been waited for is killed."""
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
            under_way = Call(int(told.readline()), told, out.fileno(), errors.fileno())
            try:
                yield under_way
            finally:
                # Whatever has happened: nothing outlives its test.
                with suppress(ProcessLookupError):
                    if not under_way.waited:
                        os.kill(under_way.pid, signal.SIGKILL)


def call(arguments: Sequence[str], cwd: Path, env: Mapping[str, str], seconds: float) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a call; raises :class:`TimeoutError` for one that takes longer, and kills it."""
    with calling(arguments, cwd, env, seconds) as under_way:
        return under_way.wait(), *under_way.said()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _read(file: int) -> str:
    # Not by its position: that is the call's too, which may be writing.
    told = os.pread(file, os.fstat(file).st_size, 0)
    # At the end there may be half a sign; anywhere else it is an error.
    return codecs.getincrementaldecoder("utf-8")().decode(told)


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
