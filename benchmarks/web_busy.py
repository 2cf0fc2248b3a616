"""What each page takes while `lanmu web` reads new runs and judges their sites, in a thread beside those that answer.

    python benchmarks/web_busy.py FOLDER [--rounds 2]

FOLDER is a project that ``web.py --keep`` has made. Each round gives every site one more run, a copy of its last one,
and asks for pages until the server shows these runs. Then the same for a while in which no run comes.
"""

import argparse
import hashlib
import json
import re
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

from web import cpu_of, linked, peak_of, served, text

from crawler.exporters.run_folder import MANIFEST, REPORT, RUNS
from crawler.page.dates import BEIJING

_TOTAL = re.compile(r'data-total="(\d+)"')
_MOST_SECONDS = 180


def add_runs(data: Path) -> int:
    """Give each site one more run, all of them at once; returns how many."""
    now = datetime.now(UTC).replace(microsecond=0)
    name, made = f"{now:%Y%m%dT%H%M%SZ}", []
    for site in sorted(path for path in data.iterdir() if (path / RUNS).is_dir()):
        last = max((path for path in (site / RUNS).iterdir() if path.name[4] != "-"), default=None)
        if last is None:
            continue
        making = site / f"{name}.making"
        shutil.copytree(last, making)
        _rename(making, name, now.astimezone(BEIJING).isoformat(timespec="seconds"))
        made.append((making, site / RUNS / name))
    for making, folder in made:
        making.rename(folder)
    return len(made)


def _rename(folder: Path, name: str, moment: str) -> None:
    """Make it a run of that name and time; its articles are known to the store, so they count for nothing."""
    report, manifest = (json.loads((folder / file).read_bytes()) for file in (REPORT, MANIFEST))
    told = {"run": name, "started_at": moment, "finished_at": moment}
    raw = json.dumps(report | told, ensure_ascii=False, indent=1).encode() + b"\n"
    (folder / REPORT).write_bytes(raw)
    manifest["files"][REPORT] |= {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest | told, ensure_ascii=False, indent=1), encoding="utf-8")


def runs_shown(address: str) -> int:
    """How many runs there are, as the page says."""
    found = _TOTAL.search(text(f"{address}/runs"))
    return int(found[1]) if found else 0


def more_shown(address: str, before: int) -> bool:
    """Whether there are more runs than before."""
    return runs_shown(address) > before


def ask(asked: dict[str, str], until: Callable[[], bool]) -> dict[str, list[float]]:
    """Seconds of each page, asked for in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    ends = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < ends:
        for name, address in asked.items():
            began = time.perf_counter()
            text(address)
            seconds[name].append(time.perf_counter() - began)
        if until():
            break
    return seconds


def tell(what: str, seconds: dict[str, list[float]]) -> None:
    """Print the times of each page."""
    print(f"{what:22}{'median ms':>10}{'max ms':>8}{'asked':>8}")
    for name, each in seconds.items():
        middle, most = statistics.median(each) * 1000, max(each) * 1000
        print(f"  {name:20}{middle:>10.0f}{most:>8.0f}{len(each):>8}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with served(given.folder, "WEB_REFRESH=5") as (address, process, _, _):
        asked = {"today": f"{address}/", "columns": f"{address}/columns", "articles": f"{address}/articles"}
        asked["search 会议"] = f"{address}/articles?q={quote('会议')}"
        asked["article"] = address + linked(text(f"{address}/articles"), "article")[0]
        asked["column"] = address + linked(text(f"{address}/columns"), "column")[0]
        for _ in range(given.rounds):
            before, made, cpu = runs_shown(address), add_runs(given.folder / "data"), cpu_of(process)
            began = time.monotonic()
            seconds = ask(asked, partial(more_shown, address, before))
            took = time.monotonic() - began
            tell(f"{made} new runs", seconds)
            print(f"  shown after {took:.1f} s, {cpu_of(process) - cpu:.1f} s of CPU with the pages asked for")
        ends = time.monotonic() + 20
        tell("no new run", ask(asked, lambda: time.monotonic() > ends))
        cpu, began = cpu_of(process), time.monotonic()
        time.sleep(20)
        print(f"  left alone: {(cpu_of(process) - cpu) / (time.monotonic() - began):.0%} of a core, looking every 5 s")
        print(f"peak memory of the server: {peak_of(process):.0f} MB")


if __name__ == "__main__":
    main()
