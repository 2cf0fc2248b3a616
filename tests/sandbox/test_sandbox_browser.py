"""What a real browser makes of the site that needs one."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urljoin

import pytest
from parsel import Selector
from sandbox_walkers import Reader, links, unscrambled
from support import running_sandbox

from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.sites import build  # noqa: TID251

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


def seen(url: str, folder: Path) -> str:
    """The page as it stands once its scripts have run."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}"]
    done = subprocess.run(
        [CHROMIUM, *options, "--virtual-time-budget=5000", "--dump-dom", url],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("seed", [1, 2])
def test_a_browser_sees_what_the_script_puts_in(seed: int, tmp_path: Path) -> None:
    with running_sandbox("--site", "browser", "--seed", str(seed)) as homepage:
        base = homepage.rstrip("/")
        pages = build(seed, 320, base, "browser")
        article = next(one for one in pages.site.articles.values() if len(one.pages[0]) > 3)
        url = base + pages.platform.article(article.ref)
        text = Selector(seen(url, tmp_path)).css("#app").xpath("string()").get() or ""
    put_in = Selector(unscrambled(Reader(pages), url)).xpath("string()").get() or ""
    assert "".join(text.split()) == "".join(put_in.split())
    assert article.title.split()[0] in text


@pytest.mark.parametrize(
    ("name", "seed"), [("gkmlpt", 1), ("gkmlpt", 2), ("jpage", 1), ("ajax", 1), ("ajax", 2), ("ajax", 3), ("ajax", 5)]
)
def test_scripts_of_other_families_work_in_a_browser(name: str, seed: int, tmp_path: Path) -> None:
    with running_sandbox("--site", name, "--seed", str(seed)) as homepage:
        pages = build(seed, 320, homepage.rstrip("/"), name)
        path = max(pages.shelves, key=lambda path: pages.shelves[path].count)
        url = pages.base + pages.platform.column(path)
        shown = {identity(link) for link in links(seen(url, tmp_path), url)}
    listed = {identity(urljoin(url, pages.desk.address(row.listing, path))) for row in pages.shelves[path].page(1)}
    assert listed <= shown


@pytest.mark.parametrize(("name", "second"), [("trs", "index_1.html"), ("ucap", "index_2.")])
def test_pagers_written_by_script_work_in_a_browser(name: str, second: str, tmp_path: Path) -> None:
    with running_sandbox("--site", name) as homepage:
        pages = build(1, 320, homepage.rstrip("/"), name)
        path = max(pages.shelves, key=lambda path: pages.shelves[path].count)
        html = seen(pages.base + pages.platform.column(path), tmp_path)
    following = Selector(html).xpath("//a[.='下一页']/@href").get()
    assert following is not None
    assert following.startswith(second)
