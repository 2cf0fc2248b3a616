"""The clock of ``lanmu schedule``: APScheduler, with nothing kept but in memory."""

import importlib.util
import logging
import signal
import threading
import time
from datetime import datetime, timedelta
from types import FrameType

from crawler.errors import LanmuError, UsageError
from crawler.page.dates import BEIJING
from crawler.schedule.rounds import Rounds, say

# Seconds between two looks at the clock, and by how many it has to be off to have been put forth or back.
_WATCH = 10.0
_MOVED = 60.0
_TELL_EVERY = timedelta(hours=1)


def needs_schedule() -> None:
    """Raise :class:`LanmuError` where the package of the extra ``schedule`` isn't installed."""
    if importlib.util.find_spec("apscheduler") is None:
        raise LanmuError(
            "lanmu schedule needs apscheduler; install with: pip install 'lanmu[schedule]', "
            "or let cron call lanmu crawlall --due"
        )


def keep_time(rounds: Rounds, every: timedelta) -> int:
    """A round at once and then one each ``every``, until a signal comes; the exit code.

    A round that takes longer goes on, and those missed meanwhile are one.
    """
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - an extra

    # It warns of each round that isn't begun because one is under way.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    stop = _stopped_by_signals(rounds)
    scheduler = BackgroundScheduler(
        timezone=BEIJING, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    seconds = every.total_seconds()
    scheduler.add_job(rounds.crawl, "interval", seconds=seconds, next_run_time=datetime.now(BEIJING))
    # Behind each round too; this is for one that takes a day.
    scheduler.add_job(rounds.tell, "interval", seconds=_TELL_EVERY.total_seconds())
    scheduler.start()
    off = _off()
    while not stop.wait(min(_WATCH, seconds)) and not rounds.wrong.is_set():
        if abs(_off() - off) > _MOVED:
            how = "was put forth, or the machine slept" if _off() > off else "was put back"
            say(f"schedule: the clock {how}; looking now what is due")
            off = _off()
            # What was to come next would come at a time of the clock as it was.
            for job in scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(BEIJING))
    say("schedule: ending; what is being crawled is ended in order")
    rounds.stop()
    scheduler.shutdown()
    return UsageError.exitcode if rounds.wrong.is_set() else 0


def _off() -> float:
    """By how many seconds the clock on the wall is off from one that nobody can put forth or back."""
    return time.time() - time.monotonic()


def _stopped_by_signals(rounds: Rounds) -> threading.Event:
    """What the first signal sets; each further one goes to the calls under way."""
    stop = threading.Event()

    def signalled(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            rounds.end_calls()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signalled)
    # Its terminal has gone; nohup has that ignored.
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signalled)
    return stop
