"""Source (来源) and author, from what is printed around the article.

An empty ``来源：`` is an answer (null), and it never takes the words behind it. 来源 is not the author, and the
author is not the source: most extractors mix the two.
"""

import re

from crawler.items import Article
from crawler.page import words
from crawler.page.dates import normal, printed_dates
from crawler.page.model import Line
from crawler.pipelines.field import FieldPipeline, first_valid

NOTHING = ""  # the page says that there is none

_VALUE_ENDS = re.compile(
    rf"\s*(?:{words.LABEL}\s*[:：丨]|{words.AUTHOR_LABEL}\s*[:：]|[|｜丨【\[](?=\s|$|\S)|(?:19|20)\d\d\s*[-/.年]|"
    r"(?:字体|字号|大\s*中\s*小|打印|分享到?|关闭|浏览|点击|阅读|评论|收藏|举报|订阅|我要|纠错)(?:\s|$|[:：\d])|(?:\s{2,})).*$"
)
_SOURCE = re.compile(
    rf"(?:^|[\s　|｜丨(（\[【/·,，\d])(?:{words.SOURCE_LABEL})(?:\s*[:：丨]\s*|\s?(?=[^\s:：|｜]{{2,20}}\s*[|｜]))"
)
_AUTHOR = re.compile(rf"(?:^|[\s　|｜丨(（\[【/·,，\d])(?:{words.AUTHOR_LABEL}|文)\s*[:：丨/]\s*")
_EDGES = " \t|｜丨:：,，;；·/-—"
_PAIRS = (("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("<", ">"), ("〈", "〉"), ("《", "》"))
_NO_NAME = re.compile(
    rf"^\W*(?:{words.LABEL}|来自|发布于|原创|举报|\d)|[:：。，！？]|通过$|字体|评论|阅读|订阅|关注|更新|次$"
)
# Endings of the names of those who publish: 局、报、网 … A name without a label counts only with one of them.
_PUBLISHER = re.compile(
    r"(?:报|网|社|局|委|办|厅|院|部|署|会|台|站|处|科|所|队|中心|政府|机关|频道|公众号|发布|日报|晚报|时报|杂志|客户端|在线|融媒|融媒体|长安|学院|大学|公司|集团|协会|支行|总行)$"
)


def labelled(article: Article) -> str | None:
    """来源：云泽日报 in front of the body; nothing behind the label is an answer too."""
    return _behind(_head(article), _SOURCE)


def behind_body(article: Article) -> str | None:
    """（来源：云泽日报） behind the body."""
    return _behind(article.found.foot if article.found else [], _SOURCE)


def beside_date(article: Article) -> str | None:
    """``2023-08-28 08:15 | 湖北省市场监督管理局``: a name with no label, in the line of the date and behind it.

    A short name counts only with a publisher's ending: two or three characters are as often a person.
    """
    for line in _head(article):
        text = normal(line.spaced)
        for answer in printed_dates(text):
            rest = words.VIEWS.sub(" ", text[answer.end :])
            names = [name for part in re.split(r"[\s|｜丨·]+", rest) if (name := _unpaired(part.strip(_EDGES)))]
            if not names or len(names) > 4 or len(names[0]) > 30 or _NO_NAME.search(names[0]):
                continue
            if _PUBLISHER.search(names[0]) or len(names[0]) >= 4:
                return names[0]
    return None


def near_date(article: Article) -> str | None:
    """A publisher's name in a line of its own, a few lines around the date."""
    lines = _head(article)
    dated = [number for number, line in enumerate(lines) if next(printed_dates(normal(line.spaced)), None)]
    for number, line in enumerate(lines):
        near = any(abs(number - at) <= 3 for at in dated)
        if near and 3 <= len(line.text) <= 20 and _PUBLISHER.search(line.text) and not _NO_NAME.search(line.text):
            return line.text
    return None


def meta(article: Article) -> str | None:
    """国办发〔2017〕47号: ``ContentSource``."""
    return article.pages[0].meta.get("contentsource")


def author_labelled(article: Article) -> str | None:
    """作者：记者甲 in front of the body."""
    return _behind(_head(article), _AUTHOR)


def _head(article: Article) -> list[Line]:
    return article.found.head if article.found else []


def _behind(lines: list[Line], label: re.Pattern[str]) -> str | None:
    for line in lines:
        match = label.search(line.spaced)
        if match is not None:
            return _unpaired(_VALUE_ENDS.sub("", line.spaced[match.end() :]).strip(_EDGES))
    return None


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
    return len(answer) <= 60 and not re.search(r"https?:|[。！？]", answer)


SOURCE_RULES = (labelled, beside_date, near_date, behind_body, meta)
AUTHOR_RULES = (author_labelled,)


def pull(article: Article) -> None:
    article.source = first_valid(article, "source", SOURCE_RULES, valid) or None
    article.author = first_valid(article, "author", AUTHOR_RULES, valid) or None


class SourcePipeline(FieldPipeline):
    pull = pull
    counts = ("source", "author")
