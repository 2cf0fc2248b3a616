"""CPU seconds per 1,000 pages of one job: Lanmu beside Scrapy, Crawlee and a loop by hand, on a site nginx serves.

    python benchmarks/crawl.py [--articles N] [--rounds N] [--variants plain gzip gbk] [--only NAME …] [--keep FOLDER]
                               [--peers PYTHON]

The job: home page, its columns, all their pages, all articles of about 43 KB with title, date, source and body, their
further pages joined, into JSON lines, 32 requests at once. Each crawl is a process of its own and what is counted is
that process, start-up included; all do each variant in turn, round after round. A crawl that doesn't bring home what
the site holds ends the benchmark.

Crawlee and the loop run by a Python of their own, ``--peers``: what Crawlee brings along is loaded by Scrapy too where
it is installed, and takes 15 MB there.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawl_run import Run
from crawl_runners import RUNNERS, Job
from crawl_table import machine, table
from crawl_truth import Truth
from nginx import HOSTS, running_nginx
from static_site import VARIANTS, StaticSite, static_site

TITLES = {"plain": "plain", "gzip": "gzip without charset", "gbk": "GBK"}
BENCH_PYTHON = Path(__file__).resolve().parents[1] / ".venv-bench" / "bin" / "python"
Runs = dict[str, list[Run]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who crawls what how often; ``peers`` is the Python that has the peers."""

    variants: Sequence[str]
    names: Sequence[str]
    rounds: int
    peers: str


def compete(site: StaticSite, truth: Truth, plan: Plan) -> dict[str, Runs]:
    """Let everybody crawl every variant, round after round."""
    runs: dict[str, Runs] = {variant: {name: [] for name in plan.names} for variant in plan.variants}
    trees = {variant: site.tree(variant) for variant in plan.variants}
    for variant in plan.variants:
        site.warm(variant)
    turn = 0
    with running_nginx(trees, HOSTS) as ports:
        for number in range(1, plan.rounds + 1):
            for variant in plan.variants:
                for name in plan.names:
                    # Another host each time: no answer of an earlier crawl can help a later one.
                    home = f"http://{HOSTS[turn % len(HOSTS)]}:{ports[variant]}/"
                    turn += 1
                    with tempfile.TemporaryDirectory(prefix="lanmu-crawl-") as folder:
                        encoding = "gbk" if variant == "gbk" else "utf-8"
                        run = RUNNERS[name].start(Job(home, encoding, Path(folder), truth, plan.peers))
                    runs[variant][name].append(run)
                    note = f"{run.cpu_per_1000:.2f} CPU s per 1,000 pages, {run.fetched} fetched, {run.wall:.1f} s"
                    print(f"round {number}, {variant}: {name}: {note}", file=sys.stderr, flush=True)
    return runs


def _peers() -> str:
    """The Python of the environment that make bench makes; this one where there is none."""
    return str(BENCH_PYTHON) if BENCH_PYTHON.exists() else sys.executable


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000, help="size of the site (default 10000)")
    parser.add_argument("--rounds", type=int, default=5, help="crawls of each variant by each (default 5)")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS), help="default: all")
    parser.add_argument("--only", nargs="+", choices=list(RUNNERS), default=list(RUNNERS), help="who takes part")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the written site here, for further calls")
    parser.add_argument(
        "--peers",
        metavar="PYTHON",
        default=_peers(),
        help="the Python that has the peers (default: that of make bench)",
    )
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds {options.rounds}: at least 1")
    if "/" in options.peers:
        # Crawls run in folders of their own. What the path leads to is left alone: that of an environment is a link.
        options.peers = str(Path(options.peers).absolute())
    for name in options.only:
        RUNNERS[name].check(options.peers)
    # nginx and the crawl under way end with this process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    with tempfile.TemporaryDirectory(prefix="lanmu-site-") as temporary:
        site = static_site(options.keep or Path(temporary), options.articles)
        truth = Truth(site.truth)
        head = machine(options.articles, truth.pages, options.rounds, options.peers)
        runs = compete(site, truth, Plan(options.variants, options.only, options.rounds, options.peers))
    print(head)
    for variant, by_name in runs.items():
        print(f"\n### {TITLES[variant]}\n\n{table(by_name)}")


if __name__ == "__main__":
    main()
