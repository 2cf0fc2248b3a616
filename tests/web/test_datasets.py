"""Datasets: what the pages say of a release is what the release says, and only its files are given."""

import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from addresses import body_of, links_of
from history import SITE, date_on
from pytest_httpserver import HTTPServer
from released_site import COLUMNS, FIRST, SECOND, keeper_of, released
from web_server import serving

from crawler.health.finding import LANGUAGES, Language
from crawler.releases.tables import ARTICLES
from crawler.web.asked import Asked
from crawler.web.datasets.fields import MEANINGS
from crawler.web.page import MissingError, Page
from crawler.web.views import VIEWS

VERSION, BEFORE = date_on(SECOND), date_on(FIRST)
HOSTILE = '"><script>alert(1)</script>\u202e{{7*7}}'
_BODY = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)


@pytest.fixture(scope="module")
def folder(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("datasets"), servers[0])


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder, SITE) as served:
        yield served.address


@pytest.fixture(scope="module")
def manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((version_of(folder) / "manifest.json").read_text(encoding="utf-8"))
    return told


def version_of(folder: Path) -> Path:
    return folder / "data" / SITE / "releases" / VERSION


def page_of(folder: Path, view: str, language: Language = "zh", **parameters: str) -> str:
    """A page without a server, as the data are now."""
    keeper = keeper_of(folder)
    try:
        with keeper.moment() as (store, snapshot):
            asked = Asked(parameters.items())
            page = Page(view, language, asked, store, snapshot, keeper.data_dir, keeper.reader)
            return bytes(VIEWS[view](page).body).decode("utf-8")
    finally:
        keeper.close()


def rows_of(body: str, section: str) -> list[list[str]]:
    """The cells of the tables of a section, as they are read."""
    part = body.partition(f'<section aria-labelledby="{section}">')[2].partition("</section>")[0]
    rows = [row for body in _BODY.findall(part) for row in _ROW.findall(body)]
    return [[text_of(cell) for cell in _CELL.findall(row)] for row in rows]


def text_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


def test_the_catalogue_has_a_card_for_the_dataset(address: str) -> None:
    for language, told in (
        ("", ("文章 7", "共 2 个版本", "未声明")),
        ("/en", ("Articles 7", "2 in all", "none was stated")),
    ):
        text = text_of(re.sub(r"(</?d[td]>)", r" \1", body_of(f"{address}{language}/datasets")))
        assert "荆州长安网" in text
        for words in (*told, "100 %", f"{VERSION} (2.0.0)", f"{date_on(-400)} – {VERSION}", "jsonl, parquet"):
            assert words in text, words


def test_a_site_without_a_release_is_told_what_to_do(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "bare", ignore=shutil.ignore_patterns("releases", ".web"))
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


def test_coverage_says_where_something_is_missing(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
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


def test_files_are_those_of_the_release_byte_by_byte(address: str, folder: Path) -> None:
    body = body_of(f"{address}/dataset?name={SITE}")
    rows = {row[0]: row for row in rows_of(body, "files")}
    version = version_of(folder)
    there = {path.relative_to(version).as_posix() for path in version.rglob("*") if path.is_file()}
    assert rows.keys() == there
    links = [link for link in links_of(body) if link.startswith("/file?")]
    assert len(links) == len(there)
    for link in links:
        status, headers, content = fetched(address, link)
        (row,) = (row for name, row in rows.items() if f"path={quote(name, safe='')}" in link)
        assert status == 200
        assert content == (version / row[0]).read_bytes()
        assert row[2] == f"{len(content):,}"
        assert row[3] == hashlib.sha256(content).hexdigest()
        assert headers["Content-Length"] == str(len(content))
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"].startswith("attachment; filename=")
        assert headers["X-Content-Type-Options"] == "nosniff"
    status, headers, content = fetched(address, links[0], "HEAD")
    assert (status, content) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "../versions.json",
        "../../runs",
        "/etc/passwd",
        "data/../manifest.json",
        "./manifest.json",
        "data",
        "data/",
        "",
        "manifest.json/",
        "MANIFEST.JSON",
        "..\\versions.json",
        "manifest.json\n",
        ".lock",
        "%2e%2e/versions.json",
        "data//articles-00000-of-00001.parquet",
    ],
)
def test_no_other_file_is_given(address: str, path: str) -> None:
    for version in (VERSION, "..", ".", "2026-01-01", ""):
        if (path, version) == ("manifest.json\n", VERSION):
            continue  # spaces around what is asked for don't count
        status, _, content = fetched(address, f"/file?dataset={SITE}&version={quote(version)}&path={quote(path)}")
        assert status == 404
        assert b"root:" not in content
    for dataset in ("..", ".web", "nobody", "", "../data/jingzhou"):
        where = f"/file?dataset={quote(dataset)}&version={VERSION}&path=manifest.json"
        assert fetched(address, where)[0] == 404


