"""Fingerprints of texts in files on disk, so that a million take no memory.

A signature is cut into bands of a few values. Texts that agree in all values of a band may be alike: with half of their
shingles in common, two texts agree in some band nearly always, with a twentieth hardly ever.
"""

import array
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from crawler.releases.reprints.fingerprint import VALUES, Hashes, mixed, signatures

Numbers = npt.NDArray[np.int32]

# Values of a band: of pairs with .43 of their shingles in common 96 % meet in one of the bands, with .05 one in 1,700.
_ROWS = 4
BANDS = VALUES // _ROWS
# Texts written at a time, and the shingles of texts that are turned into signatures at a time.
_BLOCK = 2048
_MOST_SHINGLES = 1 << 19
# A sketch keeps 8 bits of each value; they tell what share two texts have in common: cut by a third and changed by 5 %,
# .43 (± .03). With less than this, a pair isn't worth reading the texts again. One in 256 agrees by chance.
_LEAST_COMMON = 0.33
_LEAST_AGREEING = VALUES * (_LEAST_COMMON + (1 - _LEAST_COMMON) / 256)


class Bands:
    """Takes fingerprints in and writes them to files of the folder ``work``, block by block; then reads them."""

    def __init__(self, work: Path) -> None:
        self._numbers = array.array("i")  # by row: in the order in which they were added
        self._keys, self._exact, self._sketches = work / "bands", work / "exact", work / "sketches"
        self._waiting: list[Hashes] = []
        self._shingles = 0
        self._block = np.empty((_BLOCK, BANDS), dtype=np.uint64)
        self._filled = 0
        self._exact_keys = array.array("Q")

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, number: int, exact: int, shingles: Hashes) -> None:
        """Keep a text's number, the key of its exact text and its shingles' signature."""
        self._numbers.append(number)
        self._exact_keys.append(exact)
        self._waiting.append(shingles)
        self._shingles += len(shingles)
        if self._shingles >= _MOST_SHINGLES or self._filled + len(self._waiting) == _BLOCK:
            self._sign()
        if self._filled == _BLOCK:
            self._write()

    def finish(self) -> None:
        """Write what waits still: all have been added."""
        if self._waiting:
            self._sign()
        if self._filled:
            self._write()

    def numbers(self, start: int = 0, count: int | None = None) -> Numbers:
        """The numbers of so many rows, of all unless told."""
        return np.array(self._numbers[start : None if count is None else start + count], dtype=np.int32)

    def exact(self) -> Iterator[tuple[Hashes, Numbers]]:
        """The keys of the exact texts and their numbers, block by block."""
        with self._exact.open("rb") as file:
            for start, count in self._blocks():
                yield np.frombuffer(file.read(count * 8), dtype=np.uint64), self.numbers(start, count)

    def of_band(self, band: int) -> Iterator[tuple[Hashes, Hashes, Numbers]]:
        """The keys of a band, those of the band after it, and the numbers, block by block; no two bands share a key."""
        with self._keys.open("rb") as file:
            for start, count in self._blocks():
                keys = []
                for place in (band, (band + 1) % BANDS):
                    file.seek(8 * (start * BANDS + count * place))
                    keys.append(np.frombuffer(file.read(count * 8), dtype=np.uint64))
                yield keys[0], keys[1], self.numbers(start, count)

    @contextmanager
    def sketches(self) -> Iterator["Sketches"]:
        """The sketches, to be compared; there is at least one."""
        with self._sketches.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield Sketches(data, self.numbers())

    def _sign(self) -> None:
        """Turn the shingles that wait into keys of bands and sketches."""
        rows = signatures(self._waiting)
        with self._sketches.open("ab") as file:
            file.write((rows & 0xFF).astype(np.uint8).tobytes())
        values = rows.astype(np.uint64).reshape(len(rows), BANDS, _ROWS)
        keys = np.tile(np.arange(BANDS, dtype=np.uint64), (len(rows), 1))
        for row in range(_ROWS):
            keys = mixed(keys * np.uint64(31) + values[:, :, row])
        self._block[self._filled : self._filled + len(rows)] = keys
        self._filled += len(rows)
        self._waiting.clear()
        self._shingles = 0

    def _write(self) -> None:
        """Write a block: the keys of one band after those of another, so that a band is read in long runs."""
        with self._keys.open("ab") as file:
            file.write(np.ascontiguousarray(self._block[: self._filled].T).tobytes())
        with self._exact.open("ab") as file:
            file.write(self._exact_keys.tobytes())
        self._exact_keys = array.array("Q")
        self._filled = 0

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """The first row and the number of rows of each block."""
        for start in range(0, len(self), _BLOCK):
            yield start, min(_BLOCK, len(self) - start)


class Sketches:
    """Signatures in short: enough to tell most pairs that met by chance."""

    def __init__(self, data: mmap.mmap, numbers: Numbers) -> None:
        self._data = data
        self._rows = np.empty(int(numbers.max()) + 1, dtype=np.int32)
        self._rows[numbers] = np.arange(len(numbers), dtype=np.int32)

    def worth(self, ones: Numbers, others: Numbers) -> npt.NDArray[np.bool_]:
        """Of pairs of numbers, which ones are worth reading their texts."""
        sketches = np.frombuffer(self._data, dtype=np.uint8).reshape(-1, VALUES)
        agreeing = np.count_nonzero(sketches[self._rows[ones]] == sketches[self._rows[others]], axis=1)
        del sketches
        # What has been looked at stays in the system's cache, and isn't this process's memory.
        self._data.madvise(mmap.MADV_DONTNEED)
        worth: npt.NDArray[np.bool_] = agreeing >= _LEAST_AGREEING
        return worth
