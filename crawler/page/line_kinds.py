"""What kind of line a line is: of the head, prose, a tool; by its words and its share of links alone."""

import re

from crawler.page import words
from crawler.page.dates import RELATIVE, normal, printed_dates
from crawler.page.model import Line, Page

_PROSE = re.compile(r"[，。；！？：、,;!?“”《》]")
_SENTENCE_END = re.compile(r"[。！？；…”』」!?;：:]$")
_CLAUSE = re.compile(r"[。；！？]")
_HEAD_LABEL = re.compile(rf"{words.LABEL}\s*[:：丨]")
_TIME_LABEL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:[\u4e00-\u9fff]{2}(?:时间|日期)|示期|效期|期限)\s*[:：]\s*$")
_CHRONICLE = re.compile(r"(?:19|20)\d\d年\s*\d{1,2}月\s*\d{1,2}日[\s，:：]*[\u4e00-\u9fff]{6}")
# What is printed behind a body as well as above it. 时间： and 作者： aren't here: notices end with them.
_TAIL_LABEL = re.compile(rf"^\W*(?:{words.SOURCE_LABEL}|(?:发布|发表|更新|发稿)(?:日期|时间)|责任?编(?:辑)?)\s*[:：丨]")
# A part of a date in a line of its own: -2025-, 09/30, 17:00, 2024年02月, 21.
_DATE_PART = re.compile(
    r"[-/.\s]*(?:(?:19|20)\d\d\s*年?|(?:(?:19|20)\d\d\s*[-/.年]\s*)?\d{1,2}\s*(?:[-/.]\s*\d{1,2}|月(?:\s*\d{1,2}日?)?)|"
    r"\d{1,2}:\d\d(?::\d\d)?|\d{1,2}日?)[-/.\s]*"
)
_BARE_DAY = re.compile(r"^[(（]?(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[)）]?$")
_BARE_LABEL = re.compile(r"^(?:相关)?附件(?:下载)?\s*[:：]?$")


def is_meta(line: Line) -> bool:
    """A line of date, source, views or tools: short, labelled or interface words only."""
    text = line.text
    if len(text) > 150:
        return False
    if len(text) < 40 and words.only_tools(text):
        return True
    rest = normal(line.spaced)
    if len(rest) < 15 and _DATE_PART.fullmatch(rest):
        return True
    dated = next(printed_dates(rest), None)
    if dated is not None and len(rest) - (dated.end - dated.start) < 40 and not _SENTENCE_END.search(rest):
        return True
    if len(text) < 100 and _HEAD_LABEL.search(rest) and not _CLAUSE.search(text) and "，" not in text:
        return True
    if len(text) < 40 and RELATIVE.search(rest) and not _SENTENCE_END.search(rest):
        return True
    views = words.VIEWS.search(text) if len(text) < 40 else None
    return views is not None and any(char in ":：0123456789" for char in views[0])


def is_other_time(line: Line) -> bool:
    """开标时间：2020-10-01, 会议日期：…: behind the head, the first line of a notice."""
    text = normal(line.spaced) if len(line.text) < 60 else ""
    dated = next(printed_dates(text), None)
    label = text[: dated.start] if dated is not None else ""
    other = _TIME_LABEL.search(label) is not None and words.PARTICULARS.search(label) is None
    return other and _HEAD_LABEL.search(text) is None


def is_chronicle(line: Line) -> bool:
    """2020年1月3日 市政府召开常务会议: an entry of a chronicle."""
    return _CHRONICLE.match(line.text) is not None and _HEAD_LABEL.search(line.text) is None


def is_sentence(line: Line) -> bool:
    """A sentence of more than a few words."""
    text = line.text
    return len(text) > 15 and _PROSE.search(text) is not None and _SENTENCE_END.search(text) is not None


