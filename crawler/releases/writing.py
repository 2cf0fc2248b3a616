"""One table of a release, written twice as its rows come: JSON lines and Parquet, the same rows in the same order."""

import contextlib
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from crawler.releases.tables import Field, Table

DATA = "data"
# Viewers of datasets refuse groups of more than some 280 MB.
GROUP_ROWS, GROUP_BYTES = 10_000, 64 * 2**20
SHARD_ROWS = 100_000
# Few rows are worth a smaller file, and many are worth the time.
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 6

_ARROW = {"string": pa.string(), "day": pa.date32(), "integer": pa.int64(), "boolean": pa.bool_()}


def arrow_schema(table: Table) -> pa.Schema:
    """The table's columns as Parquet has them."""
    return pa.schema([pa.field(field.name, _arrow_type(field), nullable=field.nullable) for field in table.fields])


def _arrow_type(field: Field) -> pa.DataType:
    if field.kind in _ARROW:
        return _ARROW[field.kind]
    if field.kind == "strings":
        return pa.list_(pa.string())
    struct = pa.struct([(key, pa.string()) for key in field.keys])
    return struct if field.kind == "struct" else pa.list_(struct)


def shards(table: Table, rows: int) -> list[str]:
    """The names of a table's Parquet files in the release's folder, given how many rows it has."""
    number = max(1, -(-rows // SHARD_ROWS))
    return [f"{DATA}/{table.name}-{shard:05}-of-{number:05}.parquet" for shard in range(number)]


def parquet_files(folder: Path, table: Table) -> list[str]:
    """The Parquet files of a table in a release's folder, in their order."""
    return sorted(str(path) for path in (folder / DATA).glob(f"{table.name}-*.parquet"))


def write_table(folder: Path, table: Table, rows: Iterable[Mapping[str, Any]], count: int) -> dict[str, Any]:
    """Write all ``rows``, which are ``count``; returns what the manifest says of each file.

    A row has all of the table's fields. The files hold nothing of the time, so the same rows make the same bytes.
    Raises :class:`OSError` where the disk is full.
    """
    names = shards(table, count)
    with contextlib.ExitStack() as stack:
        lines = _lines_file(stack, folder / table.lines)
        parquet = _Shards(stack, folder, names, table)
        for row in rows:
            line = json.dumps({name: row[name] for name in table.names}, ensure_ascii=False).encode() + b"\n"
            lines.write(line)
            parquet.add(row, len(line))
        parquet.end()
    if sum(parquet.counts) != count:
        raise ValueError(f"{table.name} has {sum(parquet.counts)} rows and should have {count}")
    written = [(table.lines, "jsonl", count)]
    written += [(name, "parquet", number) for name, number in zip(names, parquet.counts, strict=True)]
    return {
        name: {"table": table.name, "format": form, "rows": number, **size_and_hash(folder / name)}
        for name, form, number in written
    }


def size_and_hash(path: Path) -> dict[str, Any]:
    """Bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _lines_file(stack: contextlib.ExitStack, path: Path) -> BinaryIO | gzip.GzipFile:
    file = stack.enter_context(path.open("wb"))
    if path.suffix != ".gz":
        return file
    # Without a name and a time in its head.
    return stack.enter_context(gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0))


class _Shards:
    """The Parquet files of a table, begun one after the other."""

    def __init__(self, stack: contextlib.ExitStack, folder: Path, names: list[str], table: Table) -> None:
        self.table, self.schema = table, arrow_schema(table)
        self.writers = (self._begun(stack, folder / name) for name in names)
        self.writer = next(self.writers)
        self.counts = [0]
        self.group: list[Mapping[str, Any]] = []
        self.bytes = 0

    def _begun(self, stack: contextlib.ExitStack, path: Path) -> pq.ParquetWriter:
        path.parent.mkdir(exist_ok=True)
        options: dict[str, Any] = {"compression": "zstd", "compression_level": _ZSTD_LEVEL, "write_page_index": True}
        return stack.enter_context(pq.ParquetWriter(path, self.schema, **options))

    def add(self, row: Mapping[str, Any], size: int) -> None:
        if self.counts[-1] == SHARD_ROWS:
            self.end()
            self.writer.close()
            self.writer = next(self.writers)
            self.counts.append(0)
        self.group.append(row)
        self.bytes += size
        self.counts[-1] += 1
        if len(self.group) == GROUP_ROWS or self.bytes >= GROUP_BYTES:
            self.end()

    def end(self) -> None:
        """Write what is gathered as a group of rows."""
        if self.group:
            columns = [_column(field, [row[field.name] for row in self.group]) for field in self.table.fields]
            self.writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self.schema))
            self.group, self.bytes = [], 0


def _column(field: Field, values: list[Any]) -> pa.Array:
    if field.kind == "day":
        return pa.array(values, pa.string()).cast(pa.date32())
    return pa.array(values, _arrow_type(field))
