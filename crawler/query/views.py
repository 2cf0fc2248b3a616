"""The views of a query: DuckDB over the runs and releases of a data folder, which reads no file until it is asked."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import pyarrow as pa

from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REPORT, REVISIONS, REVISITS
from crawler.query.run_lines import FIELDS
from crawler.query.sources import Sources
from crawler.releases import tables
from crawler.releases.tables import Field

MEMORY = "1GB"
# The longest line or report, in bytes; each thread holds twice as much.
_LONGEST = 32 * 2**20
_SIMPLE = {"string": "VARCHAR", "day": "DATE", "integer": "BIGINT", "boolean": "BOOLEAN", "strings": "VARCHAR[]"}

_ACCOUNT = "listed BIGINT, written BIGINT, known BIGINT, repeated BIGINT, dropped MAP(VARCHAR, BIGINT), "
_ACCOUNT = f"STRUCT({_ACCOUNT}failed MAP(VARCHAR, BIGINT), closes BOOLEAN)"
_REVISITED = "STRUCT(revisited BIGINT, unchanged BIGINT, revised BIGINT, gone BIGINT, failed MAP(VARCHAR, BIGINT))"
_FAILED = "STRUCT(page BIGINT, url VARCHAR, reason VARCHAR)[]"
_PAGES = f"STRUCT(declared BIGINT, walked BIGINT, failed {_FAILED})"
_REPORT = {
    **dict.fromkeys(("site", "run", "verdict", "sentence", "ended", "started_at", "finished_at"), "VARCHAR"),
    "sample": "BIGINT",
    "full": "BOOLEAN",
    "account": _ACCOUNT,
    "revisited": _REVISITED,
    "columns": f'STRUCT("column" VARCHAR, url VARCHAR, ended VARCHAR, pages {_PAGES}, declared_items BIGINT, '
    f"account {_ACCOUNT})[]",
}
_VERSION = {
    **dict.fromkeys(("version", "semver", "released_at", "sha256"), "VARCHAR"),
    **dict.fromkeys(("articles", "added", "changed", "removed"), "BIGINT"),
}
_RUN = pa.schema(
    [
        *((name, pa.string()) for name in ("site", "run")),
        ("number", pa.int64()),
        ("newest", pa.bool_()),
        *((name, pa.string()) for name in ("site_name", "lanmu", "schema_version")),
        *((name, pa.int64()) for name in ("articles", "links", "revisits", "revisions", "removals")),
    ]
)
_RANGE = pa.schema([("first", pa.int64()), ("last", pa.int64()), ("site", pa.string()), ("run", pa.string())])
_DATASET = pa.schema([("file", pa.string()), ("name", pa.string())])

# Where a file lies says whose it is.
_SITE, _FOLDER = "split_part(filename, '/', -4)", "split_part(filename, '/', -2)"


def connect(found: Sources, data_dir: Path, work: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory with the views; it reads the data folder, spills into ``work``, and does nothing else."""
    store = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(work)})
    store.execute("CREATE SCHEMA lines")
    for name, schema, rows in (("runs", _RUN, found.runs), ("ranges", _RANGE, found.ranges)):
        _fill(store, f"lines.{name}", schema, rows)
    _fill(store, "lines.datasets", _DATASET, found.versions)
    for name in (ARTICLES, REVISIONS, REMOVALS, REVISITS, LINKS):
        _create(store, f"lines.{name.partition('.')[0]}", _lines(found, name))
    reports = _read(found.plain.get(REPORT, []), _REPORT, "unstructured")
    _create(store, "lines.reports", reports)
    versions = {"versions": f"STRUCT({', '.join(f'{name} {kind}' for name, kind in _VERSION.items())})[]"}
    _create(store, "lines.versions", _read([one["file"] for one in found.versions], versions, "unstructured"))
    for name, query in _views(found).items():
        _create(store, name, query)
    folders = ", ".join(_quoted(f"{folder}/") for folder in (str(data_dir), _literal(str(data_dir))))
    store.execute(f"SET allowed_directories = [{folders}]")
    store.execute("SET enable_external_access = false")
    store.execute("SET lock_configuration = true")
    return store


def _fill(store: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: Iterable[Mapping[str, Any]]) -> None:
    store.from_arrow(pa.Table.from_pylist(list(rows), schema)).create(name)


def _create(store: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    store.execute(f"CREATE VIEW {name} AS {query}")


def _lines(found: Sources, name: str) -> str:
    """The lines of one kind of file, with site and run: which lines of a shared file are whose, their counts say."""
    types = {field.name: duck_type(field) for field in FIELDS[name]}
    if name == REVISIONS:
        types["changes"] = "JSON"
    files = found.plain.get(name, [])
    if name in {ARTICLES, REVISIONS}:
        return f"SELECT * EXCLUDE filename FROM ({_read(files, types)})"  # noqa: S608 (our own names)
    if name == REMOVALS:
        return f"SELECT {_SITE} AS site, * EXCLUDE filename FROM ({_read(files, types)})"  # noqa: S608
    own = f"SELECT {_SITE} AS site, {_FOLDER} AS run, * EXCLUDE filename FROM ({_read(files, types)})"  # noqa: S608
    if name != LINKS or not found.folded:
        return own
    shared = f"SELECT row_number() OVER () AS line, * FROM ({_read(found.folded, types)})"  # noqa: S608
    return (
        f"{own} UNION ALL SELECT ranges.site, ranges.run, told.* EXCLUDE (line, filename) "  # noqa: S608
        f"FROM ({shared}) AS told ASOF JOIN lines.ranges ON told.line >= ranges.first"
    )


def _read(files: list[str], types: Mapping[str, str], form: str = "newline_delimited") -> str:
    """What reads files of JSON by the types of their fields; nothing, with these types, where there are no files."""
    if not files:
        columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in types.items())
        return f"SELECT NULL::VARCHAR AS filename, {columns} WHERE false"
    paths = ", ".join(_quoted(_literal(path)) for path in files)
    columns = ", ".join(f'"{name}": {_quoted(kind)}' for name, kind in types.items())
    return (
        f"SELECT filename, * FROM read_json([{paths}], format = '{form}', columns = {{{columns}}}, "  # noqa: S608
        f"maximum_object_size = {_LONGEST})"
    )


