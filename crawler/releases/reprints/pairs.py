"""Which texts may be alike: fingerprints, of one text at least, joined on disk by DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from crawler.releases.reprints.bands import BANDS, Bands, Numbers

_MEMORY = "192MB"
# Keys joined at a time: those of one band of a million texts, of all bands of a few thousand.
_MOST_KEYS = 1 << 20
# Rows of a result read at a time.
_READ = 1 << 14

_EXACT = pa.schema({"key": pa.uint64(), "number": pa.int32()})
_BAND = pa.schema({"key": pa.uint64(), "next": pa.uint64(), "number": pa.int32()})

_KEEP_EXACT = "CREATE TEMP TABLE exact AS SELECT * FROM arriving"
_KEEP_BAND = "CREATE TEMP TABLE band AS SELECT * FROM arriving"
_SAME = """
    SELECT number, first FROM (SELECT number, min(number) OVER (PARTITION BY key) AS first FROM exact)
    WHERE first <> number
"""
# In a bucket each text is a pair with the first and with its neighbour, so that ten thousand of one kind are twenty
# thousand pairs. Neighbours agree in the next band too, where any do.
_MEET = """
    WITH met AS (
        SELECT number, first_value(number) OVER bucket AS first, lag(number) OVER bucket AS neighbour FROM band
        WINDOW bucket AS (PARTITION BY key ORDER BY next, number)
    )
    INSERT INTO pairs
    SELECT least(number, other), greatest(number, other)
    FROM (SELECT number, first AS other FROM met UNION ALL SELECT number, neighbour FROM met WHERE neighbour <> first)
    WHERE other <> number
"""
_PAIRS = "SELECT low, high FROM pairs GROUP BY ALL ORDER BY high, count(*) DESC, low"


@contextmanager
def joining(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in ``work`` that spills there what its memory can't hold."""
    with duckdb.connect(
        str(work / "pairs.duckdb"),
        config={"memory_limit": _MEMORY, "threads": 2, "temp_directory": str(work / "spilled")},
    ) as database:
        database.execute("SET preserve_insertion_order = false")
        database.execute("SET enable_progress_bar = false")
        yield database


def first_of_same(database: duckdb.DuckDBPyConnection, bands: Bands, count: int) -> Numbers:
    """By number, below ``count``: the smallest number with exactly that text, -1 for numbers not added."""
    firsts = np.full(count, -1, dtype=np.int32)
    numbers = bands.numbers()
    firsts[numbers] = numbers
    batches = (pa.record_batch(list(columns), schema=_EXACT) for columns in bands.exact())
    _keep(database, _KEEP_EXACT, pa.RecordBatchReader.from_batches(_EXACT, batches))
    for batch in database.sql(_SAME).to_arrow_reader(_READ):
        firsts[batch["number"].to_numpy()] = batch["first"].to_numpy()
    database.execute("DROP TABLE exact")
    return firsts


def likely_pairs(database: duckdb.DuckDBPyConnection, bands: Bands, firsts: Numbers) -> Iterator[tuple[int, int]]:
    """Pairs of numbers that may be alike, the smaller one first; of the same texts, only the first takes part.

    By the larger number, those that met in most bands first.
    """
    database.execute("CREATE TABLE pairs (low INTEGER, high INTEGER)")
    at_a_time = max(1, _MOST_KEYS // len(bands))
    for start in range(0, BANDS, at_a_time):
        some = range(start, min(start + at_a_time, BANDS))
        batches = (batch for band in some for batch in _band_batches(bands, band, firsts))
        _keep(database, _KEEP_BAND, pa.RecordBatchReader.from_batches(_BAND, batches))
        database.execute(_MEET)
        database.execute("DROP TABLE band")
    with bands.sketches() as sketches:
        for batch in database.sql(_PAIRS).to_arrow_reader(_READ):
            low, high = batch["low"].to_numpy(), batch["high"].to_numpy()
            worth = sketches.worth(low, high)
            yield from zip(low[worth].tolist(), high[worth].tolist(), strict=True)


def _keep(database: duckdb.DuckDBPyConnection, statement: str, rows: pa.RecordBatchReader) -> None:
    """Make a table of what arrives: a join reads it more than once."""
    database.register("arriving", rows)
    database.execute(statement)
    database.unregister("arriving")


def _band_batches(bands: Bands, band: int, firsts: Numbers) -> Iterator[pa.RecordBatch]:
    for keys, following, numbers in bands.of_band(band):
        kept = firsts[numbers] == numbers
        yield pa.record_batch([keys[kept], following[kept], numbers[kept]], schema=_BAND)
