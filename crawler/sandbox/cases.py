"""Which cases occur and how often; each at least three times whatever the size of the site."""

import random
from collections.abc import Mapping
from enum import StrEnum, auto
from typing import TypeVar


class Shape(StrEnum):
    """What the body of an article is like."""

    PLAIN = auto()
    STRONG_HEADS = auto()
    ELEMENT_HEADS = auto()
    NUMBERED_HEADS = auto()
    SHORT = auto()
    POEM = auto()
    ORDERED = auto()
    LONG = auto()
    PAGED = auto()
    PICTURE_ONLY = auto()
    PICTURES = auto()
    TABLE = auto()
    ATTACHMENTS = auto()
    ATTACHMENT_ONLY = auto()
    LINKED = auto()
    MENTIONS = auto()
    RARE = auto()
    ECHO = auto()
    NOTICE = auto()


class TitleForm(StrEnum):
    """What is special about a title."""

    PLAIN = auto()
    SPACED = auto()
    QUOTED = auto()
    BOOK = auto()
    BROKEN = auto()
    PREFIXED = auto()
    SAME = auto()


class Byline(StrEnum):
    """How a source or an author is given."""

    GIVEN = auto()
    EMPTY = auto()
    ABSENT = auto()


SHAPES: Mapping[Shape, float] = {
    Shape.STRONG_HEADS: 0.10, Shape.ELEMENT_HEADS: 0.05, Shape.NUMBERED_HEADS: 0.06, Shape.SHORT: 0.07,
    Shape.POEM: 0.01, Shape.ORDERED: 0.03, Shape.LONG: 0.01, Shape.PAGED: 0.05, Shape.PICTURE_ONLY: 0.02,
    Shape.PICTURES: 0.08, Shape.TABLE: 0.04, Shape.ATTACHMENTS: 0.04, Shape.ATTACHMENT_ONLY: 0.01,
    Shape.LINKED: 0.02, Shape.MENTIONS: 0.04, Shape.RARE: 0.02, Shape.ECHO: 0.02, Shape.NOTICE: 0.03,
}  # fmt: skip
TITLES: Mapping[TitleForm, float] = {
    TitleForm.SPACED: 0.05, TitleForm.QUOTED: 0.04, TitleForm.BOOK: 0.03, TitleForm.BROKEN: 0.02,
    TitleForm.PREFIXED: 0.01, TitleForm.SAME: 0.01,
}  # fmt: skip
SOURCES: Mapping[Byline, float] = {Byline.EMPTY: 0.08, Byline.ABSENT: 0.06}
AUTHORS: Mapping[Byline, float] = {Byline.EMPTY: 0.04, Byline.ABSENT: 0.5}

T = TypeVar("T")


def at_least_three(count: int, share: float) -> int:
    """The share of so many, never fewer than three."""
    return max(3, round(count * share))


def deal(rng: random.Random, count: int, shares: Mapping[T, float], rest: T) -> list[T]:
    """So many cases in random order: each of ``shares`` at least three times, ``rest`` for all others."""
    cases = [case for case, share in shares.items() for _ in range(at_least_three(count, share))]
    cases += [rest] * (count - len(cases))
    rng.shuffle(cases)
    return cases
