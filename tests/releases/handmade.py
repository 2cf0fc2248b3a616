"""Releases made by hand, small and odd, for what describes and draws them: a manifest, and the files it tells of."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.releases.card import card, citation, croissant, datapackage
from crawler.releases.counting import Counting
from crawler.releases.tables import CHANGES, COVERAGE, REMOVALS, REVISIONS, TABLES, Table
from crawler.releases.writing import write_table

Row = dict[str, Any]
RUN = "20261122T080000Z"
# A name as a page may give it: markup of HTML, Markdown, YAML, TeX and spreadsheets, marks that turn the line around.
HOSTILE = '=cmd|"<script>alert(1)</script>\n- a: [x](http://www.example.gov.cn/) $x_1$ `b` \\ \u202e{#}😀'


def article(number: int, **told: Any) -> Row:
    """A row of ``ARTICLES``; ``told`` stands instead of what it would have."""
    row: Row = {
        "id": hashlib.sha256(str(number).encode()).hexdigest()[:20],
        "site": "demo",
        "site_name": "某市长安网",
        "column": "要闻",
        "url": f"http://www.example.gov.cn/yw/{number}.html",
        "title": f"第{number}篇",
        "date": "2026-03-01",
        "published": None,
        "date_text": "2026-03-01",
        "source": "某市日报",
        "author": None,
        "body": f"会议强调，要做好第{number}项工作。",
        "attachments": [{"url": "http://www.example.gov.cn/1.docx", "name": "名单.docx", "type": "docx"}],
        "images": [],
        "list_title": f"第{number}篇",
        "list_date": "2026-03-01",
        "rules": {"title": "title_line:list_title", "date": "labelled", "source": "labelled"}
        | dict.fromkeys(("author", "body")),
        "flags": [],
        "run": RUN,
        "fetched_at": "2026-11-22T16:00:03+08:00",
        "status": 200,
        "etag": None,
        "last_modified": None,
        "page_sha256": "0" * 64,
        "content_sha256": hashlib.sha256(f"content {number}".encode()).hexdigest(),
        "columns": [told.get("column", "要闻")],
        "first_run": RUN,
        "revisions": 0,
        "cluster": None,
        "cluster_match": None,
    }
    return row | told


def link(row: Row, position: int, **told: Any) -> Row:
    """A row of ``LINKS`` that led to an article."""
    taken = {name: row[name] for name in ("site", "column", "id", "url", "list_title", "list_date")}
    place = {"page": 1, "position": position, "outcome": "written", "reason": None, "missing": False, "from_id": None}
    return taken | place | {"first_run": RUN, "last_run": RUN, "times": 1} | told


def release(
    folder: Path, articles: Sequence[Row], *, lost: Sequence[Row] = (), history: bool = False, **told: Any
) -> tuple[Row, list[Row]]:
    """Write the files of a release; returns its manifest and its rows of ``COVERAGE``.

    ``lost`` are articles that were listed and failed. With ``history``, the first article has an earlier text, was
    gone and is back, and is told in ``CHANGES``.
    """
    rows: dict[str, list[Row]] = {
        "articles": list(articles),
        "links": [link(row, place) for place, row in enumerate(articles, 1)]
        + [link(row, place, outcome="failed", reason="timeout", missing=True) for place, row in enumerate(lost, 1)],
        "revisions": [],
        "removals": [],
        "changes": [],
        "coverage": _coverage(articles, lost),
    }
    if history:
        rows |= {name: [row] for name, row in _history(articles[0]).items()}
    several = len({row["site"] for row in articles}) > 1
    counting = Counting(by="site" if several else "column")
    for row in articles:
        counting.count(row)
    files = {name: entry for table in TABLES for name, entry in _written(folder, table, rows[table.name]).items()}
    manifest = {
        "name": "all" if several else "demo",
        "title": "、".join(dict.fromkeys(row["site_name"] for row in articles)) or "某市长安网",
        "version": "2026-11-23",
        "semver": "1.0.0",
        "released_at": "2026-11-23T10:00:00+08:00",
        "previous": None,
        "notice": None,
        "publisher": {"name": "中共某市委政法委员会"},
        "creator": "某大学",
        "license": "CC0-1.0",
        "url": None,
        "contact": "you@example.org",
        "counts": {table.name: len(rows[table.name]) for table in TABLES},
        "changes": {"added": 0, "changed": 0, "removed": 0},
        "dates": {"first": counting.first, "last": counting.last},
        "sites": _sites(articles, lost),
        "left_out": [],
        "accounts": {
            "runs_closed": 1,
            "runs_open": [],
            "links": {"rows": len(rows["links"]), "written": len(articles), "known": 0, "repeated": 0, "dropped": {}}
            | {"failed": {"timeout": len(lost)} if lost else {}},
            "lost": 0,
        },
        **counting.told(),
        "software": {"lanmu": "0.1.0", "python": "3.11.7", "pyarrow": "26.0.1", "duckdb": "2.0.0", "rensa": "0.5.0"},
        "schema_version": "1",
        "files": files,
    }
    return manifest | told, rows["coverage"]


def describe(folder: Path, manifest: Row) -> None:
    """Write what others' tools read a release by."""
    for name, content in (
        ("croissant", croissant.croissant(manifest)),
        ("datapackage", datapackage.datapackage(manifest)),
    ):
        (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation.citation(manifest), encoding="utf-8")
    (folder / "README.md").write_text(card.card(manifest), encoding="utf-8")


