"""Source (来源) and author, from what is printed around the article.

An empty ``来源：`` is an answer (null), and it never takes the words behind it. 来源 is not the author, and the
author is not the source: most extractors mix the two.
"""

import re
from collections.abc import Iterator

from crawler.items import Article
from crawler.page import words
from crawler.page.breadcrumb import breadcrumb_column
from crawler.page.dates import RELATIVE, joined_labels, normal, printed_dates
from crawler.page.links import host_of, target
from crawler.page.model import Line, Page
from crawler.page.title_line import folded
from crawler.pipelines.field import FieldPipeline, first_valid

NOTHING = ""  # the page says that there is none

_BEFORE = r"(?:^|[\s　|｜丨(（\[【/·,，\d日号次])"
# Where bars divide the line, the colon may be missing: | 来源云泽日报 | 作者记者甲 |
_SOURCE = re.compile(rf"{_BEFORE}(?:{words.SOURCE_LABEL})(?:\s*[:：丨]\s*|\s?(?=[^\s:：|｜]{{2,20}}\s*[|｜]))")
_AUTHOR = re.compile(
    rf"作者\s*[:：丨]\s*|{_BEFORE}(?:{words.AUTHOR_LABEL}\s*[:：丨/]|(?:文/图|图/文)\s*[:：]?|文\s*[/:：])\s*"
)
_ANY_LABEL = re.compile(
    rf"(?:{words.UPDATE_LABEL}|{words.FULL_DATE_LABEL}|日期|时间|{words.SOURCE_LABEL}|{words.AUTHOR_LABEL}|"
    rf"{words.OTHER_LABEL})\s*[:：丨]"
)
_LABEL_LIKE = re.compile(r"\S{0,6}[:：]|\S{1,3}/\S|[|｜丨【]|\[")
_NO_WORD = re.compile(
    r"[\d:：.\-/年月日时分秒—–,，]+|已|热度|次|人|字体?|字?号|[大中小+-]|文/图|图/文|记者|通讯员|编辑|作者|举报|订阅|我要|纠错|复制链接"
)
# Interface words and notes that stand where a name would.
_NO_NAME = re.compile(
    r"^[至到]|记者|通讯员|模式$|公开$|我要|分享|下载|手机|扫|视力|放大|缩小|播报|朗读|打印|收藏|语音|网页版|关闭|字体|评论|阅读|订阅|关注|更新|举报|来自|发布于|"
    r"原创|保护色|[:：。，！？]|通过$|次$"
)
_EDGES = " \t|｜丨:：,，;；·/-—"
_PAIRS = (("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("<", ">"), ("〈", "〉"), ("《", "》"))
# Endings of the names of those who publish: 局、报、网 … A short name without a label counts only with one of them.
_PUBLISHER = re.compile(
    r"(?:报|网|社|局|委|办|厅|院|部|署|会|台|站|处|科|所|队|中心|政府|机关|频道|公众号|发布|日报|晚报|时报|杂志|客户端|"
    r"在线|融媒|融媒体|长安|学院|大学|公司|集团|协会|支行|总行|馆|区|县|市|乡|镇|街道)$"
)
_BETWEEN, _BAR = re.compile(r"[\s|｜丨·]+"), re.compile(r"[|｜丨【]")
_NO_PUBLISHER, _NO_PERSON = re.compile(r"https?:|[。！？]"), re.compile(r"[，。！？请您]")
_LONGEST_LINE = 200  # a line of date and source is never longer


def selector(article: Article) -> str | None:
    """The source in the element that the site file's selector chooses: behind its label, or the one name in it."""
    page = article.pages[0]
    lines = page.lines_of("source")
    if not page.chosen.get("source"):
        return None
    told = _behind(lines, _SOURCE)
    if told is not None or not lines:
        return told or NOTHING
    return _name(lines[0].text) or None if len(lines) == 1 and not _date_places(normal(lines[0].spaced)) else None


def labelled(article: Article) -> str | None:
    """来源：云泽日报 in front of the body; nothing behind the label is an answer too."""
    return _behind(article.found.head, _SOURCE, article.pages[0])


def beside_date(article: Article) -> str | None:
    """``2023-08-28 08:15 | 湖北省市场监督管理局``: one name with no label, in the line of the date.

    Behind the date, a short name counts only with a publisher's ending: two or three characters are as often a person.
    In front of it, every name needs one.
    """
    for line in _short(article.found.head):
        text = normal(line.spaced)
        for start, end in _date_places(text):
            names = _names(_ANY_LABEL.split(words.VIEWS.sub(" ", text[end:]))[0])
            if len(names) == 1 and (_PUBLISHER.search(names[0]) or len(names[0]) >= 4) and _free(article, names[0]):
                return _as_printed(names[0], line)
            names = _names(text[:start])
            if len(names) == 1 and _PUBLISHER.search(names[0]) and _free(article, names[0]):
                return _as_printed(names[0], line)
    return None


def _as_printed(name: str, line: Line) -> str:
    """The name with its own full-width signs: dates were looked for in the line made half-width."""
    return next((printed for printed in _names(line.spaced) if normal(printed) == name), name)


def near_date(article: Article) -> str | None:
    """A publisher's name in a line of its own, a few lines around the date."""
    lines = article.found.head
    dated = [number for number, line in enumerate(lines) if _date_places(normal(line.spaced))]
    for number, line in enumerate(lines):
        near = any(abs(number - at) <= 3 for at in dated)
        if near and 3 <= len(line.text) <= 20 and _PUBLISHER.search(line.text) and _free(article, line.text):
            return line.text
    return None


def _date_places(text: str) -> list[tuple[int, int]]:
    """Where dates stand in ``text``, relative ones (5分钟前) too."""
    found = [(printed.start, printed.end) for printed in printed_dates(text)] if len(text) <= _LONGEST_LINE else []
    match = RELATIVE.search(text) if not found and len(text) <= _LONGEST_LINE else None
    return [match.span()] if match else found


def _names(text: str) -> list[str]:
    return [name for part in _BETWEEN.split(text) if (name := _name(part))]


def behind_body(article: Article) -> str | None:
    """（来源：云泽日报） behind the body."""
    return _behind(article.found.foot, _SOURCE)


def meta(article: Article) -> str | None:
    """国办发〔2017〕47号: ``ContentSource``."""
    return article.pages[0].meta.get("contentsource")


def author_labelled(article: Article) -> str | None:
    """作者：记者甲 in front of the body."""
    return _behind(article.found.head, _AUTHOR)


def _short(lines: list[Line]) -> Iterator[Line]:
    return (line for line in lines if len(line.text) <= _LONGEST_LINE)


def _is_own_link(page: Page, words: str) -> bool:
    """Whether a link to another page of the site says just that: a column's name beside the source is none of it."""
    here = host_of(page.url)
    addresses = (target(page, anchor) for anchor in page.anchors if anchor.text == words)
    return any(address is not None and host_of(address) == here for address in addresses)


def _behind(lines: list[Line], label: re.Pattern[str], page: Page | None = None) -> str | None:
    """What stands behind ``label`` in the first line that has it, or in the next cell of its table row.

    Behind the first word, one that is a link of ``page`` ends it.
    """
    for number, line in enumerate(lines):
        text = joined_labels(line.spaced) if len(line.text) <= _LONGEST_LINE else ""
        match = label.search(text)
        if match is None:
            continue
        value = _value(text[match.end() :], page)
        following = lines[number + 1] if number + 1 < len(lines) else None
        if not value and match.end() == len(text) and following is not None and 0 < line.row == following.row:
            value = _value(following.spaced) if following.cell != line.cell else value
        return value
    return None


def _value(text: str, page: Page | None = None) -> str:
    """The words of ``text`` up to the next label, tool or number, or behind the first, a link of ``page``."""
    kept: list[str] = []
    for word in text.split():
        if kept and page is not None and _is_own_link(page, word):
            break
        inner = _ANY_LABEL.search(word)
        head = word[: inner.start()] if inner is not None else word
        if not head or _LABEL_LIKE.match(head) or _NO_WORD.fullmatch(head) or words.only_tools(head):
            break
        kept.append(_BAR.split(head)[0])
        if inner is not None or kept[-1] != word:
            break
    return _unpaired(" ".join(kept).strip(_EDGES))


def _name(text: str) -> str:
    """``text`` if it can be a name, else nothing."""
    name = _unpaired(text.strip(_EDGES))
    tool = not name or len(name) > 30 or _NO_WORD.fullmatch(name) or words.only_tools(name) or _ANY_LABEL.match(name)
    return "" if tool else name


def _free(article: Article, name: str) -> bool:
    """Whether ``name`` is neither an interface word nor the column's name."""
    columns = {article.column, breadcrumb_column(article.pages[0], article.title)}
    if name in columns or len(name) > 30 or _NO_NAME.search(name):
        return False
    return not _is_own_link(article.pages[0], name)


def _unpaired(text: str) -> str:
    """``text`` without a bracket at an end whose partner is outside it: ``（来源：某报）`` gives 某报."""
    for opening, closing in _PAIRS:
        if text.endswith(closing) and opening not in text:
            text = text[:-1].strip(_EDGES)
        if text.startswith(opening) and closing not in text:
            text = text[1:].strip(_EDGES)
    return text


def valid(_article: Article, answer: str) -> bool:
    """A name or nothing; a date, an address or a sentence is neither."""
    return len(answer) <= 60 and not _NO_PUBLISHER.search(answer)


def valid_author(_article: Article, answer: str) -> bool:
    """Names; 记者：局长您好，请您介绍…… is an interview."""
    return len(answer) <= 30 and not _NO_PERSON.search(answer)


SOURCE_RULES = (selector, labelled, beside_date, near_date, behind_body, meta)
AUTHOR_RULES = (author_labelled,)


def pull(article: Article) -> None:
    article.source = first_valid(article, "source", SOURCE_RULES, valid) or None
    article.author = first_valid(article, "author", AUTHOR_RULES, valid_author) or None
    told = _value(meta(article) or "")
    if told and article.source and article.rules["source"] != "meta" and folded(told) != folded(article.source):
        article.flags.append("meta_differs")


class SourcePipeline(FieldPipeline):
    pull = pull
    counts = ("source", "author")
