"""Whether two texts are one text printed twice: what they share, and what stands where they differ."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np

from crawler.releases.reprints.fingerprint import Hashes, shingles

# The share of the shorter text's shingles that the longer one has: 5 % of scattered changes leave .77 and more, texts
# of their own seldom share .2.
LEAST_SHARED = 0.6
# Of a text shorter than this (characters, normalised): two sentences of stock phrases may share more by chance.
SHORT, LEAST_SHARED_OF_SHORT = 150, 0.7
# Of a further member of a cluster with its first one: both may have been changed.
LEAST_SHARED_WITH_FIRST = 0.4
# The shorter one's length by the longer one's: a third may be cut off, and some of the rest.
LEAST_LENGTH = 0.6
LEAST_LENGTH_WITH_FIRST = 0.4
# Of the numbers that stand in the same words in both, the share that may be others, as one of five or more may: notices
# of one frame have more.
_OTHER_NUMBERS, _ONE_OF = 0.1, 5
# Where any is another, a name that has become another one throughout tells too; looked for in texts no longer than a
# notice, as it takes long.
_NOTICE = 2000
# Characters on each side of a number that must be the same.
_AROUND = 4
# Pairs of numbers in the same words that are compared.
_MOST_SLIPS = 100

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Text:
    """A normalised text, and what is compared of it."""

    plain: str

    @cached_property
    def shingles(self) -> Hashes:
        """Its different shingles, sorted."""
        found = np.sort(shingles(self.plain))
        different = np.ones(len(found), dtype=bool)
        np.not_equal(found[1:], found[:-1], out=different[1:])
        return found[different]

    @cached_property
    def numbers(self) -> dict[str, set[str]]:
        """The words around each number, all digits as one sign, and the numbers that stand there."""
        parts = _NUMBER.split(self.plain)
        frame, found = "#".join(parts), dict[str, set[str]]()
        at = 0
        for part, number in zip(parts, _NUMBER.findall(self.plain), strict=False):
            at += len(part)
            found.setdefault(frame[max(0, at - _AROUND) : at + 1 + _AROUND], set()).add(number)
            at += 1
        return found


def alike(one: Text, other: Text) -> bool:
    """Whether one is the other, with some characters changed, or with its lead or tail cut off."""
    short = min(len(one.plain), len(other.plain)) < SHORT
    return _alike(one, other, LEAST_SHARED_OF_SHORT if short else LEAST_SHARED, LEAST_LENGTH)


def akin(first: Text, member: Text) -> bool:
    """Whether a text that is like a member of a cluster may count as a print of the cluster's first one."""
    return _alike(first, member, LEAST_SHARED_WITH_FIRST, LEAST_LENGTH_WITH_FIRST)


def _alike(one: Text, other: Text, shared: float, length: float) -> bool:
    shorter, longer = sorted((one, other), key=lambda text: len(text.shingles))
    if len(shorter.shingles) < length * len(longer.shingles):
        return False
    return shared_part(shorter, longer) >= shared and not of_one_frame(shorter, longer)


def shared_part(shorter: Text, longer: Text) -> float:
    """The share of the shorter one's shingles that the longer one has."""
    places = np.searchsorted(longer.shingles, shorter.shingles)
    places[places == len(longer.shingles)] = 0
    return float(np.mean(longer.shingles[places] == shorter.shingles))


def of_one_frame(one: Text, other: Text) -> bool:
    """Whether other numbers and names stand in the same words: two notices of one frame, two months of one table."""
    same_words = one.numbers.keys() & other.numbers.keys()
    differing = [words for words in same_words if one.numbers[words].isdisjoint(other.numbers[words])]
    if not differing:
        return False
    # A slip leaves out a digit; 5 and 15 of two notices look like one too.
    slips = sum(_is_slip(one.numbers[words], other.numbers[words]) for words in differing)
    few = len(differing) <= max(_OTHER_NUMBERS * len(same_words), len(same_words) >= _ONE_OF)
    if not few and slips < len(differing):
        return True
    return max(len(one.plain), len(other.plain)) <= _NOTICE and _renamed(one.plain, other.plain)


def _renamed(one: str, other: str) -> bool:
    """Whether the same words of one have become the same others of the other, more than once."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    replaced = Counter(
        (one[start:end], other[other_start:other_end])
        for what, start, end, other_start, other_end in matcher.get_opcodes()
        if what == "replace" and max(end - start, other_end - other_start) > 1
    )
    return any(times > 1 for (old, _), times in replaced.items() if not old.isdecimal())


def _is_slip(ones: set[str], others: set[str]) -> bool:
    """Whether a number of one is one of the other, but for a digit left out."""
    # In a long table many numbers stand in the same words; then it is no slip.
    few = len(ones) * len(others) <= _MOST_SLIPS
    return few and any(_lacks_a_digit(*sorted((one, other), key=len)) for one in ones for other in others)


def _lacks_a_digit(shorter: str, longer: str) -> bool:
    pairs = enumerate(zip(shorter, longer, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), len(shorter))
    return len(longer) > len(shorter) and longer[same + 1 :] == shorter[same:]
