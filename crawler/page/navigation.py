"""The columns a home page's links lead to: a first reading, by names and addresses alone.

What a link leads to is seen when it is asked for: ``lanmu newsite`` looks at each, and the walker takes a text for a
text. Left out here is what by its name or address can be no column.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from lxml import etree

from crawler.page.addresses import plain_path, plain_url
from crawler.page.links import absolute, host_of, scripted
from crawler.page.model import Page, squeeze
from crawler.page.words import file_ending

_NO_COLUMN = re.compile(
    r"^(?:(?:网站|返回)?首\s*页|主页|home|更多\W*|more\W*|上一?[页月年篇]|下一?[页月年篇]|尾页|末页|详细|详情|查看更多|点击进入|"
    r"(?:站内|高级|全站|信息)?(?:搜索|检索)|(?:用户|会员|投稿|后台|个人|统一|管理员?)?(?:登录|登陆|注册)(?:入口)?|"
    r"无障碍.*|长者.*|老年版|关怀版|手机版|触屏版|移动版|手机浏览|(?:移动|手机|官方)?客户端(?:下载)?|(?:官方|政务)?(?:微信|微博)|"
    r".*(?:二维码|公众号)|小程序|English|英文版|繁体(?:版|中文)?|繁體|RSS(?:订阅)?|网站地图|站点地图|网站导航|联系我们|关于我们|"
    r"关于本站|版权声明|网站声明|隐私(?:声明|政策|保护声明)?|使用帮助|设为首页|加入收藏|收藏本站|友情链接|打印(?:本页)?|关闭(?:窗口)?|"
    r".*专题.*|(?:信息|新闻)?日历|.*(?:ICP备|公网安备).*|[\d年月日\s.-]+|第\s*\d+\s*页)$",
    re.IGNORECASE,
)
_NO_COLUMN_PATH = re.compile(
    r"(?:^|/)(?:zt|ztzl|ztbd|zhuanti|specials?|topics?|search|so|login|member|user|mail(?:box)?|xinxiang|calendar|rili|en|english|wap|mobile|m|"
    r"3g|rss|sitemap|bbs|guestbook)(?:/|$)|/(?:search|login|calendar|rili|sitemap)\.",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s]+)", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_NAME = 16


def column_links(page: Page, is_article: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Name and address of what may be columns, in the order of the page; one of each address.

    The first name counts; a link whose name says nothing (更多, a picture) is named ``""``. Hidden links count: a menu
    that drops down is hidden until the mouse is there.
    """
    found: dict[str, tuple[str, str]] = {}
    host, own = host_of(page.url), column_identity(page.url)
    for node in page.root.iter("a", "area", "meta"):
        address = _address(page, node)
        if address is None or host_of(address) != host or is_article(address) or file_ending(address):
            continue
        identity = column_identity(address)
        path = urlsplit(address).path
        if identity == own or plain_path(path) in {"/", "/index"} or _NO_COLUMN_PATH.search(path):
            continue
        name = _name(node)
        if name and _NO_COLUMN.match(name):
            if not re.match(r"^\W*(?:更多|more)", name, re.IGNORECASE):
                continue
            name = ""
        if name and not 2 <= len(_HAN.findall(name)) <= len(name) <= _LONGEST_NAME:
            continue
        if identity not in found or (name and not found[identity][0]):
            found[identity] = (name, address)
    return list(found.values())


def column_identity(url: str) -> str:
    """What a column's address is, however it is written: no scheme, no index page, no trailing slash.

    The part behind ``#`` counts where it is a number: 政府信息公开 platforms tell columns by it.
    """
    parts = urlsplit(url)
    path = re.sub(r"/(?:index|default|list|main)(?:\.\w+)?$", "", plain_path(parts.path), flags=re.IGNORECASE) or "/"
    query = f"?{parts.query}" if parts.query else ""
    return f"{path}{query}#{parts.fragment}" if parts.fragment.strip("/").isdigit() else f"{path}{query}"


def _address(page: Page, node: etree._Element) -> str | None:
    if node.tag == "meta":
        # A column may be a page that sends its reader on to the first of its children.
        sent = (
            _REFRESH.search(node.get("content") or "") if (node.get("http-equiv") or "").lower() == "refresh" else None
        )
        return absolute(page, sent[1]) if sent else None
    href = node.get("href") or ""
    address = absolute(page, href) or scripted(page, f"{href} {node.get('onclick') or ''}")
    return plain_url(address) if address is not None else None


def _name(node: etree._Element) -> str:
    """The link's text; where it is cut or a picture, its title."""
    text = squeeze("".join(map(str, node.itertext()))).strip(" ·•>|[]【】—-")
    if text and not text.endswith(("…", "...")):
        return text
    picture = next((image.get("alt") or "" for image in node.iter("img")), "")
    return squeeze(node.get("title") or picture or text)
