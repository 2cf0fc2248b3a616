"""One question to the runs and releases of a data folder: asked read-only, answered row by row."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from crawler.dataset.runs import sites_in
from crawler.errors import LanmuError, UsageError
from crawler.query.sources import sources
from crawler.query.views import connect

_AT_ONCE = 1_000
_EXPLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\b", re.IGNORECASE | re.DOTALL)
# What is wrong with the question, rather than with the data.
_MISTAKES = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ConversionException,
    duckdb.OutOfRangeException,
    duckdb.ParserException,
    duckdb.PermissionException,
    duckdb.SyntaxException,
)
# Of what a function doesn't take and of files that can't be read DuckDB says the same, but names the file.
_OF_FILE = re.compile(r"\bfile [\"']")
# It counts one line too many where one isn't JSON, and gives advice on options that a query hasn't.
_PLACE = re.compile(r",(?: at byte \d+)? in (?:line|record/value) \d+(?=:)")
_ADVICE = re.compile(r" Try setting 'auto_detect'.*")


class Query:
    """The answer to a question: ``head`` names its columns, ``rows`` come as they are asked for, once.

    Raises :class:`UsageError` for a question that can't be answered, :class:`LanmuError` for data that can't be read.
    """

    def __init__(self, data_dir: Path, sites: Sequence[str], question: str, work: Path) -> None:
        # Views name files by whole paths: those are what they may read.
        data_dir = data_dir.resolve()
        found = sources(data_dir, sites_in(data_dir, sites))
        try:
            self._store = connect(found, data_dir, work)
            _check(self._store, question)
            self._store.execute(question)
        except duckdb.Error as error:
            raise _told(error) from None
        self.head = [str(column[0]) for column in self._store.description or ()]

    @property
    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows of the answer; raises what the class raises."""
        try:
            while some := self._store.fetchmany(_AT_ONCE):
                yield from some
        except duckdb.Error as error:
            raise _told(error) from None


def _check(store: duckdb.DuckDBPyConnection, question: str) -> None:
    """Raise :class:`UsageError` for what is no single question: what writes, attaches or sets."""
    statements = store.extract_statements(question)
    if len(statements) != 1:
        raise UsageError(f"query takes one SELECT, got {len(statements) or 'no'} statements")
    asked = statements[0].type
    if asked == duckdb.StatementType.EXPLAIN and (explain := _EXPLAIN.match(question)):
        # What is explained with ANALYZE is carried out, whatever it is.
        explained = store.extract_statements(question[explain.end() :])
        asked = explained[0].type if len(explained) == 1 else asked
    if asked != duckdb.StatementType.SELECT:
        raise UsageError(f"query only reads: SELECT, FROM, DESCRIBE, SUMMARIZE, or EXPLAIN of these, no {asked.name}")


def _told(error: duckdb.Error) -> LanmuError:
    """DuckDB's message in one line, without the question again."""
    message, _, _ = str(error).partition("\n\nLINE ")
    text = " ".join(message.split())
    if 'near "column"' in text:
        text += '; the word is SQL\'s: write "column", with the marks'
    of_file = _OF_FILE.search(text) is not None
    if isinstance(error, _MISTAKES) or (isinstance(error, duckdb.InvalidInputException) and not of_file):
        return UsageError(text)
    if not of_file:
        return LanmuError(text)
    text = _ADVICE.sub("", _PLACE.sub("", text)).rstrip(" .")
    return LanmuError(f"{text}; lanmu verify names what is wrong")
