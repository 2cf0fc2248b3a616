"""Which stage of a crawl a moment belongs to: the innermost place on its stack that is a stage's.

What many stages call (addresses, dates, words, all of Python's own library) is nobody's place, so its time is the
caller's. A new module is its caller's too, until it is named here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]

_START = "Start and end: Python, imports, settings"
_HTTP = "HTTP: aiohttp, its handler, sockets"
_UNPACK = "Unpacking gzip"
_DOWNLOADER = "Downloader and its middlewares"
_ENGINE = "Engine, queues, scraper, signals, counts"
_LOOP = "asyncio's loop itself"
_SPIDER = "The spider: requests, links settled, parts gathered"
_PARSE = "Decoding and parsing (lxml)"
_WALK = "Walking the tree"
_CHOOSE = "Choosing by selectors"
_CHECKS = "Is it an article? Soft 404, notices, further pages"
_LOCATE = "Locating title line, body, head and foot"
_FIELDS = "Rules of title, body, date and source"
_IDENTITY = "Identity, hashes, flags; the tree let go"
_WRITE = "JSON and writing"
_LEDGER = "Ledger, known articles"
_COLUMN = "Column pages: rows, pagers"
_REST = "Rest"

# Files, and folders with a slash behind; the longest that fits counts.
_PLACES = {
    _HTTP: (
        "aiohttp/ scrapy/core/downloader/handlers/ crawler/http_handler.py asyncio/selector_events.py selectors.py "
        "socket.py"
    ),
    _UNPACK: "crawler/middlewares/compression.py scrapy/downloadermiddlewares/httpcompression.py",
    _DOWNLOADER: (
        "scrapy/core/downloader/ scrapy/downloadermiddlewares/ crawler/downloader.py crawler/host.py "
        "crawler/middlewares/"
    ),
    _ENGINE: (
        "scrapy/core/ scrapy/pipelines/ scrapy/spidermiddlewares/ scrapy/extensions/ scrapy/squeues.py "
        "scrapy/pqueues.py scrapy/dupefilters.py scrapy/signalmanager.py scrapy/statscollectors.py crawler/stats.py "
        "pydispatch/"
    ),
    _SPIDER: "crawler/spiders/",
    _PARSE: "crawler/page/lines.py crawler/page/decode.py",
    _WALK: "crawler/page/walk.py",
    _CHOOSE: "crawler/page/selectors.py",
    _CHECKS: "crawler/page/soft_404.py crawler/page/excuse.py crawler/page/blocked.py crawler/page/article_pages.py",
    _LOCATE: (
        "crawler/pipelines/locate.py crawler/page/locate.py crawler/page/title_line.py crawler/page/line_kinds.py "
        "crawler/page/window.py crawler/page/trim.py"
    ),
    _FIELDS: (
        "crawler/pipelines/field.py crawler/pipelines/title.py crawler/pipelines/body.py crawler/pipelines/date.py "
        "crawler/pipelines/source.py"
    ),
    _IDENTITY: "crawler/pipelines/identity.py crawler/pipelines/check.py",
    _WRITE: "crawler/exporters/",
    _LEDGER: "crawler/extensions/ crawler/dataset/",
    _COLUMN: (
        "crawler/page/column_page.py crawler/page/listing.py crawler/page/list_choice.py crawler/page/list_groups.py "
        "crawler/page/list_places.py crawler/page/list_row.py crawler/page/navigation.py crawler/page/pager.py "
        "crawler/page/pager_links.py crawler/page/pager_scripts.py"
    ),
}
_STAGE_AT = {place: stage for stage, places in _PLACES.items() for place in places.split()}
# What Scrapy makes its tasks with; others use it too, so only where no other place is on the stack.
_TASKS = ("scrapy/utils/", "twisted/")
# In the order in which a page meets them.
STAGES = (
    _START, _HTTP, _UNPACK, _DOWNLOADER, _ENGINE, _LOOP, _SPIDER, _PARSE, _CHOOSE, _WALK, _CHECKS, _COLUMN, _LOCATE,
    _FIELDS, _IDENTITY, _WRITE, _LEDGER, _REST,
)  # fmt: skip
_FRAME = re.compile(r"(?P<function>.*) \((?P<file>[^()]*?)(?::\d+)?\)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A function on a stack, and its file as it is imported: ``crawler/page/walk.py``."""

    function: str
    file: str

    @classmethod
    def read(cls, text: str) -> "Frame":
        """What py-spy writes: ``_Walk.run (crawler/page/walk.py:96)``."""
        match = _FRAME.fullmatch(text)
        return cls(match["function"], match["file"]) if match else cls(text or "no function, at Python's end", "")


def stage_of(stack: Sequence[Frame]) -> str:
    """One of STAGES; the stack's outermost frame comes first."""
    if any("importlib" in frame.file for frame in stack):
        return _START
    for frame in reversed(stack):
        if stage := _stage_at(frame.file):
            return stage
    if not any(frame.function.endswith("run_forever") for frame in stack):
        return _START
    if any(frame.file.startswith(_TASKS) for frame in stack):
        return _ENGINE
    return _LOOP if stack[-1].file.startswith("asyncio/") else _REST


@lru_cache(maxsize=10_000)
def _stage_at(file: str) -> str | None:
    """The stage of a file, if it is one's own."""
    parts = file.split("/")
    folders = ("/".join(parts[:depth]) + "/" for depth in range(len(parts) - 1, 0, -1))
    return next((_STAGE_AT[place] for place in (file, *folders) if place in _STAGE_AT), None)


def check_places() -> None:
    """Exit if a place is no file of ours any more: its time would be counted elsewhere."""
    ours = [place for place in _STAGE_AT if place.startswith("crawler/")]
    if gone := [place for place in ours if not (_ROOT / place).exists()]:
        raise SystemExit(f"benchmarks/profile_stages.py names what is gone: {', '.join(gone)}")
