"""What is different between two texts, by words and signs; bounded, however long and however much alike they are."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

Kind = Literal["same", "del", "ins"]
# A sentence's parts, and what is compared in them: a word of letters and digits, or one sign of any other writing.
_CLAUSE = re.compile(r"[^。！？；，、!?;,\n]*[。！？；，、!?;,\n]|[^。！？；，、!?;,\n]+")
_SIGN = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
# Steps that all comparisons of a page may take together; those of an ordinary paragraph take a few hundred.
_ALLOWANCE = 60_000
# Texts that differ over more characters are told whole.
_LONGEST = 50_000
# Below such a share of what is alike, the old and the new are told whole.
_ALIKE = 0.35
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


class Differ:
    """Compares texts for one page."""

    def __init__(self, allowance: int = _ALLOWANCE) -> None:
        self._left = allowance

    def pieces(self, old: str, new: str) -> list[Piece]:
        """The new text and the old one in one; where the page's allowance is used up, the old and the new whole."""
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        went, came = old[start : len(old) - end], new[start : len(new) - end]
        short = len(went) + len(came) <= _LONGEST
        middle = self._compared(went, came) if short else [Piece("del", went), Piece("ins", came)]
        return _joined([Piece("same", old[:start]), *middle, Piece("same", old[len(old) - end :])])

    def _compared(self, old: str, new: str) -> Iterator[Piece]:
        """Clause by clause, and by signs where clauses differ."""
        for kind, before, after in self._blocks(_CLAUSE.findall(old), _CLAUSE.findall(new)):
            if kind == "equal":
                yield Piece("same", before)
            else:
                yield from self._by_signs(before, after)

    def _by_signs(self, old: str, new: str) -> list[Piece]:
        blocks = list(self._blocks(_SIGN.findall(old), _SIGN.findall(new)))
        alike = sum(len(before) for kind, before, _ in blocks if kind == "equal")
        if alike < _ALIKE * min(len(old), len(new)):
            return [Piece("del", old), Piece("ins", new)]
        pieces = []
        for kind, before, after in blocks:
            pieces += [Piece("same", before)] if kind == "equal" else [Piece("del", before), Piece("ins", after)]
        return pieces

    def _blocks(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        counts = Counter(new)
        steps = sum(counts[token] for token in old)
        if steps > self._left:
            yield "replace", "".join(old), "".join(new)
            return
        self._left -= steps
        for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
            yield kind, "".join(old[i:j]), "".join(new[k:m])


def by_line(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The old and the new text of each place in a body, of its lines that went (``-``) and came (``+``)."""
    went: list[str] = []
    came: list[str] = []
    for line in lines:
        if line.startswith("-") and came:
            yield from zip_longest(went, came, fillvalue="")
            went, came = [], []
        (went if line.startswith("-") else came).append(line[1:])
    yield from zip_longest(went, came, fillvalue="")


def cut(pieces: Sequence[Piece], context: int, most: int) -> list[Piece]:
    """The changes, each of at most ``most`` characters, with so many characters of what stayed around each."""
    last = len(pieces) - 1
    return [
        _cut_same(piece, context, first=place == 0, last=place == last)
        if piece.kind == "same"
        else replace(piece, text=piece.text if len(piece.text) <= most else piece.text[:most] + _CUT)
        for place, piece in enumerate(pieces)
    ]


def _cut_same(piece: Piece, context: int, *, first: bool, last: bool) -> Piece:
    text = piece.text
    before = "" if first else text[:context]
    after = "" if last else text[max(len(text) - context, 0) :]
    if len(text) <= len(before) + len(after):
        return piece
    return replace(piece, text=f"{before}{_CUT}{after}")


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    if one == other:
        return len(one)
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Without empty ones; neighbours of a kind as one."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = replace(piece, text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found
