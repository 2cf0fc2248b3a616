"""Which texts may be alike: fingerprints on disk, joined band by band.

A signature is cut into bands of a few values. Texts that agree in all values of a band are a candidate pair: with half
of their shingles in common, two texts agree in some band nearly always, with a twentieth hardly ever.
"""

import array
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from crawler.releases.fingerprint import VALUES, Hashes, mixed, signatures

Numbers = npt.NDArray[np.int32]

# Values of a band: of pairs with .43 of their shingles in common 96 % meet in one of the bands, with .05 one in 1,700.
_ROWS = 4
_BANDS = VALUES // _ROWS
# Texts written at a time, and the shingles of texts that are turned into signatures at a time.
_BLOCK = 2048
_MOST_SHINGLES = 1 << 19
# A sketch keeps 8 bits of each value; they tell what share two texts have in common: cut by a third and changed by 5 %,
# .43 (± .03). With less than this, a pair isn't worth reading the texts again. One in 256 agrees by chance.
_LEAST_COMMON = 0.33
_LEAST_AGREEING = VALUES * (_LEAST_COMMON + (1 - _LEAST_COMMON) / 256)
_PAIRS = 1 << 14
# Keys joined at a time: those of several bands, if there are few texts.
_MOST_KEYS = 1 << 20
_MEMORY = "192MB"

_BAND = pa.schema({"key": pa.uint64(), "next": pa.uint64(), "number": pa.int32()})
_EXACT = pa.schema({"key": pa.uint64(), "number": pa.int32()})

# In a bucket each text is a pair with the first and with its neighbour, so that ten thousand of one kind are twenty
# thousand pairs. Neighbours agree in the next band too, where any do.
_JOIN = """
    WITH met AS (
        SELECT number, first_value(number) OVER bucket AS first, lag(number) OVER bucket AS neighbour FROM band
        WINDOW bucket AS (PARTITION BY key ORDER BY next, number)
    )
    INSERT INTO pairs
    SELECT least(number, other), greatest(number, other)
    FROM (SELECT number, first AS other FROM met UNION ALL SELECT number, neighbour FROM met WHERE neighbour <> first)
    WHERE other <> number
"""


