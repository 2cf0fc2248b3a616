"""Finds the sites: Scrapy's spider loader, for which a site file that can't be read costs that site alone."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes

from crawler.errors import LanmuError
from crawler.project import OUR_SITES, shown
from crawler.spiders.column import ColumnSpider
from crawler.spiders.site import Site

_LANMU = Path(__file__).parent
_INIT = "__init__.py"


class SiteLoader(SpiderLoader):
    """Of a file that can't be read, and of a site with an attribute of another type, a class with the right name stands
    in, whose ``unreadable`` says why. What is wrong in our own code is raised as it is.
    """

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            self._load_below(name)
        self._check_name_duplicates()

    def _load_below(self, name: str) -> None:
        """The spiders of a module and of those in it."""
        spec = find_spec(name)
        try:
            module = import_module(name)
        except Exception as error:
            file = Path(spec.origin) if spec and spec.origin else None
            why = _blame(error, file) if file and _is_site_file(file) else None
            if file is None or why is None:
                raise
            if file.name == _INIT:
                raise LanmuError(f"{why}; mend it") from None
            self._spiders.setdefault(file.stem, _unread(name, file, f"{why}; mend it or move it away"))
            return
        self._load_spiders(module)
        for part in iter_modules(getattr(module, "__path__", [])):
            self._load_below(f"{name}.{part.name}")

    def _load_spiders(self, module: ModuleType) -> None:
        for found in iter_spider_classes(module):
            site = _mended(found) if issubclass(found, Site) else found
            self._found[site.name].append((module.__name__, site.__name__))
            self._spiders[site.name] = site


def _is_site_file(file: Path) -> bool:
    """Whether a person wrote it, not we."""
    return _LANMU not in file.parents or OUR_SITES in file.parent.parents


def _blame(error: Exception, file: Path) -> str | None:
    """Where in a site file what is wrong, where that is so and ``file`` was to be read; None where it is ours."""
    if isinstance(error, SyntaxError):
        where, line, what = Path(error.filename or file), error.lineno, error.msg
    else:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _tells(Path(frame.filename), file)]
        where, line, what = Path(ours[-1].filename), ours[-1].lineno, f"{type(error).__name__}: {error}"
    return f"{shown(where)}{f', line {line}' if line else ''}: {what}" if _is_site_file(where) else None


def _tells(frame: Path, file: Path) -> bool:
    """Whether a place in a traceback is ours or in the folder of the site file; any other is somebody's library."""
    return frame != Path(__file__) and (_LANMU in frame.parents or file.parent in frame.parents)


def _unread(module: str, file: Path, why: str) -> type[Site]:
    """What stands in for the site of a file that can't be read; by name, it is the file's."""
    around = {"name": file.stem, "unreadable": why, "file": classmethod(lambda _cls: file)}
    return type(file.stem.title(), (ColumnSpider,), {**around, "__module__": module.rpartition(".")[0]})


# What a site file may say, by attribute; others have checks of their own


def _text(written: object) -> bool:
    return isinstance(written, str)


def _texts(written: object) -> bool:
    return isinstance(written, (tuple, list)) and all(isinstance(one, str) for one in written)


def _named(written: object) -> bool:
    return isinstance(written, Mapping) and _texts([*written, *written.values()])


_AS_TEXT = (_text, "text, in quotes")
_AS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "name": _AS_TEXT,
    "site_name": _AS_TEXT,
    "publisher": _AS_TEXT,
    "notice": _AS_TEXT,
    "homepage": (lambda written: written is None or _text(written), "text, in quotes"),
    "columns": (_named, '{"name": "address"}'),
    "column_url": _AS_TEXT,
    "may_be_empty": (_texts, '("name",) with a comma behind a single name'),
    "needs_browser": (lambda written: isinstance(written, bool), "True or False"),
    "crawl_window": (_text, '"22:00-06:00"'),
    "custom_settings": (lambda written: written is None or isinstance(written, dict), '{"NAME": value}'),
}


def _slips(site: type[Site]) -> Iterator[tuple[str, str]]:
    """The attributes that are of another type, each with the line that says so."""
    for attribute, (right, written_as) in _AS.items():
        if not right(written := getattr(site, attribute)):
            yield attribute, f"{shown(site.file())}: {attribute} {written!r} can't be used; write it as {written_as}"


def _mended(site: type[Site]) -> type[Site]:
    """The site, or what stands in for it: what is of another type is there as if nothing had been written."""
    slips = list(_slips(site))
    if not slips:
        return site
    usual = {attribute: getattr(Site, attribute, site.file().stem) for attribute, _ in slips}
    return type(site.__name__, (site,), {**usual, "unreadable": slips[0][1], "__module__": site.__module__})
