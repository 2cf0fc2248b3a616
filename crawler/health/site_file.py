"""Does a site file say what can be meant? A slip in one is told as that site's, and hides no other."""

from datetime import datetime

from scrapy.settings import BaseSettings

from crawler.errors import UsageError
from crawler.health.finding import Lamp, State, Words
from crawler.health.looking import Look, What, found
from crawler.page.dates import BEIJING
from crawler.schedule.due import check_schedule
from crawler.spiders.site import Site, check_quiet_days

_WRONG = What("site_file", Lamp.ARRIVED, State.NOT_RUN)
_TODO = Words("改正站点文件，再用 lanmu checkall 检查", "mend the site file, check it with lanmu checkall")


def look(site: type[Site], settings: BaseSettings) -> Look | None:
    """What is wrong with it, or with when it is to be crawled or its ``quiet_days``; None where nothing is."""
    try:
        check_schedule(site, settings)
        check_quiet_days(site.quiet_days)
    except UsageError as error:
        evidence = Words(f"站点文件写错了：{error}", f"its site file can't be meant: {error}")
        since = datetime.fromtimestamp(site.file().stat().st_mtime, BEIJING)
        return found((site.name, None), _WRONG, f"{since:%Y-%m-%d}", (evidence, _TODO), more=0)
    return None
