"""What docs/datasets.md and the card say of loading a release, run as it stands there, on data/sample."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from loaders import PYTHON, ROOT, python, run
from support import Record

from crawler.releases.card import card, citation, croissant, datapackage

SAMPLE = ROOT / "data" / "sample"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

SQL = "import duckdb, json, sys; print(json.dumps(duckdb.sql(sys.stdin.read()).fetchall(), default=str))"


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in _FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


DOCS = ROOT / "docs" / "datasets.md"
PYTHONS, SQLS, BASHES = (blocks(DOCS, language) for language in ("python", "sql", "bash"))


def rows(table: str) -> list[Record]:
    return [json.loads(line) for line in gzip.decompress((SAMPLE / f"{table}.jsonl.gz").read_bytes()).splitlines()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def articles() -> list[Record]:
    return rows("articles")


def test_every_block_of_the_page_is_run_but_that_of_r() -> None:
    kinds = Counter(kind for kind, _ in _FENCE.findall(DOCS.read_text(encoding="utf-8")))
    assert set(kinds) <= {"python", "sql", "bash", "r", "sh", ""}
    assert kinds["r"] == 1
    assert "Not run by the tests.\n\n```r" in DOCS.read_text(encoding="utf-8")
    tools = {"pandas", "polars", "duckdb", "datasets", "mlcroissant", "frictionless"}
    assert {found[1] for text in PYTHONS if (found := re.match(r"(?:import|from) (\w+)", text))} == tools


@pytest.mark.parametrize("block", PYTHONS)
def test_python_loads_all_articles(block: str, home: Path, articles: list[Record]) -> None:
    assert python(f"{block}\nprint(len(articles))", ROOT, home) == len(articles)


def test_the_sample_says_of_itself_what_a_release_says_today() -> None:
    manifest = json.loads((SAMPLE / "manifest.json").read_text(encoding="utf-8"))
    older = "older than what makes it: python benchmarks/make_sample.py"
    assert (SAMPLE / "README.md").read_text(encoding="utf-8") == card.card(manifest), older
    assert (SAMPLE / "CITATION.cff").read_text(encoding="utf-8") == citation.citation(manifest), older
    described = {"croissant": croissant.croissant(manifest), "datapackage": datapackage.datapackage(manifest)}
    read = {name: json.loads((SAMPLE / f"{name}.json").read_text(encoding="utf-8")) for name in described}
    assert read == described, older


def test_the_card_loads_its_own_folder(home: Path, articles: list[Record]) -> None:
    given = blocks(SAMPLE / "README.md", "python")
    # An iterator, of mlcroissant, has no length.
    count = "found.append(len(articles) if hasattr(articles, '__len__') else sum(1 for _ in articles))"
    found = python("\n".join(["found = []", *(f"{block}{count}" for block in given), "print(found)"]), SAMPLE, home)
    assert found == [len(articles)] * 5


def test_sql_counts_articles_by_column(home: Path, articles: list[Record]) -> None:
    by_column = json.loads(run([PYTHON, "-c", SQL], ROOT, home, SQLS[0]))
    assert {column: count for column, count, *_ in by_column} == Counter(row["column"] for row in articles)
    assert min(first for *_, first, _ in by_column) == min(row["date"] for row in articles if row["date"])


def test_sql_joins_links(home: Path, articles: list[Record]) -> None:
    further = json.loads(run([PYTHON, "-c", SQL], ROOT, home, SQLS[1]))
    of = {row["id"]: row for row in articles}
    expected = [
        [of[link["id"]]["title"], of[link["id"]]["column"], link["column"], link["list_date"]]
        for link in rows("links")
        if link["id"] in of and link["column"] != of[link["id"]]["column"]
    ]
    assert sorted(map(str, further)) == sorted(map(str, expected))
    assert further


def test_sql_finds_known_holes(home: Path) -> None:
    holes = json.loads(run([PYTHON, "-c", SQL], ROOT, home, SQLS[2]))
    expected = [[row["column"], row["month"], row["articles"], row["missing"]] for row in rows("coverage")]
    assert sorted(map(str, holes)) == sorted(str(row) for row in expected if row[-1])


def test_jq_prints_a_line_for_each_article(home: Path, articles: list[Record]) -> None:
    printed = run(["bash", "-c", BASHES[0]], ROOT, home).splitlines()
    told = [[row["date"] or "", row["column"] or "", row["title"] or ""] for row in articles]
    assert printed == ["\t".join(cells).replace("\\", "\\\\") for cells in told]


def test_jq_counts_outcomes(home: Path) -> None:
    assert json.loads(run(["bash", "-c", BASHES[1]], ROOT, home)) == Counter(row["outcome"] for row in rows("links"))


def test_sums_are_right(home: Path) -> None:
    assert run(["bash", "-c", BASHES[2]], ROOT, home) == ""
    assert len(BASHES) == 3
