"""What a channel sends by."""

from typing import Protocol

from crawler.health.finding import Words


class UndeliveredError(Exception):
    """A message could not be delivered; ``why`` holds nothing of the channel's address."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


class Sender(Protocol):
    """One chat, mailbox or web hook."""

    @property
    def most_bytes(self) -> int:
        """How long a message may be, title and text together, in UTF-8."""

    def send(self, title: str, text: str, seconds: float) -> None:
        """Returns when the message has been taken; raises :class:`UndeliveredError`.

        Runs in a thread of its own, which is left alone when it takes longer than ``seconds``.
        """


def late(seconds: float) -> Words:
    """Why a message that took too long was not delivered."""
    return Words(f"{seconds:g} 秒内没有答复", f"no answer within {seconds:g} seconds")
