"""The site that speed is measured on, as files: made once by the sandbox, kept by what it was made with.

Three ways to send the same 10,000 articles of 43 KB, none with a charset in the header: UTF-8, the same as gzip, and
GBK. The folder of a site has ``utf-8/`` with a ``.gz`` beside each page, ``gbk/``, and ``truth.jsonl``.

Addresses end in ``.html``, as most sites' do. It matters to Scrapy: of an answer in gzip whose address ends so it takes
the packed bytes for HTML, and guesses their charset.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nginx import Tree

SANDBOX = Path(__file__).resolve().parents[1] / "crawler" / "sandbox"
VARIANTS = ("plain", "gzip", "gbk")
_LONGEST = 1800
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
        """What is served as this variant."""
        return Tree(self.folder / ("gbk" if variant == "gbk" else "utf-8"), packed=variant == "gzip")


def static_site(folder: Path, articles: int, page_size: int = 43_000, seed: int = 1) -> StaticSite:
    """The site in ``folder``, made now if it isn't there; another one where the sandbox itself has changed."""
    name = f"html-{seed}-{articles}-{page_size}-{_sandbox_version()}"
    site = StaticSite(folder / name)
    if site.folder.is_dir():
        return site
    folder.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    try:
        _write(part, seed, articles, page_size)
        _end_in_html(part)
        with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
            tasks = ((part / "utf-8", part / "gbk", file) for file in _files(part / "utf-8"))
            for _ in pool.map(_vary, tasks, chunksize=200):
                pass
        part.rename(site.folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return site


def _write(folder: Path, seed: int, articles: int, page_size: int) -> None:
    command = [sys.executable, "-m", "crawler.cmdline", "sandbox", "--seed", str(seed), "--articles", str(articles)]
    options = ["--page-size", str(page_size), "--write", str(folder / "utf-8"), "--truth", str(folder / "truth.jsonl")]
    done = subprocess.run(command + options, capture_output=True, text=True, check=False, timeout=_LONGEST)
    if done.returncode:
        raise SystemExit(f"the site could not be written: {done.stderr.strip()}")


def _end_in_html(folder: Path) -> None:
    """Call the sandbox's ``.jhtml`` pages ``.html``, and all that leads to them."""
    for file in [*_files(folder / "utf-8"), folder / "truth.jsonl"]:
        file.write_bytes(file.read_bytes().replace(b".jhtml", b".html"))
        if file.suffix == ".jhtml":
            file.rename(file.with_suffix(".html"))


def _vary(task: tuple[Path, Path, Path]) -> None:
    """Write one file packed beside itself, and in GBK below the other root."""
    root, other, file = task
    body = file.read_bytes()
    # Without a time in it, so that the same site has the same bytes.
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(body, 6, mtime=0))
    if file.suffix == _PAGE:
        # What GBK doesn't have, real sites send as numbers too.
        body = body.decode().replace("charset=utf-8", "charset=gbk", 1).encode("gbk", "xmlcharrefreplace")
    target = other / file.relative_to(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)


def _files(root: Path) -> Iterator[Path]:
    return (path for path in list(root.rglob("*")) if path.is_file())


def _sandbox_version() -> str:
    """Eight characters that change with the code that invents the site."""
    digest = hashlib.sha256()
    for file in sorted(SANDBOX.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
