"""A site whose pages mean harm: a run as a crawl writes it, with texts that nobody should write."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from project_sites import Project, fill
from small_site import SmallSite
from support import Record, crawl, lanmu, the_run

SITE, COLUMN = "hostile", "</title><script>alert('column')</script>"
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>{{7*7}}{% if %}</textarea></main>'
TITLES = [
    f"标记{MARKUP}",
    "从右到左\u202e\u2066\u202dtxt.exe\u200f",
    "长" * 10_000,
    '=HYPERLINK("http://evil.example/";"点我")',
    "+1+cmd|' /C calc'!A0",
    "\t=1+1",
    "＝SUM(A1:A9)",
    "控制\x00\x01\x07\x1b[31m\x7f\x85符\ufffe",
    "javascript:alert(4)",
    "https://evil.example/?&lt;script&gt;&amp;",
]
_URLS = [
    "javascript:alert(5)",
    "JaVaScRiPt:alert(6)",
    "data:text/html,<script>alert(7)</script>",
    "vbscript:x",
    "//evil.example/",
]


def hostile_project(project: Project, site: SmallSite) -> Path:
    """The folder of a project with one such site, which is served by nobody any more."""
    fill(site, len(TITLES))
    project.add(SITE, site.address)
    done = crawl(SITE, site.address, "-s", "SPIDER_MODULES=sites", cwd=project.folder)
    assert done.returncode == 0, done.stderr
    run = the_run(project.folder, SITE)
    articles = [
        _hostile(record, title, number) for number, (record, title) in enumerate(zip(run.articles, TITLES, strict=True))
    ]
    links = [
        {**link, "column": COLUMN, "list_title": MARKUP, "list_date": "2024-03-05", "url": _URLS[number % len(_URLS)]}
        for number, link in enumerate(run.links)
    ]
    report = {**run.report, "sentence": f"{SITE}: {MARKUP}", "columns": [_column(one) for one in run.report["columns"]]}
    _write(run.folder, "articles.jsonl", articles)
    _write(run.folder, "links.jsonl", links)
    _write(run.folder, "revisions.jsonl", [_revision(articles[0])])
    _write(run.folder, "removals.jsonl", [_removal(articles[1], run.folder.name)])
    _whole(run.folder, "report.json", json.dumps(report, ensure_ascii=False).encode())
    _manifest(run.folder, {"revisions": 1, "removals": 1})
    done = lanmu("release", SITE, "-s", "SPIDER_MODULES=sites", cwd=project.folder)
    assert done.returncode == 0, done.stderr
    return project.folder


def _hostile(record: Record, title: str, number: int) -> Record:
    url = _URLS[number % len(_URLS)]
    return {
        **record, "title": title, "column": COLUMN, "url": url, "source": MARKUP, "author": f"记者甲{MARKUP}",
        "body": f"{title}\n{MARKUP}\n" + "\u202e倒" * 50, "date_text": MARKUP, "site_name": MARKUP,
        "attachments": [{"url": each, "name": MARKUP, "type": "<b>"} for each in _URLS],
        "images": [{"url": each, "alt": None} for each in [*_URLS, "http://evil.example/pixel.gif"]],
        "flags": ["no_date", "<b>flag</b>"], "rules": {"title": "<i>rule</i>", "body": "x failed"},
        "list_title": MARKUP, "etag": MARKUP,
    }  # fmt: skip


def _revision(record: Record) -> Record:
    changes = {
        "title": {"before": MARKUP * 3, "after": record["title"]},
        "body": [f"-{'旧' * 10_000}", f"+{MARKUP * 100}"],
    }
    return {**record, "previous_sha256": record["content_sha256"], "restored": False, "changes": changes}


def _removal(record: Record, run: str) -> Record:
    told = {name: record[name] for name in ("id", "url", "column", "title", "date", "content_sha256")}
    at = record["fetched_at"]
    return {**told, "found_at": at, "status": 404, "reason": "<b>reason</b>", "last_seen": at, "run": run}


def _column(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "column": COLUMN, "url": "javascript:alert(8)"}


def _write(folder: Path, name: str, lines: Iterable[Record]) -> None:
    _whole(folder, name, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())


def _whole(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


def _manifest(folder: Path, counts: dict[str, int]) -> None:
    """The manifest as it would be of the files that are there now."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    contents = {one.name: one.read_bytes() for one in folder.iterdir() if one != path}
    manifest["files"] = {
        name: {"bytes": len(data), "lines": data.count(b"\n"), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in contents.items()
    }
    manifest["counts"] |= counts
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
