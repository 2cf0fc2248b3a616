"""Rows of a release that are damaged are named; also where checksums were adjusted to it."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from damage import (
    Edit,
    copied,
    edit_json,
    edit_lines,
    edit_rows,
    fault_of,
    reseal_release,
    reseal_sums,
    said_of,
)
from history import SITE
from pytest_httpserver import HTTPServer
from released import Release
from released_twice import PARQUET, newest, released_twice
from support import Record


@pytest.fixture(scope="module")
def releases(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released_twice(servers[0], tmp_path_factory.mktemp("verified"))


@pytest.fixture
def damaged(releases: Path) -> Iterator[Release]:
    """A copy of the last of them, beside the other, to be damaged."""
    with copied(releases) as folder:
        yield Release(folder / newest(folder).name)


def test_a_dropped_line_is_named_by_what_parquet_has(damaged: Release) -> None:
    rows = damaged.rows("articles")
    edit_lines(damaged.folder / "articles.jsonl.gz", lambda lines: lines.pop(3))
    reseal_release(damaged.folder, articles=len(rows) - 1)
    said = said_of(damaged.folder)
    assert any(
        line.endswith(f"/articles.jsonl.gz: lacks id {rows[3]['id']} (row 4), which {PARQUET} has") for line in said
    ), said


@pytest.mark.parametrize("place", [0, -1])
def test_a_line_dropped_at_an_end(damaged: Release, place: int) -> None:
    rows = damaged.rows("articles")
    edit_lines(damaged.folder / "articles.jsonl.gz", lambda lines: lines.pop(place))
    reseal_release(damaged.folder)
    assert any(
        f"lacks id {rows[place]['id']} (row {1 if place == 0 else len(rows)})" in line
        for line in said_of(damaged.folder)
    )


def test_a_row_dropped_from_parquet_is_named_by_its_line(damaged: Release) -> None:
    rows = damaged.rows("articles")
    table = pq.read_table(damaged.folder / PARQUET)
    pq.write_table(pa.concat_tables([table.slice(0, 2), table.slice(3)]), damaged.folder / PARQUET)
    reseal_release(damaged.folder)
    said = said_of(damaged.folder)
    what = f"/articles.jsonl.gz, line 3: has id {rows[2]['id']}, which data/articles-*.parquet lacks here"
    assert any(line.endswith(what) for line in said), said


def test_a_doubled_id_is_named_with_both_lines(damaged: Release) -> None:
    rows = damaged.rows("articles")
    edit_lines(damaged.folder / "articles.jsonl.gz", lambda lines: lines.insert(4, lines[1]))
    reseal_release(damaged.folder, articles=len(rows) + 1)
    said = said_of(damaged.folder)
    assert any(line.endswith(f", line 5: id {rows[1]['id']} again, first in line 2") for line in said), said


def test_a_row_doubled_in_both_forms(damaged: Release) -> None:
    rows = damaged.rows("links")
    name = "data/links-00000-of-00001.parquet"
    table = pq.read_table(damaged.folder / name)
    pq.write_table(pa.concat_tables([table, table.slice(0, 1)]), damaged.folder / name)
    edit_lines(damaged.folder / "links.jsonl.gz", lambda lines: lines.append(lines[0]))
    reseal_release(damaged.folder, links=len(rows) + 1)
    edit_json(
        damaged.folder / "manifest.json",
        lambda manifest: manifest["files"][name].update(rows=len(rows) + 1),
    )
    reseal_sums(damaged.folder)
    key = f"site '{SITE}', column '{rows[0]['column']}', url '{rows[0]['url']}'"
    assert fault_of(damaged.folder).endswith(f"links.jsonl.gz, line {len(rows) + 1}: {key} again, first in line 1")


def alter(name: str, value: object, row: int = 0) -> Edit:
    return lambda rows: rows[row].update({name: value})


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("title", "另一个标题", "content_sha256 is not that of its title, date, source and body"),
        ("author", "记者乙", "author differs: '记者乙', in data/articles-00000-of-00001.parquet None"),
        ("status", "200", "status must be integer or null"),
        ("date", "2026-02-30", "date must be a day"),
        ("columns", ["通知公告"], "columns begin with ['通知公告'], column is '队伍建设'"),
        ("cluster_match", "near", "do not go together"),
        ("id", "0" * 19, "is not 20 hex digits"),
    ],
)
def test_an_altered_value_is_named_with_its_line(damaged: Release, name: str, value: object, what: str) -> None:
    edit_rows(damaged.folder / "articles.jsonl.gz", alter(name, value))
    reseal_release(damaged.folder)
    said = said_of(damaged.folder)
    assert any("/articles.jsonl.gz, line 1: " in line and what in line for line in said), said


def test_a_line_that_is_no_json(damaged: Release) -> None:
    rows = damaged.rows("links")
    edit_lines(damaged.folder / "links.jsonl.gz", lambda lines: lines.__setitem__(1, lines[1][:-9] + b"\n"))
    reseal_release(damaged.folder)
    said = said_of(damaged.folder)
    assert any("/links.jsonl.gz, line 2: is not JSON" in line for line in said)
    assert any(f"lacks site '{SITE}', column '{rows[1]['column']}'" in line for line in said)


def test_a_torn_file_of_lines(damaged: Release) -> None:
    path = damaged.folder / "articles.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-200])
    reseal_release(damaged.folder)
    said = said_of(damaged.folder)
    assert any("/articles.jsonl.gz, line " in line and "can't be read any further (EOFError" in line for line in said)


def test_parquet_that_cannot_be_read(damaged: Release) -> None:
    (damaged.folder / PARQUET).write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    reseal_release(damaged.folder)
    assert f"/{PARQUET}: can't be read (" in fault_of(damaged.folder)


def test_parquet_with_other_columns(damaged: Release) -> None:
    pq.write_table(pq.read_table(damaged.folder / PARQUET).drop_columns(["author"]), damaged.folder / PARQUET)
    reseal_release(damaged.folder)
    assert fault_of(damaged.folder).endswith("its columns are not those of this version')")


def test_parquet_in_another_order(damaged: Release) -> None:
    table = pq.read_table(damaged.folder / PARQUET)
    pq.write_table(table.take(list(reversed(range(table.num_rows)))), damaged.folder / PARQUET)
    reseal_release(damaged.folder)
    said = said_of(damaged.folder)
    assert any("lacks id" in line for line in said)


def rewrite(release: Release, table: str, edit: Edit) -> None:
    """Change a table alike in both forms, and adjust all checksums to it."""
    lines = release.folder / ("changes.jsonl" if table == "changes" else f"{table}.jsonl.gz")
    edit_rows(lines, edit)
    path = release.folder / "data" / f"{table}-00000-of-00001.parquet"
    schema = pq.read_schema(path)
    rows = release.rows(table)
    columns = [pa.array([row[field.name] for row in rows], pa.string()).cast(field.type) if pa.types.is_date(field.type)
               else pa.array([row[field.name] for row in rows], field.type) for field in schema]  # fmt: skip
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path)
    reseal_release(release.folder, **{table: len(rows)})
    edit_json(
        release.folder / "manifest.json",
        lambda manifest: manifest["files"][f"data/{path.name}"].update(rows=len(rows)),
    )
    reseal_sums(release.folder)


@pytest.mark.parametrize(
    ("table", "edit", "what"),
    [
        ("coverage", alter("missing", 5), "coverage says"),
        ("changes", alter("op", "added", -1), "changes say added, the two versions removed"),
        ("articles", alter("revisions", 3), "has 3 earlier texts, revisions hold 0"),
        ("removals", lambda rows: rows.clear(), "and neither in articles nor in removals"),
    ],
)
def test_tables_that_contradict_each_other(damaged: Release, table: str, edit: Edit, what: str) -> None:
    rewrite(damaged, table, edit)
    said = said_of(damaged.folder)
    assert any(what in line for line in said), said


def test_a_cluster_of_one(damaged: Release) -> None:
    def edit(rows: list[Record]) -> None:
        rows[0] |= {"cluster": rows[0]["id"], "cluster_match": "first"}
        for row in rows[1:]:
            row |= {"cluster": None, "cluster_match": None}

    rewrite(damaged, "articles", edit)
    said = said_of(damaged.folder)
    assert any("1 articles, 1 of them the first; it takes two" in line for line in said), said


def test_many_faults_of_a_kind_are_counted(damaged: Release) -> None:
    edit_lines(damaged.folder / "changes.jsonl", lambda lines: lines.extend([b"{}\n"] * 50))
    said = said_of(damaged.folder)
    assert sum(": must contain" in line for line in said) == 20
    assert "and 30 more of this kind (changes: form)" in said
