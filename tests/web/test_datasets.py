"""Datasets: what the pages say of a release is what the release says."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from addresses import body_of
from dataset_pages import BEFORE, VERSION, copied, page_of, rows_of, text_of, version_of
from history import SITE, date_on
from released_site import COLUMNS
from web_server import serving

from crawler.health.finding import LANGUAGES
from crawler.releases.tables import ARTICLES
from crawler.web.datasets.fields import MEANINGS
from crawler.web.page import MissingError


@pytest.fixture(scope="module")
def address(released_folder: Path) -> Iterator[str]:
    with serving(released_folder, SITE) as served:
        yield served.address


@pytest.fixture(scope="module")
def manifest(released_folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((version_of(released_folder) / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_the_catalogue_has_a_card_for_the_dataset(address: str) -> None:
    for language, told in (
        ("", ("文章 7", "共 2 个版本", "未声明")),
        ("/en", ("Articles 7", "2 in all", "none was stated")),
    ):
        text = text_of(re.sub(r"(</?d[td]>)", r" \1", body_of(f"{address}{language}/datasets")))
        assert "荆州长安网" in text
        for words in (*told, "100 %", f"{VERSION} (2.0.0)", f"{date_on(-400)} – {VERSION}", "jsonl, parquet"):
            assert words in text, words


def test_a_site_without_a_release_is_told_what_to_do(released_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(released_folder, tmp_path / "bare", ignore=shutil.ignore_patterns("releases", ".web"))
    for language in LANGUAGES:
        body = page_of(tmp_path / "bare", "datasets", language)
        assert "<code>lanmu release jingzhou</code>" in body
        assert rows_of(body, "unreleased")[0][1] == "2"
    with pytest.raises(MissingError):
        page_of(tmp_path / "bare", "dataset", name=SITE)


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_dataset_shows_what_its_manifest_says(address: str, language: str, manifest: dict[str, Any]) -> None:
    body = body_of(f"{address}{language}/dataset?name={SITE}")
    fields = {row[0]: row for row in rows_of(body, "fields")}
    assert list(fields) == list(ARTICLES.names)
    assert fields["title"][2] == "100 %"
    assert fields["author"][2] == "0 %"
    meaning = ARTICLES.fields[0].description if language else MEANINGS["id"]
    assert fields["id"][3] == meaning
    for rule, count in manifest["rules"]["date"].items():
        assert rule in fields["date"][4]
        assert count <= 7
    strips = [row for row in rows_of(body, "coverage") if len(row) == 4]
    assert {row[0]: int(row[1]) for row in strips} == COLUMNS
    years = {row[0]: int(row[1]) for row in rows_of(body, "coverage") if len(row) == 3}
    assert sum(years.values()) == manifest["counts"]["articles"] == sum(COLUMNS.values())
    sample = [row for row in rows_of(body, "sample") if len(row) == 6]
    assert [row[0] for row in sample] == sorted(row[0] for row in sample)
    assert len(sample) == 7
    assert [row for row in rows_of(body, "sample") if len(row) == 3] == [["某市日报", "7", "100 %"]]
    assert manifest["contact"] in body
    assert "某研究所" in body


@pytest.mark.parametrize("language", ["", "/en"])
def test_versions_say_what_changed_and_can_be_cited(address: str, language: str) -> None:
    body = body_of(f"{address}{language}/dataset?name={SITE}")
    last, first = rows_of(body, "versions")
    assert [last[0], last[1], *last[3:7]] == [VERSION, "2.0.0", "7", "+1", "~1", "−1"]
    assert [first[0], first[1], first[3]] == [BEFORE, "1.0.0", "7"]
    assert f"Version {VERSION} (2.0.0)" in text_of(body)
    old = body_of(f"{address}{language}/dataset?name={SITE}&version={BEFORE}")
    assert f"Version {BEFORE} (1.0.0)" in text_of(old)
    assert "看 " + VERSION in text_of(old) or "See " + VERSION in text_of(old)


def test_coverage_says_where_something_is_missing(released_folder: Path, tmp_path: Path) -> None:
    copy = copied(released_folder, tmp_path)
    path = version_of(copy) / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["accounts"]["links"]["failed"] = {"timeout": 3}
    told["sites"][0]["columns"][0] |= {"ended": "incomplete", "missing": 3}
    path.write_text(json.dumps(told), encoding="utf-8")
    body = page_of(copy, "dataset", name=SITE)
    holes = text_of(body.partition('id="holes"')[2].partition("</section>")[0])
    assert "3 条列出的链接没有取到：timeout 3" in holes
    assert "1 个栏目上次没有读完" in holes
    assert "未读完" in body


def test_years_of_versions_come_sheet_by_sheet(released_folder: Path, tmp_path: Path) -> None:
    copy = copied(released_folder, tmp_path)
    path = version_of(copy).parent / "versions.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    first = told["versions"][0]
    told["versions"][:0] = [{**first, "version": f"2024-01-01-{number}"} for number in range(2, 1002)]
    path.write_text(json.dumps(told), encoding="utf-8")
    body = page_of(copy, "dataset", name=SITE)
    assert 'data-total="1002"' in body
    assert len(rows_of(body, "versions")) == 30
    body = page_of(copy, "dataset", name=SITE, sheet="34")
    assert rows_of(body, "versions")[-1][0] == "2024-01-01-2"


def test_the_pages_load_nothing_of_the_extra_release() -> None:
    code = (
        "import sys, crawler.web.app; "
        "print({'duckdb', 'pyarrow', 'matplotlib', 'numpy', 'rensa', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
