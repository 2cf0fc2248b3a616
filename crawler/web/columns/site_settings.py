"""What a site file says, as it is read: for the page of a column, where nothing of it can be changed."""

from collections.abc import Mapping

from crawler.errors import UsageError
from crawler.health.finding import Words
from crawler.schedule.every import every_of
from crawler.spiders.site import Site

# Only these: what else a class has is code, or the settings of a crawl.
NAMES: Mapping[str, Words] = {
    "name": Words("代号", "name"),
    "site_name": Words("网站名", "name of the site"),
    "publisher": Words("主办单位", "publisher"),
    "platform": Words("平台", "platform"),
    "homepage": Words("首页", "home page"),
    "columns": Words("指定的栏目", "columns it names"),
    "column_url": Words("栏目地址的共同部分", "what their addresses share"),
    "may_be_empty": Words("可以为空的栏目", "columns that may be empty"),
    "every": Words("多久抓一次", "how often it is crawled"),
    "crawl_window": Words("允许抓取的时段", "when it may be crawled"),
    "quiet_days": Words("允许安静的天数", "days it may be quiet"),
    "needs_browser": Words("要用浏览器", "needs a browser"),
    "list_css": Words("列表的位置", "where the list stands"),
    "title_css": Words("标题的位置", "where the title stands"),
    "date_css": Words("日期的位置", "where the date stands"),
    "source_css": Words("来源的位置", "where the source stands"),
    "body_css": Words("正文的位置", "where the text stands"),
}
_MEANS_NOTHING = {"column_url": "{}"}
# Hours of each unit, the longest first.
_UNITS = ((168, "周", "week"), (24, "天", "day"), (1, "小时", "hour"))


def every_words(written: str) -> Words:
    """``every`` as people say it; what says nothing is told as it is written."""
    try:
        every = every_of(written)
    except UsageError:
        return Words(written, written)
    if every is None:
        return Words("不定时，手动运行", "by hand")
    if every.weekdays:
        return Words("工作日每天", "every weekday")
    hours, zh, en = next(unit for unit in _UNITS if every.hours % unit[0] == 0)
    number = every.hours // hours
    if number == 1:
        return Words(f"每{zh}", f"every {en}")
    return Words(f"每 {number} {zh}", f"every {number} {en}s")


def settings_of(site: type[Site]) -> list[tuple[str, str]]:
    """Attribute and value of what the file, or its platform, says; a value of several parts has a line for each."""
    told = []
    for name in NAMES:
        value = getattr(site, name)
        if value is None or value is False or value in ("", (), {}, _MEANS_NOTHING.get(name)):
            continue
        if isinstance(value, Mapping):
            value = "\n".join(f"{key}: {part}" for key, part in value.items())
        told.append((name, "\n".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)))
    return told
