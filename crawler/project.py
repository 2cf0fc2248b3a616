"""The project's folder, where data and new site files go."""

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg

OUR_SITES = Path(__file__).parent / "spiders"
_SITES = "sites"


def project_folder() -> Path:
    """The folder of the nearest ``scrapy.cfg`` upward, else the current folder."""
    cfg = closest_scrapy_cfg()
    return Path(cfg).parent if cfg else Path.cwd()


def sites_folder() -> Path:
    """Where site files are: ``crawler/spiders`` in Lanmu's own folder, ``sites`` in any other project."""
    ours = project_folder() / "crawler" / "spiders"
    return ours if ours.resolve() == OUR_SITES.resolve() else project_folder() / _SITES


def province_of(site_file: Path) -> str:
    """The folder that a site file lies in; ``""`` where it lies in none, but in the folder of all site files."""
    folder = site_file.parent.name
    return "" if folder in {OUR_SITES.name, _SITES} else folder


def saved_pages_folder() -> Path:
    """Where the pages saved of each site are, with what should be read off them."""
    return project_folder() / "tests" / "sites"


def shown(path: Path) -> str:
    """``path`` as a person reads it: from the current folder if it lies below, else whole."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
