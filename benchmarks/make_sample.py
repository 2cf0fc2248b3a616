"""Make ``data/sample`` anew: the second release of an invented site (演示数据), three weeks after the first.

    python benchmarks/make_sample.py

The sandbox's site is crawled and released, some articles come, change and go, and it is crawled and released again; so
the sample has rows in every table. It is the release as ``lanmu release`` makes it, and what README and docs load.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from crawled import crawl_arguments, lanmu
from served import served

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
_MOST = 300.0
# Behind the day of its newest article.
_WEEKS = 21
_SITE = ("--seed", "1", "--port", "8765")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder, "requests.jsonl"), *_SITE) as site:
        data = Path(folder, "data")
        _crawl_and_release(site.home, data, days_ahead=-_WEEKS)
        site.change("publish", count=9)
        for field in ("title", "date", "source", "body"):
            site.change("edit", count=1, field=field)
        site.change("delete", count=3)
        _crawl_and_release(site.home, data, days_ahead=0)
        newest = max((data / "demo" / "releases").glob("2*"))
        shutil.rmtree(SAMPLE, ignore_errors=True)
        shutil.copytree(newest, SAMPLE)
    size = sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file())
    print(f"data/sample: {size / 2**20:.1f} MB")


def _crawl_and_release(home: str, data: Path, *, days_ahead: int) -> None:
    without_delay = (
        "DOWNLOAD_DELAY=0",
        "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        "REVISIT_MOST=1000",
        "REVISIT_OLD=1000",
        "REVISIT_OLD_DAYS=1",
    )
    settings = ("-s", f"DATA_DIR={data}", "-s", "DATASET_LICENSE=CC0-1.0")
    for arguments in (
        crawl_arguments(home, data, *without_delay),
        ["release", "demo", *settings],
    ):
        done = lanmu(arguments, data.parent / "log", most=_MOST, days_ahead=days_ahead)
        print(done.line)
        if done.code:
            sys.exit(done.code)


if __name__ == "__main__":
    main()
