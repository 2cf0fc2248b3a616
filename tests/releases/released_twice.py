"""Two releases of a site, to be damaged."""

from pathlib import Path

from history import SITE, History, date_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from released import release

PARQUET = "data/articles-00000-of-00001.parquet"


def released_twice(server: HTTPServer, folder: Path) -> Path:
    """A site released on two days; in between articles are published, edited, deleted, and one link failed."""
    site = NewsSite(server)
    paths = site.open("队伍建设", "/dwjs/", 5, day=date_on(0))
    history = History(site, folder)
    history.crawl(0)
    release(folder)
    site.publish("队伍建设", 2, day=date_on(1))
    site.edit(paths[0], source="某省日报")
    site.fault(paths[1], 404)
    history.crawl(1)
    release(folder, day=1)
    return folder / "data" / SITE / "releases"


def newest(releases: Path) -> Path:
    """The folder of the last version."""
    return max(path for path in releases.iterdir() if path.is_dir())
