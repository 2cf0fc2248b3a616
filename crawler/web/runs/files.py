"""A run's own files, for what the store doesn't hold; read whole or not at all."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from crawler.dataset.runs import Run, whole_runs_in
from crawler.errors import LanmuError
from crawler.exporters.run_folder import RUNS
from crawler.web.asked import BadRequestError
from crawler.web.page import MissingError, Page
from crawler.web.store.stamps import stamps_of

T = TypeVar("T")

_FOLDER = """
SELECT runs.folder FROM runs JOIN sites ON sites.number = runs.site WHERE sites.name = ? AND runs.name = ?
"""
_DAMAGE = (OSError, ValueError, KeyError, TypeError, LanmuError)


def asked_run(page: Page) -> tuple[str, str]:
    """The site and the run that a page is asked of; raises :class:`BadRequestError` where one isn't given."""
    site, run = page.asked.text("site"), page.asked.text("run")
    if not (site and run):
        raise BadRequestError("地址里要有 site 和 run", "the address must name site and run")
    return site, run


def of_run(page: Page, site: str, name: str, read: Callable[[Run], T]) -> T:
    """What ``read`` finds in a run's files; it must have read them when it returns.

    A run may be folded at any time, so it is looked for again where it isn't (whole) where the store has it. Raises
    :class:`MissingError` for a run that the store doesn't know, and where its files can't be read.
    """
    row = page.store.execute(_FOLDER, [site, name]).fetchone()
    if row is None:
        raise MissingError(page.said(f"{site} 没有 {name} 这次运行", f"{site} has no run {name}"))
    for folder in _folders(page.data_dir, site, name, row[0]):
        try:
            for run in whole_runs_in(folder):
                if run.name == name:
                    return read(run)
        except _DAMAGE:
            continue
    raise MissingError(
        page.said(
            f"{site} 的运行 {name} 现在读不出：文件已移走或损坏（lanmu health 会说明）",
            f"the run {name} of {site} can't be read now: its files are gone or damaged (lanmu health tells)",
        )
    )


def _folders(data_dir: Path, site: str, name: str, told: str) -> Iterator[Path]:
    """Where a run may lie, given the folder that the store has it in; the disk is looked at only behind that one."""
    runs = data_dir / site / RUNS
    yield runs / told
    month = f"{name[:4]}-{name[4:6]}"
    # Newest last: a run that is being folded lies in its own folder until that of the month is there.
    for folder in [name, *(one for one in stamps_of(data_dir, site) if one.startswith(month))]:
        yield runs / folder
