"""One row of a list as printed: which of its words are the title, and which of its dates is the day of publication."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crawler.page import words
from crawler.page.dates import RELATIVE, YEARLESS, joined_labels, normal, printed_dates
from crawler.page.list_groups import HEADINGS, Link, Unit, says_nothing
from crawler.page.model import Anchor, Page, squeeze
from crawler.page.title_line import uncut

_LONGEST_CARD = 12  # lines of a row that is one link
# In an element of its own at an end of the link. A bare 专题 or 新 may as well be a word of the title that is set off.
_BRACKETED = r"(?:置顶|固顶|推荐|图文|组图|热[点门]|new|hot|top|[顶荐热新精图])"
_MARK = re.compile(
    rf"\W*(?:置顶|固顶|new|hot|top)[\W_]*|[\[【(（]{_BRACKETED}[\]】)）]|[\s·•●▪◆■□○★☆►▶▷>◇※|-]+", re.IGNORECASE
)
# In front of the title, in one text with it.
_PREFIX = re.compile(rf"(?:[·•●▪◆■□○★☆►▶▷◇※]\s*|[-—>»]+\s+|[\[【]{_BRACKETED}[\]】]\s*|置顶[\s:：|]+)+", re.IGNORECASE)
# A title attribute of several lines: 标题：… 发布时间：… 点击数：…
_TITLE_LABEL = re.compile(r"(?:文章|信息|新闻)?(?:标题|题目|名称)\s*[:：]\s*")
_LABELS = "|".join((words.DATE_LABEL, words.UPDATE_LABEL, words.SOURCE_LABEL, words.AUTHOR_LABEL, words.OTHER_LABEL))
_NEXT_LABEL = re.compile(rf"\s+(?:{_LABELS})\s*[:：]")
_STAMP_LABEL = re.compile(rf"(?:{words.DATE_LABEL}|{words.UPDATE_LABEL})\s*:?")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_DAY = r"(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
# A date at the end of a title, or in front of it.
DATED_ENDS = (
    re.compile(rf"\s*(?:[\[(（【]\s*{_DAY}\s*[\])）】]|{_DAY}|\s\d{{4}}年\d{{1,2}}月\d{{1,2}}日)$"),
    re.compile(rf"^(?:[\[(（【]\s*{_DAY}\s*[\])）】]|{_DAY}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日(?=\s))\s*"),
)
_NUMBERS = re.compile(r"[\d\s年月日./-]+")
# What stands in front of a date that isn't the day of publication, and of one that is.
_OTHER_DAY = re.compile(
    r"(?:成文|发文|印发|制发|生成|签署|生效|实施|施行|失效|废止|截[止至]|开始|起始|结束|开标|报名|活动|会议|更新|修改)"
    r"(?:日期|时间|日)?\s*[:：]?\s*$|[至到~]\s*$"
)
_PUBLISHED = re.compile(r"(?:发布|发表|公开|公布|上网|上传|录入|添加)(?:日期|时间|日)?\s*[:：]?\s*$")
_LEAD = 60  # characters; a date among the words of a longer text is the article's


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; ``date`` is ISO, null where the row shows no full date."""

    url: str
    title: str
    date: str | None


def read_row(page: Page, unit: Unit, link: Link) -> Row:
    """The row as printed: of the lines its link runs over one is the title, a date in any other is the row's."""
    parts = _parts(page, link.anchor)
    bare = [_bared(page.lines[number].pieces[start:end]) for number, start, end in parts]
    said = [squeeze("".join(kept)) for kept, _ in bare]
    chosen = _title_parts(page, link.anchor, said, [number for number, _, _ in parts])
    title = "".join(said[n] for n in chosen)
    # Outside of the title: the date's boxes or column, a lead, the source.
    beside = {number: page.lines[number].pieces for number in unit.lines(page)}
    for n in chosen:
        number, start, end = parts[n]
        beside[number] = [*page.lines[number].pieces[:start], *bare[n][1], *page.lines[number].pieces[end:]]
    near = parts[chosen[0]][0] if chosen else link.anchor.line
    if says_nothing(link):
        # 演示标题 2024-03-05 [详细]
        alone = [pieces for number, pieces in beside.items() if number == near or not page.lines[number].linked]
        texts = [DATED_ENDS[0].sub("", squeeze("".join(pieces)).strip(" []【】")) for pieces in alone]
        title = max((text for text in texts if len(text) > 3 and not _is_beside(text)), key=len, default="")
    return Row(link.url, _whole(title, link.anchor.title), _day(page, unit, beside, near))


