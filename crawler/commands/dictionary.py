"""``lanmu dictionary``: the data dictionary as it stands in ``data/README.md``."""

import argparse
import sys

from crawler import cmdline
from crawler.errors import UsageError
from crawler.exporters.dictionary import data_dictionary


class Command(cmdline.Command):
    """Prints Markdown; ``lanmu dictionary > data/README.md`` after a change to ``items.py``."""

    def short_desc(self) -> str:
        return "Print the data dictionary: what every field and flag means"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        if args:
            raise UsageError(f"dictionary takes no argument, got {args[0]}")
        sys.stdout.write(data_dictionary())
