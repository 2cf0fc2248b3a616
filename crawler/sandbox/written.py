"""A site as files: what ``lanmu sandbox --write`` and ``--truth`` leave on disk."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from crawler.errors import LanmuError, UsageError

from .links import tailed
from .pages import Pages
from .request_kind import ROBOTS
from .truth import truth_lines
from .twins import twin_address


def write_truth(path: Path, pages: Pages) -> None:
    """Write the truth file; it appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in truth_lines(pages))
        part.replace(path)
    except OSError as error:
        raise LanmuError(f"cannot write the truth to {path}: {error.strerror}") from error


def write_site(folder: Path, pages: Pages, robots: str) -> int:
    """Write every page and file of a site into a new folder, each at its path; return how many files that is.

    A path that ends with a slash becomes the ``index.html`` in its folder. ``pages`` must have an empty ``base``, so
    that no page names a host, and no moving article. The folder appears whole or not at all.
    """
    if why := _no_files(pages):
        raise UsageError(f"--write: the pages of {pages.site.name} cannot be files: {why}; try --site demo")
    if folder.exists():
        raise UsageError(f"--write {folder}: it is there already; name a new folder")
    try:
        with _appearing(folder) as part:
            return _write(part, pages, robots)
    except OSError as error:
        raise LanmuError(f"cannot write the site to {folder}: {error.strerror}") from error


def _no_files(pages: Pages) -> str:
    """Why a web server that knows nothing but files could not serve this site; empty if it could."""
    platform = pages.platform
    if platform.takes_forms or not platform.rows_inline or not platform.pages_apart:
        return "their lists come from an interface"
    return "their addresses have queries" if any("?" in one for one in pages.directory.addresses()) else ""


@contextlib.contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder``, which becomes it at the end of the block; after an error nothing is left."""
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield part
        # A web server may run as somebody else.
        part.chmod(0o755)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _write(folder: Path, pages: Pages, robots: str) -> int:
    """Write all files, one after the other."""
    folders: set[str] = set()
    # Two addresses may be one file: a folder and its index.
    names: set[str] = set()
    for address, body in contents(pages, robots):
        name = f"{address}index.html" if address.endswith("/") else address
        if name in names:
            continue
        names.add(name)
        path = folder / name[1:]
        above = name.rpartition("/")[0]
        if above not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(above)
        path.write_bytes(body)
    return len(names)


def contents(pages: Pages, robots: str) -> Iterator[tuple[str, bytes]]:
    """What stands at each address, one at a time, made as it is asked for; two addresses may be one file."""
    yield ROBOTS, robots.encode()
    for path, text in pages.platform.scripts.items():
        yield path, text.encode()
    for address in _addresses(pages):
        html = pages.html(address)
        # What is no page is a file, which holds its own path.
        yield address, address.encode() if html is None else html.encode(pages.codec, "xmlcharrefreplace")


def _addresses(pages: Pages) -> Iterator[str]:
    """Every address without a query: pages and files, views of articles, links with a session's name."""
    yield from pages.directory.addresses()
    for article in pages.site.articles.values() if pages.site.side_pages else ():
        own = pages.platform.article(article.ref)
        yield from (twin_address(own, article.number, form) for form in ("mobile", "folder"))
    for shelf in pages.shelves.values():
        sessions = (row.listing for row in shelf.targets() if row.listing.tail.startswith(";"))
        yield from (tailed(pages.platform.article(one.ref), one.tail) for one in sessions)
