"""Many days of runs, made of a few real ones: copies with other days and other numbers in their reports."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from history import SITE
from support import Run

from crawler import clock

COLUMN = "队伍建设"


def copy_run(run: Run, days_ago: int, hour: int = 9, **told: Any) -> Path:
    """A copy of ``run`` as if it had been made so many days ago, from eight in the morning on (Beijing).

    ``told`` is what else its report says.
    """
    at = clock.now() - timedelta(days=days_ago)
    name = f"{at:%Y%m%d}T{hour - 8:02}0000Z"
    folder = run.folder.parent / name
    shutil.copytree(run.folder, folder)
    began = f"{at:%Y-%m-%d}T{hour:02}"
    times = {"started_at": f"{began}:00:00+08:00", "finished_at": f"{began}:05:00+08:00"}
    report, manifest = {**run.report, "run": name, **times, **told}, {**run.manifest, "run": name}
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    manifest["files"]["report.json"]["bytes"] = (folder / "report.json").stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return folder


def history_of(data: Path, days: int, good: Run, bad: Run, last: int, **told: Any) -> None:
    """So many days of copies of ``good``, the ``last`` ones of ``bad``; the runs themselves are taken away."""
    for ago in range(days, 0, -1):
        copy_run(bad if ago <= last else good, ago, **(told if ago <= last else {"latency": 0.1}))
    for run in {good.folder, bad.folder}:
        shutil.rmtree(run)
    shutil.rmtree(data / SITE / "cache", ignore_errors=True)


def read_as(run: Run, ago: int, articles: int, rule: str) -> dict[str, Any]:
    """A report of so many articles in the first column, dated so many days ago, each date read by one rule."""
    rules = {"title/meta": articles, f"date/{rule}": articles, "source/meta": articles, "body/window": articles}
    read = {"rules": rules, "flags": {}, "days": {f"{clock.now() - timedelta(days=ago):%Y-%m-%d}": articles}}
    none: dict[str, Any] = {"rules": {}, "flags": {}, "days": {}}
    columns = [{**one, "read": read if one["column"] == COLUMN else none} for one in run.report["columns"]]
    return {"columns": columns, "fields": {f"field/{name}": count for name, count in rules.items()}}
