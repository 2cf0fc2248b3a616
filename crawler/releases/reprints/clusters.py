"""Reprints: which articles of a release have the same text (docs/reprints.md). Nothing is dropped for it."""

import array
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from crawler.releases.reprints.bands import Bands, Numbers
from crawler.releases.reprints.fingerprint import SHORTEST, exact_key, normalised, shingles
from crawler.releases.reprints.likeness import Text, akin, alike
from crawler.releases.reprints.pairs import first_of_same, joining, likely_pairs

Match = Literal["first", "exact", "near"]

# Pairs of one text that were candidates and weren't alike, after which no more are read: of a notice of one frame with
# thousands of others.
_MOST_VAIN = 16
# Texts kept ready for the next pair.
_READY = 32


class Clusters:
    """What became of each article, by its number."""

    def __init__(self, firsts: Numbers, matches: npt.NDArray[np.int8]) -> None:
        self._firsts = firsts
        self._matches = matches

    def of(self, number: int) -> tuple[int, Match] | None:
        """The number of the earliest article of its cluster, and how this one matches it; None for one alone."""
        if number >= len(self._firsts) or self._firsts[number] < 0:
            return None
        return int(self._firsts[number]), _MATCHES[self._matches[number]]


_MATCHES: tuple[Match, ...] = ("first", "exact", "near")


class Reprints:
    """Takes in the texts of a release, then says which are the same.

    ``work`` is an empty folder for files on disk (1.2 KB an article), of no use afterwards. In memory is no more than a
    few numbers an article.
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._bands = Bands(work)
        self._count = 0

    def add(self, number: int, text: str) -> None:
        """Take in the text of the article that has this place in the release, 0 for the earliest; in any order."""
        plain = normalised(text)
        if len(plain) >= SHORTEST:
            self._count = max(self._count, number + 1)
            self._bands.add(number, exact_key(plain), shingles(plain))

    def clusters(self, text_of: Callable[[int], str]) -> Clusters:
        """Find the clusters; ``text_of`` reads the text of an article once more. Called once, after all are added."""
        if not self._count:
            return Clusters(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int8))
        self._bands.finish()
        with joining(self._work) as database:
            firsts = first_of_same(database, self._bands, self._count)
            linked = _Linked(firsts, text_of)
            for low, high in likely_pairs(database, self._bands, firsts):
                linked.consider(low, high)
        return linked.clusters()


class _Linked:
    """Texts joined by pairs that are alike. Of texts that are the same to the letter, the first stands for all."""

    def __init__(self, same: Numbers, text_of: Callable[[int], str]) -> None:
        self._same = same
        self._parents = same.copy()
        self._links = array.array("i")
        self._vain = (-1, 0)

        @lru_cache(maxsize=_READY)
        def text(number: int) -> Text:
            return Text(normalised(text_of(number)))

        self._text = text

    def consider(self, low: int, high: int) -> None:
        """Join a pair, unless it is joined already, or isn't alike; pairs come by their larger number."""
        number, vain = self._vain
        vain = vain if number == high else 0
        one, other = self._root(low), self._root(high)
        if one == other or vain == _MOST_VAIN:
            return
        if alike(self._text(low), self._text(high)):
            self._parents[max(one, other)] = min(one, other)
            self._links.extend((low, high))
        else:
            self._vain = high, vain + 1

    def clusters(self) -> Clusters:
        """The clusters of all pairs considered."""
        firsts, matches = np.full(len(self._same), -1, dtype=np.int32), np.zeros(len(self._same), dtype=np.int8)
        for first, members in self._groups():
            firsts[members] = first
            matches[members] = _MATCHES.index("near")
            matches[first] = _MATCHES.index("first")
        copies = np.flatnonzero((self._same >= 0) & (self._same != np.arange(len(self._same))))
        copied = self._same[copies]
        firsts[copied] = np.where(firsts[copied] < 0, copied, firsts[copied])
        firsts[copies] = firsts[copied]
        matches[copies] = np.where(firsts[copied] == copied, _MATCHES.index("exact"), _MATCHES.index("near"))
        return Clusters(firsts, matches)

    def _groups(self) -> Iterator[tuple[int, list[int]]]:
        """The smallest number of each group of texts that are akin to it, and all of the group."""
        links = np.array(self._links, dtype=np.int32).reshape(-1, 2)
        roots = np.array([self._root(low) for low in links[:, 0].tolist()], dtype=np.int32)
        order = np.argsort(roots, kind="stable")
        for joined in np.split(links[order], np.flatnonzero(np.diff(roots[order])) + 1):
            beside: dict[int, list[int]] = {}
            for low, high in joined.tolist():
                beside.setdefault(low, []).append(high)
                beside.setdefault(high, []).append(low)
            # A chain of changes may lead far from its first text: what is no longer akin to it begins a group anew.
            while beside:
                first = min(beside)
                group = self._group(first, beside)
                for number in group:
                    del beside[number]
                if len(group) > 1:
                    yield first, group

    def _group(self, first: int, beside: dict[int, list[int]]) -> list[int]:
        """The texts akin to the first that links lead to from it; links to texts that are no longer there end."""
        group, seen = [first], {first}
        for number in group:
            for other in beside[number]:
                if other in seen or other not in beside:
                    continue
                seen.add(other)
                if number == first or akin(self._text(first), self._text(other)):
                    group.append(other)
        return group

    def _root(self, number: int) -> int:
        parents = self._parents
        while (parent := int(parents[number])) != number:
            parents[number] = number = int(parents[parent])
        return number