# Titles


def _parts(page: Page, anchor: Anchor) -> list[tuple[int, int, int]]:
    """The lines a link runs over, and which of their pieces are its own: line, first piece, piece behind the last."""
    text, at = anchor.text, anchor.line
    if not text or at >= len(page.lines):
        return []
    if text in page.lines[at].pieces:
        start = page.lines[at].pieces.index(text)
        return [(at, start, start + 1)]
    wanted = text.replace(" ", "")
    parts: list[tuple[int, int, int]] = []
    for number in range(at, min(at + _LONGEST_CARD, len(page.lines))):
        pieces = [squeeze(piece).replace(" ", "") for piece in page.lines[number].pieces]
        for start in range(len(pieces)):
            end, have = start, ""
            while end < len(pieces) and wanted.startswith(have + pieces[end]):
                have += pieces[end]
                end += 1
            if have and (end == len(pieces) or have == wanted):
                parts.append((number, start, end))
                wanted = wanted[len(have) :]
                break
        if not wanted:
            break
    return parts


def _bared(pieces: Sequence[str]) -> tuple[list[str], list[str]]:
    """The pieces of a link's line without the dates, marks and boxes at its ends, and those."""
    if len(pieces) == 1:
        return list(pieces), []
    start, end = 0, len(pieces)
    for size in (3, 2):
        if end > size and _boxed_day(pieces[:size]):
            start = size
        elif end - start > size and _boxed_day(pieces[-size:]):
            end -= size
    while end - start > 1 and _is_beside(pieces[start]):
        start += 1
    while end - start > 1 and _is_beside(pieces[end - 1]):
        end -= 1
    return list(pieces[start:end]), [*pieces[:start], *pieces[end:]]


def _is_beside(piece: str) -> bool:
    """Whether a piece at an end of a link is no part of the title: nothing, a mark, a date."""
    return not piece.strip() or _MARK.fullmatch(piece) is not None or _is_stamp(piece)


def _is_stamp(text: str) -> bool:
    """Whether a text is a date or a time and nothing else."""
    bare = _STAMP_LABEL.sub("", normal(squeeze(text)), count=1).strip("[]【】〔〕()|/·•,: ")
    if not bare or len(bare) > 30:
        return False
    printed = next(printed_dates(bare), None)
    if printed is not None:
        return printed.start == 0 and printed.end == len(bare)
    return any(pattern.fullmatch(bare) for pattern in (YEARLESS, RELATIVE, _CLOCK))


def _title_parts(page: Page, anchor: Anchor, said: list[str], lines: list[int]) -> list[int]:
    """Which of the texts on a link's lines are the title: a heading, what its attribute says, the first long one.

    A title may be broken over two lines; what is longer than the first of them is a lead.
    """
    if len(said) < 2:
        return list(range(len(said)))
    open_ = [n for n, text in enumerate(said) if not (_is_beside(text) or _NUMBERS.fullmatch(text))] or [0]
    headings = [n for n in open_ if page.lines[lines[n]].tag in HEADINGS]
    told = [n for n in open_ if len(said[n]) > 3 and uncut(said[n]) in anchor.title]
    long = [n for n in open_ if len(said[n]) > 7]
    at = (headings or told or long or sorted(open_, key=lambda n: -len(said[n])))[0]
    broken = at + 1 in open_ and page.lines[lines[at]].block == page.lines[lines[at + 1]].block
    return [at, at + 1] if broken and len(said[at + 1]) <= len(said[at]) else [at]