def is_prose(line: Line) -> bool:
    """A sentence, or what can only be a part of one."""
    text = line.text
    return (
        (line.linked * 2 < len(text) or _is_long_sentence(line))
        and len(text) >= 12
        and _CLAUSE.search(text) is not None
        and (len(text) > 20 or _SENTENCE_END.search(text) is not None)
    )


def is_page_links(line: Line) -> bool:
    """上一页 [1] [2] 下一页."""
    return len(line.text) < 80 and words.PAGE_LINKS.match(line.text) is not None


def _is_long_sentence(line: Line) -> bool:
    """Titles in lists don't end with a full stop; sentences that are linked do."""
    return len(line.text) > 20 and line.text.endswith(("。", "！", "？")) and "，" in line.text


def is_tool(line: Line) -> bool:
    """Page numbers, 打印, 分享到 and the like."""
    if is_page_links(line):
        return True
    if len(line.text) < 60 and words.PROMOTION.match(line.text):
        return True
    return len(line.text) < 40 and (
        (bool(words.SOFT_END.match(line.text)) and not words.HOST.match(line.text)) or words.only_tools(line.text)
    )


def weight(line: Line) -> float:
    """How much a line speaks for being prose: its unlinked length, more with punctuation; negative for links."""
    marks = len(_PROSE.findall(line.text))
    # Some papers link every name in their prose.
    length = len(line.text) - line.linked * (1 if _is_long_sentence(line) else 2)
    if length <= 0:
        return length / 4 if not _is_long_sentence(line) else len(line.text) / 4
    return length * (1.0 if marks else 0.25) + marks * 2


def content_lines(page: Page) -> set[int]:
    """Numbers of the lines that link to a document, or in front of which a picture stands."""
    content = set(page.file_lines)
    content.update(picture.line for picture in page.pictures if not picture.among and not words.is_icon(picture.src))
    return content


def is_data(page: Page, line: Line) -> bool:
    """A cell of a table of data: its words are data, whatever they look like (打印机, 关闭, 编辑：…)."""
    block = page.blocks[line.row]
    if line.row <= 0 or block.end - block.start > 12 or len(block.node) < 2:
        return False
    return not any(one.linked for one in page.lines[block.start : block.end])


def is_plain_data(page: Page, line: Line) -> bool:
    """A cell of a row of data that holds neither a label nor a date: no row of the head."""
    if not is_data(page, line):
        return False
    block = page.blocks[line.row]
    texts = [normal(one.spaced) for one in page.lines[block.start : block.end]]
    return not any(_HEAD_LABEL.search(text) or next(printed_dates(text), None) for text in texts)


def is_stray(line: Line) -> bool:
    """A word or number without any punctuation: a counter, the name of a service to share on."""
    return len(line.text) < 8 and line.text.isalnum()


def is_own(line: Line) -> bool:
    """Dated like a line of the head, but the text's own: a day, a time of the event, an entry of a chronicle."""
    return is_bare_day(line) or is_other_time(line) or is_chronicle(line)


def is_bare_day(line: Line) -> bool:
    """2012年6月24日 and nothing else: above a body it is a speech's or a notice's own first line."""
    return _BARE_DAY.match(line.text) is not None


def is_link_line(line: Line) -> bool:
    """Little else than a link, and short: what to read next."""
    return line.linked > 0.7 * len(line.text) and len(line.text) < 60 and not _is_long_sentence(line)


def is_linked(line: Line) -> bool:
    """Mostly link, and no sentence: an entry of a list."""
    return line.linked * 2 > len(line.text) and not _is_long_sentence(line)


def is_tail(line: Line) -> bool:
    """（来源：某报 作者：记者甲） or 发布日期：2020-09-04, as some sites print it behind the body."""
    return len(line.text) < 80 and _TAIL_LABEL.match(line.text) is not None


def is_bare_label(page: Page, at: int) -> bool:
    """附件： with nothing behind it."""
    return bool(_BARE_LABEL.match(page.lines[at].text)) and at + 1 not in content_lines(page)
