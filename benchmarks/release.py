"""A release of a million articles: how long does it take, in what memory, and does it find what is a reprint of what?

    python benchmarks/release.py [--articles 1000000] [--sites 1] [--runs 5] [--reprints] [--keep FOLDER]

Writes runs of invented sites (6 GB for a million articles) into a temporary folder, then runs ``lanmu release`` on them
in a process of its own, and compares its clusters with the reprints that were planted: 200 to 4,000 characters long, to
the letter or with up to 5 % of the characters changed, and up to a third cut off at one end. ``--reprints``: only finds
the reprints, without a release. ``--keep`` makes the files in FOLDER, a new one, and leaves them there.

Exit 1 if the release takes more than 1 GB of memory, or if of the pairs of reprints fewer than .95 are found, or fewer
than .99 of those found are right.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq
from crawled import Ended, ended, lanmu
from release_dataset import Dataset, number_of
from release_pairs import Compared, compare
from release_reprints import read_clusters, write_texts
from release_texts import Texts

from crawler import clock

MOST_MB, LEAST_PRECISION, LEAST_RECALL = 1024.0, 0.99, 0.95
LONGEST = 3 * 3600.0
_SEED = 1
_AT_A_TIME = 2000


def size_mb(folder: Path) -> float:
    """What the files of a folder take; those that go meanwhile count nothing."""
    sizes = []
    for path in folder.rglob("*"):
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:
            continue
    return sum(sizes) / 2**20


class Disk:
    """Looks every second how much a folder holds; ``most`` is the most, in MB."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.most = folder, 0.0
        self._over = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        thread = threading.Thread(target=self._look)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _look(self) -> None:
        while not self._over.wait(1.0):
            self.most = max(self.most, size_mb(self.folder))


def texts_of(start: int, stop: int) -> list[str]:
    texts = Texts(_SEED)
    return [texts.text(number) for number in range(start, stop)]


def row(what: str, done: Ended, articles: int, disk: Disk) -> None:
    print("| what | articles | wall s | articles / s | CPU s | peak RSS MB | files while working MB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    figures = (f"{articles:,}", f"{done.seconds:.0f}", f"{articles / done.seconds:.0f}", f"{done.cpu:.0f}")
    print(f"| {what} | {' | '.join(figures)} | {done.rss:.0f} | {disk.most:.0f} |\n", flush=True)


def measure_reprints(folder: Path, options: argparse.Namespace) -> tuple[Ended, Compared]:
    """Only the reprints; ``seconds`` are those of finding them."""
    articles: int = options.articles
    starts = range(0, articles, _AT_A_TIME)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        stops = [min(start + _AT_A_TIME, articles) for start in starts]
        write_texts(folder, (text for some in processes.map(texts_of, starts, stops) for text in some))
    print(f"{articles:,} texts, {size_mb(folder):.0f} MB", flush=True)
    log, disk = folder / "log", Disk(folder / "work")
    command = [sys.executable, str(Path(__file__).with_name("release_reprints.py")), str(folder)]
    with log.open("wb") as file, disk.watched():
        since = time.monotonic()
        process = subprocess.Popen(command, stdout=file, stderr=file)
        done = ended(process, log, since, LONGEST)
    if done.code:
        raise SystemExit(f"the reprints can't be found: {log.read_text(encoding='utf-8')[-2000:]}")
    told = json.loads(done.line)
    row("reprints alone", done, articles, disk)
    print(f"{told['add']:.0f} s to take the texts in, {told['clusters']:.0f} s to join and check them\n")
    found = read_clusters(folder).tolist()
    return done, compare(Texts(_SEED).plan, dict(enumerate(found)))


def measure_release(folder: Path, options: argparse.Namespace) -> tuple[Ended, Compared]:
    """``lanmu release`` of one site, or of all and then of them together."""
    data_dir, began = folder / "data", time.monotonic()
    dataset = Dataset(data_dir, options.articles, options.sites, options.runs, clock.now(), _SEED)
    dataset.write()
    written = time.monotonic() - began
    print(f"{options.articles:,} articles, {size_mb(data_dir):.0f} MB (written in {written:.0f} s)", flush=True)
    whole = data_dir / "site0" if options.sites == 1 else data_dir
    disk, before = Disk(data_dir), size_mb(data_dir)
    arguments = ["site0"] if options.sites == 1 else ["--all"]
    with disk.watched():
        done = lanmu(["release", *arguments, "-s", f"DATA_DIR={data_dir}"], folder / "log", most=LONGEST)
    if done.code:
        raise SystemExit(f"no release: {(folder / 'log').read_text(encoding='utf-8')[-2000:]}")
    disk.most -= before
    print(done.line)
    version = next(path.parent for path in (whole / "releases").glob("*/manifest.json"))
    row("lanmu release" if options.sites == 1 else "lanmu release --all", done, options.articles, disk)
    print(f"the release: {size_mb(version):.0f} MB, {size_mb(version / 'data'):.0f} MB of them Parquet\n")
    cluster_of = clusters_in(version)
    gone = dataset.gone()
    if set(cluster_of) != set(range(options.articles)) - gone:
        raise SystemExit(f"the release holds {len(cluster_of)} articles, of {options.articles} {len(gone)} are gone")
    return done, compare(Texts(_SEED).plan, cluster_of)


def clusters_in(version: Path) -> dict[int, int]:
    """By an article's number, that of its cluster's first one; -1 for one alone."""
    numbers: dict[str, int] = {}
    clusters: dict[int, str | None] = {}
    for path in sorted((version / "data").glob("articles-*.parquet")):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_AT_A_TIME, columns=["id", "url", "cluster"]):
                for line in batch.to_pylist():
                    number = number_of(line["url"])
                    numbers[line["id"]] = number
                    clusters[number] = line["cluster"]
    return {number: numbers[cluster] if cluster else -1 for number, cluster in clusters.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--sites", type=int, default=1, help="more than one: lanmu release --all")
    parser.add_argument("--runs", type=int, default=5, help="runs of each site")
    parser.add_argument("--reprints", action="store_true", help="measure the finding of reprints alone")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the files here and leave them")
    options = parser.parse_args()
    if options.articles < 1000 or options.sites < 1 or options.runs < 2:
        parser.error("at least 1,000 articles, 1 site and 2 runs")
    if options.keep:
        options.keep.mkdir(parents=True)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="lanmu-release-"))
    try:
        measure = measure_reprints if options.reprints else measure_release
        done, compared = measure(folder, options)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    print(compared.table())
    faults = []
    if done.rss > MOST_MB:
        faults.append(f"{done.rss:.0f} MB of memory, more than {MOST_MB:.0f}")
    if compared.precision < LEAST_PRECISION or compared.recall < LEAST_RECALL:
        faults.append(f"precision {compared.precision:.4f}, recall {compared.recall:.4f}")
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