def _whole(text: str, attribute: str) -> str:
    """A title without marks in front; the link's attribute where it tells more than a text that is cut or none."""
    match = _PREFIX.match(text)
    text = text[match.end() :] if match and match.end() < len(text) else text
    if not attribute or attribute == text:
        return text
    attribute = joined_labels(attribute)
    label = _TITLE_LABEL.match(attribute)
    if label:
        attribute = _NEXT_LABEL.split(attribute[label.end() :], maxsplit=1)[0]
    cut = uncut(text)
    if not text or (cut != text and attribute.startswith(cut)):
        return attribute
    # Cut without a sign of it.
    more = attribute.removeprefix(text)
    return attribute if len(text) >= 8 and more != attribute and more[:1].isalnum() else text


# Dates


def _day(page: Page, unit: Unit, beside: dict[int, list[str]], near: int) -> str | None:
    """The day of publication printed in a row, nearest to its title; ``beside`` is its text by line, without it."""
    found: list[tuple[int, int, str]] = []
    for number in sorted(beside, key=lambda number: abs(number - near)):
        text = normal(squeeze(" ".join(beside[number])))
        for printed in printed_dates(text):
            before = text[max(printed.start - 10, 0) : printed.start]
            is_behind = len(text) <= _LEAD or printed.end == len(text) or _PUBLISHED.search(before)
            if is_behind or any(printed.text in piece and _is_stamp(piece) for piece in beside[number]):
                found.append((_weight(before), number, printed.day.isoformat()))
    if not found:
        pieces = [piece for number in sorted(beside) for piece in beside[number] if piece.strip()]
        boxes = (_boxed_day(pieces[n : n + size]) for size in (2, 3) for n in range(len(pieces)))
        return next(filter(None, boxes), None)
    if len({number for _, number, _ in found}) > 1 and page.blocks[unit.block].node.tag == "tr":
        heads = _heads(page, unit)
        found = [(weight or _weight(heads.get(page.lines[n].cell, "")), n, day) for weight, n, day in found]
    best = max(weight for weight, _, _ in found)
    # In a line the last, among lines the nearest.
    nearest = next(number for weight, number, _ in found if weight == best)
    return [day for weight, number, day in found if (weight, number) == (best, nearest)][-1]


def _weight(label: str) -> int:
    """1 for a day of publication by what stands in front of it, -1 for another day."""
    return 1 if _PUBLISHED.search(label) else -1 if _OTHER_DAY.search(label) else 0


def _heads(page: Page, unit: Unit) -> dict[int, str]:
    """What the first row of the table says above each cell of this one; none where their numbers differ."""
    at = page.blocks[unit.block].parent
    while at > 0 and page.blocks[at].node.tag != "table":
        at = page.blocks[at].parent
    first = page.lines[page.blocks[at].start].row
    cells, heads = (
        [n for n in range(row + 1, page.blocks[row].last + 1) if page.blocks[n].parent == row]
        for row in (unit.block, first)
    )
    said = [page.lines[page.blocks[n].start].text for n in heads]
    return dict(zip(cells, said, strict=True)) if len(cells) == len(heads) else {}


def _boxed_day(boxes: Sequence[str]) -> str | None:
    """The day of two or three neighbours: 02 and 2026-01, 01-02 and 2026, 02 and 1月 and 2026."""
    texts = [normal(squeeze(box)).strip("[]()/-. ") for box in boxes]
    if not all(_NUMBERS.fullmatch(text) for text in texts):
        return None
    numbers = re.findall(r"\d+", " ".join(texts))
    years = [n for n, number in enumerate(numbers) if len(number) == 4]
    if len(numbers) != 3 or len(years) != 1:
        return None
    year = int(numbers.pop(years[0]))
    first, second = map(int, numbers)
    # 02 2026-01 and 02 1月 2026; month and day in 01-02 2026, 1月 02 2026 and behind a year.
    day_first = years[0] == 1 or (years[0] == 2 and len(texts) == 3 and "月" not in texts[0])
    month, day = (second, first) if day_first else (first, second)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
