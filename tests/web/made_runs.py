"""Run folders written by hand, as a crawl would have written them: weeks of runs cost no crawl."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support import Record

from crawler.extensions.reading import Reading

_OUTCOMES = ("written", "known", "repeated", "dropped", "failed")


@dataclass(frozen=True)
class Look:
    """What a run saw of a column: new articles, known ones, pages that failed and links that did, by reason."""

    column: str
    new: Sequence[Record] = ()
    known: int = 0
    declared: int = 2
    failed_pages: Mapping[int, str] = field(default_factory=dict)
    failed_links: Mapping[str, str] = field(default_factory=dict)


def article(column: str, number: int, date: str | None, **told: Any) -> Record:
    """The record of an article; ``told`` is in what it differs."""
    title = f"第{number}次会议召开"
    record: Record = {
        "id": hashlib.sha256(f"{column}{number}".encode()).hexdigest()[:20],
        "column": column, "url": f"http://127.0.0.1:9/{number}.jhtml", "title": title, "list_title": title,
        "date": date, "list_date": date, "source": "云泽日报", "body": "会议强调，要抓好落实。",
        "rules": {"title": "title_line:list_title", "date": "labelled", "source": "labelled", "body": "window"},
        "flags": [],
    }  # fmt: skip
    return record | told


def write_run(data: Path, site: str, at: datetime, looks: Sequence[Look], *, trouble: str | None = None) -> str:
    """A finished run that began then, Beijing time; returns its name. With ``trouble`` it could read nothing."""
    name = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    columns = [_entry(look) for look in looks]
    bad = any(look.failed_pages or look.failed_links for look in looks)
    report = {
        "site": site, "run": name, "verdict": "failed" if trouble else "incomplete" if bad else "complete",
        "exit_code": 1 if trouble else 3 if bad else 0, "sentence": "", "ended": "finished", "sample": 0, "full": False,
        "started_at": at.isoformat(), "finished_at": (at + timedelta(minutes=5)).isoformat(), "trouble": trouble,
        "account": _sum(entry["account"] for entry in columns), "columns": columns, "fields": {}, "requests": {},
        "most_gone": False, "asked_again": _sum([]), "latency": 1.0,
        "revisited": {"revisited": 0, "unchanged": 0, "revised": 0, "gone": 0, "failed": {}, "closes": True},
    }  # fmt: skip
    articles = [{**one, "run": name, "fetched_at": at.isoformat()} for look in looks for one in look.new]
    files = {
        "articles.jsonl": _lines(articles),
        "links.jsonl": _lines(link for look in looks for link in _links(look)),
        "report.json": json.dumps(report, ensure_ascii=False).encode(),
    }
    folder = data / site / "runs" / name
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    manifest = {
        "site": site, "run": name, "finished_at": report["finished_at"],
        "counts": {"articles": len(articles), "revisions": 0, "removals": 0},
        "files": {
            file: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for file, content in files.items()
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return name


def _entry(look: Look) -> dict[str, Any]:
    read = Reading()
    for one in look.new:
        read.take(one)
    links = list(_links(look))
    failed = [
        {"page": page, "url": f"http://127.0.0.1:9/index_{page}.jhtml", "reason": why}
        for page, why in look.failed_pages.items()
    ]
    return {
        "column": look.column, "url": "http://127.0.0.1:9/index.jhtml", "declared_items": None,
        "ended": "incomplete" if failed else "walked",
        "pages": {"declared": look.declared, "walked": look.declared - len(failed), "failed": failed},
        "account": {
            "listed": len(links), "written": len(look.new), "known": look.known, "repeated": 0, "dropped": {},
            "failed": dict(Counter(look.failed_links.values())), "closes": True,
        },
        "revised": 0, "removed": 0, "read": read.as_dict(),
    }  # fmt: skip


def _links(look: Look) -> Iterable[Record]:
    told = {"column": look.column, "page": 1, "from_id": None}
    for place, one in enumerate(look.new):
        row = {"position": place, "url": one["url"], "id": one["id"], "outcome": "written", "reason": None}
        yield {**told, **row, "list_title": one["list_title"], "list_date": one["list_date"]}
    blank: dict[str, Any] = {"position": 0, "list_title": "旧闻一则", "list_date": None}
    for number in range(look.known):
        row = {"url": f"http://127.0.0.1:9/old{number}.jhtml", "id": f"old{number}", "outcome": "known", "reason": None}
        yield {**told, **blank, **row}
    for path, why in look.failed_links.items():
        yield {**told, **blank, "url": f"http://127.0.0.1:9{path}", "id": None, "outcome": "failed", "reason": why}


def _lines(lines: Iterable[Record]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _sum(accounts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    told = list(accounts)
    return {
        "listed": sum(one["listed"] for one in told),
        **{name: sum(one[name] for one in told) for name in ("written", "known", "repeated")},
        **{name: dict(sum((Counter(one[name]) for one in told), Counter())) for name in ("dropped", "failed")},
        "closes": True,
    }
