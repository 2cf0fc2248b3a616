"""What a release says of itself to others' tools, checked by these tools, on a release that is odd in every way."""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from handmade import HOSTILE, article, describe, odd_articles, release
from loaders import PYTHON, python, run
from support import Record

from crawler.releases.card import citation, croissant, datapackage
from crawler.releases.tables import ARTICLES, TABLES

STREAMED = """
import json, logging, sys
import mlcroissant
from absl import logging as absl_logging
said = []
absl_logging.get_absl_handler().emit = lambda record: said.append(record.getMessage())
dataset = mlcroissant.Dataset("croissant.json")
issues = dataset.metadata.ctx.issues
sets = {it.id: [dict(row) for row in dataset.records(it.id)] for it in dataset.metadata.record_sets}
plain = lambda value: value.decode() if isinstance(value, bytes) else str(value)
warned = [text for text in said if "WARNING" in text]
print(json.dumps([sorted(issues.errors) + sorted(issues.warnings) + warned, sets], default=plain))
"""
VALIDATED = """
import json
from frictionless import validate
report = validate("datapackage.json")
tasks = {it.name: [it.type, it.stats.get("rows"), [error.message for error in it.errors]] for it in report.tasks}
print(json.dumps([report.valid, [str(error) for error in report.errors] + report.warnings, tasks]))
"""
# The same rows by every tool, days as texts.
AGREED = """
import json, pathlib
import datasets, duckdb, pandas, polars
names = ["id", "title", "date", "source", "body", "fetched_at", "status", "flags", "columns", "cluster"]
files = "data/articles-*.parquet"
tables = {
    "pandas": pandas.read_parquet("data/articles-00000-of-00001.parquet")[names].astype(object).to_dict("records"),
    "polars": polars.read_parquet(files)[names].to_dicts(),
    "duckdb": duckdb.sql(f"FROM '{files}'").pl()[names].to_dicts(),
    "datasets": datasets.load_dataset(str(pathlib.Path.cwd()), "articles", split="train").to_polars()[names].to_dicts(),
}
def plain(value):
    if isinstance(value, dict):
        return {key: plain(it) for key, it in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, list):
        return value
    if value is None or value != value:
        return None
    return value if isinstance(value, (int, str)) else int(value) if isinstance(value, float) else str(value)
print(json.dumps({tool: [plain(row) for row in rows] for tool, rows in tables.items()}))
"""


