"""The words Chinese sites print around an article: labels before it, tools beside it, markers that it has ended.

They are conventions of the platforms' stock templates and of 国办发〔2017〕47号 (national meta names), read off
many sites; nothing here names a site.
"""

import re
from functools import lru_cache

# 开标时间, 会议日期 are no dates of publication: 日期 and 时间 alone count only where no character stands in front.
BARE_DATE_LABEL = r"(?<![\u4e00-\u9fff])(?:日期|时间)"
FULL_DATE_LABEL = r"(?:发布|发表|发稿|上传|添加|录入|公开|创建|刊发|上网|信息)(?:日期|时间)"
DATE_LABEL = rf"(?:{FULL_DATE_LABEL}|{BARE_DATE_LABEL})"
UPDATE_LABEL = r"(?:最后)?(?:更新|修改)(?:日期|时间)?"
SOURCE_LABEL = (
    r"(?:(?:信息|稿件|文章|新闻|内容|本文|资料|文件|消息)?(?:来源于?|出处)|(?:供稿|来稿|稿件|投稿)(?:单位|来源)|"
    r"稿源|(?:信息)?发布(?:机构|单位)|供稿)"
)
AUTHOR_LABEL = r"(?:作者|撰稿人?|撰文|通讯员|(?:本报|本网|见习|特约)?记者|供稿人)"
OTHER_LABEL = (
    r"(?:(?:责任|值班|网络|本期|本网)?编辑|责编|校对|审核|审签|编审|签发|监制|终审|初审|复审|录入|发布(?:人|者)|上传者?|"
    r"(?:浏览|点击|阅读|访问|查看|人气|点阅)(?:次?数|量|率)?|已?(?:阅读|浏览|点击)|次数|字体?(?:大小|号)?|"
    r"打印|分享|收藏|关闭|评论|栏目|类别|分类|所属|关键[词字]|标签|文号|索引号|有效性|摄影|图片来源|"
    r"(?:成文|发文|生成|公布|印发|生效|废止|失效)日期|发文字号|发文机关|主题分类|信息分类)"
)
LABEL = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=[日号次]))"
    rf"(?:{UPDATE_LABEL}|{FULL_DATE_LABEL}|{SOURCE_LABEL}|{AUTHOR_LABEL}|{OTHER_LABEL})"
)

# A line, or what is left of one, that is an interface word and no text of the article.
TOOLS = re.compile(
    r"^[\s【\[(（|｜/·,，:：]*(?:"
    r"(?:【|\[|\(|（)?(?:字体|字号|文字大小|字体大小|选择字号)|[大中小](?=[\s】\])）|]|$)|放大|缩小|默认|正常|超大|"
    r"(?:我要|点击|全文|网页|页面)?打印(?:本页|此页|页面|文章|内容)?|关闭(?:本页|窗口|页面|此页)?|我要纠错|纠错|"
    r"分享(?:到|至)?|微信|微博|新浪微博|QQ空间|QQ好友|收藏(?:本页)?|复制链接|扫一扫.*|扫码.*|朗读|播放|暂停|听全文|"
    r"返回(?:首页|列表|顶部|上一页)?|赞|在看|点赞|写留言|参与互动|背景色.*|双击滚屏|保护视力色.*|推荐给朋友|语音(?:播报|朗读|阅读)|字号大小|T\s*\|?\s*T|A[+-]?"
    r")[\s】\])）|｜/·,，:：]*"
)
VIEWS = re.compile(
    r"(?:已?(?:浏览|点击|阅读|访问|查看|人气|点阅)(?:次?数|量|率)?|已阅|次数|热度)\s*[:：]?\s*\[?\d*\]?\s*(?:次|人|人次)?|"
    r"\d+\s*(?:次(?:浏览|点击|阅读|访问)|人?(?:浏览|阅读)过?)"
)