def duck_type(field: Field) -> str:
    """The type of a field in DuckDB."""
    if field.kind in _SIMPLE:
        return _SIMPLE[field.kind]
    struct = f"STRUCT({', '.join(f'{key} VARCHAR' for key in field.keys)})"
    return struct if field.kind == "struct" else f"{struct}[]"


def _literal(path: str) -> str:
    """A path that stands for itself alone, whatever marks it has."""
    return "".join(f"[{mark}]" if mark in "[*?" else mark for mark in path)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# The last text of each article, unless it was found gone since; within a run a text comes after what was found gone.
_ARTICLES = Template("""
WITH newest AS (
  SELECT id, max(number) AS number, count(*) AS revisions
  FROM lines.revisions JOIN lines.runs USING (site, run) GROUP BY id
), revised AS (
  SELECT told.*, newest.revisions FROM lines.revisions AS told JOIN lines.runs AS runs USING (site, run)
  JOIN newest ON newest.id = told.id AND newest.number = runs.number
), gone AS (
  SELECT removed.id FROM (
    SELECT id, max(number) AS number FROM lines.removals JOIN lines.runs USING (site, run) GROUP BY id
  ) AS removed LEFT JOIN newest USING (id) WHERE newest.number IS NULL OR removed.number > newest.number
)
SELECT $fields, first.run AS first_run, first.fetched_at AS first_fetched_at,
  coalesce(revised.revisions, 0) AS revisions
FROM lines.articles AS first ANTI JOIN gone USING (id) LEFT JOIN revised ON revised.id = first.id
""")
_TOTAL = "coalesce(list_sum(map_values({0}.{1})), 0)::BIGINT AS {1}, {0}.{1} AS {1}_by"
_LISTED = ", ".join(f"{{0}}.{name}" for name in ("listed", "written", "known", "repeated"))
_COUNTED = f"{_LISTED}, {_TOTAL.format('{0}', 'dropped')}, {_TOTAL.format('{0}', 'failed')}, {{0}}.closes"
_RUNS = f"""
SELECT site, run, site_name, newest, started_at, finished_at, verdict, sentence, ended, sample, "full",
  {_COUNTED.format("account")},
  revisited.revisited AS revisited, revisited.unchanged AS unchanged, revisited.revised AS revised,
  revisited.gone AS gone, coalesce(list_sum(map_values(revisited.failed)), 0)::BIGINT AS revisits_failed,
  articles, links, revisits, revisions, removals, lanmu, schema_version
FROM lines.reports JOIN lines.runs USING (site, run) ORDER BY site, number
"""  # noqa: S608
_COLUMNS = f"""
SELECT site, run, newest, one."column" AS "column", one.url AS url, one.ended AS ended,
  one.pages.declared AS pages_declared, one.pages.walked AS pages_walked, one.pages.failed AS pages_failed,
  one.declared_items AS declared_items, {_COUNTED.format("one.account")}
FROM (SELECT site, run, unnest("columns") AS one FROM lines.reports) JOIN lines.runs USING (site, run)
ORDER BY site, number
"""  # noqa: S608
_RELEASES = """
SELECT name, one.* FROM (SELECT filename, unnest(versions) AS one FROM lines.versions)
JOIN lines.datasets AS datasets ON datasets.file = filename ORDER BY name, one.released_at
"""


def _views(found: Sources) -> dict[str, str]:
    """The views by their names, in an order in which each needs only those before it."""
    names = [field.name for field in FIELDS[ARTICLES]]
    present = ", ".join(
        f'first."{name}"' if name in {"id", "site"} else
        f'CASE WHEN revised.id IS NULL THEN first."{name}" ELSE revised."{name}" END AS "{name}"'
        for name in names
    )  # fmt: skip
    return {
        "articles": _ARTICLES.substitute(fields=present),
        "links": "FROM lines.links",
        "revisits": "FROM lines.revisits",
        "revisions": "FROM lines.revisions",
        "removals": "FROM lines.removals",
        "runs": _RUNS,
        "columns": _COLUMNS,
        "releases": _RELEASES,
        "release_articles": _released(found.released),
    }


def _released(files: list[str]) -> str:
    """The articles of each site's latest release, with its version."""
    if files:
        paths = ", ".join(_quoted(_literal(path)) for path in files)
        read = f"read_parquet([{paths}], filename = true)"
        return f"SELECT split_part(filename, '/', -3) AS version, * EXCLUDE filename FROM {read}"  # noqa: S608
    columns = ", ".join(f'NULL::{duck_type(field)} AS "{field.name}"' for field in tables.ARTICLES.fields)
    return f"SELECT NULL::VARCHAR AS version, {columns} WHERE false"
