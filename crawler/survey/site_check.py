"""Whether names, classes, files and saved pages of the sites agree."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crawler.crawl_window import spans
from crawler.errors import UsageError
from crawler.page.links import host_of
from crawler.project import province_of, saved_pages_folder, shown, sites_folder
from crawler.schedule.every import every_of
from crawler.spiders.column import ColumnSpider
from crawler.spiders.site import Site, check_address, check_quiet_days
from crawler.survey.about import PROVINCES
from crawler.survey.recognise import all_platforms
from crawler.survey.saved_pages import differences, idle_selectors
from crawler.survey.site_file import class_name

# A site file is read at a glance; what needs more belongs into a platform. A site of many columns names them all.
_MOST_LINES = 20
_SCRAPY = frozenset({"custom_settings", "allowed_domains"})


def check_site(site: type[ColumnSpider]) -> Iterator[str]:
    """What is wrong with a site: a line each, beginning with its file."""
    if site.unreadable:
        yield site.unreadable
        return
    file = site.file()
    for problem in (*_names(site, file), *_attributes(site), *_pages(site)):
        yield f"{shown(file)}: {problem}"


def check_all(sites: list[type[ColumnSpider]]) -> Iterator[str]:
    """What is wrong with the sites and between them."""
    homes: dict[str, str] = {}
    for site in sites:
        # In a project of its own, Lanmu's sites are there too; their pages are saved beside them.
        if sites_folder().resolve() in site.file().resolve().parents:
            yield from check_site(site)
        if site.homepage and homes.setdefault(host_of(site.homepage), site.name) != site.name:
            yield f"{site.name} and {homes[host_of(site.homepage)]} have the same home page {site.homepage}"
    for file in sorted(sites_folder().glob("*/*.py")):
        if not (file.parent / "__init__.py").exists():
            yield f"{shown(file)}: its folder has no __init__.py, so the site is not found"
    names = {site.name for site in sites}
    folder = saved_pages_folder()
    for pages in sorted(folder.iterdir()) if folder.is_dir() else []:
        if pages.is_dir() and pages.name not in names:
            yield f"{shown(pages)}: no site is named {pages.name}; move the pages away"


def saved_pages(site: str) -> list[Path]:
    """The descriptions of a site's saved pages."""
    return sorted((saved_pages_folder() / site).glob("*.json"))


def _names(site: type[ColumnSpider], file: Path) -> Iterator[str]:
    if file.stem != site.name:
        yield f"the file of site {site.name} should be {site.name}.py"
    if site.__name__ != class_name(site.name):
        yield f"class {site.__name__} should be {class_name(site.name)}, after its name"
    if (province := province_of(file)) and province not in PROVINCES:
        yield f"no province is called {province}; there are: {', '.join(sorted(PROVINCES))}"
    text = file.read_text(encoding="utf-8")
    lines = len(re.sub(r"columns = \{[^}]*\}", "columns", text).splitlines())
    if lines >= _MOST_LINES and not any(inspect.isfunction(value) for value in vars(site).values()):
        yield f"{lines} lines; a site file has fewer than {_MOST_LINES}: the rest belongs into its platform"


def _attributes(site: type[ColumnSpider]) -> Iterator[str]:
    known = {name for base in Site.__mro__ for name in (*vars(base), *getattr(base, "__annotations__", {}))}
    for name, value in vars(site).items():
        if not name.startswith("_") and name not in known | _SCRAPY and not inspect.isroutine(value):
            yield f"{name} means nothing; a site has {', '.join(sorted(Site.__annotations__))}"
    if not any(issubclass(site, base) for base in all_platforms()):
        yield "its class is on no platform of crawler/platforms"
    for name in ("site_name", "publisher"):
        if not getattr(site, name):
            yield f"{name} is empty"
    if problem := _selector_problem(site):
        yield problem
    checks: list[tuple[Callable[[Any], object], object]] = [
        (spans, site.crawl_window), (every_of, site.every), (check_quiet_days, site.quiet_days)
    ]  # fmt: skip
    for check, written in checks:
        try:
            check(written)
        except UsageError as error:
            yield str(error)
    if site.homepage is None:
        return
    if not _has_address(site):
        yield f"homepage {site.homepage!r} is no address; it should look like http://www.example.gov.cn/"
        return
    yield from _columns(site, site.homepage)


def _has_address(site: type[ColumnSpider]) -> bool:
    try:
        check_address(site.homepage or "")
    except UsageError:
        return False
    return True


def _selector_problem(site: type[ColumnSpider]) -> str:
    """What is wrong with a site's selectors, ``""`` if nothing is."""
    try:
        site.selectors()
    except ValueError as error:
        return str(error)
    return ""


def _columns(site: type[ColumnSpider], home: str) -> Iterator[str]:
    addresses: dict[str, str] = {}
    for name, whole in site.column_addresses(home).items():
        if host_of(whole) != host_of(home):
            yield f"column {name} leads to {whole}, which is not on the site"
        if (other := addresses.setdefault(whole, name)) != name:
            yield f"columns {other} and {name} have the same address"
    for name in site.may_be_empty:
        if site.columns and name not in site.columns:
            yield f"may_be_empty names {name}, which is no column"


def _pages(site: type[ColumnSpider]) -> Iterator[str]:
    """A site with an address has been looked at, so pages of it were saved; they must still give what they gave."""
    files = saved_pages(site.name)
    if not _has_address(site) or _selector_problem(site):
        return
    if not files:
        yield f"no saved pages in {shown(saved_pages_folder() / site.name)}; save some: lanmu savepage {site.name} URL"
    spider = site()
    for file in files:
        if not file.with_suffix(".html").exists():
            yield f"{shown(file)} describes no page"
            continue
        yield from differences(file, spider)
    yield from idle_selectors(files, spider)
    for page in sorted((saved_pages_folder() / site.name).glob("*.html")):
        if not page.with_suffix(".json").exists():
            yield f"{shown(page)} has no description"
