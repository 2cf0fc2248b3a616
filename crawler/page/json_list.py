"""The JSON answer of a list's interface: which array is the list, its rows and its totals, whatever its keys.

The list is the longest array of objects that have an address and a title. Names of keys say which value is which; where
they say nothing, the values do.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from crawler.page.dates import BEIJING, compact_date, normal, printed_dates
from crawler.page.json_text import parsed, strings, unfolded
from crawler.page.list_row import Row
from crawler.page.model import squeeze

T = TypeVar("T")
Record = list[tuple[str, Any]]

_LINK = re.compile(
    r"<a\b[^<>]{0,500}?\bhref\s*=\s*[\"']?\s*([^\"'\s>]{1,2000})[^<>]{0,500}>(.{0,2000}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NO_ADDRESS = re.compile(r"[\s<>\"'{}|\\^]|^(?:javascript|mailto|tel):|^#|^[^/.?]*$|^\W*$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|\.{0,2}/\S*\w\S*|[\w%./-]+\.(?:[jsx]?html?|jspx?|aspx?|php|do|pdf)(?:[?#]\S*)?", re.IGNORECASE
)
_LONGEST_ADDRESS = 2000  # characters
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|svg|webp|ico|mp[34])(?:[?#].*)?$", re.IGNORECASE)
_PLAIN_TITLE = re.compile(r"(?=.*[\u4e00-\u9fff])[^<>]{6,120}", re.DOTALL)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ENGLISH_DATE = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.? +(\d{{1,2}})\b.*?\b((?:19|20)\d\d)\b")

# What keys are called, without case, underscores and dashes; of several the first that holds a fit value counts.
_WHOSE = r"(?:doc|article|info|news|content|post|detail|page|notice|web|pc|static|out|jump|redirect)?"
_NAMES = {
    "address": (
        rf"{_WHOSE}(?:pub|publish)?(?:url|link|href|path|uri|address)s?",
        r".*(?:url|link|href|链接|网址).*",
    ),
    "title": (
        rf"{_WHOSE}title|标题",
        rf"{_WHOSE}name|(?:file|doc)name|bt|wjmc|xxmc|headline|subject|.*(?:标题|名称)",
        r".*title.*",
    ),
    "date": (
        rf"(?:display)?{_WHOSE}pub(?:lish(?:ed)?|lication)?(?:date|time|day|at|on)?(?:str)?|fb(?:sj|rq)|发布(?:时间|日期)",
        r"(?:doc)?(?:rel|release|released|issue|issued)(?:pub)?(?:date|time|at)(?:str)?",
        r"(?:show|display|news|info|article|post|posted|content|add|added|input|online)(?:date|time|at|on)(?:str)?",
        r"(?:date|time|datetime|timestamp|day|rq|sj)(?:str)?",
        r"(?:create|created|insert|gen|c|cr)(?:d?date|d?time|at|on|d)?(?:str)?",
        r"(?!up|mod|edit|last|op).*(?:date|time|rq|sj|时间|日期)(?:str)?",
        r"(?:up|mod|edit|last|op).*",
    ),
    "items": (
        r"total(?:count|records?|rows?|num(?:ber)?|size|elements|items?|hits)|(?:record|row|all|item|result)s?(?:count|total|num)",
        r"totals?|num(?:found)?|amount",
        r"count(?:num)?",
    ),
    "pages": (r"totalpages?(?:num|count)?|pages?(?:count|total)|(?:all|max|last|sum)pages?|pages",),
    "current": (r"(?:cur|curr|current|now)pages?(?:no|num|number|index)?|page(?:no|num|number|index)|current|page",),
    "size": (r"pages?size|perpage|(?:page)?limit|size|pagerows|(?:rows|num)perpage",),
    "records": (r"records",),
    "total": (r"total",),
}
_NEVER = {
    "address": (
        r".*(?:img|image|pic(?!k)|photo|thumb|icon|logo|cover|avatar|video|audio|qr|next|prev).*|"
        r"(?:web)?site.*|(?:column|channel|category|author|dept|api|parent|node|mobile|wap).*"
    ),
    "title": r"(?:sub(?!ject)|short|seo|lead|second|column|channel|site|category|img|pic|meta|author|user|source).*",
    "date": (
        r"(?:ef|ab|exp|inval|end|begin|start|finish|stop|dead|valid|write|written|sign|cw|fw|yx|sx|birth|top|del).*|"
        r".*(?:失效|生效|成文|截止|结束|开始).*"
    ),
}


@dataclass(frozen=True, slots=True)
class JsonList:
    """A list as its interface answers it; ``items`` and ``pages`` are those of the whole column, None where not told.

    ``current`` is the page's number as the interface counts.
    """

    rows: list[Row]
    items: int | None
    pages: int | None
    current: int | None


def json_list(text: str, base_url: str) -> JsonList | None:
    """The list in an interface's answer, addresses made absolute by ``base_url``; None where it is none.

    An empty array is a list without rows: a column that is empty, or what is behind the last page of one.
    """
    try:
        data = parsed(text)
        rows, told, is_empty = _longest(data, base_url), list(_numbers(data)), _holds_empty(data)
    except RecursionError:  # nested deeper than any list
        return None
    items, pages, size = (_number(told, kind) for kind in ("items", "pages", "size"))
    # jqGrid calls the rows of all pages records, and the pages total.
    records = _number(told, "records")
    if records is not None:
        items, pages = records, _number(told, "total") if pages is None else pages
    if not rows and not is_empty:
        return None
    if items is not None and items < len(rows):
        items = None
    if pages is None and items is not None and size:
        pages = -(-items // size)
    return JsonList(rows, items, pages, _number(told, "current"))


def fragment_of(text: str) -> str | None:
    """The longest string in a JSON answer that holds links: markup a script puts into the page; None without one."""
    try:
        return max((value for value in strings(parsed(text)) if _LINK.search(value)), key=len, default=None)
    except RecursionError:
        return None


def _holds_empty(data: Any) -> bool:
    data = unfolded(data)
    return any(map(_holds_empty, data.values())) if isinstance(data, dict) else isinstance(data, list) and not data


@lru_cache(maxsize=4096)  # the keys of an interface are few
def _rank(kind: str, key: str) -> int | None:
    """How well a key's name fits: 0 best, None not at all."""
    if _is_never(kind, key):
        return None
    name = re.sub(r"[\W_]", "", key).lower()
    return next((rank for rank, pattern in enumerate(_NAMES[kind]) if re.fullmatch(pattern, name)), None)


