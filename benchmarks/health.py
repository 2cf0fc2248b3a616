"""How long `lanmu health` takes over many sites with years of daily runs.

    python benchmarks/health.py [--sites 300] [--years 3] [--columns 9] [--keep FOLDER]

Makes run folders as crawls write them (reports, manifests with their schema, a few articles a day), folded by month but
for the last, then runs ``lanmu health`` as a process of its own: cold (no cache), warm (nothing new), and warm with one
new run a site. Ten histories differ; the sites are hard links to them, so that they fit on a disk.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.dataset.fold import fold_runs
from crawler.exporters.run_folder import ARTICLES, LINKS, MANIFEST, REPORT, RUNS
from crawler.items import json_schema
from crawler.page.dates import BEIJING

HISTORIES = 10
SITE = """from crawler.platforms.jeecms import Jeecms


class {title}(Jeecms):
    name = {name!r}
    homepage = "http://127.0.0.1:9/"
    every = "day"
"""


def report(site: str, started: datetime, number: int, paces: list[float], rng: random.Random) -> dict[str, Any]:
    """A run's report, as a crawl writes it."""
    columns: list[dict[str, Any]] = []
    for place, pace in enumerate(paces):
        new = sum(rng.random() < pace for _ in range(2))
        account = {"listed": 30, "written": new, "known": 30 - new, "repeated": 0, "dropped": {}, "failed": {}}
        rules = {f"{field}/{rule}": new for field, rule in (("title", "title_line:list_title"), ("body", "window"))}
        rules |= {"date/labelled": new, "source/labelled": new}
        columns.append(
            {
                "column": f"栏目{place}",
                "url": f"http://127.0.0.1:9/lm{place}/index.jhtml",
                "ended": "sealed",
                "pages": {"declared": 12, "walked": 2, "failed": []},
                "declared_items": 200 + number // 3,
                "account": {**account, "closes": True},
                "revised": 0,
                "removed": 0,
                "read": {"rules": rules, "flags": {}, "days": {f"{started:%Y-%m-%d}": new}}
                if new
                else {"rules": {}, "flags": {}, "days": {}},
            }
        )
    new = sum(column["account"]["written"] for column in columns)
    whole = {"listed": 30 * len(paces), "written": new, "known": 30 * len(paces) - new, "repeated": 0, "dropped": {}}
    return {
        "site": site,
        "run": "",
        "verdict": "complete",
        "exit_code": 0,
        "sentence": "complete",
        "ended": "finished",
        "started_at": started.isoformat(),
        "finished_at": (started + timedelta(minutes=9)).isoformat(),
        "sample": 0,
        "full": False,
        "most_gone": False,
        "trouble": None,
        "account": {**whole, "failed": {}, "closes": True},
        "asked_again": {**whole, "failed": {}, "closes": True},
        "revisited": {"revisited": 20, "unchanged": 20, "revised": 0, "gone": 0, "failed": {}, "closes": True},
        "columns": columns,
        "fields": {"field/date/labelled": new + 20, "field/title/title_line:list_title": new + 20},
        "requests": {"request_count": 60, "response_status_count/200": 60},
        "latency": 6.0 + rng.random(),
    }


def write_run(folder: Path, told: dict[str, Any]) -> None:
    """A sealed run folder; the lines of articles are short, nothing here reads them."""
    folder.mkdir(parents=True)
    told["run"] = folder.name
    new = told["account"]["written"]
    texts = {ARTICLES: '{"id": ""}\n' * new, LINKS: '{"id": ""}\n' * 30}
    texts[REPORT] = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    files = {}
    for name, text in texts.items():
        raw = text.encode()
        (folder / name).write_bytes(raw)
        files[name] = {"bytes": len(raw), "lines": raw.count(b"\n"), "sha256": hashlib.sha256(raw).hexdigest()}
    manifest = {name: told[name] for name in ("site", "run", "verdict", "started_at", "finished_at")}
    counts = {"articles": new, "links": 30, "revisits": 0, "revisions": 0, "removals": 0}
    manifest |= {"counts": counts, "files": files, "schema_version": 1, "schema": json_schema()}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def history(data_dir: Path, site: str, days: int, columns: int, now: datetime) -> Iterator[None]:
    """Daily runs up to an hour ago."""
    rng = random.Random(site)  # noqa: S311 - the same histories each time
    paces = [rng.choice([0.02, 0.1, 0.3, 0.6]) for _ in range(columns)]
    for number in range(days):
        started = now - timedelta(days=days - 1 - number, hours=1)
        working = [pace * (1 if started.isoweekday() < 6 else 0.1) for pace in paces]
        name = f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        write_run(data_dir / site / RUNS / name, report(site, started, number, working, rng))
        yield


def linked(source: Path, target: Path) -> None:
    """The same files under other names."""
    shutil.copytree(source, target, copy_function=os.link, ignore=shutil.ignore_patterns("cache"))


def health(folder: Path) -> tuple[float, float, str]:
    """Seconds, CPU seconds, and the first line of ``lanmu health``."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cmdline", "health", "-s", "SPIDER_MODULES=sites"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr)
    return took, cpu, done.stdout.splitlines()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--years", type=float, default=3.0)
    parser.add_argument("--columns", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="where to make it, and leave it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.keep or Path(made)
        data = folder / "data"
        names = [f"site{number:03}" for number in range(arguments.sites)]
        now = datetime.now(BEIJING).replace(microsecond=0)
        if not data.exists():
            make(folder, names, round(365 * arguments.years), arguments.columns, now)
        print(f"{len(names)} sites, {arguments.columns} columns each, {round(365 * arguments.years)} daily runs each")
        for name in names:
            shutil.rmtree(data / name / "cache", ignore_errors=True)
        print(f"{'':22}{'seconds':>8}{'CPU':>7}")
        for what in ("cold, no cache", "warm", "warm", "warm, a new run each"):
            if what.endswith("each"):
                rng = random.Random(1)  # noqa: S311 - as above
                started = datetime.now(BEIJING) - timedelta(minutes=20)
                for name in names:
                    stamp = f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}"
                    told = report(name, started, 1100, [0.5] * arguments.columns, rng)
                    write_run(data / name / RUNS / stamp, told)
            took, cpu, line = health(folder)
            print(f"{what:22}{took:>8.2f}{cpu:>7.2f}   {line}", flush=True)


def make(folder: Path, names: list[str], days: int, columns: int, now: datetime) -> None:
    """The project, ten histories, and links to them."""
    (folder / "sites").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
    (folder / "sites" / "__init__.py").touch()
    data, made = folder / "data", Counter[str]()
    for number, name in enumerate(names):
        (folder / "sites" / f"{name}.py").write_text(SITE.format(title=name.title(), name=name), encoding="utf-8")
        if number < HISTORIES:
            made[name] = sum(1 for _ in history(data, name, days, columns, now))
            fold_runs(data, name, f"{datetime.now(UTC):%Y%m}")
        else:
            linked(data / names[number % HISTORIES], data / name)


if __name__ == "__main__":
    main()
