"""Lanmu on the benchmark's site: a project of its own for one crawl, and the command that does it."""

import argparse
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AT_ONCE = 32
# The delay of a benchmark is none; as many requests at once as the others; all else as Lanmu comes.
SETTINGS = (
    "DOWNLOAD_DELAY=0",
    f"CONCURRENT_REQUESTS={AT_ONCE}",
    f"CONCURRENT_REQUESTS_PER_DOMAIN={AT_ONCE}",
)
# The environment of this repository, without the peers, whose packages would be loaded along.
_OWN = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "python"
_SITE = "bench"
_SITE_FILE = f'''\
"""The benchmark's site."""

from crawler.platforms.jeecms import Jeecms


class Bench(Jeecms):
    name = "{_SITE}"
    site_name = "云泽长安网（演示数据）"
'''
_SELECTORS = """\
    title_css = "div.art_t"
    date_css = "div.xinxi"
    source_css = "div.xinxi"
    body_css = "div.con"
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A project in ``folder``, which is where its command has to be run, that crawls the site at ``homepage``."""

    folder: Path
    homepage: str

    @classmethod
    def made(cls, folder: Path, homepage: str, *, selectors: bool = False) -> "Project":
        """Write it into an empty folder; with ``selectors``, the site file says where the fields stand."""
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
        sites = folder / "sites"
        sites.mkdir()
        (sites / "__init__.py").touch()
        site_file = _SITE_FILE + (_SELECTORS if selectors else "")
        (sites / f"{_SITE}.py").write_text(site_file, encoding="utf-8")
        return cls(folder, homepage)

    def command(self, python: str) -> list[str]:
        """The crawl, by this Python."""
        settings = [part for setting in SETTINGS for part in ("-s", setting)]
        return [python, "-m", "crawler.cmdline", "crawl", _SITE, "-a", f"homepage={self.homepage}", *settings]

    @property
    def run(self) -> Path:
        """The folder of the only run."""
        (run,) = (self.folder / "data" / _SITE / "runs").glob("2*")
        return run

    def report(self) -> dict[str, Any]:
        """The report of the only run."""
        report: dict[str, Any] = json.loads((self.run / "report.json").read_text(encoding="utf-8"))
        return report


def add_python_option(parser: argparse.ArgumentParser) -> None:
    """``--lanmu PYTHON``: this repository's own where it is made, else the one that runs the benchmark."""
    default = str(_OWN) if _OWN.exists() else sys.executable
    text = "who runs Lanmu (default: .venv's Python)"
    parser.add_argument("--lanmu", default=default, type=_python, metavar="PYTHON", help=text)


def _python(name: str) -> str:
    """The whole path of a program, for calls in other folders."""
    path = shutil.which(name)
    if path is None:
        raise argparse.ArgumentTypeError(f"{name} is no program")
    return str(Path(path).absolute())
