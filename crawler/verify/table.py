"""A table of a version: every line by itself, each key once, and the same rows in the same order in Parquet."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from crawler.releases.tables import ARTICLES, REVISIONS, Table
from crawler.verify.faults import Faults, short
from crawler.verify.keys import Keys, key_of
from crawler.verify.line_schemas import check_of_release, check_text
from crawler.verify.same_rows import Numbered, Row, SameRows, named


def verify_table(folder: Path, table: Table, work: Path, faults: Faults, count: Callable[[Row], None]) -> int:
    """Find what is wrong with a table's files; returns how many rows its lines are, each given to ``count``."""
    path, rows, order = folder / table.lines, 0, ("", "", "")
    lines = _Lines(path, table, faults)
    compared = SameRows(folder, table, faults)
    with Keys(work) as keys:
        for number, row in lines:
            rows += 1
            compared.add(number, row)
            if row is None:
                continue
            place = keys.add(key_of(row[name] for name in table.key), number)
            if place is not None:
                faults.add(f"{table.name}: twice", path, f"{named(table, row)} again, first in line {place}", number)
            if table is ARTICLES:
                following = (row["date"] or "null", row["fetched_at"] or "", row["id"])
                if following < order:
                    faults.add("order", path, f"{named(table, row)} stands behind a later one", number)
                order = following
                for what in _wrong(row):
                    faults.add("articles: fields", path, what, number)
            count(row)
    compared.end(torn=lines.torn)
    return rows


class _Lines:
    """The rows with the numbers of their lines; ``torn`` once the file could not be read to its end."""

    def __init__(self, path: Path, table: Table, faults: Faults) -> None:
        self.path, self.table, self.faults = path, table, faults
        self.torn = False
        self._names, self._check = table.names, check_of_release(table.name)
        self._texts = table in (ARTICLES, REVISIONS)

    def __iter__(self) -> Iterator[Numbered]:
        number = 0
        try:
            with gzip.open(self.path, "rb") if self.path.suffix == ".gz" else self.path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    yield number, self._row(line, number)
        except (OSError, EOFError, zlib.error) as error:
            what = f"can't be read any further ({type(error).__name__}: {error})"
            self.faults.add("unreadable", self.path, what, number + 1)
            self.torn = True

    def _row(self, line: bytes, number: int) -> Row | None:
        """The row of a line; None for one that isn't as it should be, which is told."""
        try:
            row: Row = json.loads(line)
        except ValueError as error:
            self.faults.add(f"{self.table.name}: JSON", self.path, f"is not JSON ({error})", number)
            return None
        try:
            self._check(row)
            if tuple(row) != self._names:
                raise ValueError("has its fields in another order")  # noqa: TRY301
            if self._texts:
                check_text(row)
        except (ValueError, RecursionError) as error:
            self.faults.add(f"{self.table.name}: form", self.path, str(error), number)
            return None
        return row


def _wrong(row: Row) -> Iterator[str]:
    """What is wrong with an article beside its form."""
    if row["column"] is not None and row["columns"][:1] != [row["column"]]:
        yield f"id {row['id']}: columns begin with {short(row['columns'][:1])}, column is {short(row['column'])}"
    match = row["cluster_match"]
    if match not in {None, "first", "exact", "near"}:
        yield f"id {row['id']}: cluster_match is {short(match)}"
    elif (row["cluster"] is None) != (match is None) or (row["cluster"] == row["id"]) != (match == "first"):
        yield f"id {row['id']}: cluster {row['cluster']} and cluster_match {match} do not go together"