def _is_never(kind: str, key: str) -> bool:
    return re.fullmatch(_NEVER.get(kind, "(?!)"), re.sub(r"[\W_]", "", key).lower()) is not None


def _named(record: Sequence[tuple[str, Any]], kind: str) -> Iterator[Any]:
    """The values whose keys are called so, best first."""
    ranked = [(rank, value) for key, value in record if (rank := _rank(kind, key)) is not None]
    yield from (value for _, value in sorted(ranked, key=lambda pair: pair[0]))


# Rows


def _longest(data: Any, base_url: str) -> list[Row]:
    """The rows of the longest array that is a list; what is inside the records of a list is none."""
    data = unfolded(data)
    if isinstance(data, list):
        records = [_record(entry) for entry in data if isinstance(entry, dict)]
        titles = _title_key(records)
        rows = [row for record in records if (row := _row(record, titles, base_url)) is not None]
        if rows:
            return rows
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return max((_longest(value, base_url) for value in values), key=len, default=[])


def _record(entry: dict[str, Any]) -> Record:
    """Keys and values of an object, those of the objects inside it behind its own."""
    inner = [pair for value in entry.values() if isinstance(value, dict) for pair in value.items()]
    return [*entry.items(), *inner]


def _title_key(records: list[Record]) -> str | None:
    """The key whose values are most like titles: Chinese texts that differ, none of them long; None without one."""
    texts: dict[str, list[str]] = {}
    for record in records:
        for key, value in record:
            if isinstance(value, str) and _PLAIN_TITLE.fullmatch(value.strip()):
                texts.setdefault(key, []).append(value)
    likely = [key for key, values in texts.items() if len(set(values)) * 5 > len(records) * 4]
    return max(likely, key=lambda key: sum(map(len, texts[key])), default=None)


def _row(record: Record, title_key: str | None, base_url: str) -> Row | None:
    """One record's row; None where it has no address or no title. ``title_key`` is for want of a named title."""
    address = _first(_address(value, base_url) for value in _named(record, "address"))
    title = _first(map(_title, [*_named(record, "title"), dict(record).get(title_key or "")]))
    if address is None:
        texts = [value.strip() for key, value in record if isinstance(value, str) and not _is_never("address", key)]
        linked = _first(map(_LINK.search, texts))
        if linked is not None:
            address, title = _address(linked[1], base_url), title or _title(linked[2])
        likely = (text for text in texts if len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text))
        address = address or _first(_address(text, base_url) for text in likely)
    if address is None or title is None:
        return None
    return Row(address, title, _first(map(_day, _named(record, "date"))))


def _address(value: Any, base_url: str) -> str | None:
    text = html.unescape(value).strip() if isinstance(value, str) else ""
    if len(text) > _LONGEST_ADDRESS or _NO_ADDRESS.search(text) or _PICTURE.search(text):
        return None
    try:
        url = urljoin(base_url, text)
        return url if urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _title(value: Any) -> str | None:
    """A title without the markup in it, escaped or not."""
    if not isinstance(value, str):
        return None
    return squeeze(_TAG.sub("", html.unescape(_TAG.sub("", value)))) or None


def _day(value: Any) -> str | None:
    """The day in Beijing: of a text, of Unix seconds or milliseconds, of an object that holds them."""
    if isinstance(value, dict):
        value = value.get("time") or value.get("$date")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = normal(squeeze(str(value))).removesuffix(".0")
    stamp = re.fullmatch(r"(?:/?Date\()?(\d{9,10}|\d{12,13})(?:\.\d+)?(?:[+-]\d{4})?(?:\)/?)?", text.lstrip("\\"))
    if stamp is not None:
        seconds = int(stamp[1]) // (1000 if len(stamp[1]) > 10 else 1)
        return datetime.fromtimestamp(seconds, BEIJING).date().isoformat()
    printed = next(printed_dates(text), None)
    if printed is not None:
        return printed.day.isoformat()
    english = _ENGLISH_DATE.search(text)
    if english is not None:
        text = f"{english[3]}{_MONTHS.index(english[1]) + 1:02}{int(english[2]):02}"
    compact = compact_date(text[:8] if re.fullmatch(r"\d{8}(?:\d{4,6})?", text) else text)
    return compact.isoformat() if compact else None


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


# Totals


def _numbers(data: Any) -> Iterator[tuple[str, int]]:
    """Keys and whole numbers of the objects outside of the arrays, outer ones first."""
    data = unfolded(data)
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if (
            isinstance(value, int | str)
            and not isinstance(value, bool)
            and re.fullmatch(r"\d{1,9}", str(value).strip())
        ):
            yield key, int(value)
    for value in data.values():
        yield from _numbers(value)


def _number(told: list[tuple[str, int]], kind: str) -> int | None:
    return next(_named(told, kind), None)
