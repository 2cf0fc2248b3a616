"""Every sandbox site, added by ``lanmu newsite`` and crawled: is the crawl equal to the truth?

    python benchmarks/sites.py [--seeds 501 502 503] [--sites trs jpage …]

For each site and seed: newsite on its home page, checkall, crawl, compare. One line a site: columns, column pages and
articles (all seeds together), seconds of newsite and crawl a seed, and what was not exact. Exit 1 if anything was not.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from crawler.sandbox.process import running_sandbox  # noqa: TID251 - what is measured

LANMU = [sys.executable, "-m", "crawler.cmdline"]
NO_DELAY = ("-s", "DOWNLOAD_DELAY=0")


@dataclass
class Line:
    """One site's results, summed over the seeds."""

    columns: int = 0
    pages: int = 0
    articles: int = 0
    exact: int = 0
    survey_seconds: float = 0.0
    crawl_seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def lanmu(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LANMU, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, timeout=600
    )


def sandbox_sites() -> list[str]:
    listed = lanmu("sandbox", "--list", cwd=Path.cwd()).stdout
    return [line.split()[0] for line in listed.splitlines() if line]


def measure(site: str, seed: int, folder: Path, line: Line) -> None:
    """Add a site of one seed to its line."""
    truth, name = folder / "truth.jsonl", f"{site}_{seed}"
    with running_sandbox("--site", site, "--seed", str(seed), "--truth", str(truth)) as home:
        started = time.monotonic()
        steps = {"newsite": lanmu("newsite", home, "--name", name, *NO_DELAY, cwd=folder)}
        surveyed = time.monotonic()
        steps["checkall"] = lanmu("checkall", cwd=folder)
        begun = time.monotonic()
        steps["crawl"] = lanmu("crawl", name, *NO_DELAY, cwd=folder)
        line.crawl_seconds += time.monotonic() - begun
        line.survey_seconds += surveyed - started
    steps["compare"] = lanmu("compare", truth, folder / "data" / name, cwd=folder)
    for step, done in steps.items():
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            line.faults.append(f"seed {seed}, {step}: exit {done.returncode} {' '.join(last)[:160]}")
    counted = re.match(r"(\d+) articles: (\d+) exact", steps["compare"].stdout.strip().splitlines()[-1])
    if counted:
        line.articles += int(counted[1])
        line.exact += int(counted[2])
    for report in folder.glob(f"data/{name}/runs/*/report.json"):
        columns = json.loads(report.read_text(encoding="utf-8"))["columns"]
        line.columns += len(columns)
        line.pages += sum(column["pages"]["walked"] for column in columns)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[501, 502, 503])
    parser.add_argument("--sites", nargs="+", default=None)
    options = parser.parse_args()
    print(f"{len(options.seeds)} seeds a site: {', '.join(map(str, options.seeds))}")
    print(f"{'site':<10}{'columns':>8}{'pages':>7}{'articles':>10}{'exact':>7}{'newsite s':>11}{'crawl s':>9}")
    faults = 0
    for site in options.sites or sandbox_sites():
        line = Line()
        for seed in options.seeds:
            with tempfile.TemporaryDirectory() as folder:
                measure(site, seed, Path(folder), line)
        count = len(options.seeds)
        print(
            f"{site:<10}{line.columns:>8}{line.pages:>7}{line.articles:>10}{line.exact:>7}"
            f"{line.survey_seconds / count:>11.1f}{line.crawl_seconds / count:>9.1f}",
            flush=True,
        )
        for fault in line.faults:
            print(f"  {fault}")
        faults += len(line.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
