"""How a host wants to be asked: how often, not before when, and whether at all."""

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Host:
    """What a host has told us in this crawl. Times are seconds, points in time those of ``time.monotonic``."""

    crawl_delay: float = 0.0  # between two requests, by its robots.txt
    held_until: float = 0.0
    holds: int = 0  # one after the other, without an answer in between
    hold_began: float = -1.0
    there: bool = False  # whether it has ever answered
    refused: float | None = None  # how long it wants to be left alone, where that is longer than a crawl waits
    draw: float = field(default_factory=lambda: random.uniform(-1, 1))  # noqa: S311 - for the next request
    drawn: bool = True  # whether the last draw was one, not its opposite

    def interval(self, delay: float, jitter: float) -> float:
        """Seconds from the last request to the next: ``delay`` give or take ``jitter`` of it, never too soon."""
        return max(self.crawl_delay, delay * (1 + jitter * self.draw))

    def asked(self) -> None:
        """A request goes out: the next one's jitter is drawn, once, so that looking again doesn't stretch it.

        Every other one is the opposite of the one before, so that two intervals come to twice the delay.
        """
        self.draw = -self.draw if self.drawn else random.uniform(-1, 1)  # noqa: S311
        self.drawn = not self.drawn

    def hold(self, now: float, asked_at: float, told: float | None, backoff: "Backoff") -> None:
        """Ask nothing for ``told`` seconds, or the back-off where it named none.

        What was under way already when the last hold began may come back with the same answer: that is one hold.
        """
        if asked_at >= self.hold_began:
            self.holds += 1
            self.hold_began = now
            self.held_until = max(self.held_until, now + (backoff.seconds(self.holds) if told is None else told))
        elif told is not None:
            self.held_until = max(self.held_until, now + told)

    def answered(self, asked_at: float) -> None:
        """An answer came to a request that was sent after the last hold: the host is well again."""
        if asked_at >= self.hold_began:
            self.holds = 0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds to wait before a further try: ``first``, then twice as long each time, never more than ``most``."""

    first: float
    most: float

    def seconds(self, failed: int) -> float:
        """How long to wait after ``failed`` tries (from 1), give or take a fifth, so that tries don't come in waves."""
        return min(self.most, self.first * 2.0 ** min(failed - 1, 30) * random.uniform(0.8, 1.2))  # noqa: S311
