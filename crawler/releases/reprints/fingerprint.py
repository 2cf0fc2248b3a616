"""Texts as reprints are found by: spaces, punctuation and width set aside, cut into overlapping runs of characters."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

Hashes = npt.NDArray[np.uint64]

# Characters of a shingle. A change of one character costs so many shingles; three are shared by too many texts.
SHINGLE = 4
# Characters, normalised, below which a text has no fingerprint: 详见附件, or a picture's caption, is printed under
# articles that have nothing else in common, and a change of one character is already more than 2 % of it.
SHORTEST = 50
# Values of a signature. Two texts share each with the share of their shingles that they have in common.
VALUES = 384

_SEED = 42
_NO_TEXT = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Letters, digits and ideographs alone, in one width and case."""
    # Before and after: NFKC takes longest for punctuation, and turns some characters into several, ㈠ into (一).
    plain = _NO_TEXT.sub("", text)
    if not unicodedata.is_normalized("NFKC", plain):
        plain = _NO_TEXT.sub("", unicodedata.normalize("NFKC", plain))
    return plain.lower()


def shingles(plain: str) -> Hashes:
    """A hash of each run of :data:`SHINGLE` characters, in order; ``plain`` has at least as many."""
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    runs = len(codes) - SHINGLE + 1
    hashes = np.zeros(runs, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes *= np.uint64(0x9E3779B97F4A7C15)
        hashes += codes[place : place + runs]
    return mixed(hashes)


def mixed(hashes: Hashes) -> Hashes:
    """The same hashes with each bit dependent on all (the end of splitmix64); ``hashes`` is overwritten."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes


def exact_key(plain: str) -> int:
    """64 bits that are the same for the same normalised text."""
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def signatures(texts: Sequence[Hashes]) -> npt.NDArray[np.uint32]:
    """A row of :data:`VALUES` for each text, given by its shingles."""
    ends = np.cumsum([0, *map(len, texts)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(texts), ends, VALUES, _SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32)
