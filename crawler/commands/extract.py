"""``lanmu extract FILE_OR_URL…``: the record of any article page as JSON lines, without a crawl."""

import argparse
import gzip
import hashlib
import json
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from crawler import clock, cmdline
from crawler.contact import user_agent
from crawler.errors import LanmuError, UsageError
from crawler.items import Article, record
from crawler.page.lines import UnreadableError, read_page
from crawler.pipelines import pull
from crawler.pipelines.check import NotAnArticle

_MAX_BYTES = 32 * 1024 * 1024


class Command(cmdline.Command):
    """Reads each page by the chain a crawl uses; a page that is no article is one line on stderr, and exit 1."""

    def syntax(self) -> str:
        return "[options] FILE_OR_URL..."

    def short_desc(self) -> str:
        return "Print the record of article pages (files, .gz files, addresses) as JSON lines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--list-title", metavar="T", help="the title as the column page shows it")
        parser.add_argument("--list-date", metavar="D", help="the day as the column page shows it, YYYY-MM-DD")
        parser.add_argument("--url", metavar="U", help="the address the page came from (for links and the date in it)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("name at least one file or address: lanmu extract FILE_OR_URL...")
        if len(args) > 1 and (opts.list_title or opts.list_date or opts.url):
            raise UsageError("--list-title, --list-date and --url describe one page; name one file or address")
        cmdline.check_day("--list-date", opts.list_date)
        for name in args:
            try:
                line = self.extract(name, opts)
            except LanmuError as error:
                sys.stderr.write(f"lanmu: {error}\n")
                self.exitcode = max(self.exitcode, error.exitcode)
                continue
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")

    def extract(self, name: str, opts: argparse.Namespace) -> dict[str, Any]:
        """The record of one page, with ``file``: the name it was asked by. Raises :class:`LanmuError`."""
        is_address = name.startswith(("http://", "https://"))
        body = self._fetch(name) if is_address else _read(name)
        url = opts.url or (name if is_address else "")
        try:
            page = read_page(body, url)
        except UnreadableError as error:
            raise LanmuError(f"{name} is no article: {error.reason}") from None
        article = Article(
            url=url,
            list_title=opts.list_title,
            list_date=opts.list_date,
            page_sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=clock.now().isoformat(timespec="seconds") if is_address else None,
            pages=[page],
        )
        try:
            pull(article)
        except NotAnArticle as error:
            raise LanmuError(f"{name} is no article: {error}") from None
        # Without a walk there is no site and no id, and without an address no url: those are null here.
        return {"file": name, **record(article), "id": None, "site": None, "site_name": None, "url": url or None}

    def _fetch(self, url: str) -> bytes:
        request = urllib.request.Request(url, headers={"User-Agent": user_agent(self.options)})  # noqa: S310 - http only
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - checked by the caller
                return bytes(response.read(_MAX_BYTES))
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            raise LanmuError(f"{url} could not be fetched: {getattr(error, 'reason', error)}") from None


def _read(name: str) -> bytes:
    """The bytes of a file, unpacked if it is gzipped."""
    try:
        body = Path(name).read_bytes()
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
    except (OSError, EOFError) as error:
        raise UsageError(f"{name} could not be read: {getattr(error, 'strerror', None) or error}") from None
    return body
