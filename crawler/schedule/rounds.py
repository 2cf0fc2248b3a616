"""The calls of ``lanmu schedule``: each is a process of its own, so that what it needed is given back."""

import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

from crawler import clock
from crawler.errors import UsageError

# Seconds that a crawl has to end in order; then it is killed, and the next one takes over what it has written.
_END_IN = 60.0
# Seconds after the end of a call in which its last lines come; a browser that outlived it might hold the pipe open.
_LAST_LINES_IN = 5.0


class Rounds:
    """One round is a ``lanmu crawlall --due``, and ``then`` behind it; both with ``options`` of the command line.

    The lines of a call go to stderr with the time (Beijing), but for those that the call before it said as well.
    ``wrong``: the very first round was ended by a mistake in the call.
    """

    def __init__(self, what: Sequence[str], then: str, options: Sequence[str]) -> None:
        self._crawl = ["crawlall", "--due", *what, *options]
        self._then = [*shlex.split(then), *options] if then.strip() else []
        self._children: set[subprocess.Popen[str]] = set()
        self._stopping = False
        self._first = True
        self.wrong = threading.Event()
        # Children are begun and ended under the one, told of under the other.
        self._begin, self._telling = threading.Lock(), threading.Lock()
        self._said: dict[str, set[str]] = {}

    def crawl(self) -> None:
        """One round; returns when it has ended."""
        code = self._call(self._crawl)
        if code == UsageError.exitcode and self._first:
            self.wrong.set()
            return
        self._first = False
        if code is not None and code < 0 and not self._stopping:
            say(f"crawlall was killed by signal {-code}; the next one takes over what it had written")
        self.tell()

    def tell(self) -> None:
        """What is called behind each round, unless it is being called."""
        if self._then and self._telling.acquire(blocking=False):
            try:
                self._call(self._then)
            finally:
                self._telling.release()

    def stop(self) -> None:
        """Begin no further call, and end those under way in order; returns when they have ended."""
        with self._begin:
            self._stopping = True
        self.end_calls()
        for child in list(self._children):
            try:
                child.wait(_END_IN)
            except subprocess.TimeoutExpired:
                say(f"process {child.pid} has not ended in {_END_IN:.0f} seconds, and is killed")
                child.kill()

    def end_calls(self) -> None:
        """Signal the calls under way; the first signal ends a crawl in order, the second kills it."""
        for child in list(self._children):
            child.send_signal(signal.SIGTERM)

    def _call(self, words: Sequence[str]) -> int | None:
        """Call ``lanmu`` and pass on what it says; its exit code, None where none is begun any more."""
        with self._begin:
            if self._stopping:
                return None
            child = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", "crawler.cmdline", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                # Ctrl-C is ours: its second signal would kill the crawl.
                process_group=0,
            )
            self._children.add(child)
        reader = threading.Thread(target=self._pass_on, args=(child, words[0]), daemon=True)
        reader.start()
        code = child.wait()
        reader.join(_LAST_LINES_IN)
        self._children.discard(child)
        return code

    def _pass_on(self, child: subprocess.Popen[str], command: str) -> None:
        if child.stdout is None:
            raise RuntimeError("the call has a pipe")
        before, now = self._said.get(command, set()), set[str]()
        for line in child.stdout:
            now.add(line)
            if line not in before:
                say(line.rstrip("\n"))
        self._said[command] = now


def say(line: str) -> None:
    """A line of the log, with the time in Beijing."""
    sys.stderr.write(f"{clock.now():%Y-%m-%d %H:%M:%S} {line}\n")
    sys.stderr.flush()
