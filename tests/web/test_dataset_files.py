"""Files of a dataset: those of the release are given, byte by byte, and no others."""

import hashlib
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from addresses import body_of, links_of
from dataset_pages import VERSION, copied, page_of, rows_of, version_of
from history import SITE
from web_server import serving

from crawler.web.page import MissingError


@pytest.fixture(scope="module")
def address(released_folder: Path) -> Iterator[str]:
    with serving(released_folder, SITE) as served:
        yield served.address


def test_files_are_those_of_the_release_byte_by_byte(address: str, released_folder: Path) -> None:
    body = body_of(f"{address}/dataset?name={SITE}")
    rows = {row[0]: row for row in rows_of(body, "files")}
    version = version_of(released_folder)
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


def test_what_a_symlink_leads_to_is_not_given(released_folder: Path, tmp_path: Path) -> None:
    copy, secret = copied(released_folder, tmp_path), tmp_path / "secret"
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
