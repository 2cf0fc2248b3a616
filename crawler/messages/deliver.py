"""Messages to many channels at once: one that is down delays no other, and nothing for long."""

import queue
import threading
import time
from collections.abc import Iterable, Iterator

from crawler.health.finding import Words
from crawler.messages.channel import Channel
from crawler.messages.sending import UndeliveredError, late

# Seconds beyond its own that a channel has to say itself that it was too late.
_GRACE = 1.0

_Ended = queue.SimpleQueue[tuple[str, Words | None]]


def deliver(messages: Iterable[tuple[Channel, str, str]]) -> Iterator[tuple[str, Words | None]]:
    """Send title and text to each channel, all at once; yields its name and why it was not delivered (None: it was).

    They come in the order in which they end. What takes longer than its channel's ``seconds`` counts as not delivered,
    and nothing waits for it any more.
    """
    ended: _Ended = queue.SimpleQueue()
    waiting: dict[str, float] = {}
    begun = time.monotonic()
    for channel, title, text in messages:
        waiting[channel.name] = channel.seconds
        # A thread that the end of the process doesn't wait for.
        threading.Thread(target=_send, args=(channel, title, text, ended), daemon=True).start()
    deadline = begun + max(waiting.values(), default=0) + _GRACE
    while waiting:
        try:
            name, why = ended.get(timeout=max(deadline - time.monotonic(), 0.001))
        except queue.Empty:
            break
        del waiting[name]
        yield name, why
    yield from ((name, late(seconds)) for name, seconds in waiting.items())


def _send(channel: Channel, title: str, text: str, ended: _Ended) -> None:
    try:
        channel.sender.send(title, text, channel.seconds)
    except UndeliveredError as error:
        ended.put((channel.name, error.why))
    except Exception as error:  # noqa: BLE001 - services are others' code, and their errors may hold the address
        kind = type(error).__name__
        ended.put((channel.name, Words(f"内部错误（{kind}）", f"an error of its own ({kind})")))
    else:
        ended.put((channel.name, None))
