"""Pages that say with status 200 that there is no page: 您访问的页面不存在或已删除."""

import re

from crawler.page import words
from crawler.page.model import Line, Page

# 该页面, 您要查找的信息: what is not there; 不存在, 已被删除: that it isn't.
_THING = (
    r"(?:(?:您|你)?(?:当前|正在)?(?:所|想要?|需要|要)?(?:请求|访问|查找|查看|浏览|寻找|打开|输入|点击|阅读|搜索|找)的?)?"
    r"(?:该|此|这个|这[篇条]|本|相关|目标)?"
    r"(?:页面?|网页|信息|文章|内容|资源|文件|网址|地址|链接|稿件|栏目|文档|新闻|数据|URL)"
)
_GONE = (
    r"(?:可能|或许|好像)?(?:根本)?(?:已经?|早已|暂时|暂)?(?:被)?(?:管理员|系统|作者)?"
    r"(?:不存在|不见|不可用|删除|失效|移除|移走|移动|下线|下架|过期|撤销|撤下|撤回|关闭|丢失|走丢|迁移|转移|改名|更名|停用|"
    r"找不到|未找到|没有?找到|无法(?:找到|显示|访问|打开)|未发布|未公开)(?:了|啦)?"
)
_OR = r"(?:[，,、/]?(?:或者?|也|并|及|以及)|[，,、/])?"
_SORRY = (
    r"(?:(?:很|非常|十分|实在|真的)?(?:抱歉|对不起|不好意思|遗憾)|sorry|oops|哎呀|啊哦|(?:温馨|系统|错误|友情)?提示|"
    r"出错(?:了|啦)|错误)"
)
_NUMBER = r"(?:(?:HTTP\s*)?(?:error|错误|状态码?|status)?\s*404(?:\.0)?\s*(?:error|错误)?\s*(?:页面?)?)"
_ENGLISH = (
    r"(?:the )?(?:requested )?(?:page|file|url|document|resource|object|file or directory)?\s*"
    r"(?:.{0,40}(?:was|is|can|could|does) ?)?not (?:be )?(?:found|exist)(?: on this server)?"
)
_STATEMENT = re.compile(
    rf"(?:(?:{_SORRY}|{_NUMBER})[\s，,！!。.：:、~～…\-–—|]*){{0,3}}"
    rf"(?:{_THING}[，,\s]?{_GONE}(?:{_OR}(?:{_THING})?{_GONE}){{0,3}}"
    rf"|(?:系统|服务器|网站|我们)?(?:找不到|未找到|没有?找到|无法找到|未能找到)了?{_THING}(?:了|啦)?"
    rf"|{_NUMBER}|{_ENGLISH})"
    r"(?:[\s，,！!。.；;：:~～…\-–—|(（].{0,60})?",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"(?:{words.DATE_LABEL}|{words.SOURCE_LABEL}|作者)\s*[:：]")
_DAY = re.compile(r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}")
_TODAY = re.compile(r"星期|今天|今日|现在是|版权|©|copyright", re.IGNORECASE)
_ARTICLE_META = ("articletitle", "pubdate")
# A page that says no more than this beside its links, its footer and the statement has no article.
_FEW = 200
_MANY = 1000
_STATEMENT_LENGTH = 100


def is_soft_404(page: Page) -> bool:
    """Whether all a page says of its own is that something isn't there.

    An article may speak of such pages: one that prints a day, a source or more than a few words is never taken for one.
    """
    if sum(len(line.text) - line.linked for line in page.lines) > _MANY:
        return False
    own = own_lines(page)
    rest = [line.text for line in own if not _states(line.text)]
    if len(rest) == len(own) and not _states(page.title.split("-")[0].strip()):
        return False
    return sum(map(len, rest)) <= _FEW and not prints_article(page)


def own_lines(page: Page) -> list[Line]:
    """The lines that are neither links nor the page's footer."""
    return [line for line in page.lines if 2 * line.linked <= len(line.text) and not _is_footer(line)]


def prints_article(page: Page) -> bool:
    """Whether a page prints a day, a source or an author, or names its article in a meta tag."""
    if any(page.meta.get(name) for name in _ARTICLE_META):
        return True
    alone = 0
    for line in page.lines:
        text = line.text
        labelled = ("：" in text or ":" in text) and _LABELLED.search(text) is not None
        day = ("20" in text or "19" in text) and _DAY.search(text) is not None and not _TODAY.search(text)
        if not (labelled or day) or 2 * line.linked > len(text) or _is_footer(line):
            continue
        if labelled or not _DAY.fullmatch(text.strip("[]()（）【】")):
            return True
        alone += 1
    # Several days that stand alone are those of a list of other articles.
    return alone == 1


def _states(text: str) -> bool:
    return len(text) <= _STATEMENT_LENGTH and _STATEMENT.fullmatch(text.strip(" 【】[]《》“”\"'·>»")) is not None


def _is_footer(line: Line) -> bool:
    return words.HOST.match(line.text) is not None or words.FOOTER.search(line.text) is not None
