"""``lanmu demo``: the whole of Lanmu on an invented site, without a network."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from crawler import cmdline
from crawler.errors import LanmuError, UsageError
from crawler.exporters.run_folder import ARTICLES, RUNS, check_writable
from crawler.project import shown

# The demo is a crawl of the sandbox.
from crawler.sandbox.process import running_sandbox  # noqa: TID251

_SHOWN = ("title", "date", "source", "author", "column", "url", "rules", "flags", "body")


class Command(cmdline.Command):
    """Starts the sandbox, crawls its site, compares with its truth, prints the first record."""

    def syntax(self) -> str:
        return "[--seed N]"

    def short_desc(self) -> str:
        return "Crawl an invented site on this machine, check it against its truth, show a record"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--seed",
            type=int,
            default=1,
            metavar="N",
            help="which invented site; others than 1 get a folder of their own",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"demo takes no argument, got {args[0]}")
        data_dir = Path(self.options["DATA_DIR"])
        if opts.seed != 1:
            data_dir = data_dir / f"seed-{opts.seed}"
        check_writable(data_dir, "demo")
        site, truth = data_dir / "demo", data_dir / "demo" / "truth.jsonl"
        with running_sandbox("--seed", str(opts.seed), "--truth", str(truth)) as homepage:
            # Loopback only, so there is nobody to be polite to.
            self.exitcode = _lanmu(
                "crawl", "demo", "-a", f"homepage={homepage}", "-s", f"DATA_DIR={data_dir}", "-s", "DOWNLOAD_DELAY=0"
            )
        if self.exitcode:
            raise LanmuError("the demo crawl is not complete; the line above says why")
        sys.stdout.write("\nThe dataset against the sandbox's truth (演示数据):\n")
        sys.stdout.flush()
        self.exitcode = _lanmu("compare", str(truth), str(site))
        sys.stdout.write(f"\nIts first record:\n{_first_record(site)}\n\nThe data: {shown(site / RUNS)}\n")


def _lanmu(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "crawler.cmdline", *arguments], check=False).returncode  # noqa: S603


def _first_record(site: Path) -> str:
    """The oldest run's first article, a field a line, its body cut after a few words."""
    for articles in sorted((site / RUNS).glob(f"*/{ARTICLES}")):
        with articles.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                body = record["body"].replace("\n", " ¶ ")
                record["body"] = body if len(body) <= 120 else f"{body[:120]}… ({len(record['body'])} characters)"
                return "\n".join(f"  {name:<8}{_text(record[name])}" for name in _SHOWN)
    raise LanmuError(f"no record in {site}")


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
