"""Which text of each article is the present one, and where the texts stand that a release writes."""

import json
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Self

import duckdb

from crawler.dataset.runs import Run
from crawler.releases.gather import KINDS

_OPEN_FILES = 32
_AT_ONCE = 10_000

# An event ends the text before it; the last one is the present text, or says that there is none any more. Within a
# run an article may be found gone and back; a restored article is a revision, also if its text is as it was.
_TEXTS = """
CREATE TABLE texts AS SELECT
  *,
  lead(kind) OVER events AS next_kind,
  lead(run) OVER events AS next_run,
  first_value(run) OVER events AS first_run,
  count(*) FILTER (kind > 0) OVER (events ROWS UNBOUNDED PRECEDING) - 1 AS revisions
FROM events
WINDOW events AS (PARTITION BY id ORDER BY run, kind, start)
"""
_PRESENT = """
CREATE TABLE present AS SELECT
  row_number() OVER (ORDER BY date NULLS LAST, fetched_at, id) - 1 AS number, *
FROM texts WHERE kind > 0 AND next_kind IS NULL
"""
# The column by which the article was reached comes first, then the others in the order in which they listed it.
_COLUMNS = """
CREATE TABLE columns AS SELECT id, list("column" ORDER BY first) AS names
FROM (
  SELECT id, "column", min((run, line)) AS first FROM rows
  WHERE id IS NOT NULL AND "column" IS NOT NULL AND page IS NOT NULL GROUP BY id, "column"
) GROUP BY id
"""
_WRITTEN = """
SELECT number, first_run, revisions, names FROM present LEFT JOIN columns USING (id)
WHERE number >= ? AND number < ? ORDER BY number
"""


class Texts:
    """The present texts by their numbers, which are their order in the release, from 0."""

    def __init__(self, store: duckdb.DuckDBPyConnection, runs: Sequence[Run]) -> None:
        for statement in (_TEXTS, _PRESENT, _COLUMNS):
            store.execute(statement)
        self.store, self.runs = store, runs
        self._files: OrderedDict[tuple[int, int], BinaryIO] = OrderedDict()
        self._places = array("Q"), array("Q"), array("Q")
        places = store.cursor().execute("SELECT run, kind, start FROM present ORDER BY number")
        while rows := places.fetchmany(_AT_ONCE):
            for row in rows:
                for values, value in zip(self._places, row, strict=True):
                    values.append(value)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def __len__(self) -> int:
        return len(self._places[0])

    def record(self, number: int) -> dict[str, Any]:
        """The text of this number as its run wrote it."""
        run, kind, start = (values[number] for values in self._places)
        return self.line(run, kind, start)

    def body(self, number: int) -> str:
        """Its body."""
        body: str = self.record(number)["body"]
        return body

    def line(self, run: int, kind: int, start: int) -> dict[str, Any]:
        """The line that begins at a byte of a run's file."""
        file = self._file(run, kind)
        file.seek(self.runs[run].starts.get(KINDS[kind], 0) + start)
        line: dict[str, Any] = json.loads(file.readline())
        return line

    def rows(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Each present text in its order, and what else the runs tell of the article."""
        for first in range(0, len(self), _AT_ONCE):
            told = self.store.execute(_WRITTEN, [first, first + _AT_ONCE]).fetchall()
            for number, first_run, revisions, names in told:
                record = self.record(number)
                own = [record["column"]] if record["column"] is not None else []
                columns = [*own, *(name for name in names or () if name not in own)]
                more = {"columns": columns, "first_run": self.runs[first_run].name, "revisions": revisions}
                yield record, more

    def _file(self, run: int, kind: int) -> BinaryIO:
        key = (run, kind)
        if key not in self._files:
            if len(self._files) >= _OPEN_FILES:
                self._files.popitem(last=False)[1].close()
            self._files[key] = (self.runs[run].folder / KINDS[kind]).open("rb")
        self._files.move_to_end(key)
        return self._files[key]
