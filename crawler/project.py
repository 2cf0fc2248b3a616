"""The project's folder, where data and new site files go."""

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg


def project_folder() -> Path:
    """The folder of the nearest ``scrapy.cfg`` upward, else the current folder."""
    cfg = closest_scrapy_cfg()
    return Path(cfg).parent if cfg else Path.cwd()


def shown(path: Path) -> str:
    """``path`` as a person reads it: from the current folder if it lies below, else whole."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
