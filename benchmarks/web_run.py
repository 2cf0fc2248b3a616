"""A run folder written at once, with a report and a manifest that fit its lines: ``web_data.py`` writes thousands."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler import __version__
from crawler.exporters.run_folder import ARTICLES, LINES, LINKS, MANIFEST, REPORT
from crawler.extensions.account import Account, Listing, Revisited, total
from crawler.extensions.reading import Reading
from crawler.items import SCHEMA_VERSION, json_schema

_EXITS = {"failed": 1, "incomplete": 3, "complete": 0}
_SCHEMA = json_schema()


@dataclass(slots=True)
class WholeRun:
    """``lines`` by file (none at all: the site refused), ``columns`` as the report tells of them.

    ``again`` are the links asked for again, which are in ``lines`` too.
    """

    site: str
    site_name: str
    began: datetime
    columns: list[dict[str, Any]]
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    revisited: Revisited = field(default_factory=Revisited)
    again: list[Listing] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write it; the run is called as the folder."""
        folder.mkdir(parents=True)
        report = self._report(folder.name)
        texts = {name: _text(self.lines.get(name, [])) for name in LINES}
        texts = {name: text for name, text in texts.items() if text or name in {ARTICLES, LINKS}}
        texts[REPORT] = json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n"
        files = {}
        for name, raw in texts.items():
            (folder / name).write_bytes(raw)
            files[name] = {"bytes": len(raw), "lines": raw.count(b"\n"), "sha256": hashlib.sha256(raw).hexdigest()}
        manifest = {
            "site": self.site, "site_name": self.site_name, "run": folder.name, "publisher": "演示单位",
            "homepage": f"http://127.0.0.1:9/{self.site}/", "notice": "演示数据: invented by a benchmark",
            **{name: report[name] for name in ("verdict", "started_at", "finished_at")}, "files": files,
            "counts": {name.partition(".")[0]: len(self.lines.get(name, [])) for name in LINES},
            "software": {"lanmu": __version__}, "schema_version": SCHEMA_VERSION, "schema": _SCHEMA,
        }  # fmt: skip
        (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def _report(self, run: str) -> dict[str, Any]:
        asked_again = Account(listed=len(self.again))
        for one in self.again:
            asked_again.count(str(one.outcome), one.reason)
        account = total([*(_account(column["account"]) for column in self.columns), asked_again])
        bad = bool(account.failed) or any(column["ended"] == "incomplete" for column in self.columns)
        verdict = "failed" if not self.lines else "incomplete" if bad else "complete"
        moments = {"started_at": self.began, "finished_at": self.began + timedelta(minutes=9)}
        return {
            "site": self.site, "run": run, "verdict": verdict, "exit_code": _EXITS[verdict], "ended": "finished",
            "sentence": f"{verdict}: {account.listed} links listed",
            **{name: moment.isoformat(timespec="seconds") for name, moment in moments.items()},
            "sample": 0, "full": False, "most_gone": False, "trouble": None if self.lines else "blocked_challenge",
            "account": account.as_dict(), "asked_again": asked_again.as_dict(), "revisited": self.revisited.as_dict(),
            "columns": self.columns, "fields": {}, "latency": 6.0,
            "requests": {"request_count": 60, "response_status_count/200": 60},
        }  # fmt: skip


def column_entry(url: str, name: str, failed: str | None, account: Account, read: Reading | None) -> dict[str, Any]:
    """A column in a report, ``incomplete`` until said otherwise; ``failed``: its second page, or its only one, did."""
    page = {"page": 2 if account.listed else 1, "url": f"{url}2" if account.listed else url, "reason": failed}
    pages = {"declared": 1, "walked": 0, "failed": [page] if failed else []}
    told = {"column": name, "url": url, "ended": "incomplete", "pages": pages, "declared_items": None}
    return {**told, "account": account.as_dict(), "revised": 0, "removed": 0, "read": (read or Reading()).as_dict()}


def _account(told: dict[str, Any]) -> Account:
    whole = {name: told[name] for name in ("listed", "written", "known", "repeated")}
    return Account(**whole, dropped=Counter(told["dropped"]), failed=Counter(told["failed"]))


def _text(lines: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
