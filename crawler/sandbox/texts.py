"""Invented prose: templates and slots in, sentences out; the same generator state gives the same words."""

import functools
import random
import re
from collections.abc import Mapping

from .templates import (
    CAPTIONS,
    CELLS,
    NEWS_TITLES,
    NOTICE_TITLES,
    POEM_TITLES,
    SENTENCES,
    SUBHEADINGS,
    VERSES,
)
from .words import POOLS

_SLOT = re.compile(r"\{(\w+)\}")
# Slots that stand for a number: the lowest and the highest.
_NUMBERS = {
    "n": (2, 98),
    "nnn": (100, 999),
    "nnnn": (1000, 9800),
    "month": (1, 12),
    "day": (1, 28),
    "hour": (6, 22),
    "age": (41, 59),
}


@functools.cache
def _parts(template: str) -> tuple[str, ...]:
    """The template cut at its slots: literal, slot, literal, slot, …, literal."""
    return tuple(_SLOT.split(template))


class Prose:
    """Draws texts from one random generator; ``pools`` are the words of its site."""

    def __init__(self, rng: random.Random, pools: Mapping[str, tuple[str, ...]] = POOLS) -> None:
        self._rng = rng
        self._pools = pools

    def fill(self, template: str) -> str:
        """The template with every slot filled."""
        parts = list(_parts(template))
        for place in range(1, len(parts), 2):
            parts[place] = self._slot(parts[place])
        return "".join(parts)

    def _slot(self, name: str) -> str:
        if name in _NUMBERS:
            return str(self._rng.randint(*_NUMBERS[name]))
        return self._rng.choice(self._pools[name])

    def _one(self, templates: tuple[str, ...]) -> str:
        return self.fill(self._rng.choice(templates))

    def news_title(self) -> str:
        return self._one(NEWS_TITLES)

    def notice_title(self) -> str:
        return self._one(NOTICE_TITLES)

    def poem_title(self) -> str:
        return self._one(POEM_TITLES)

    def subheading(self) -> str:
        return self._one(SUBHEADINGS)

    def caption(self) -> str:
        return self._one(CAPTIONS)

    def cell(self, column: int) -> str:
        """A cell of the table column counted from 0."""
        return self.fill(CELLS[column])

    def sentence(self) -> str:
        return self._one(SENTENCES)

    def paragraph(self, sentences: int = 0) -> str:
        """So many sentences, two to four unless told; no two of one paragraph share a template."""
        count = sentences or self._rng.randint(2, 4)
        return "".join(self.fill(template) for template in self._rng.sample(SENTENCES, count))

    def verse(self, lines: int) -> tuple[str, ...]:
        return tuple(self.fill(template) for template in self._rng.sample(VERSES, lines))
