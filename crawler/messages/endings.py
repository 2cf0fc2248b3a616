"""What is said of a finding that is over: what is well again, or that it is no trouble any more for another reason."""

from collections.abc import Mapping
from datetime import datetime

from crawler.health.finding import Health, State, Words
from crawler.health.history import TOLD_DAYS
from crawler.messages.told import ToldFinding

_WELL: Mapping[str, Words] = {
    "not_run": Words("又按时运行", "it is crawled on time again"),
    "incomplete": Words("又和以往一样抓得全", "it is read as completely as before"),
    "lost_column": Words("栏目又找得到", "the column is there again"),
    "stopped": Words("运行又能跑完", "runs get to their end again"),
    "quiet": Words("更新间隔又属正常", "the pace of its news is normal again"),
    "fewer_listed": Words("列表又和以往差不多长", "its list is about as long as before"),
    "unreadable": Words("栏目页又读得出列表", "its list can be read again"),
    "drift": Words("字段又由以往的规则读出", "its fields are read by the usual rules again"),
    "fields": Words("字段又和以往一样有值", "its fields are filled as before"),
    "disagree": Words("列表与文章又一致", "list and article agree again"),
    "blocked": Words("网站又让抓取", "the site lets us in again"),
    "robots": Words("robots.txt 又允许抓取", "robots.txt allows it again"),
    "unreachable": Words("网站又连得上", "the site answers again"),
    "certificate": Words("https 又能握手", "https works again"),
    "dns": Words("域名又能解析", "the name of its host can be resolved again"),
    "slow": Words("应答又和以往差不多快", "it answers about as fast as before"),
    "site_file": Words("站点文件已改正", "its site file is in order again"),
    "damaged": Words("各次运行的文件又都完整", "all its runs are whole again"),
    "clock": Words("没有日期在将来的运行了", "no run is dated in the future any more"),
    "disk": Words("磁盘空间又够用", "there is room on the disk again"),
    "channel": Words("消息又能送达", "messages get through again"),
}
# A change is told for TOLD_DAYS; then it is what is usual, and nothing has got better.
_CHANGES = frozenset({"fields", "drift", "disagree", "fewer_listed", "slow"})
_USUAL = Words("已按现在的样子当作常态", "how it is now is taken as usual")
_RETIRED = Words("这个栏目不再抓取", "the column is crawled no more")


def days_since(one: ToldFinding, now: datetime) -> int:
    """For how many days it has been there, 0 at least."""
    return max((now.date() - datetime.fromisoformat(one.since).date()).days, 0)


def ending(one: ToldFinding, health: Health) -> tuple[Words, bool]:
    """Why a finding is over, and whether that is since things are well again."""
    here = [column for column in health.columns if (column.site, column.column) == (one.site, one.column)]
    if one.site and one.column and all(column.state is State.STOPPED for column in here):
        return _RETIRED, False
    if one.kind in _CHANGES and days_since(one, health.at) >= TOLD_DAYS:
        return _USUAL, False
    return _WELL[one.kind], True