# The article is over where a line begins with one of these.
END = re.compile(
    r"^\s*[«‹<←]\s*[上下]一?[篇条则]|"
    r"^[\s【\[(（〖<>«»‹›←·■◆●▶|]*(?:"
    r"(?:责任|值班|网络|本期|本网|本文)?编辑\s*[:：丨|/\]】)）]|责任?编(?:辑)?\s*[:：丨|/]|"
    r"[上下]一?[篇条则](?:\s*[:：]|文章|新闻|信息|$)|[前后]一篇|"
    r"(?:相关|延伸|推荐|猜你|关联)\s*[·•]?\s*(?:新闻|阅读|链接|文章|稿件|信息|报道|资讯|推荐|专题|文档|内容|喜欢|解读|附件)+"
    r"(?:\s*(?:[:：>+»]|more|更多|\W).*)?$|"
    r"为[你您]推荐|大家(?:都)?(?:在看|爱看)|正文已?结束|[-—=_─*]*\s*分[隔割]线\s*[-—=_─*]+$|友情链接|网站地图|版权(?:所有|归)|copyright|©|"
    r"(?:[\u4e00-\u9fff]{1,2})?ICP[备证]|网站标识码|本文(?:地址|网址|链接|标签)|原文链接|附件下载$"
    r")",
    re.IGNORECASE,
)
# A disclaimer ends the article at any length.
DISCLAIMER = re.compile(r"^[\s“”\"'【\[(（]*(?:特别|免责|版权|郑重)(?:声明|提示)\s*[:：]")
# These stand behind an article, but above or inside one as well: they end it only where no text of it follows.
SOFT_END = re.compile(
    r"^\s*[«‹<←]\s*[上下]一?[篇条则]|"
    r"^[\s【\[(（〖<>«»‹›←·■◆●▶|]*(?:分享(?:到|至|本文|给)|扫一扫|扫码|用微信扫|打开微信|"
    r"(?:打印|关闭|返回)(?:本页|此页|窗口|页面|顶部|列表|首页|$|\s)|(?:打印|关闭|纠错|我要纠错)(?=[\s】\])）|｜]|$)|"
    r"(?:网友|查看|全部|热门|最新)?(?:评论|留言|跟贴)(?:列表|区|\s*[:：(（\d]|$)|(?:我要|发表|网友|写)评论|"
    r"(?:热门|热点|最新|更多|精彩|视频|图片|今日|编辑|往期|头条|时事|要闻|本类|同类|一周|月度|点击)\s*[·•]?\s*"
    r"(?:新闻|阅读|链接|文章|稿件|信息|报道|资讯|推荐|专题|文档|内容|喜欢|排行|动态|热点|热文|图文|关注|更新)+榜?\W*(?:more|更多)?\W*$|"
    r"(?:审核|校对|编审|审签|签发|监制|编校|审校|(?:初|一|二|三|复|终)[审校])(?:人|员)?\s*[:：丨|/]|"
    r"(?:本网|本站)?(?:声明|提示|说明)\s*[:：]|(?:特别|免责|版权|郑重)(?:声明|提示|说明)|"
    r"(?:主办|承办)(?:单位)?\s*[:：]|技术支持\s*[:：]|标签\s*[:：]|关键[词字]\s*[:：]|"
    r"本文(?:为|系|由|来自).{0,30}(?:原创|授权|转载)|未经.{0,8}(?:授权|许可|允许).{0,10}不得转载)"
)
HOST = re.compile(r"^\W*(?:主办|承办|技术支持)")
FOOTER = re.compile(r"版权|ICP[备证]|公安网备|公网安备|网站标识码|copyright", re.IGNORECASE)
RELATED = re.compile(
    r"^\W*(?:相关|延伸|推荐|猜你|关联|热门|热点|最新|更多|为[你您])\s*[·•]?\s*(?:新闻|阅读|链接|文章|稿件|信息|推荐)"
)
# Invitations to read on elsewhere, and tags.
PROMOTION = re.compile(
    r"^.{0,6}(?:安装|下载|打开|关注|点击|戳).{0,30}(?:客户端|app|公众号|微信号|阅读原文|查看原文|下载地址|进入专题)|"
    r"^点击(?:进入|阅读|查看)|^(?:#[^#\s]{1,12}#?\s*)+$",
    re.IGNORECASE,
)
# The pager of an article of several pages, and other lines of page numbers.
PAGE_LINKS = re.compile(
    r"^[\s\[\]【】()（）|<>«»‹›·.…\d]*(?:(?:首页|上一?页|下一?页|末页|尾页|前页|后页|第\s*\d+\s*页|共\s*\d+\s*页|\d+/\d+页?|转到|跳转|阅读全文|余下全文|全文)"
    r"[\s\[\]【】()（）|<>«»‹›·.…\d]*)+$|^(?:[\[【(（]\s*\d{1,3}\s*[\]】)）]\s*){2,}$"
)
# The rows of the table of particulars that 政府信息公开 pages print above a document.
PARTICULARS = re.compile(
    r"索引号|发文日期|成文日期|生成日期|发布日期|公开日期|发布机构|发文机关|发文单位|文号|发文字号|主题分类|信息分类|组配分类|体裁分类|"
    r"有效性|时效性|文件名称|信息名称|主题词|公开方式|公开范围|关键词|生效日期|失效日期|废止日期|内容概述"
)
CAPTION = re.compile(
    r"^(?:▲|△|↑|▼|图为|图示|图片?(?:\d+|[一二三四五六七八九十]+)?\s*[:：]|资料图)|(?:摄|供图|图片来源.{0,20})[)）]?$"
)

_LONG = 1000
# Interface pictures by their address: file-type icons of editors, share buttons, counters, pixels.
_ICON = re.compile(
    r"filetype|/icons?[/_]|icon[_.]|\.ico$|qrcode|ewm|erweima|share|spacer|blank\.gif|loading|print|/logo|[/_]wx\.|weibo",
    re.IGNORECASE,
)


def is_icon(src: str) -> bool:
    """Whether a picture is part of the interface, by its address; one that is in its address (data:) may be long."""
    return _is_icon(src) if len(src) < _LONG else _ICON.search(src) is not None


@lru_cache(maxsize=4096)  # asked several times for each picture, and most repeat on every page
def _is_icon(src: str) -> bool:
    return _ICON.search(src) is not None


FILE_ENDINGS = frozenset("doc docx xls xlsx wps et dps ofd pdf ppt pptx rar zip 7z txt csv rtf tif tiff ceb".split())


@lru_cache(maxsize=4096)  # asked several times for each link of a page, and navigation repeats on every page
def file_ending(href: str, text: str = "") -> str | None:
    """The lower-case ending of an address (else of its link's text) that leads to a document, else None."""
    for name in (href.split("#", 1)[0].split("?", 1)[0], text):
        ending = name.rpartition(".")[2].strip(" )）").lower()
        if ending in FILE_ENDINGS:
            return ending
    return None


def only_tools(text: str) -> bool:
    """Whether a line is nothing but interface words and counters: 已阅 0 打印 关闭."""
    while text:
        match = TOOLS.match(text) or VIEWS.match(text)
        if match is None or not match[0]:
            return False
        text = text[match.end() :].lstrip()
    return True