class Odd:
    """A release written out, with all its tables filled."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.articles = folder, odd_articles()
        self.manifest, _ = release(folder, self.articles, lost=[article(9, date=None)], history=True)
        describe(folder, self.manifest)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Odd:
    return Odd(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_mlcroissant_streams_every_record_without_a_warning(odd: Odd, home: Path) -> None:
    said, sets = python(STREAMED, odd.folder, home)
    assert said == []
    assert {name: len(rows) for name, rows in sets.items()} == odd.manifest["counts"]
    for given, read in zip(odd.articles, sets["articles"], strict=True):
        assert set(read) == {f"articles/{name}" for name in ARTICLES.names}
        for name in ("id", "title", "body", "source", "status", "flags", "columns", "cluster"):
            assert read[f"articles/{name}"] == given[name], name
        assert (read["articles/date"] or "None")[:10] == str(given["date"])
        for name in ("attachments", "images"):
            keys = [{key.rpartition("/")[2]: value for key, value in one.items()} for one in read[f"articles/{name}"]]
            assert keys == given[name]


def test_mlcroissant_reads_several_shards_as_one(odd: Odd, home: Path, tmp_path: Path) -> None:
    manifest = json.loads(json.dumps(odd.manifest))
    (name,) = [name for name in manifest["files"] if name.startswith("data/links")]
    whole, entry = pq.read_table(odd.folder / name), manifest["files"].pop(name)
    (tmp_path / "data").mkdir()
    for shard, part in enumerate((whole[:2], whole[2:])):
        half = f"data/links-0000{shard}-of-00002.parquet"
        pq.write_table(part, tmp_path / half)
        manifest["files"][half] = entry
    content = croissant.croissant(manifest)
    for other in content["distribution"]:
        if "contentUrl" in other and "links" not in other["contentUrl"]:
            path = tmp_path / other["contentUrl"]
            path.write_bytes((odd.folder / other["contentUrl"]).read_bytes())
    (tmp_path / "croissant.json").write_text(json.dumps(content), encoding="utf-8")
    _, sets = python(STREAMED, tmp_path, home)
    assert [row["links/url"] for row in sets["links"]] == whole["url"].to_pylist()


def test_frictionless_reads_every_row(odd: Odd, home: Path) -> None:
    valid, said, tasks = python(VALIDATED, odd.folder, home)
    assert (valid, said, [task for task in tasks.values() if task[2]]) == (True, [], [])
    counts = {name: rows for name, (kind, rows, _) in tasks.items() if kind == "table"}
    assert counts == odd.manifest["counts"]
    assert sum(kind == "file" for kind, *_ in tasks.values()) == len(TABLES)


def test_frictionless_notices_a_changed_byte(odd: Odd, home: Path, tmp_path: Path) -> None:
    for path in odd.folder.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "data").symlink_to(odd.folder / "data")
    lines = tmp_path / "changes.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b"changed", b"chanGed"))
    valid, _, tasks = python(VALIDATED, tmp_path, home)
    assert not valid
    assert [name for name, (*_, errors) in tasks.items() if errors] == ["changes"]


def test_all_tools_read_the_same(odd: Odd, home: Path) -> None:
    tables = python(AGREED, odd.folder, home)
    assert set(tables) == {"pandas", "polars", "duckdb", "datasets"}
    for tool, rows in tables.items():
        expected = [{name: row[name] for name in rows[0]} for row in odd.articles]
        assert rows == expected, tool


def test_citation_file_is_valid(odd: Odd, home: Path) -> None:
    checker = PYTHON.with_name("check-jsonschema")
    command: list[str | Path] = [checker, "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"]
    assert "ok" in run(command, odd.folder, home)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            {"contact": "https://www.example.org/"},
            {"contact": [{"name": "某大学", "website": "https://www.example.org/"}]},
        ),
        ({"contact": "you@example.org"}, {"contact": [{"name": "某大学", "email": "you@example.org"}]}),
        ({"contact": None, "license": "other"}, {"contact": None, "license": None}),
        ({"license": "CC-BY-4.0"}, {"license": "CC-BY-4.0"}),
        ({"license": "mine: all"}, {"license": None}),
        ({"creator": None}, {"authors": [{"name": "Lanmu"}], "url": None}),
        ({"url": "https://example.org/data/1"}, {"url": "https://example.org/data/1"}),
        ({"url": "doi: 10.1/2"}, {"url": None}),
        ({"creator": 'A: "b"\n- c', "title": HOSTILE}, {"authors": [{"name": 'A: "b" - c'}]}),
    ],
)
def test_citation_says_what_it_is_told(told: Record, expected: Record, odd: Odd, home: Path, tmp_path: Path) -> None:
    text = citation.citation(odd.manifest | told)
    read = yaml.safe_load(text)
    assert {name: read.get(name) for name in expected} == expected
    (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
    checker = PYTHON.with_name("check-jsonschema")
    run([checker, "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"], tmp_path, home)


def test_bibtex_holds_what_tex_would_run() -> None:
    manifest = {"name": "demo", "title": r"50 % of {a} \input{x} & $b_1$ #~^", "creator": "某大学"}
    manifest |= {"version": "2026-11-23-2", "semver": "1.0.0", "released_at": "2026-11-23T10:00:00+08:00"}
    manifest |= {"url": r"https://example.org/a_b?c=50%25&d={e}\f"}
    text = citation.bibtex({**manifest, "publisher": {"name": "a & b"}, "counts": {"articles": 3}})
    assert text.startswith("@misc{demo_2026_11_23_2,\n")
    (title,) = re.findall(r"^  title = \{\{(.*)\}\},$", text, re.MULTILINE)
    assert title == r"50 \% of \{a\} \textbackslash{}input\{x\} \& \$b\_1\$ \#\textasciitilde{}\textasciicircum{}"
    assert "texts published by a \\& b}" in text
    assert "  url = {https://example.org/a_b?c=50%25&d=%7Be%7D%5Cf}," in text


def test_whose_texts_they_are_and_where_the_dataset_is(odd: Odd) -> None:
    url, publisher = "https://example.org/data/1", "中共某市委政法委员会"
    notice, site = "演示数据: invented, no real site", odd.manifest["sites"][0]
    manifest = odd.manifest | {"url": url, "sites": [site | {"notice": notice}]}
    line = citation.citation_text(manifest)
    assert line.endswith(f"Texts published by {publisher}. {url}")
    read = yaml.safe_load(citation.citation(manifest))
    assert read["url"] == url
    assert read["abstract"].startswith(f"{notice}. 5 articles (")
    assert f"Texts published by {publisher}." in read["abstract"]
    bibtex = citation.bibtex(manifest)
    assert f"  url = {{{url}}},\n" in bibtex
    assert f"  note = {{5 articles; texts published by {publisher}}},\n" in bibtex
    assert croissant.croissant(manifest)["url"] == url
    assert datapackage.datapackage(manifest)["homepage"] == url
    # Where nobody said: the site's address for those that must have one, else nothing.
    assert croissant.croissant(odd.manifest)["url"] == "http://www.example.gov.cn/"
    assert "homepage" not in datapackage.datapackage(odd.manifest)
    assert "url =" not in citation.bibtex(odd.manifest)


def test_a_notice_that_is_a_sentence_gets_no_second_full_stop(odd: Odd) -> None:
    manifest = odd.manifest | {"sites": [odd.manifest["sites"][0] | {"notice": "演示数据。"}]}
    assert citation.citation(manifest).partition("abstract: ")[2].startswith('"演示数据。 5 articles')


def test_croissant_says_what_is_lost_and_left_out(odd: Odd) -> None:
    before = croissant.croissant(odd.manifest)
    assert before["rai:dataCollectionMissingData"].startswith("1 listed article could not be fetched")
    manifest = odd.manifest | {"left_out": [{"site": "s1", "why": "no complete run yet"}]}
    manifest["accounts"] = manifest["accounts"] | {"lost": 3}
    content = croissant.croissant(manifest)
    assert content["rai:dataCollectionMissingData"].startswith(
        "3 articles that earlier runs held are lost with a run's folder; 1 listed article could not be fetched"
    )
    added = set(content["rai:dataLimitations"]) - set(before["rai:dataLimitations"])
    assert added == {"Sites left out: s1 (no complete run yet)."}
    assert "later runs read a column until nothing new comes" in content["rai:dataCollection"]


def test_descriptions_name_every_file_with_its_size_and_hash(odd: Odd) -> None:
    files = odd.manifest["files"]
    objects = {it["@id"]: it for it in croissant.croissant(odd.manifest)["distribution"]}
    assert {name: (it["sha256"], it["contentSize"]) for name, it in objects.items()} == {
        name: (entry["sha256"], f"{entry['bytes']} B") for name, entry in files.items()
    }
    resources = {it["path"]: it for it in datapackage.datapackage(odd.manifest)["resources"]}
    assert {name: (it["hash"], it["bytes"]) for name, it in resources.items()} == {
        name: (f"sha256:{entry['sha256']}", entry["bytes"]) for name, entry in files.items()
    }


def test_croissant_describes_every_field_and_key(odd: Odd) -> None:
    content = croissant.croissant(odd.manifest)
    assert content["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    required = {
        "name",
        "description",
        "license",
        "url",
        "creator",
        "datePublished",
        "version",
        "citeAs",
        "isLiveDataset",
    }
    assert all(content[name] not in (None, "", []) for name in required)
    for table, told in zip(TABLES, content["recordSet"], strict=True):
        assert [(it["name"], it["description"]) for it in told["field"]] == [
            (field.name, field.description) for field in table.fields
        ]
        assert [key["@id"] for key in told["key"]] == [f"{table.name}/{name}" for name in table.key]


def test_tables_without_rows_are_left_out(tmp_path: Path) -> None:
    manifest, _ = release(tmp_path, [article(1)])
    assert [it["@id"] for it in croissant.croissant(manifest)["recordSet"]] == ["articles", "links", "coverage"]
    tables = [it["name"] for it in datapackage.datapackage(manifest)["resources"] if it["type"] == "table"]
    assert tables == ["articles", "links", "coverage"]
