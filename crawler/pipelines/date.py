"""Date: the day printed between title and body, then just behind the body, then what else tells it (RULES).

Printed and meta dates differ on about one page in ten, and the printed one is right. 更新时间 counts only where nothing
else is printed. A date inside the body is never the article's date.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from crawler import clock
from crawler.items import Article
from crawler.page import words
from crawler.page.dates import BEIJING, RELATIVE, YEARLESS, Printed, compact_date, latest_with, normal, printed_dates
from crawler.page.model import Line
from crawler.pipelines.field import FieldPipeline, first_valid

_LABEL = re.compile(rf"{words.DATE_LABEL}\s*[:：丨|]?\s*$")
_UPDATE = re.compile(rf"{words.UPDATE_LABEL}\s*[:：丨|]?\s*$")
# Days that documents carry and that aren't the day of publication.
_OTHER_DAY = re.compile(
    r"(?:截止|截至|生效|施行|实施|失效|成文|发文|印发|签发|开始|结束|起|会议|活动)(?:日期|时间)?\s*[:：丨|]?\s*$"
)
# 公示期：, 报名时间：, 开标日期： name another day; a day with another behind it (2023年8月30日至9月5日) is a span.
_TIME_LABEL = re.compile(r"[\u4e00-\u9fff](?:时间|日期|期限?|日)\s*[:：]\s*$")
_HEAD_LABEL = re.compile(rf"(?:{words.LABEL}|{words.DATE_LABEL})\s*[:：]\s*$")
_SPAN = re.compile(r"\s*(?:至|到|—|－|~|-\s*\d)")
_OTHER_KIND = re.compile(rf"{words.UPDATE_LABEL}|截止|截至|生效|施行|实施|失效|成文|发文|印发|签发|开始|结束")
_OTHER_DEED = re.compile(r"(?:通过|修订|修正|施行|批准|公布)[)）]")  # （2007年6月29日……第二十八次会议通过）
_YEAR_APART = re.compile(r"(?<!\d)((?:19|20)\d\d)\s+(\d{1,2})\s*[-/.月]\s*(?=\d)")
_DAY_FIRST = re.compile(r"(?<![\d:/.-])(\d{1,2})\s+((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})(?!\d|\s*[-/.月]\s*\d)月?")
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_DIGITS_LABELLED = re.compile(rf"{words.DATE_LABEL}\s*[:丨|]\s*((?:19|20)\d{{6}})(?!\d)")
_LONGEST_LINE = 200  # a line of date and source is never longer
_META_NAMES = (
    "pubdate publishdate article:published_time og:release_date publish_time firstpublishedtime datepublished date "
    "dateupdate"
).split()


def selector(article: Article) -> Printed | None:
    """A date in the element that the site file's selector chooses."""
    lines = article.pages[0].lines_of("date")
    return _labelled(lines) or _first(lines, None) or _split(lines)


def labelled(article: Article) -> Printed | None:
    """发布时间：2020-09-04 in front of the body, 20200904 too."""
    return _labelled(article.found.head)


def printed(article: Article) -> Printed | None:
    """A date without a label in front of the body."""
    return _first(article.found.head, None)


def split(article: Article) -> Printed | None:
    """A date in lines of its own parts: ``2025``, ``09/30``, ``17:00``, or ``30`` above ``2025年09月``."""
    return _split(article.found.head)


def _labelled(lines: list[Line]) -> Printed | None:
    return _first(lines, _LABEL) or _labelled_digits(lines)


def _split(lines: list[Line]) -> Printed | None:
    parts = [normal(line.spaced) for line in lines if len(line.text) < 20]
    text = " ".join(part for part in parts if not _OTHER_KIND.search(part) and "至" not in part)
    text = _DAY_FIRST.sub(r"\2-\3-\1", _YEAR_APART.sub(r"\1-\2-", text))
    return next(printed_dates(text), None)


def behind_body(article: Article) -> Printed | None:
    """发布时间：… behind the body."""
    return _first(article.found.foot, _LABEL)


def meta(article: Article) -> Printed | None:
    """国办发〔2017〕47号: ``PubDate``, and what other systems call it."""
    for name in _META_NAMES:
        text = normal(article.pages[0].meta.get(name, ""))
        for answer in printed_dates(text):
            return answer
        day = compact_date(text)
        if day is not None:
            return Printed(day, None, text, 0, len(text))
    return None


def json_ld(article: Article) -> Printed | None:
    """schema.org: ``"datePublished": "2020-09-04T17:00:00+08:00"``."""
    match = _JSON_LD.search(article.pages[0].text)
    return next(printed_dates(match[1]), None) if match else None