def test_what_a_symlink_leads_to_is_not_given(folder: Path, tmp_path: Path) -> None:
    copy, secret = copied(folder, tmp_path), tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    file = version_of(copy) / "README.md"
    file.unlink()
    file.symlink_to(secret)
    with pytest.raises(MissingError):
        page_of(copy, "file", dataset=SITE, version=VERSION, path="README.md")
    body = page_of(copy, "dataset", name=SITE)
    assert [row[2] for row in rows_of(body, "files") if row[0].startswith("README.md")] == [""]
    data = version_of(copy) / "data"
    data.rename(tmp_path / "elsewhere")
    data.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MissingError):
        page_of(copy, "file", dataset=SITE, version=VERSION, path="data/articles-00000-of-00001.parquet")


def test_texts_of_a_release_stay_texts(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
    path = version_of(copy) / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told |= {"title": HOSTILE, "contact": HOSTILE, "creator": HOSTILE, "notice": HOSTILE, "url": "javascript:alert(1)"}
    told["license"] = HOSTILE
    told["sources"]["top"] = [[HOSTILE, 3]]
    told["fields"][HOSTILE] = {"filled": 1, "share": 0.1}
    told["sites"][0] |= {"notice": HOSTILE, "publisher": HOSTILE}
    path.write_text(json.dumps(told), encoding="utf-8")
    for body in (page_of(copy, "datasets"), page_of(copy, "dataset", name=SITE)):
        assert "<script" not in body
        assert "&lt;script&gt;alert(1)" in body
        assert "49" not in text_of(body.partition("<h1>")[2].partition("</h1>")[0])
        assert 'href="javascript' not in body


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _instead(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Something else where the manifest is."""

    def damage(version: Path) -> None:
        (version / "manifest.json").unlink()
        make(version / "manifest.json")

    return damage


def _elsewhere(version: Path) -> None:
    version.rename(version.parent.parent / "elsewhere")
    version.symlink_to("../elsewhere")


def _told(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def damage(version: Path) -> None:
        path = version / "manifest.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        change(told)
        path.write_text(json.dumps(told), encoding="utf-8")

    return damage


DAMAGES: dict[str, Callable[[Path], object]] = {
    "manifest cut": lambda version: _cut(version / "manifest.json"),
    "manifest gone": lambda version: (version / "manifest.json").unlink(),
    "manifest a list": lambda version: (version / "manifest.json").write_text("[]", encoding="utf-8"),
    "manifest deep": lambda version: (version / "manifest.json").write_text("[" * 100_000, encoding="utf-8"),
    "manifest no text": lambda version: (version / "manifest.json").write_bytes(b"\xff\xfe\x00"),
    "manifest a folder": _instead(Path.mkdir),
    "manifest a pipe": _instead(os.mkfifo),
    "of another version": _told(lambda told: told.update(version=BEFORE)),
    "no sites": _told(lambda told: told.update(sites=None)),
    "a column no object": _told(lambda told: told["sites"][0].update(columns=[7])),
    "counts a list": _told(lambda told: told.update(counts=[])),
    "fields of texts": _told(lambda told: told.update(fields={"id": "x"})),
    "dates a text": _told(lambda told: told.update(dates="2026")),
    "licence a list": _told(lambda told: told.update(license=[])),
    "sums gone": lambda version: (version / "SHA256SUMS").unlink(),
    "sums garbage": lambda version: (version / "SHA256SUMS").write_text("garbage\n", encoding="utf-8"),
    "coverage cut": lambda version: _cut(version / "coverage.jsonl.gz"),
    "coverage no gzip": lambda version: (version / "coverage.jsonl.gz").write_bytes(b"x"),
    "articles gone": lambda version: (version / "articles.jsonl.gz").unlink(),
    "articles garbage": lambda version: (version / "articles.jsonl.gz").write_bytes(b"\x1f\x8b" + b"\x00" * 99),
    "gone": shutil.rmtree,
    "elsewhere": _elsewhere,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_is_a_sentence(folder: Path, tmp_path: Path, damage: str) -> None:
    copy = copied(folder, tmp_path)
    DAMAGES[damage](version_of(copy))
    assert "荆州长安网" in page_of(copy, "datasets")
    for language in LANGUAGES:
        body = page_of(copy, "dataset", language, name=SITE)
        assert ("这个版本读不出" if language == "zh" else "This version can't be read") in unescape(body)
        # The one before is as good as it was.
        assert [row[0] for row in rows_of(body, "versions")] == [VERSION, BEFORE]
    assert "这个版本读不出" not in page_of(copy, "dataset", name=SITE, version=BEFORE)


@pytest.mark.parametrize(
    "listed", ["", "[]", "{}", '{"versions": 7}', '{"versions": [{"version": "../../x"}]}', '{"versions": [null]}']
)
def test_a_damaged_list_of_versions_is_a_sentence(folder: Path, tmp_path: Path, listed: str) -> None:
    copy = copied(folder, tmp_path)
    (version_of(copy).parent / "versions.json").write_text(listed, encoding="utf-8")
    assert "lanmu verify" in page_of(copy, "datasets")
    assert "这个版本读不出" in page_of(copy, "dataset", name=SITE)
    with pytest.raises(MissingError):
        page_of(copy, "file", dataset=SITE, version=VERSION, path="manifest.json")


def test_years_of_versions_come_sheet_by_sheet(folder: Path, tmp_path: Path) -> None:
    copy = copied(folder, tmp_path)
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


def copied(folder: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".web"))
    return copy


def fetched(address: str, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and content of what is there."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, {name.title(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()
