"""How cost grows: a crawl with the articles of the site, its start with the articles that are known.

    python benchmarks/growth.py [--pages N …] [--known N …] [--plots FOLDER] [--lanmu PYTHON]

Crawls sites of 1,000 to 100,000 articles, which nginx serves packed, without delay, 32 requests at once; each has to
end with exit code 0 and to bring every article. Then opens datasets of 10,000 to 1,000,000 known articles. Prints two
Markdown tables. Takes a quarter of an hour, and 3 GB of temporary files; ``--pages`` or ``--known`` without a
number leaves that part out.

``--plots`` draws both into FOLDER (``pages.svg``, ``known.svg``) and leaves the figures beside them in ``growth.json``;
``--drawn`` draws and prints what lies there, and measures nothing.
"""

import argparse
import importlib.util
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from crawl_table import surroundings
from growth_known import Known, known_of
from growth_pages import Crawled, crawl_of
from lanmu_project import add_python_option

PAGES = (1_000, 3_000, 10_000, 30_000, 100_000)
KNOWN = (10_000, 100_000, 1_000_000)
_FIGURES = "growth.json"
_CRAWLED = ("articles", "pages", "CPU s", "CPU s / 1,000 pages", "wall s", "peak RSS MB", "crawls")
_OPENED = (
    "known articles",
    "runs",
    "links in them",
    "MB of runs",
    "index made anew s",
    "MB",
    "opened, index at hand s",
    "MB",
    "`lanmu crawl` to its first request s",
    "MB",
)


@dataclass(slots=True)
class Growth:
    """What was measured, and where."""

    machine: str
    pages: list[Crawled] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> "Growth":
        told = json.loads(file.read_text(encoding="utf-8"))
        return cls(told["machine"], [Crawled(**one) for one in told["pages"]], [Known(**one) for one in told["known"]])

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    def tables(self) -> str:
        """What was measured, as Markdown."""
        parts = [self.machine]
        if self.pages:
            parts.append(_table(_CRAWLED, [_crawled(one) for one in self.pages]))
        if self.known:
            parts.append(_table(_OPENED, [_opened(one) for one in self.known]))
        return "\n\n".join(parts)

    def draw(self, folder: Path) -> None:
        """Draw what there is."""
        # Imported here: a table needs no matplotlib.
        from growth_plots import known_svg, pages_svg  # noqa: PLC0415

        if self.pages:
            pages_svg(folder / "pages.svg", self.pages)
        if self.known:
            known_svg(folder / "known.svg", self.known)


def _crawled(one: Crawled) -> tuple[str, ...]:
    cost = (f"{one.cpu:.1f}", f"{one.cpu_per_1000:.2f}", f"{one.wall:.1f}", f"{one.rss:.0f}")
    return (f"{one.articles:,}", f"{one.pages:,}", *cost, f"{one.rounds}")


def _opened(one: Known) -> tuple[str, ...]:
    sizes = (f"{one.articles:,}", f"{one.runs:,}", f"{one.links:,}", f"{one.mb:.0f}")
    anew = (f"{one.anew:.1f}", f"{one.anew_rss:.0f}")
    return (*sizes, *anew, f"{one.start:.2f}", f"{one.start_rss:.0f}", f"{one.first:.2f}", f"{one.first_rss:.0f}")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---:"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def measure(pages: Sequence[int], known: Sequence[int], python: str, file: Path | None) -> Growth:
    """Measure every size, the smallest first; each is written to ``file`` as soon as it is known."""
    growth = Growth(surroundings())
    for articles in sorted(pages):
        growth.pages.append(crawl := crawl_of(articles, python))
        note = f"{crawl.cpu:.1f} CPU s, {crawl.wall:.1f} s, {crawl.rss:.0f} MB"
        print(f"crawl of {articles} articles: {note}", file=sys.stderr, flush=True)
        if file:
            growth.write(file)
    for articles in sorted(known):
        growth.known.append(opened := known_of(articles, python))
        note = f"index {opened.anew:.1f} s, start {opened.start:.2f} s, first request {opened.first:.2f} s"
        print(f"{articles} known articles: {note}", file=sys.stderr, flush=True)
        if file:
            growth.write(file)
    return growth


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="*", default=PAGES, metavar="N", help="articles of the sites")
    parser.add_argument("--known", type=int, nargs="*", default=KNOWN, metavar="N", help="articles of the datasets")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="draw them here; needs matplotlib (bench extra)")
    parser.add_argument("--drawn", action="store_true", help="draw and print the figures in FOLDER, measure nothing")
    add_python_option(parser)
    options = parser.parse_args()
    if wrong := [number for number in (*options.pages, *options.known) if number < 100]:
        parser.error(f"{wrong[0]}: at least 100 articles")
    if options.drawn and not (options.plots and (options.plots / _FIGURES).is_file()):
        parser.error(f"--drawn: give --plots FOLDER, with {_FIGURES} in it")
    # Looked for now, not after a quarter of an hour.
    if options.plots and importlib.util.find_spec("matplotlib") is None:
        parser.error("--plots needs matplotlib: pip install '.[bench]', or make growth")
    # nginx and the crawl under way end with this process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))
    if options.drawn:
        growth = Growth.read(options.plots / _FIGURES)
    else:
        file = options.plots and options.plots / _FIGURES
        growth = measure(options.pages, options.known, options.lanmu, file)
    print(growth.tables())
    if options.plots:
        growth.draw(options.plots)


if __name__ == "__main__":
    main()
