"""Where the CPU of a crawl goes: stages, and functions if asked for, in milliseconds a page.

    python benchmarks/profile_crawl.py [--articles N] [--selectors] [--functions N] [--lanmu PYTHON]

Crawls a site that nginx serves packed, without delay, 32 requests at once, each round once alone and once watched by
py-spy, which looks at the stack some 200 times a second from outside. The shares are those of the watched crawls, the
milliseconds these shares of what the others took. So nothing is charged for being called often, as it is by Python's
own profilers, which double what many small calls cost; but a share is a sample: of 5,000 moments, 2 % are 1.6 to 2.4 %.
What C does (lxml, zlib) counts for the function that calls it.
"""

import argparse
import shutil
import signal
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawl_run import measured
from crawl_table import surroundings
from crawl_truth import Truth, records
from lanmu_project import Project, add_python_option
from nginx import HOSTS, running_nginx
from profile_stages import STAGES, Frame, check_places, stage_of
from static_site import static_site

GENERIC, SELECTORS = "generic rules", "selectors"
_VARIANT = "gzip"
# Times a second; no divisor of anything a program does once a second.
_RATE = 199


@dataclass(slots=True)
class Profile:
    """What was seen of one way to read, over all rounds; ``cpu`` are the seconds of the crawls nobody watched."""

    stages: Counter[str] = field(default_factory=Counter)
    functions: Counter[Frame] = field(default_factory=Counter)
    cpu: list[float] = field(default_factory=list)

    def take(self, file: Path) -> None:
        """Add what py-spy has written: stacks, the outermost frame first, each with how often it was seen."""
        for line in file.read_text(encoding="utf-8").splitlines():
            text, _, times = line.rpartition(" ")
            stack = [Frame.read(frame) for frame in text.split(";")]
            self.stages[stage_of(stack)] += int(times)
            self.functions[stack[-1]] += int(times)

    def cells(self, seen: int, pages: int) -> tuple[str, str]:
        """CPU milliseconds a page, and share, of what was seen so often."""
        share = seen / self.stages.total()
        return f"{share * statistics.median(self.cpu) * 1000 / pages:.3f}", f"{share:.1%}"


@dataclass(frozen=True, slots=True)
class Watch:
    """One crawl after the other, each in a folder of its own below ``folder``, checked against the truth."""

    folder: Path
    home: str
    truth: Truth
    python: str

    def crawl(self, way: str, profile: Profile, *, watched: bool) -> None:
        """Crawl once more, and add what it took, or what was seen, to the profile."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            own = Path(name)
            project = Project.made(own, self.home, selectors=way == SELECTORS)
            command = project.command(self.python)
            stacks = own / "stacks"
            done = measured([*_spy(), "--output", str(stacks), "--", *command] if watched else command, own)
            self.truth.check(f"the crawl by {way}", records(project.run / "articles.jsonl"))
            if watched:
                profile.take(stacks)
            else:
                profile.cpu.append(done.cpu)


def profiled(articles: int, ways: Sequence[str], rounds: int, python: str) -> tuple[int, dict[str, Profile]]:
    """How many pages the job has, and the profile of each way."""
    profiles = {way: Profile() for way in ways}
    with tempfile.TemporaryDirectory(prefix="lanmu-profile-") as temporary:
        folder = Path(temporary)
        site = static_site(folder / "site", articles, [_VARIANT])
        truth = Truth(site.truth)
        with running_nginx({_VARIANT: site.tree(_VARIANT)}) as ports:
            watch = Watch(folder, f"http://{HOSTS[0]}:{ports[_VARIANT]}/", truth, python)
            for number in range(1, rounds + 1):
                for way, profile in profiles.items():
                    watch.crawl(way, profile, watched=False)
                    watch.crawl(way, profile, watched=True)
                    print(f"round {number}: {way}: {profile.cpu[-1]:.1f} CPU s", file=sys.stderr, flush=True)
    return truth.pages, profiles


def _spy() -> list[str]:
    """The beginning of a command that watches another."""
    own = Path(sys.executable).with_name("py-spy")
    program = str(own) if own.exists() else shutil.which("py-spy")
    if program is None:
        raise SystemExit("this benchmark needs py-spy: pip install '.[bench]', or make profile")
    return [program, "record", "--rate", str(_RATE), "--format", "raw"]


def stage_table(pages: int, profiles: Mapping[str, Profile]) -> str:
    """The stages, in the order in which a page meets them."""
    seen = {stage: [profile.stages[stage] for profile in profiles.values()] for stage in STAGES}
    seen["all"] = [profile.stages.total() for profile in profiles.values()]
    lines = [
        ["stage", *(head for way in profiles for head in (f"{way}: CPU ms a page", "share"))],
        ["---", *(["---:"] * 2 * len(profiles))],
    ]
    for stage, times in seen.items():
        if not any(times):
            continue
        both = zip(profiles.values(), times, strict=True)
        lines.append([stage, *(cell for profile, count in both for cell in profile.cells(count, pages))])
    return _markdown(lines)


def function_table(pages: int, way: str, profile: Profile, most: int) -> str:
    """The functions with most time of their own: without that of the functions of Python they call."""
    lines = [[f"{way}: function", "CPU ms a page", "share"], ["---", "---:", "---:"]]
    for frame, count in profile.functions.most_common(most):
        lines.append([f"`{frame.function}` {frame.file}".strip(), *profile.cells(count, pages)])
    return _markdown(lines)


def _markdown(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000, help="size of the site (default 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="crawls of each kind (default 3)")
    parser.add_argument(
        "--selectors", action="store_true", help="by the site's selectors too, beside the generic rules"
    )
    parser.add_argument("--functions", type=int, default=0, metavar="N", help="the N functions with most own time, too")
    add_python_option(parser)
    options = parser.parse_args()
    if options.rounds < 1 or options.functions < 0:
        parser.error("--rounds is at least 1, --functions at least 0")
    check_places()
    _spy()
    # nginx and the crawl under way end with this process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    head = surroundings()
    ways = [GENERIC, SELECTORS] if options.selectors else [GENERIC]
    pages, profiles = profiled(options.articles, ways, options.rounds, options.lanmu)
    print(
        f"{options.articles:,} articles of 43 KB on {pages:,} pages, {options.rounds} rounds, {_RATE} samples a second."
    )
    print(head)
    print(f"\n{stage_table(pages, profiles)}")
    if options.functions:
        for way, profile in profiles.items():
            print(f"\n{function_table(pages, way, profile, options.functions)}")


if __name__ == "__main__":
    main()
