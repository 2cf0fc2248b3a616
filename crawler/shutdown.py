"""Signals that end a crawl: what Scrapy doesn't listen to, and what it says of it that tells nobody anything."""

import logging
import signal


def _killed(_: logging.LogRecord) -> bool:
    """asyncio lists every task that a killed crawl leaves behind. Scrapy ignores further signals from then on."""
    return signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def listen() -> None:
    """For a process that crawls: SIGHUP (its terminal has gone) is like SIGTERM, unless nohup has it ignored."""
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    logging.getLogger("asyncio").addFilter(_killed)
