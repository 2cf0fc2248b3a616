"""Crawls killed at random times and restarted until complete: is anything lost, double or broken?

    python benchmarks/kill_storm.py [--kills 100] [--articles 600] [--seed 1] [--seconds 900]

The sandbox serves one site. Each crawl of it is killed (SIGKILL) while it starts, while it takes over what the last
killed one left, among its records or while it seals, as chance has it, and started again. A round ends when a crawl
ends by itself, complete; the next one begins with an empty data folder. One line a round and one in sum; exit 1 where
a round lacks an article, has one twice, a broken line, a run that isn't sealed as its manifest says, an account that
doesn't close, or asked for more than 8 article pages a kill that it had asked for before.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crawled import crawl_arguments, newest_report, started
from sealed import read_dataset
from served import Served, served

# What is compared is the sandbox's.
from crawler.sandbox.comparison import compare_articles  # noqa: TID251

# Where a kill may land, in the order in which a crawl gets there.
STAGES = ("start-up", "taking over", "before the first record", "among records", "sealing", "sealing no record")
# Article pages a kill may cost: what was under way or of an article not yet whole.
COST = 8
# How often a watched folder is looked at, and how long one crawl may take.
LOOK, LONGEST = 0.001, 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """When a crawl is to be killed: so many seconds after a mark. ``spares_sealing``: not once it is being sealed."""

    mark: str  # start, taking over, first record
    seconds: float
    spares_sealing: bool
    sealing_seconds: float


@dataclass(slots=True)
class Round:
    """One dataset, from the empty folder to a complete crawl."""

    kills: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    told: str = ""
    faults: list[str] = field(default_factory=list)


def draw(rng: random.Random) -> Plan:
    """Three kills of four wait for a record; start-up takes about half a second."""
    mark = rng.choices(("first record", "start", "taking over"), (75, 13, 12))[0]
    seconds = {"first record": 1.2, "start": 0.7, "taking over": 0.03}[mark]
    return Plan(mark, rng.uniform(0, seconds), rng.random() < 0.4, rng.uniform(0, 0.05))


class Watch:
    """Looks at the runs of a site from outside while a crawl goes on."""

    def __init__(self, runs: Path) -> None:
        self.runs = runs
        self.before = {run: _names(run) for run in runs.glob("[0-9]*")}
        self.unsealed = [run for run, names in self.before.items() if "manifest.json" not in names]

    def new(self) -> Path | None:
        """The folder of the crawl that is watched, once there is one."""
        return next((run for run in self.runs.glob("[0-9]*") if run not in self.before), None)

    def takes_over(self) -> bool:
        """Whether a killed run's folder is being brought to the form of a finished one, or has been."""
        return any(_names(run) != self.before[run] for run in self.unsealed)

    def reached(self, mark: str) -> bool:
        if mark == "taking over" and self.unsealed:
            return self.takes_over()
        new = self.new()
        return mark != "first record" or (new is not None and _has_record(new))

    def is_sealing(self) -> bool:
        new = self.new()
        return new is not None and (new / "articles.jsonl").exists()

    def stage(self) -> str:
        """Where the crawl was when it was killed."""
        new = self.new()
        if new is None:
            return "taking over" if self.takes_over() else "start-up"
        if (new / "articles.jsonl").exists():
            return "sealing" if _has_record(new) else "sealing no record"
        return "among records" if _has_record(new) else "before the first record"


def _names(run: Path) -> set[str]:
    return {path.name for path in run.iterdir()}


def _has_record(run: Path) -> bool:
    return any(path.stat().st_size for path in run.glob("articles.jsonl*"))


