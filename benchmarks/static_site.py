"""The site that speed is measured on, as files: made once by the sandbox, kept by what it was made with.

Three ways to send the same 10,000 articles of 43 KB, none with a charset in the header: UTF-8, the same as gzip, and
GBK. The folder of a site has ``utf-8/`` with a ``.gz`` beside each page, ``gbk/``, and ``truth.jsonl``; where only some
of the three are wanted, only their files. All three of 10,000 articles take 1 GB, gzip alone a sixth of that.

Addresses end in ``.html``, as most sites' do. It matters to Scrapy: of an answer in gzip whose address ends so it takes
the packed bytes for HTML, and guesses their charset.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nginx import Tree

# The benchmarks crawl the sandbox.
from crawler.sandbox.invent import LEAST_ARTICLES  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.robots import robots_txt  # noqa: TID251
from crawler.sandbox.sites import build  # noqa: TID251
from crawler.sandbox.written import contents, write_truth  # noqa: TID251

SANDBOX = Path(__file__).resolve().parents[1] / "crawler" / "sandbox"
VARIANTS = ("plain", "gzip", "gbk")
# Pages held in memory while they are packed and written: some 40 MB.
_BATCH = 1000
# Files that are pages; of the others, only names matter.
_PAGE = ".html"


@dataclass(frozen=True, slots=True)
class StaticSite:
    """A written site; ``truth`` is the file ``lanmu compare`` takes."""

    folder: Path

    @property
    def truth(self) -> Path:
        return self.folder / "truth.jsonl"

    def tree(self, variant: str) -> Tree:
        """What is served as this variant, which has to be one of those the site was written for."""
        return Tree(self.folder / ("gbk" if variant == "gbk" else "utf-8"), packed=variant == "gzip")

    def warm(self, variant: str) -> None:
        """Read what is served as this variant, so that it is in memory and no crawl waits for the disk."""
        tree = self.tree(variant)
        for file in tree.root.rglob("*.gz" if tree.packed else "*"):
            if file.is_file() and (tree.packed or file.suffix != ".gz"):
                file.read_bytes()


def static_site(
    folder: Path, articles: int, variants: Collection[str] = VARIANTS, page_size: int = 43_000, seed: int = 1
) -> StaticSite:
    """The site in ``folder`` to be served as ``variants``, made now if it isn't there.

    Another one is made where the sandbox itself has changed. Exits if there are too few articles for a site.
    """
    if articles < LEAST_ARTICLES:
        raise SystemExit(f"{articles} articles: at least {LEAST_ARTICLES}, so that every case occurs")
    wanted = [variant for variant in VARIANTS if variant in variants]
    names = ["html", str(seed), str(articles), str(page_size), _sandbox_version()]
    name = "-".join([*names, *(() if len(wanted) == len(VARIANTS) else wanted)])
    site = StaticSite(folder / name)
    if site.folder.is_dir():
        return site
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    try:
        pages = build(seed, articles, "", still=True, page_size=page_size)
        _write(part, pages, wanted)
        _write_truth(part / site.truth.name, pages)
        # nginx may run as somebody else.
        part.chmod(0o755)
        part.rename(site.folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return site


def _write(folder: Path, pages: Pages, variants: Collection[str]) -> None:
    """Write what each address answers, as so many variants; packing lets several threads go at once."""
    files = _files(pages)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        while batch := list(islice(files, _BATCH)):
            for _ in pool.map(lambda file: _vary(folder, file[0], file[1], variants), batch):
                pass


def _files(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """The name of each file and what is in it, the sandbox's ``.jhtml`` pages and all that leads to them renamed."""
    seen: set[str] = set()
    for address, body in contents(pages, robots_txt(None, [])):
        name = _in_html(f"{address}index.html" if address.endswith("/") else address)
        if name not in seen:
            seen.add(name)
            yield name.removeprefix("/"), body.replace(b".jhtml", b".html")


def _in_html(name: str) -> str:
    return f"{name.removesuffix('.jhtml')}.html" if name.endswith(".jhtml") else name


def _vary(folder: Path, name: str, body: bytes, variants: Collection[str]) -> None:
    """Write one file as so many variants."""
    file = folder / "utf-8" / name
    if "plain" in variants or "gzip" in variants:
        file.parent.mkdir(parents=True, exist_ok=True)
    # nginx looks for a folder's page by its plain name, and then sends the packed one.
    if "plain" in variants or ("gzip" in variants and file.name == "index.html"):
        file.write_bytes(body)
    if "gzip" in variants:
        # Without a time in it, so that the same site has the same bytes.
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(body, 6, mtime=0))
    if "gbk" in variants:
        if file.suffix == _PAGE:
            # What GBK doesn't have, real sites send as numbers too.
            body = body.decode().replace("charset=utf-8", "charset=gbk", 1).encode("gbk", "xmlcharrefreplace")
        target = folder / "gbk" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


def _write_truth(file: Path, pages: Pages) -> None:
    write_truth(file, pages)
    file.write_bytes(file.read_bytes().replace(b".jhtml", b".html"))


def _sandbox_version() -> str:
    """Eight characters that change with the code that invents the site."""
    digest = hashlib.sha256()
    for file in sorted(SANDBOX.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
