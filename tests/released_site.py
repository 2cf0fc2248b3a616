"""A site that was crawled and released on two days: the second found an article new, one edited and one gone."""

from collections.abc import Mapping
from pathlib import Path

from history import SITE, History, date_on, environment_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from support import lanmu

from crawler.spiders.hubei.jingzhou import Jingzhou
from crawler.web.keeper import Keeper
from crawler.web.store.store import Store

FIRST, SECOND = -4, -1
# What the second release holds.
COLUMNS = {"队伍建设": 4, "政法要闻": 3}


def released(folder: Path, server: HTTPServer) -> Path:
    """The folder of the project, given one that is empty."""
    site = NewsSite(server)
    history = History(site, folder)
    site.open("队伍建设", "/dwjs/", COLUMNS["队伍建设"], day=date_on(FIRST))
    site.open("政法要闻", "/zfyw/", COLUMNS["政法要闻"], day=date_on(-400))
    history.crawl(FIRST)
    release(folder, FIRST)
    site.publish("队伍建设", day=date_on(SECOND))
    site.edit("/dwjs/4.jhtml", title="第4次工作会议圆满结束")
    site.fault("/dwjs/3.jhtml", 404)
    history.crawl(SECOND)
    release(folder, SECOND)
    return folder


def release(folder: Path, day: int) -> None:
    """`lanmu release` on that day."""
    env: Mapping[str, str] = {**environment_on(day), "LANMU_CREATOR": "某研究所"}
    done = lanmu("release", SITE, "-s", "CONTACT=data@example.org", cwd=folder, env=env)
    assert done.returncode == 0, done.stderr


def keeper_of(folder: Path) -> Keeper:
    """What keeps the pages of that site, brought up to date once."""
    settings = Settings()
    settings.setmodule("crawler.settings")
    keeper = Keeper(Store(folder / "data"), [Jingzhou], settings)
    keeper.refresh()
    return keeper
