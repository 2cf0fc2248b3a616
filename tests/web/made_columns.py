"""A project of four sites and ten weeks of their runs, made up by hand for the pages of columns."""

from datetime import datetime, timedelta
from pathlib import Path

from made_runs import Look, article, write_run
from support import Record

from crawler.page.dates import BEIJING

NOW = datetime(2027, 3, 31, 23, 0, tzinfo=BEIJING)  # a Wednesday
WEEKS = 10
NEWS, LAW, NOTICES = "通知公告", "政法要闻", "公示 & 公告/二"
_WEEKEND = 5
_SITE = """from crawler.platforms.{module} import {platform}


class {title}({platform}):
    name = {name!r}
    site_name = {told!r}
    homepage = "http://127.0.0.1:9/"
    every = "day"
"""
_MUTE = """
[[mute]]
site = "luoxi"
until = 2027-12-31
kind = "dns"
reason = "网站搬家"
by = "记者甲"
expected = true
"""


def days_ago(ago: int) -> datetime:
    """Ten in the evening of a day."""
    return NOW.replace(hour=22) - timedelta(days=ago)


def news_of(ago: int) -> list[Record]:
    """Two articles a working day, five on one Wednesday; the last week without source, by another rule for the date."""
    day = days_ago(ago)
    count = 5 if ago == 14 else 0 if day.weekday() >= _WEEKEND else 2
    told: Record = {}
    if ago < 7:
        rules = {"title": "title_line:list_title", "date": "meta", "body": "window"}
        told = {"source": None, "rules": rules}
    return [article(NEWS, 100 * ago + number, f"{day:%Y-%m-%d}", **told) for number in range(count)]


def write_histories(folder: Path) -> None:
    """Four sites: one well but for a column, one that is blocked, one muted, and one that was never crawled."""
    data = folder / "data"
    for ago in range(7 * WEEKS, -1, -1):
        bad = ago < 3
        law = Look(
            LAW, known=4, declared=5, failed_pages={3: "http_500"} if bad else {},
            failed_links={"/9.jhtml": "timeout"} if bad else {},
        )  # fmt: skip
        write_run(data, "yunze", days_ago(ago), [Look(NEWS, news_of(ago), known=3), law])
        if ago < 3:
            write_run(data, "qingyu", days_ago(ago), [], trouble="blocked_challenge")
        elif ago % 2:
            write_run(data, "qingyu", days_ago(ago), [Look(NOTICES, known=2)])
        trouble = "unknown_host" if ago < 4 else None
        write_run(data, "luoxi", days_ago(ago), [] if trouble else [Look(NEWS, known=1)], trouble=trouble)
    apart = article(
        NOTICES,
        1,
        "2027-01-18",
        list_date="2027-01-17",
        list_title="列表上的题",
        flags=["date_differs_from_list", "title_differs_from_list"],
    )
    write_run(data, "qingyu", days_ago(7 * WEEKS + 1), [Look(NOTICES, [apart])])
    (data / "mutes.toml").write_text(_MUTE, encoding="utf-8")


def write_project(folder: Path) -> None:
    """A project with these sites and histories."""
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n", encoding="utf-8")
    for name, platform, province, told in (
        ("yunze", "Jeecms", "hubei", "云泽长安网"),
        ("qingyu", "Jeecms", "henan", "青榆长安网"),
        ("luoxi", "Trs", "henan", "洛溪长安网"),
        ("weizao", "Trs", "", "未造长安网"),
    ):
        path = folder / "sites" / province / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in (path.parent, path.parent.parent):
            (package / "__init__.py").touch()
        text = _SITE.format(module=platform.lower(), platform=platform, title=name.title(), name=name, told=told)
        path.write_text(text, encoding="utf-8")
    write_histories(folder)
