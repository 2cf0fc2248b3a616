"""A finished run against its manifest: every byte, every line, every account."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from crawler.dataset.runs import Run
from crawler.exporters.run_folder import ARTICLES, LINES, LINKS, REMOVALS, REPORT, REVISIONS, REVISITS
from crawler.items import SCHEMA_VERSION
from crawler.verify.faults import Faults, short
from crawler.verify.line_schemas import Line, check_of_run, check_text
from crawler.verify.run_accounts import RunAccounts
from crawler.verify.site_texts import SiteTexts

# Articles before what speaks of them.
_ORDER = (ARTICLES, REVISIONS, REMOVALS, REVISITS, LINKS)
_COUNTED = frozenset({LINKS, REVISITS, REVISIONS})


def verify_run(run: Run, texts: SiteTexts, faults: Faults, before: dict[str, int]) -> None:
    """Find what is wrong with a run; ``before`` has, and gets, the lines of the runs before it in shared files.

    Raises what reading a damaged manifest raises.
    """
    told = run.manifest["schema_version"]
    if told == SCHEMA_VERSION:
        texts.begin(run.name)
        _Checking(run, texts, faults).check(before)
    else:
        faults.add(
            "schema version",
            run.folder,
            f"run {run.name} is of schema version {told}, this Lanmu reads {SCHEMA_VERSION}; verify it with "
            f"Lanmu {run.manifest['software']['lanmu']}, which wrote it",
        )


class _Checking:
    """One run being verified."""

    def __init__(self, run: Run, texts: SiteTexts, faults: Faults) -> None:
        self.run, self.texts, self.faults = run, texts, faults
        self.accounts = RunAccounts()
        self.counted = True  # every link and revisit could be read

    def check(self, before: dict[str, int]) -> None:
        files, counts = self.run.manifest["files"], dict.fromkeys(LINES, 0)
        for name in _ORDER:
            if name in files:
                counts[name] = self.check_file(name, before.get(name, 0))
                before[name] = before.get(name, 0) + files[name]["lines"]
        found = {name.partition(".")[0]: count for name, count in counts.items()}
        if self.run.manifest["counts"] != found:
            what = f"run {self.run.name} counts {self.run.manifest['counts']}, its files hold {found}"
            self.faults.add("counts", self.run.folder, what)
        report = self.report()
        # Of lines that can't be read, the account would only say it again.
        if report is not None and self.counted:
            for what in self.accounts.faults(report):
                self.faults.add("account", self.run.folder / REPORT, f"run {self.run.name}: {what}")

    def report(self) -> dict[str, Any] | None:
        """The run's report, if it is what the manifest says."""
        path, name = self.run.folder / REPORT, self.run.name
        entry = self.run.manifest["files"][REPORT]
        try:
            with path.open("rb") as file:
                file.seek(self.run.starts.get(REPORT, 0))
                data = file.read(entry["bytes"])
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                self.faults.add("bytes", path, f"run {name}: is not what the manifest says (another SHA-256)")
            report: dict[str, Any] = json.loads(data)
            told = report["run"], report["verdict"]
        except FileNotFoundError:
            self.faults.add("missing file", path, f"is missing, though in the manifest of run {name}")
        except (OSError, ValueError, KeyError, TypeError) as error:
            self.faults.add("report", path, f"run {name}: can't be read ({type(error).__name__}: {error})")
        else:
            if told == (name, self.run.manifest["verdict"]):
                return report
            what = f"tells of run {told[0]}, {told[1]}; the manifest of {name}, {self.run.manifest['verdict']}"
            self.faults.add("report", path, what)
        return None

    def check_file(self, name: str, first: int) -> int:
        """Find what is wrong with a file of lines, ``first`` of them not the run's; returns how many it holds."""
        path, entry = self.run.folder / name, self.run.manifest["files"][name]
        digest, count, size = hashlib.sha256(), 0, 0
        try:
            for data in self.lines(name):
                count, size = count + 1, size + len(data)
                digest.update(data)
                self.check_line(name, data, first + count)
        except FileNotFoundError:
            self.faults.add("missing file", path, f"is missing, though in the manifest of run {self.run.name}")
            return 0
        if (count, size) != (entry["lines"], entry["bytes"]):
            told = f"the manifest says {entry['lines']} lines, {entry['bytes']} bytes"
            self.faults.add("bytes", path, f"run {self.run.name}: holds {count} lines, {size} bytes; {told}")
        elif digest.hexdigest() != entry["sha256"]:
            self.faults.add("bytes", path, f"run {self.run.name}: is not what the manifest says (another SHA-256)")
        return count

    def lines(self, name: str) -> Iterator[bytes]:
        """The run's lines in one of its files; all there are, where that is its own."""
        if self.run.folder.name != self.run.name:
            yield from (data for _, data in self.run.lines(name))
            return
        with (self.run.folder / name).open("rb") as file:
            yield from file

    def check_line(self, name: str, data: bytes, number: int) -> None:
        path = self.run.folder / name
        try:
            line = json.loads(data)
        except ValueError as error:
            self.faults.add(f"{name}: JSON", path, f"is not JSON ({error})", number)
            self.counted = self.counted and name not in _COUNTED
            return
        try:
            check_of_run(name)(line)
            if name in {ARTICLES, REVISIONS}:
                check_text(line)
        except ValueError as error:
            self.faults.add(f"{name}: form", path, str(error), number)
            self.counted = self.counted and name not in _COUNTED
            return
        wrong = self.wrong_link(line) if name == LINKS else self.wrong_article(name, line, number)
        for what in wrong:
            self.faults.add(f"{name}: ids", path, what, number)

    def wrong_link(self, line: Line) -> Iterator[str]:
        """What is wrong with a link beside the articles."""
        self.accounts.count_link(line)
        if line["outcome"] == "written":
            run = self.texts.run_of(line["id"])
            if run is None:
                yield f"id {line['id']} is written, but not in {ARTICLES} of run {self.run.name}"
            elif run != self.run.name:
                yield f"id {line['id']} is written, but run {run} had it"

    def wrong_article(self, name: str, line: Line, number: int) -> Iterator[str]:
        """What is wrong with a line about an article beside the other lines."""
        article = line["id"]
        own = {"run": self.run.name, "site": self.run.manifest["site"]}
        for field in own.keys() & line.keys():
            if line[field] != own[field]:
                yield f"id {article}: {field} is {short(line[field])}, not {own[field]}"
        if name == ARTICLES:
            if earlier := self.texts.write(line, number):
                yield f"id {article} again, first in {earlier}"
            return
        if name == REVISITS:
            self.accounts.count_visit(line)
        elif name == REVISIONS:
            self.accounts.count_revision()
        if not self.texts.whole:
            return
        if self.texts.run_of(article) is None:
            yield f"id {short(article)} is in {ARTICLES} of no run up to this one"
        elif name == REVISIONS and not self.texts.revise(line):
            yield f"id {article}: previous_sha256 is not that of its text before"
