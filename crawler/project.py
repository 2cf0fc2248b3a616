"""Which folder is the project's: data and new site files go there."""

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg


def project_folder() -> Path:
    """The folder of the nearest ``scrapy.cfg`` upward, else the current folder."""
    cfg = closest_scrapy_cfg()
    return Path(cfg).parent if cfg else Path.cwd()
