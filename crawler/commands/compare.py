"""``lanmu compare``: a crawl of the sandbox against its truth."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Any

from crawler import cmdline
from crawler.errors import UsageError
from crawler.exporters.run_folder import place_of

# The truth is the sandbox's, and so is the comparison with it.
from crawler.sandbox.comparison import Report, compare_articles, compare_listings  # noqa: TID251
from crawler.sandbox.identity import identity  # noqa: TID251

_EXAMPLES = 5
# How much of a long value an example shows.
_SHOWN = 60
_BEFORE = 15
# What a line tells of an article, in the order it is believed in within a run; between the two stands its first text.
_REMOVED, _REVISED = 0, 2

Line = dict[str, Any]


class Command(cmdline.Command):
    """Prints every kind of difference and exits with 1 if there is any."""

    def syntax(self) -> str:
        return "TRUTH RUN"

    def short_desc(self) -> str:
        return "Compare a crawl of the sandbox with its truth"

    def long_desc(self) -> str:
        return (
            "TRUTH is the file `lanmu sandbox --truth` wrote. RUN is the folder of a run, or of a site: "
            "the articles of all its runs as last revised, without those found removed, and the links of the newest "
            "run that has any; where that run sealed a column, those of the pages it read."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's signature)
        if len(args) != 2:
            raise UsageError("compare takes two arguments: the truth file and the run's folder")
        truth = list(read_lines(Path(args[0])))
        records, links, sealed = read_run(Path(args[1]))
        articles = compare_articles(truth, records)
        listings = compare_listings(without_unread(truth, links, sealed), links)
        for line in (*describe("articles", articles), *describe("listings", listings)):
            sys.stdout.write(f"{line}\n")
        sys.stdout.write(f"{summary('articles', articles)}; {summary('listings', listings)}\n")
        self.exitcode = 0 if articles.clean() and listings.clean() else 1


def read_lines(path: Path) -> Iterator[Line]:
    """The objects of a file of JSON lines."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise UsageError(f"{path}, line {number} is not JSON") from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def read_run(folder: Path) -> tuple[list[Line], list[Line], set[str]]:
    """Articles and links of a run, or of all runs of a site's data folder: of each article its newest text.

    The third are the names of the columns whose last pages the run of the links left unread.
    """
    if not (folder / "runs").is_dir():
        # What a run always has must be there.
        return newest_records([folder]), _listed(read_lines(folder / "links.jsonl")), _sealed(folder)
    runs = [path for path in (folder / "runs").iterdir() if path.is_dir() and not path.name.startswith(".")]
    runs.sort(key=lambda run: place_of(run.name))
    records = newest_records([run for run in runs if (run / "articles.jsonl").exists()])
    for run in reversed(runs):
        if (run / "links.jsonl").exists() and (links := _listed(read_lines(run / "links.jsonl"))):
            return records, links, _sealed(run)
    return records, [], set()


def newest_records(runs: Sequence[Path]) -> list[Line]:
    """The records of runs in order of their first writing: each as last revised, without those removed since."""
    # A removal is of an article that an earlier run wrote, a revision of one this run may have seen removed.
    events = sorted(
        (
            (place_of(line.get("run", run.name)), order, line)
            for run in runs
            for order, name in enumerate(("removals.jsonl", "articles.jsonl", "revisions.jsonl"))
            if name == "articles.jsonl" or (run / name).exists()
            for line in read_lines(run / name)
        ),
        key=lambda event: event[:2],
    )
    records: dict[str, list[Line]] = {}
    for _, order, line in events:
        same = records.setdefault(identity(line["url"]), [])
        if order == _REMOVED:
            same.clear()
        elif order == _REVISED:
            same[:1] = [line]
        else:
            same.append(line)
    return [record for same in records.values() for record in same]


def _listed(links: Iterable[Line]) -> list[Line]:
    """The links that column pages showed; one without a page was tried again because an earlier run had failed."""
    return [link for link in links if link["page"] is not None]


def _sealed(run: Path) -> set[str]:
    """The columns that a run sealed, by its report."""
    path = run / "report.json"
    if not path.exists():
        return set()
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path} is not JSON") from error
    return {column["column"] for column in report["columns"] if column["ended"] == "sealed"}


def without_unread(truth: Iterable[Line], links: Iterable[Line], sealed: Set[str]) -> list[Line]:
    """The truth without the rows of sealed columns that stand on pages without a link."""
    pages, targets = set(), set()
    for link in links:
        pages.add((link["column"], link["page"]))
        targets.add((link["column"], identity(link["url"])))

    def read(line: Line) -> bool:
        if line["page"] is None:
            return (line["column"], identity(line["url"])) in targets
        return (line["column"], line["page"]) in pages

    return [line for line in truth if line["kind"] != "link" or line["column"] not in sealed or read(line)]


def describe(things: str, report: Report) -> Iterator[str]:
    """Lines on what is wrong, each kind with a few examples; none if nothing is."""
    for kind, places in (
        ("missing", report.missing),
        ("double", report.double),
        ("not in the truth", report.unknown),
    ):
        if places:
            yield f"{things} {kind}: {len(places)}"
            yield from (f"  {place}" for place in places[:_EXAMPLES])
    for name, differences in report.fields.items():
        yield f"{things} with another {name}: {len(differences)}"
        for difference in differences[:_EXAMPLES]:
            expected, found = brief(difference.expected, difference.found)
            yield from (f"  {difference.place}", f"    expected {expected}", f"    found    {found}")


def brief(expected: object, found: object) -> tuple[str, str]:
    """Both values in short: from a little before the place where they first differ."""
    one, other = (json.dumps(value, ensure_ascii=False) for value in (expected, found))
    shorter = min(len(one), len(other))
    place = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    start = max(0, place - _BEFORE) if place > _SHOWN - _BEFORE else 0
    first, second = (
        ("…" if start else "") + text[start : start + _SHOWN] + ("…" if len(text) > start + _SHOWN else "")
        for text in (one, other)
    )
    return first, second


def summary(things: str, report: Report) -> str:
    """One line: ``601 articles: 601 exact``, with every kind of fault that occurs."""
    counts = {
        "missing": len(report.missing),
        "double": len(report.double),
        "differ": len(report.differing()),
        "not in the truth": len(report.unknown),
    }
    faults = "".join(f", {count} {kind}" for kind, count in counts.items() if count)
    return f"{report.total} {things}: {report.exact()} exact{faults}"
