"""What becomes of a crawl when a site misbehaves: every fault the sandbox knows, on its articles and its columns.

    python benchmarks/faults.py [--articles 150] [--faults timeout 503+1 …] [--together 3]

Each fault three times: on a tenth of all article and column requests (then a second crawl, of what was missing, if the
first didn't end complete), on all articles, on all columns. Prints a Markdown table. Exit 1 where a record was written
that isn't what the truth says, an exit code says something else than the dataset, a fault that passes by itself, on
one request in ten, leaves a crawl incomplete, or a crawl takes more than 250 MB.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawled import Ended, crawl_arguments, lanmu, newest_report
from sealed import Dataset, read_dataset
from served import Line, served

# What is compared is the sandbox's.
from crawler.sandbox.comparison import compare_articles  # noqa: TID251
from crawler.sandbox.faults import NAMES  # noqa: TID251

STATUSES = ("500", "502", "503", "503+1", "429+1", "503+3600", "400", "403", "404", "410", "204")
# What passes when it is asked for again.
PASSING = frozenset({"500", "502", "503", "503+1", "429+1", "timeout", "reset", "short", "drip"})
# Where nothing ever passes, these take their time at each try, so each is tried once there.
SLOW = frozenset({"503", "503+1", "429+1", "timeout", "drip", "endless"})
EXIT_CODES = {"complete": 0, "failed": 1, "incomplete": 3}
MOST_MB, LONGEST = 250.0, 300.0


@dataclass(frozen=True, slots=True)
class Case:
    """A fault and where it is: on a tenth of the requests for articles and columns, or on all for one of them."""

    fault: str
    place: str

    @property
    def options(self) -> list[str]:
        faults = ["articles", "columns"] if self.place == "a tenth" else [self.place]
        percent = 10 if self.place == "a tenth" else 100
        return [part for place in faults for part in ("--fault", f"{place}={self.fault}@{percent}")]

    @property
    def settings(self) -> list[str]:
        hopeless = self.place != "a tenth" and self.fault in SLOW
        return [
            "DOWNLOAD_DELAY=0",
            "DOWNLOAD_TIMEOUT=3",
            "RETRY_BACKOFF=0.1",
            "RETRY_BACKOFF_MAX=1",
            *(["RETRY_TIMES=0"] if hopeless else []),
        ]


@dataclass(slots=True)
class Result:
    """One crawl of a case, the ``number``-th."""

    case: Case
    number: int
    ended: Ended
    report: dict[str, Any]
    exact: int = 0
    wrong: int = 0
    articles: int = 0
    faults: list[str] = field(default_factory=list)

    def row(self) -> str:
        verdict = self.report.get("verdict", "none")
        cells = (
            self.case.fault,
            f"{self.case.place}{', again' if self.number > 1 else ''}",
            verdict,
            self.ended.code,
            f"{self.exact}/{self.articles}",
            self.wrong,
            reasons(self.report),
            f"{self.ended.seconds:.0f}",
            f"{self.ended.rss:.0f}",
        )
        return f"| {' | '.join(map(str, cells))} |"


HEADER = """| fault | on | verdict | exit | written | wrong | reasons | s | MB |
|---|---|---|---:|---:|---:|---|---:|---:|"""


def reasons(report: dict[str, Any]) -> str:
    """Links that gave nothing and column pages that failed, by reason; what the site drops anyway is left out."""
    if not report:
        return ""
    account = report["account"]
    pages: Counter[str] = Counter(page["reason"] for column in report["columns"] for page in column["pages"]["failed"])
    told = [f"{count} {reason}" for reason, count in account["failed"].items()]
    told += [f"{count} {reason}, dropped" for reason, count in account["dropped"].items() if reason != "external"]
    told += [f"{count} {reason}, column pages" for reason, count in pages.items()]
    if report["verdict"] == "failed" and not told:
        told = [report["sentence"]]
    return "; ".join(told)


def judge(result: Result, truth: Sequence[Line], data: Dataset, links: Sequence[Line]) -> None:
    """Hold the dataset and what the crawl said of it against the truth."""
    found = compare_articles(truth, data.records)
    result.articles, result.exact = found.total, found.exact()
    result.wrong = len(found.differing()) + len(found.unknown) + len(found.double)
    verdict, code = result.report.get("verdict"), result.ended.code
    say = result.faults.append
    if result.wrong:
        examples = [f"{name}: {differences[0]}" for name, differences in found.fields.items()]
        say(f"{result.wrong} wrong records; {[*examples, *found.unknown, *found.double][:2]}")
    if EXIT_CODES.get(str(verdict)) != code:
        say(f"exit code {code}, but the verdict {verdict}: {result.ended.line[:200]}")
    dropped = {link["url"] for link in links if link["outcome"] == "dropped"}
    lost = [url for url in found.missing if not any(other.endswith(url) for other in dropped)]
    if code == 0 and lost:
        say(f"exit code 0, but {len(lost)} articles are neither written nor dropped: {lost[:2]}")
    closed = all(column["ended"] in {"walked", "sealed", "single_page"} for column in result.report.get("columns", []))
    missing = result.report["account"]["failed"] or result.report["asked_again"]["failed"] or result.report["most_gone"]
    if code == 3 and closed and not missing:
        say("exit code 3, but nothing is missing")
    if result.case.fault in PASSING and result.case.place == "a tenth" and (code != 0 or found.missing):
        say(f"one in ten is not complete: {result.ended.line[:300]}")
    if data.unsealed or data.damaged or data.broken_lines:
        say(f"unsealed {data.unsealed}, damaged {data.damaged}, {data.broken_lines} broken lines")
    if result.ended.rss > MOST_MB:
        say(f"{result.ended.rss:.0f} MB")


def measure(case: Case, articles: int, top: Path) -> list[Result]:
    """The crawls of one case."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(dir=top) as temporary:
        folder = Path(temporary)
        data_dir = folder / "data"
        with served(folder / "requests", "--still", "--articles", str(articles), *case.options) as site:
            truth = site.truth()
            for number in (1, 2) if case.place == "a tenth" else (1,):
                arguments = crawl_arguments(site.home, data_dir, *case.settings)
                ended = lanmu(arguments, folder / "log", most=LONGEST)
                reports = list((data_dir / "demo" / "runs").glob("*/report.json"))
                sealed = len(reports) == number
                result = Result(case, number, ended, newest_report(data_dir / "demo") if sealed else {})
                judge(result, truth, read_dataset(data_dir / "demo"), links_of(data_dir / "demo"))
                results.append(result)
                if ended.code == 0:
                    break
    return results


def links_of(site_folder: Path) -> list[Line]:
    return [
        json.loads(line)
        for path in site_folder.glob("runs/*/links.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--faults", nargs="+", default=[*STATUSES, *NAMES])
    parser.add_argument("--together", type=int, default=3, help="crawls at the same time (default 3)")
    options = parser.parse_args()
    places = ("a tenth", "articles", "columns")
    cases = [Case(fault, place) for fault in options.faults for place in places]
    faults = 0
    print(HEADER)
    with tempfile.TemporaryDirectory(prefix="lanmu-faults-") as temporary, ThreadPoolExecutor(options.together) as pool:
        for results in pool.map(lambda case: measure(case, options.articles, Path(temporary)), cases):
            for result in results:
                print(result.row(), flush=True)
                for fault in result.faults:
                    print(f"FAULT: {result.case.fault}, {result.case.place}: {fault}", file=sys.stderr, flush=True)
                faults += len(result.faults)
    print("\nno record is wrong, no exit code lies" if not faults else f"\n{faults} FAULTS")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
