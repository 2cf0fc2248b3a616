"""Whether two forms of a table hold the same rows in the same order: compared as they come, some thousand at a time."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crawler.releases.tables import Table
from crawler.releases.writing import GROUP_ROWS, arrow_schema, parquet_files
from crawler.verify.faults import Faults, short
from crawler.verify.keys import key_of

# So many rows are compared at once; rows that are lacking are found within twice as many.
_AT_ONCE = 1_000
# After so many rows that only one side has, nothing further is compared.
_ENOUGH = 10_000

Row = dict[str, Any]
# A line's number, and its row if it is one.
Numbered = tuple[int, Row | None]


class SameRows:
    """The rows of a table's lines, as they are added, against those of its Parquet files."""

    def __init__(self, folder: Path, table: Table, faults: Faults) -> None:
        self.table, self.faults, self.path = table, faults, folder / table.lines
        self._lacking = 0
        self._lines: deque[Numbered] = deque()
        self._parquet = _Rows(folder, table, faults)
        self._over = self._torn = False

    def add(self, number: int, row: Row | None) -> None:
        """The row of the next line, None for a line that is no row."""
        self._lines.append((number, row))
        if len(self._lines) >= 2 * _AT_ONCE:
            self._compare(last=False)

    def end(self, *, torn: bool) -> None:
        """There are no further lines; or, where the file is ``torn``, none that can be read."""
        self._torn = torn
        while not self._over and (self._lines or (not torn and self._parquet.more(1).num_rows)):
            self._compare(last=True)

    def _compare(self, *, last: bool) -> None:
        """Take rows off both sides, as many as can be told to be alike or not."""
        if self._over:
            self._lines.clear()
            return
        # Of lines that can't be read nothing is lacking.
        rows = self._parquet.more(min(2 * _AT_ONCE, len(self._lines)) if self._torn else 2 * _AT_ONCE)
        if self._parquet.broken or self._lacking > _ENOUGH:
            # What can't be read has been told; what is altogether different need not be told row by row.
            self._over = True
            self._lines.clear()
            return
        count = min(len(self._lines), rows.num_rows, _AT_ONCE)
        some = [row for _, row in islice(self._lines, count)]
        if count and self._alike(some, rows.slice(0, count)):
            self._take(count, count)
        else:
            self._differ(rows, last=last)

    def _alike(self, some: list[Row | None], rows: pa.Table) -> bool:
        """Whether rows are the same, without looking for what differs."""
        try:
            for field in rows.schema:
                values = [row[field.name] for row in some if row is not None]
                day = pa.types.is_date(field.type)
                array = pa.array(values, pa.string()).cast(field.type) if day else pa.array(values, field.type)
                if not rows.column(field.name).equals(pa.chunked_array([array])):
                    return False
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            return False
        return True

    def _differ(self, rows: pa.Table, *, last: bool) -> None:
        """Say which rows are lacking where, and which differ."""
        lines = list(islice(self._lines, 2 * _AT_ONCE))
        held = [_told(row) for row in rows.to_pylist()]
        ours = [b"" if row is None else self._key(row) for _, row in lines]
        theirs = [self._key(row) for row in held]
        steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        end = last and len(self._lines) == len(lines) and not self._parquet.rest
        if not end and steps[-1][0] != "equal" and len(steps) > 1:
            # The end of what is looked at may have its like further on.
            steps.pop()
        for kind, a, b, c, d in steps:
            if kind == "equal":
                for (number, line), row in zip(lines[a:b], held[c:d], strict=True):
                    self._differing(number, line or {}, row)
            else:
                self._lacking += (b - a) + (d - c)
                for number, line in lines[a:b]:
                    if line is not None:
                        what = f"has {self._named(line)}, which data/{self.table.name}-*.parquet lacks here"
                        self.faults.add(f"{self.table.name}: further row", self.path, what, number)
                for place, row in enumerate(held[c:d], self._parquet.taken + c + 1):
                    what = f"lacks {self._named(row)} (row {place}), which {self._parquet.file_of(place)} has"
                    self.faults.add(f"{self.table.name}: lacking row", self.path, what)
        self._take(steps[-1][2], steps[-1][4])

    def _differing(self, number: int, line: Row, row: Row) -> None:
        names = [name for name in self.table.names if line[name] != row[name]]
        if names:
            name, file = names[0], self._parquet.file_of(self._parquet.taken + 1)
            values = f"{short(line[name])}, in {file} {short(row[name])}"
            more = f"; so do {', '.join(names[1:])}" if names[1:] else ""
            what = f"{self._named(line)}: {name} differs: {values}{more}"
            self.faults.add(f"{self.table.name}: other values", self.path, what, number)

    def _take(self, lines: int, rows: int) -> None:
        for _ in range(lines):
            self._lines.popleft()
        self._parquet.take(rows)

    def _key(self, row: Row) -> bytes:
        return key_of(row[name] for name in self.table.key)

    def _named(self, row: Row) -> str:
        return named(self.table, row)


class _Rows:
    """The rows of a table's Parquet files, one file after the other."""

    def __init__(self, folder: Path, table: Table, faults: Faults) -> None:
        self.folder, self.table, self.faults = folder, table, faults
        self.taken = 0
        self.broken = self.rest = False
        self.ends: list[tuple[int, str]] = []  # the number of the last row of each file that was opened
        self._batches = self._read()
        self._schema = arrow_schema(table)
        self._held = self._schema.empty_table()

    def more(self, count: int) -> pa.Table:
        """The next rows, up to ``count``; ``rest`` says whether there may be some behind them."""
        while self._held.num_rows < count and not self.broken:
            batch = next(self._batches, None)
            self.rest = batch is not None
            if batch is None:
                break
            self._held = pa.concat_tables([self._held, pa.Table.from_batches([batch])])
        self.rest = self.rest or self._held.num_rows > count
        return self._held.slice(0, count)

    def take(self, count: int) -> None:
        self._held = self._held.slice(count)
        self.taken += count

    def file_of(self, place: int) -> str:
        """The file that holds a row."""
        return next((name for end, name in self.ends if place <= end), self.ends[-1][1] if self.ends else "data")

    def _read(self) -> Iterator[pa.RecordBatch]:
        rows = 0
        for name in parquet_files(self.folder, self.table):
            path = Path(name)
            try:
                with pq.ParquetFile(path, page_checksum_verification=True) as file:
                    if not file.schema_arrow.equals(self._schema):
                        raise pa.ArrowInvalid("its columns are not those of this version")
                    self._check_groups(path, file.metadata)
                    rows += file.metadata.num_rows
                    self.ends.append((rows, f"data/{path.name}"))
                    # Group by group: what is read of a file stays in memory until its batches have ended.
                    for group in range(file.num_row_groups):
                        yield from file.iter_batches(_AT_ONCE, use_threads=False, row_groups=[group])
            except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
                what = " ".join(str(error).split())
                self.faults.add("unreadable", path, f"can't be read ({short(what, 200)})")
                self.broken = True
                return

    def _check_groups(self, path: Path, metadata: pq.FileMetaData) -> None:
        largest = max((metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)), default=0)
        if largest > GROUP_ROWS:
            self.faults.add("row groups", path, f"has {largest} rows in a group, more than {GROUP_ROWS}")


def named(table: Table, row: Row) -> str:
    """What a fault calls a row: ``id 3f9c…``, or all of its key."""
    return ", ".join(f"{name} {short(row.get(name)) if name != 'id' else row.get(name)}" for name in table.key)


def _told(row: Row) -> Row:
    """A row of Parquet as lines have it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