def odd_articles() -> list[Row]:
    """Articles with everything that a reader may trip over: nulls, empty texts and lists, quotes, breaks, markup."""
    plain = article(0)
    nothing = dict.fromkeys(("column", "title", "date", "date_text", "source", "list_title", "list_date", "status"))
    pictures = [{"url": f"http://www.example.gov.cn/{alt}.jpg", "alt": alt} for alt in (None, "图")]
    return [
        plain,
        article(1, title=HOSTILE, source=HOSTILE, author="记者甲", body='第一段\n第二段\t格\r\n"引" \\ \u2028'),
        article(2, column=HOSTILE, images=pictures, published="2026-03-01T09:00:00+08:00"),
        article(3, cluster=plain["id"], cluster_match="near", columns=["要闻", HOSTILE], date="2001-01-01"),
        article(4, **nothing, body="", attachments=[], columns=[], flags=["no_title", "no_date", "short_body"]),
    ]


def _written(folder: Path, table: Table, rows: list[Row]) -> Row:
    return write_table(folder, table, rows, len(rows))


def _coverage(articles: Sequence[Row], lost: Sequence[Row]) -> list[Row]:
    cells: dict[tuple[str, str | None, str | None], Counter[str]] = {}
    for name, rows in (("articles", articles), ("missing", lost)):
        for row in rows:
            cell = row["site"], row["column"], row["date"] and row["date"][:7]
            cells.setdefault(cell, Counter())[name] += 1
    ordered = sorted(cells.items(), key=lambda item: tuple(part or "~" for part in item[0]))
    return [
        dict(zip(COVERAGE.names, (*cell, counts["articles"], counts["missing"]), strict=True))
        for cell, counts in ordered
    ]


def _history(row: Row) -> dict[str, Row]:
    taken = {name: row[name] for name in ("site", "id", "url", "column", "title", "date", "content_sha256")}
    earlier = {name: row[name] for name in REVISIONS.names if name in row}
    return {
        REVISIONS.name: earlier | {"ended": "revised", "ended_run": RUN},
        REMOVALS.name: taken
        | {"last_seen": row["fetched_at"], "found_at": row["fetched_at"], "status": 404, "reason": "gone"}
        | {"run": RUN, "restored": True},
        CHANGES.name: {name: row[name] for name in ("site", "id", "url", "title", "date", "content_sha256")}
        | {"op": "changed", "previous_sha256": "1" * 64, "fields": ["body"]},
    }


def _sites(articles: Sequence[Row], lost: Sequence[Row]) -> list[Row]:
    return [
        {
            "site": site,
            "site_name": next(row["site_name"] for row in articles if row["site"] == site),
            "publisher": "中共某市委政法委员会",
            "homepage": "http://www.example.gov.cn/",
            "notice": None,
            "articles": sum(row["site"] == site for row in articles),
            "runs": 1,
            "first_run": RUN,
            "last_run": RUN,
            "last_complete": RUN,
            "verdict": "incomplete" if lost else "complete",
            "sentence": f"{site} complete: …",
            "columns": _columns(*([row for row in rows if row["site"] == site] for rows in (articles, lost))),
        }
        for site in dict.fromkeys(row["site"] for row in articles)
    ]


def _columns(articles: Sequence[Row], lost: Sequence[Row]) -> list[Row]:
    held, missing = (Counter(row["column"] for row in rows) for rows in (articles, lost))
    return [
        {
            "column": name,
            "url": "http://www.example.gov.cn/yw/index.html",
            "ended": "incomplete" if missing[name] else "walked",
            "pages": {
                "declared": 2,
                "walked": 1 if missing[name] else 2,
                "failed": [{"page": 2, "url": "http://www.example.gov.cn/2.html", "reason": "http_500"}]
                * bool(missing[name]),
            },
            "account": {"listed": held[name] + missing[name], "closes": True},
            "run": RUN,
            "articles": held[name],
            "listed": held[name] + missing[name],
            "missing": missing[name],
        }
        for name in dict.fromkeys(row["column"] for row in (*articles, *lost))
        if name is not None
    ]