def yearless(article: Article) -> Printed | None:
    """09-04 17:00: the year is the list's, else the last one in which that day isn't after the day of fetching."""
    if article.fetched_at is None and article.list_date is None:
        return None
    for line in _short(article.found.head):
        match = YEARLESS.search(normal(line.spaced))
        if match is None:
            continue
        latest = date.fromisoformat(article.list_date or (article.fetched_at or "")[:10])
        day = latest_with(int(match["month"]), int(match["day"]), latest)
        if day is not None:
            clock = time(int(match["hour"]), int(match["minute"]), tzinfo=BEIJING) if match["hour"] else None
            full = datetime.combine(day, clock) if clock else None
            return Printed(day, full, match[0].strip(), match.start(), match.end())
    return None


def updated(article: Article) -> Printed | None:
    """更新时间, the only date the page prints."""
    return _first([*article.found.head, *article.found.foot], _UPDATE)


def address(article: Article) -> Printed | None:
    """The day in the address: ``/202009/t20200904_1.html``, ``/2020-09/04/content_1.htm``, ``/art/2020/9/4/``."""
    for answer in printed_dates(article.url.replace("/t", "/")):
        return answer
    day = compact_date(article.url)
    return None if day is None else Printed(day, None, day.isoformat(), 0, 0)


def listed(article: Article) -> Printed | None:
    """The day the list page prints beside the title."""
    return next(printed_dates(article.list_date or ""), None)


def relative(article: Article) -> Printed | None:
    """昨天 17:00, 3小时前: by dateparser, strict, and only against a known time of fetching."""
    if article.fetched_at is None:
        return None
    for line in _short(article.found.head):
        match = RELATIVE.search(normal(line.spaced))
        if match is None:
            continue
        # Loading it takes 40 ms and 4 MB, and few sites print such dates.
        import dateparser  # noqa: PLC0415

        base = datetime.fromisoformat(article.fetched_at).replace(tzinfo=None)
        settings = {"STRICT_PARSING": True, "RELATIVE_BASE": base, "TIMEZONE": "Asia/Shanghai"}
        found = dateparser.parse(match[0], languages=["zh"], settings=settings)
        if found is not None:
            full = found.replace(tzinfo=BEIJING, second=0, microsecond=0) if ":" in match[0] else None
            return Printed(found.date(), full, match[0], match.start(), match.end())
    return None


def _short(lines: list[Line]) -> Iterator[Line]:
    return (line for line in lines if len(line.text) <= _LONGEST_LINE)


def _labelled_digits(lines: list[Line]) -> Printed | None:
    for line in _short(lines):
        match = _DIGITS_LABELLED.search(normal(line.spaced))
        day = compact_date(match[1]) if match else None
        if match and day:
            return Printed(day, None, match[1], match.start(1), match.end(1))
    return None


def _first(lines: list[Line], label: re.Pattern[str] | None) -> Printed | None:
    """The first date of ``lines`` behind ``label``; with no label asked for, the first that isn't of another kind."""
    before_line = ""
    for line in _short(lines):
        text = normal(line.spaced)
        for answer in printed_dates(text):
            # In a table the label stands in the cell before.
            before = text[: answer.start] or before_line
            if _OTHER_DAY.search(before) or _OTHER_DEED.search(text):
                continue
            other = _TIME_LABEL.search(before) and not _HEAD_LABEL.search(before)
            if label is None and (other or _SPAN.match(text[answer.end :]) or before.endswith(("至", "到"))):
                continue
            wanted = label is None or label.search(before)
            if wanted and (label is _UPDATE or not _UPDATE.search(before)):
                return answer
        before_line = text if len(text) < 12 else ""
    return None


def valid(article: Article, answer: Printed) -> bool:
    """No day before 1980 on the web, none after the day of fetching (two days' grace for wrong clocks)."""
    fetched = datetime.fromisoformat(article.fetched_at) if article.fetched_at else clock.now()
    return answer.day.year >= 1980 and answer.day <= fetched.date() + timedelta(days=2)


RULES = (selector, labelled, printed, split, behind_body, meta, json_ld, updated, yearless, relative, address, listed)
_PRINTED = frozenset({"selector", "labelled", "printed", "split", "behind_body"})


def pull(article: Article) -> None:
    answer = first_valid(article, "date", RULES, valid)
    if answer is None:
        return
    article.date = answer.day.isoformat()
    article.published = answer.time.isoformat() if answer.time else None
    article.date_text = answer.text
    if article.rules["date"] == "updated":
        article.flags.append("date_is_update")
    if article.rules["date"] == "yearless":
        article.flags.append("date_without_year")
    told = meta(article) if article.rules["date"] in _PRINTED else None
    if told is not None and told.day != answer.day:
        article.flags.append("meta_differs")
    if article.list_date and article.list_date != article.date:
        article.flags.append("date_differs_from_list")


class DatePipeline(FieldPipeline):
    pull = pull
    counts = ("date",)