class Bands:
    """Fingerprints of texts, in files of ``work``; ``join`` them when all have been added."""

    def __init__(self, work: Path) -> None:
        self.numbers = array.array("i")  # by row: in the order in which they were added
        self._work = work
        self._bands: BinaryIO = (work / "bands").open("w+b")
        self._exact: BinaryIO = (work / "exact").open("w+b")
        self._sketches: BinaryIO = (work / "sketches").open("w+b")
        self._waiting: list[Hashes] = []
        self._shingles = 0
        self._keys = np.empty((_BLOCK, _BANDS), dtype=np.uint64)
        self._filled = 0
        self._exact_keys = array.array("Q")

    def add(self, number: int, exact: int, shingles: Hashes) -> None:
        """Keep a text's number, the key of its exact text and its shingles' signature."""
        self.numbers.append(number)
        self._exact_keys.append(exact)
        self._waiting.append(shingles)
        self._shingles += len(shingles)
        if self._shingles >= _MOST_SHINGLES or self._filled + len(self._waiting) == _BLOCK:
            self._sign()
        if self._filled == _BLOCK:
            self._write()

    def close(self) -> None:
        for file in (self._bands, self._exact, self._sketches):
            file.close()

    def _sign(self) -> None:
        """Turn the shingles that wait into keys of bands and sketches."""
        if not self._waiting:
            return
        rows = signatures(self._waiting)
        self._sketches.write((rows & 0xFF).astype(np.uint8).tobytes())
        values = rows.astype(np.uint64).reshape(len(rows), _BANDS, _ROWS)
        # No two bands have a key in common.
        keys = np.tile(np.arange(_BANDS, dtype=np.uint64), (len(rows), 1))
        for row in range(_ROWS):
            keys = mixed(keys * np.uint64(31) + values[:, :, row])
        self._keys[self._filled : self._filled + len(rows)] = keys
        self._filled += len(rows)
        self._waiting.clear()
        self._shingles = 0

    def _write(self) -> None:
        """Write a block: the keys of one band after those of another, so that a band is read in long runs."""
        self._bands.write(np.ascontiguousarray(self._keys[: self._filled].T).tobytes())
        self._exact.write(self._exact_keys.tobytes())
        self._exact_keys = array.array("Q")
        self._filled = 0

    def finish(self) -> duckdb.DuckDBPyConnection:
        """Write what waits still; what comes next is joined by this connection, in the memory it is given."""
        self._sign()
        if self._filled:
            self._write()
        for file in (self._bands, self._exact, self._sketches):
            file.flush()
        connection = duckdb.connect(
            str(self._work / "pairs.duckdb"),
            config={"memory_limit": _MEMORY, "threads": 2, "temp_directory": str(self._work / "spilled")},
        )
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        return connection

    def first_of_same(self, connection: duckdb.DuckDBPyConnection, count: int) -> Numbers:
        """By number, below ``count``: the smallest number with exactly that text, -1 for numbers not added."""
        firsts = np.full(count, -1, dtype=np.int32)
        numbers = np.frombuffer(self.numbers, dtype=np.int32)
        firsts[numbers] = numbers
        connection.register("exact", pa.RecordBatchReader.from_batches(_EXACT, self._exact_batches()))
        connection.execute("CREATE TEMP TABLE exact_keys AS SELECT * FROM exact")
        connection.unregister("exact")
        found = connection.sql(
            "SELECT number, first FROM (SELECT number, min(number) OVER (PARTITION BY key) AS first FROM exact_keys) "
            "WHERE first <> number"
        )
        for batch in found.to_arrow_reader(_PAIRS):
            firsts[batch["number"].to_numpy()] = batch["first"].to_numpy()
        connection.execute("DROP TABLE exact_keys")
        return firsts

    def pairs(self, connection: duckdb.DuckDBPyConnection, firsts: Numbers) -> Iterator[tuple[int, int]]:
        """Pairs of numbers that may be alike, smaller number first; of the same texts, only the first takes part.

        By the larger number, those that met in most bands first.
        """
        connection.execute("CREATE TABLE pairs (low INTEGER, high INTEGER)")
        at_a_time = max(1, _MOST_KEYS // max(1, len(self.numbers)))
        for start in range(0, _BANDS, at_a_time):
            bands = range(start, min(start + at_a_time, _BANDS))
            batches = (batch for band in bands for batch in self._band_batches(band, firsts))
            connection.register("arriving", pa.RecordBatchReader.from_batches(_BAND, batches))
            connection.execute("CREATE TEMP TABLE band AS SELECT * FROM arriving")
            connection.unregister("arriving")
            connection.execute(_JOIN)
            connection.execute("DROP TABLE band")
        if not self.numbers:
            return
        rows = np.empty(len(firsts), dtype=np.int32)
        rows[np.frombuffer(self.numbers, dtype=np.int32)] = np.arange(len(self.numbers), dtype=np.int32)
        found = connection.sql("SELECT low, high FROM pairs GROUP BY ALL ORDER BY high, count(*) DESC, low")
        with mmap.mmap(self._sketches.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for batch in found.to_arrow_reader(_PAIRS):
                low, high = batch["low"].to_numpy(), batch["high"].to_numpy()
                worth = _agreeing(data, rows[low], rows[high]) >= _LEAST_AGREEING
                yield from zip(low[worth].tolist(), high[worth].tolist(), strict=True)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """The first row and the number of rows of each block."""
        for start in range(0, len(self.numbers), _BLOCK):
            yield start, min(_BLOCK, len(self.numbers) - start)

    def _exact_batches(self) -> Iterator[pa.RecordBatch]:
        for start, count in self._blocks():
            self._exact.seek(start * 8)
            keys = np.frombuffer(self._exact.read(count * 8), dtype=np.uint64)
            yield pa.record_batch([keys, self._numbers(start, count)], schema=_EXACT)

    def _band_batches(self, band: int, firsts: Numbers) -> Iterator[pa.RecordBatch]:
        """A band's keys, those of the band after it, and the numbers."""
        for start, count in self._blocks():
            numbers = self._numbers(start, count)
            kept = firsts[numbers] == numbers
            keys = (self._keys_of(start, count, place)[kept] for place in (band, (band + 1) % _BANDS))
            yield pa.record_batch([*keys, numbers[kept]], schema=_BAND)

    def _keys_of(self, start: int, count: int, band: int) -> Hashes:
        self._bands.seek(8 * (start * _BANDS + count * band))
        return np.frombuffer(self._bands.read(count * 8), dtype=np.uint64)

    def _numbers(self, start: int, count: int) -> Numbers:
        return np.array(self.numbers[start : start + count], dtype=np.int32)


def _agreeing(data: mmap.mmap, rows: Numbers, others: Numbers) -> npt.NDArray[np.int64]:
    """How many values of each two sketches agree."""
    sketches = np.frombuffer(data, dtype=np.uint8).reshape(-1, VALUES)
    agreeing: npt.NDArray[np.int64] = np.count_nonzero(sketches[rows] == sketches[others], axis=1)
    del sketches
    # What has been looked at stays in the system's cache, and isn't this process's memory.
    data.madvise(mmap.MADV_DONTNEED)
    return agreeing