def attempt(arguments: list[str], site_folder: Path, plan: Plan | None, log: Path) -> str | int:
    """One crawl: the stage in which it was killed, or its exit code."""
    watch = Watch(site_folder / "runs")
    process = started(arguments, log)
    began = time.monotonic()
    kill_at = None if plan is None else began + LONGEST
    marked = sealing = False
    try:
        while process.poll() is None:
            now = time.monotonic()
            if now > began + LONGEST:
                raise SystemExit(f"a crawl took longer than {LONGEST:.0f} s: {' '.join(arguments)}")
            if plan is None or kill_at is None:
                time.sleep(0.05)
                continue
            if now >= kill_at:
                process.kill()
                process.wait()
                return watch.stage()
            if not marked and watch.reached(plan.mark):
                marked, kill_at = True, now + plan.seconds
            if not sealing and watch.is_sealing():
                sealing = True
                kill_at = None if plan.spares_sealing else min(kill_at, now + plan.sealing_seconds)
            time.sleep(LOOK)
        return process.returncode
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def one_round(site: Served, folder: Path, rng: random.Random, kills: int, deadline: float) -> Round:
    """Crawl into an empty folder until complete, killing ``kills`` times at most."""
    done, began, start = Round(), time.monotonic(), site.logged()
    arguments = crawl_arguments(site.home, folder, "DOWNLOAD_DELAY=0.005")
    code: str | int = ""
    while code != 0:
        if time.monotonic() > deadline:
            raise SystemExit(f"out of time; killed {done.kills.total()} times in this round")
        plan = draw(rng) if done.kills.total() < kills else None
        code = attempt(arguments, folder / "demo", plan, folder / "log")
        if isinstance(code, str):
            done.kills[code] += 1
        elif code != 0:
            line = (folder / "log").read_text(encoding="utf-8", errors="replace")[-300:]
            raise SystemExit(f"a crawl that was not killed ended with {code}: {line}")
    done.seconds = time.monotonic() - began
    done.requests.update(request["kind"] for request in site.requests(start))
    check(site, folder / "demo", done)
    return done


def check(site: Served, site_folder: Path, done: Round) -> None:
    """Hold the round's dataset and requests against the truth."""
    truth = site.truth()
    data = read_dataset(site_folder)
    found = compare_articles(truth, data.records)
    report = newest_report(site_folder)
    wanted = sum(line["pages"] for line in truth if line["kind"] == "article")
    extra, kills = done.requests["article"] - wanted, done.kills.total()
    told = {
        "articles lost": len(found.missing),
        "articles wrong": len(found.differing()) + len(found.unknown),
        "ids double": data.doubles,
        "lines broken": data.broken_lines,
        "runs not sealed": len(data.unsealed),
        "files not as sealed": len(data.damaged),
        "verdicts not complete": int(report["verdict"] != "complete"),
        "accounts open": int(not report["account"]["closes"]),
        f"article pages asked for beyond {COST} a kill": max(0, extra - COST * kills),
    }
    done.faults = [f"{count} {what}" for what, count in told.items() if count]
    done.told = (
        f"{found.exact()} of {found.total} articles exact, {data.doubles} double, {data.broken_lines} broken lines, "
        f"{data.runs} runs, {data.runs - len(data.unsealed)} sealed; article pages {wanted}, "
        f"asked for {done.requests['article']} ({extra / max(1, kills):+.1f} a kill), "
        f"list pages asked for {done.requests['column']}"
    )


def where(kills: Counter[str]) -> str:
    return ", ".join(f"{kills[stage]} {stage}" for stage in STAGES if kills[stage])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1, help="of the times at which is killed")
    parser.add_argument("--seconds", type=float, default=900.0, help="the most it may take")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311
    kills: Counter[str] = Counter()
    rounds: list[Round] = []
    deadline = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory(prefix="lanmu-kills-") as temporary:
        top = Path(temporary)
        with served(top / "requests", "--still", "--articles", str(options.articles)) as site:
            while kills.total() < options.kills:
                folder = top / f"round-{len(rounds) + 1}"
                folder.mkdir()
                done = one_round(site, folder, rng, options.kills - kills.total(), deadline)
                rounds.append(done)
                kills += done.kills
                print(f"round {len(rounds)}: {done.kills.total()} kills ({where(done.kills)}); {done.told}; ", end="")
                print(f"{done.seconds:.0f} s", flush=True)
                for fault in done.faults:
                    print(f"  FAULT: {fault}", flush=True)
    faults = sum(len(done.faults) for done in rounds)
    total = kills.total()
    late = kills["among records"] + kills["sealing"]
    print(f"{total} kills in {len(rounds)} rounds: {where(kills)}; {late / total:.0%} after the run's first record")
    if 2 * late < total:
        print("too few kills came after a record: this proves little; try another --seed")
    print("nothing lost, double or broken" if not faults else f"{faults} FAULTS")
    return 1 if faults or 2 * late < total else 0


if __name__ == "__main__":
    sys.exit(main())
