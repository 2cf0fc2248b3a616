"""A release that is damaged, or means harm: a sentence where it can't be read, its texts as texts."""

import json
import os
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from dataset_pages import BEFORE, VERSION, copied, page_of, rows_of, text_of, version_of
from history import SITE

from crawler.health.finding import LANGUAGES
from crawler.web.page import MissingError

HOSTILE = '"><script>alert(1)</script>\u202e{{7*7}}'


def test_texts_of_a_release_stay_texts(released_folder: Path, tmp_path: Path) -> None:
    copy = copied(released_folder, tmp_path)
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
def test_a_damaged_version_is_a_sentence(released_folder: Path, tmp_path: Path, damage: str) -> None:
    copy = copied(released_folder, tmp_path)
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
def test_a_damaged_list_of_versions_is_a_sentence(released_folder: Path, tmp_path: Path, listed: str) -> None:
    copy = copied(released_folder, tmp_path)
    (version_of(copy).parent / "versions.json").write_text(listed, encoding="utf-8")
    assert "lanmu verify" in page_of(copy, "datasets")
    assert "这个版本读不出" in page_of(copy, "dataset", name=SITE)
    with pytest.raises(MissingError):
        page_of(copy, "file", dataset=SITE, version=VERSION, path="manifest.json")
